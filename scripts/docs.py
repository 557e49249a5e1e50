"""Makes the site's pages ready for mkdocs (see mkdocs.yml), and checks every link of the result.

The files in ``docs/`` read well as they stand. For the site a copy of them is made in
``build/docs``: files that lie elsewhere in the project come along, the page of stretches is filled
from the stretch files, and diagrams are drawn, so that no reader's browser asks another host.
"""

import posixpath
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from posecoach.cues.words import fill
from posecoach.spec.load import stretches
from posecoach.spec.schema import Dose, Stretch

sys.path.insert(0, str(Path(__file__).parent))
from doclinks import broken

ROOT = Path(__file__).parents[1]
READY = ROOT / "build" / "docs"
#: Files of the project that are pages of the site, by the page's name.
PAGES = {"contributing.md": "CONTRIBUTING.md", "changelog.md": "CHANGELOG.md"}
#: Where else the project's own files are pages.
ALSO = {**{file: page for page, file in PAGES.items()}, "README.md": "index.md"}
ICON = ("pictures/icon.svg", "src/posecoach/app/desktop/icon.svg")
MARK = "<!-- stretches -->"
CHANGED = "This page is made from the stretch files themselves."

_LINK = re.compile(r"(!?\[(?:[^\[\]]|\[[^\]]*\])*\]\()([^)\s]+)(\))")
_SOURCE = re.compile(r"""((?:src|srcset|href)=")([^"]+)(")""")
_FENCE = re.compile(r"^(```|~~~)", re.MULTILINE)
_DIAGRAM = re.compile(r"^```mermaid\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def gathered(root: Path, draw: Callable[[str], bytes]) -> dict[str, bytes]:
    """All files of the site's source, by their path in it.

    Args:
        draw: makes the SVG of a Mermaid diagram.

    Raises:
        ValueError: a page links to a file that is not there.
    """
    docs = root / "docs"
    texts = {page: (root / file).read_text("utf-8") for page, file in PAGES.items()}
    texts = {page: moved(text, root, root, {}) for page, text in texts.items()}
    files = {ICON[0]: (root / ICON[1]).read_bytes()}
    for path in sorted(p for p in docs.rglob("*") if p.is_file()):
        name = path.relative_to(docs)
        if name.parts[0].startswith("."):
            continue
        if path.suffix == ".md":
            texts[name.as_posix()] = moved(path.read_text("utf-8"), path.parent, root, files)
        else:
            files[name.as_posix()] = path.read_bytes()
    for page, text in texts.items():
        text = text.replace(MARK, "\n".join(map(described, stretches().values())))
        files[page] = drawn(text, page, draw, files).encode()
    return files


def moved(text: str, folder: Path, root: Path, files: dict[str, bytes]) -> str:
    """A page's text, with its links to files outside ``docs`` put right.

    What it links to is added to ``files``: pictures, text files. A link to a folder, or to code,
    becomes plain words: the site has no such page.

    Raises:
        ValueError: a link leads nowhere.
    """
    docs = root / "docs"

    def target(link: str) -> str | None:
        path, mark, part = link.partition("#")
        if not path or re.match(r"[a-z]+:", path):
            return link
        file = (folder / path).resolve()
        if not file.exists() and folder == docs and ".." not in path:
            return link  # a page that is made here, or a mistake that the check of links finds
        if not file.exists():
            raise ValueError(f"{folder.name}: a page links to {link}, which is not there")
        if file.is_relative_to(docs):
            return posixpath.relpath(file.relative_to(docs).as_posix()) + mark + part
        name = file.relative_to(root).as_posix()
        if name in ALSO:
            return ALSO[name] + mark + part
        if file.is_dir() or file.suffix == ".py":
            return None
        files[f"files/{name}"] = file.read_bytes()
        return f"files/{name}"

    def put_right(found: re.Match[str]) -> str:
        before, link, after = found.groups()
        to = target(link)
        if to is None:
            return before.lstrip("!")[1:-2]
        return before + to + after

    parts = _FENCE.split(text)  # text, fence, code, fence, text …
    for n in range(0, len(parts), 4):
        parts[n] = _SOURCE.sub(put_right, _LINK.sub(put_right, parts[n]))
    return "".join(parts)


def drawn(text: str, page: str, draw: Callable[[str], bytes], files: dict[str, bytes]) -> str:
    """A page's text with a picture in place of each Mermaid diagram, which is put into ``files``."""

    def picture(found: re.Match[str]) -> str:
        number = sum(name.startswith(f"pictures/{page}.") for name in files) + 1
        name = f"pictures/{page}.{number}.svg"
        files[name] = draw(found[1])
        return f"![Diagram; the text around it says the same]({name}){{ .diagram }}"

    return _DIAGRAM.sub(picture, text)


def described(stretch: Stretch) -> str:
    """What the page of stretches says about one stretch, in Markdown."""
    view = {"side": "sideways to the camera", "front": "facing the camera"}[stretch.view]
    ways = {"mobilizer": "moving in and out", "hold": "held"}
    lines = [f"## {stretch.name}", "", stretch.summary, ""]
    picture = f"pictures/{stretch.id}.webp"
    if (ROOT / "docs" / picture).is_file():
        lines += [f"![{stretch.name}: a correction on the screen]({picture})", ""]
    lines += [f"{n}. {fill(line, 'left')}" for n, line in enumerate(stretch.instructions, 1)]
    lines += ["", " ".join(fill(line, "left") for line in stretch.safety), ""]
    if stretch.guide.alternative:
        lines += [f"**Another way:** {fill(stretch.guide.alternative, 'left')}", ""]
    lines += ["| | |", "|---|---|", f"| its name in commands | `{stretch.id}` |"]
    lines += [f"| position | {stretch.place or 'as described'}, {view} |"]
    lines += [f"| {ways[mode]} | {amount(stretch.dose[mode])} |" for mode in stretch.modes]
    if stretch.evidence:
        lines += [f"| its judgement was tried on | {stretch.evidence} |"]
    lines += ["", "It looks at this, and says:", ""]
    lines += [f"- **{fill(r.cue.show, 'left')}.** {fill(r.cue.say, 'left')}" for r in stretch.rules]
    return "\n".join([*lines, ""])


def amount(dose: Dose) -> str:
    """A dose in words: 'usually 3 times 20 s a side; …'."""

    def one(d: Dose) -> str:
        much = f"{d.seconds:g} s" if d.seconds else f"{d.reps_per_side} repetitions"
        return f"{d.sets} times {much} a side" if d.sets > 1 else f"{much} a side"

    others = {"careful": dose.gentle, "from 65": dose.older, "more": dose.more}
    said = [f"usually {one(dose)}", *(f"{n}: {one(d)}" for n, d in others.items() if d)]
    return "; ".join(said)


def put(files: dict[str, bytes], folder: Path) -> None:
    """Makes ``folder`` hold just these files; one that is the same is not touched."""
    for old in [p for p in folder.rglob("*") if p.is_file()]:
        if old.relative_to(folder).as_posix() not in files:
            old.unlink()
    for name, data in files.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == data:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def svg(diagram: str) -> bytes:
    """Draws a Mermaid diagram."""
    import mermaidx

    done: bytes = mermaidx.render(diagram).svg().encode()
    return done


def on_config(config: Any) -> Any:
    """Called by mkdocs before it looks for pages.

    Raises:
        PluginError: a page links to a file that is not there.
    """
    from mkdocs.exceptions import PluginError

    try:
        put(gathered(ROOT, svg), READY)
    except ValueError as error:
        raise PluginError(str(error)) from error
    config.docs_dir = str(READY)
    return config


def on_post_build(config: Any) -> None:
    """Called by mkdocs at the end: a link that leads nowhere is an error.

    Raises:
        PluginError: with all of them.
    """
    from mkdocs.exceptions import PluginError

    wrong = broken(Path(config.site_dir))
    if wrong:
        raise PluginError("\n".join(["These links lead nowhere:", *wrong]))
