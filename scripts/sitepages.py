"""Makes the site's pages ready for mkdocs (see mkdocs.yml), and checks every link of the result.

The files in ``docs/`` read well as they stand. For the site a copy of them is made in
``build/docs``: files that lie elsewhere in the project come along, the page of stretches is filled
from the stretch files, and diagrams are drawn, so that no reader's browser asks another host.
"""

import posixpath
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from posecoach.cues.words import fill
from posecoach.sinks.screen.bodies import figure
from posecoach.sinks.screen.theme import DARK
from posecoach.spec.load import shipped
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Dose, Stretch

sys.path.insert(0, str(Path(__file__).parent))
from sitelinks import broken

ROOT = Path(__file__).parents[1]
READY = ROOT / "build" / "docs"
#: Files of the project that are pages of the site besides those in ``docs`` and what they link to.
ALSO = ("CONTRIBUTING.md", "CHANGELOG.md")
ICON = ("pictures/icon.svg", "src/posecoach/app/desktop/icon.svg")
MARK = "<!-- stretches -->"

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
    files = {ICON[0]: (root / ICON[1]).read_bytes()}
    files |= {drawing(s): figures(s) for s in shipped().values()}
    own = {p.relative_to(docs).as_posix(): p for p in docs.rglob("*") if p.is_file()}
    wanted = {name: path for name, path in sorted(own.items()) if not name.startswith(".")}
    wanted |= {place(root / name, root): root / name for name in ALSO}
    while wanted:
        name, path = next(iter(wanted.items()))
        if path.suffix == ".md":
            text = moved(path.read_text("utf-8"), path.parent, root, wanted)
            text = text.replace(MARK, "\n".join(map(described, shipped().values())))
            files[name] = drawn(text, name, draw, files).encode()
        else:
            files[name] = path.read_bytes()
        wanted = {n: p for n, p in wanted.items() if n not in files}
    return files


def place(file: Path, root: Path) -> str:
    """Where a file of the project stands in the site's source: a page, or one to load."""
    if file.is_relative_to(root / "docs"):
        return file.relative_to(root / "docs").as_posix()
    name = file.relative_to(root).as_posix()
    if name == "README.md":
        return "index.md"
    return name.lower().replace("/", "-") if file.suffix == ".md" else f"files/{name}"


def moved(text: str, folder: Path, root: Path, wanted: dict[str, Path]) -> str:
    """A page's text, with its links put right where they lead out of ``docs``.

    What it links to is added to ``wanted``, by its place in the site: pages, pictures, text files.
    A link to a folder, or to code, becomes plain words: the site has no such page.

    Raises:
        ValueError: a link leads nowhere.
    """
    docs = root / "docs"
    here = folder.relative_to(docs).as_posix() if folder.is_relative_to(docs) else "."

    def target(link: str) -> str | None:
        path, mark, part = link.partition("#")
        if not path or re.match(r"[a-z]+:", path):
            return link
        file = (folder / path).resolve()
        if not file.exists():
            raise ValueError(f"a page in {folder.name} links to {link}, which is not there")
        if file.is_dir() or file.suffix == ".py":
            return None
        to = place(file, root)
        if to != "index.md":
            wanted[to] = file
        return posixpath.relpath(to, here) + mark + part

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
    """A page's text with a picture in place of each Mermaid diagram; ``files`` gets them."""

    def picture(found: re.Match[str]) -> str:
        number = sum(name.startswith(f"pictures/{page}.") for name in files) + 1
        name = f"pictures/{page}.{number}.svg"
        files[name] = draw(found[1])
        return f"![Diagram; the text around it says the same]({name}){{ .diagram }}"

    return _DIAGRAM.sub(picture, text)


def described(stretch: Stretch) -> str:
    """What the page of stretches says about one stretch, in Markdown."""

    def words(lines: Sequence[str]) -> list[str]:
        return [fill(line, "left") for line in lines]

    def told(title: str, lines: Sequence[str]) -> list[str]:
        return [f"**{title}**", "", *(f"- {line}" for line in words(lines)), ""] if lines else []

    lines = [f"## {stretch.name} {{ #{stretch.id} }}", "", stretch.summary, ""]
    lines += [f"![{stretch.name}: the start and the far end]({drawing(stretch)}){{ .figure }}", ""]
    lines += [f"{n}. {line}" for n, line in enumerate(words(stretch.instructions), 1)]
    lines += ["", " ".join(words(stretch.safety)), ""]
    lines += ["| | |", "|---|---|", f"| its name in commands | `{stretch.id}` |"]
    lines += [f"| position | {stretch.place or stretch.level}, {_VIEWS[stretch.view]} |"]
    lines += [f"| {_WAYS[m]} | {amount(stretch, m)} |" for m in stretch.modes]
    lines += [f"| what is watched | {_WATCHED[stretch.watched]} |"]
    lines += [f"| its judgement was tried on | {stretch.evidence} |"] if stretch.evidence else []
    lines += ["", *told("Another way", stretch.alternatives or [stretch.guide.alternative])]
    lines += told("Ask a clinician first, or leave it out", stretch.not_for)
    spoken = [f"*{fill(r.cue.show, 'left')}.* {fill(r.cue.say, 'left')}" for r in stretch.rules]
    lines += told("What it looks at, and says", spoken)
    return "\n".join([*lines, *told("Where dose and wording come from", stretch.sources)])


_VIEWS = {"side": "sideways to the camera", "front": "facing the camera"}
_WAYS = {"mobilizer": "moving in and out", "hold": "held"}
_WATCHED = {
    "all": "repetitions or seconds, and your form",
    "setup": "whether you are in the start position; after that it is shown and timed",
    "hold": "how long you hold it, not your form",
    "nothing": "nothing: it is shown and timed, and no word is said about your form",
}


def drawing(stretch: Stretch) -> str:
    """The name of the picture that shows a stretch's two positions."""
    return f"pictures/figure_{stretch.id}.webp"


def figures(stretch: Stretch) -> bytes:
    """A picture of a stretch's two positions, as WebP, drawn as the coaching screen draws them."""
    positions = [
        figure.picture(stretch, "left", share, (360, 300), DARK, mirrored=True) for share in (0, 1)
    ]
    _, data = cv2.imencode(".webp", np.hstack(positions), [cv2.IMWRITE_WEBP_QUALITY, 85])
    return data.tobytes()


def amount(stretch: Stretch, mode: Mode) -> str:
    """A dose in words: 'usually 3 times 20 s a side; …'."""
    dose = stretch.dose[mode]
    side = "" if stretch.sides == "together" else " a side"

    def one(d: Dose) -> str:
        much = f"{d.seconds:g} s" if d.seconds else f"{d.reps_per_side} repetitions"
        return f"{d.sets} times {much}{side}" if d.sets > 1 else f"{much}{side}"

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
