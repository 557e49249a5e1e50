"""Who made what posecoach needs, and under which terms: LICENCES.md, and the texts for the bundle.

uv run python scripts/licences.py              # writes the table of LICENCES.md anew
uv run python scripts/licences.py texts DIR    # copies all texts into DIR, for the bundle
"""

import importlib.metadata
import re
import shutil
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "LICENCES.md"
OWN_TEXTS = ROOT / "packaging" / "licences"
_BEGIN, _END = "<!-- packages: scripts/licences.py writes this -->", "<!-- end -->"
#: Where a package's own words are long, missing, or not of the usual form.
_KNOWN = {
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "flatbuffers": "Apache-2.0",
    "jinja2": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "matplotlib": "PSF-based (matplotlib)",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "mediapipe": "Apache-2.0",
    "partd": "BSD-3-Clause",
    "shellingham": "ISC",
    "zict": "BSD-3-Clause",
    # Not in a checkout, where the headless one of the same source stands for it, or not on Linux:
    "opencv-contrib-python": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "pyobjc-core": "MIT",
    # Before Python 3.12 alone:
    "importlib-metadata": "Apache-2.0",
    "lazy-importer": "Apache-2.0",
    "zipp": "MIT",
}
_PYOBJC = "pyobjc-"  # for macOS: all parts of it have its licence
_TEXT = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


def locked(*, cluster: bool = True) -> dict[str, str]:
    """What users install, by the lock: name and version of each package on any system.

    Args:
        cluster: with those of the extra ``cluster``, which the bundle leaves out.
    """
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    packages = {p["name"]: p for p in lock["package"]}
    found: dict[str, str] = {}
    waiting = ["posecoach"]
    extra = packages["posecoach"]["optional-dependencies"]["cluster"] if cluster else []
    for needed in extra:
        found[needed["name"]] = packages[needed["name"]]["version"]
        waiting.append(needed["name"])
    while waiting:
        name = waiting.pop()
        package = packages[name]
        for needed in package.get("dependencies", ()):
            if needed["name"] not in found:
                found[needed["name"]] = packages[needed["name"]]["version"]
                waiting.append(needed["name"])
    for needed in packages["posecoach"]["dev-dependencies"]["opencv"]:
        found[needed["name"]] = packages[needed["name"]]["version"]
    # The lock takes the headless one in its place (pyproject.toml, tool.uv).
    found.setdefault("opencv-contrib-python", found["opencv-python-headless"])
    return dict(sorted(found.items()))


def terms(name: str) -> str:
    """A package's licence in a few letters; empty where it is unknown."""
    if name in _KNOWN or name.startswith(_PYOBJC):
        return _KNOWN.get(name, _KNOWN["pyobjc-core"])
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    said = next((about[key] for key in ("License-Expression", "License") if key in about), "")
    said = said.strip()
    return said if said and len(said) < 80 and "\n" not in said else ""


def table() -> str:
    """The packages and their licences, as Markdown. The page has no versions, so it stays true."""
    rows = ["| package | licence |", "|---|---|"]
    rows += [f"| {name} | {terms(name) or '**unknown**'} |" for name in locked()]
    return "\n".join(rows)


def page() -> str:
    """LICENCES.md with the table of now."""
    text = PAGE.read_text("utf-8")
    before, rest = text.split(_BEGIN)
    return f"{before}{_BEGIN}\n\n{table()}\n\n{_END}{rest.split(_END)[1]}"


def copy_texts(into: Path) -> list[str]:
    """Copies the licences of all packages and our own; returns the packages that bring none."""
    into.mkdir(parents=True, exist_ok=True)
    for path in (PAGE, ROOT / "LICENSE", *OWN_TEXTS.iterdir()):
        shutil.copy(path, into)
    shutil.copy(ROOT / "src/posecoach/fonts/OFL.txt", into / "Atkinson-Hyperlegible-OFL.txt")
    without = []
    for name in locked(cluster=False):
        try:
            files = importlib.metadata.files(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # not on this system
        texts = [f for f in files if _TEXT.search(f.name) and f.suffix not in (".py", ".pyc")]
        if not texts:
            without.append(name)
        for number, file in enumerate(sorted(texts)):
            path = Path(str(file.locate()))
            if path.is_file():
                suffix = "" if number == 0 else f"-{number}"
                shutil.copy(path, into / f"{name}{suffix}-{file.name}")
    return without


def main() -> int:
    """Writes the page, or the texts."""
    if sys.argv[1:2] == ["texts"]:
        without = copy_texts(Path(sys.argv[2]))
        print(f"Without a text of their own: {', '.join(without) or 'none'}")
        return 0
    PAGE.write_text(page(), "utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
