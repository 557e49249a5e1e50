"""What README and the site's pages say: commands that are right, files that are there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sitepages
import typer
from sitelinks import broken

from posecoach.app.cli.root import app
from posecoach.cues.words import fill
from posecoach.spec.load import shipped
from tests.shared import ROOT

TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_CODE = re.compile(r"^```(?:sh|console)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")


def commands(text: str) -> Iterator[str]:
    """Each ``posecoach …`` of a page, without what stands before it, behind it, or in brackets."""
    blocks = [line for block in _CODE.findall(text) for line in block.splitlines()]
    spans = _SPAN.findall(re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    for line in [*blocks, *spans]:
        found = re.search(
            r"(?:^|&& )(?:\$ )?(?:[A-Z_]+=\S+ )*(?:uv run )?(posecoach(?: .*)?)$", line
        )
        if found and not re.match(r"posecoach \w+:", found[1]):  # what it printed
            one = re.sub(r"\[[^\]]*\]|\s#.*|…", "", found[1])
            yield re.sub(r"\\?\|\w+", "", one).strip()


def parsed(line: str) -> None:
    """Parses a command as the real command line does, without running it.

    Raises:
        Exception: as the command line does for what it does not know.
    """
    at: Any = typer.main.get_command(app)
    words = shlex.split(line)[1:]
    # a word in capitals stands for what the reader puts there
    words = ["90" if re.fullmatch(r"[A-Z]+", w) else w for w in words]
    while hasattr(at, "commands"):
        options = [w for w in words if not w.startswith("-")]
        if not options:
            assert set(words) <= {"--verbose", "-v", "--version", "--help", "-h", "--path"}, line
            return
        assert options[0] in at.commands, f"there is no command '{options[0]}' in '{line}'"
        at, words = at.commands[options[0]], words[words.index(options[0]) + 1 :]
    if "--help" not in words:
        at.make_context(at.name, words)


@pytest.mark.parametrize("page", TEXTS, ids=lambda p: p.name)
def test_each_command_that_is_named_is_one(page: Path) -> None:
    for line in commands(page.read_text("utf-8")):
        try:
            parsed(line)
        except Exception as error:
            if type(error).__name__ == "MissingParameter" and f"`{line}" in page.read_text("utf-8"):
                continue  # within a sentence a command may be named without all that it needs
            said = getattr(error, "message", "") or str(error)
            pytest.fail(f"{page.name}: '{line}': {said}")


def test_a_wrong_command_is_noticed() -> None:
    for wrong in ("posecoach coach --loud", "posecoach sing", "posecoach model fetch --no"):
        with pytest.raises(Exception, match=r"sing|--loud|--no"):
            parsed(wrong)


@pytest.mark.parametrize("page", TEXTS, ids=lambda p: p.name)
def test_each_script_that_is_named_is_there(page: Path) -> None:
    for name in re.findall(r"\b(?:benchmarks|scripts|tests)/[\w/]+\.py\b", page.read_text("utf-8")):
        assert (ROOT / name).is_file(), name


def test_the_site_is_gathered_with_each_shipped_stretch_and_each_link() -> None:
    files = sitepages.gathered(ROOT, lambda diagram: diagram.encode())
    page = files["stretches.md"].decode()
    for stretch in shipped().values():
        assert f"## {stretch.name}" in page
        assert files[sitepages.drawing(stretch)].startswith(b"RIFF")
        assert all(fill(line, "left") in page for line in stretch.not_for)
    assert b"```mermaid" not in files["architecture.md"]
    assert files["pictures/architecture.md.1.svg"].startswith(b"flowchart")
    assert b"(architecture.md)" in files["contributing.md"]
    assert "files/tests/golden/check.webp" in files
    assert sum(map(len, files.values())) < 6_000_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("docs/a.md", "docs/sub/b.md", "CHANGELOG.md", "routines/x.toml", "src/y.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_links_to_files_elsewhere_are_put_right_and_others_are_left(project: Path) -> None:
    wanted: dict[str, Path] = {}
    text = (
        "[a](sub/b.md#here) [b](../CHANGELOG.md) [c](../routines/x.toml) [code](../src/y.py) "
        "[web](https://example.org/x) [d](#e) [folder](../src)\n```\n[a](../none.md)\n```\n"
    )
    assert sitepages.moved(text, project / "docs", project, wanted) == (
        "[a](sub/b.md#here) [b](changelog.md) [c](files/routines/x.toml) code "
        "[web](https://example.org/x) [d](#e) folder\n```\n[a](../none.md)\n```\n"
    )
    assert wanted == {
        "sub/b.md": project / "docs/sub/b.md",
        "changelog.md": project / "CHANGELOG.md",
        "files/routines/x.toml": project / "routines/x.toml",
    }
    with pytest.raises(ValueError, match="none"):
        sitepages.moved("![p](../none.webp)", project / "docs", project, {})


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    sitepages.put({"a.md": b"1", "sub/b.md": b"2"}, tmp_path)
    before = (tmp_path / "a.md").stat().st_mtime_ns
    sitepages.put({"a.md": b"1", "c.md": b"3"}, tmp_path)
    assert (tmp_path / "a.md").stat().st_mtime_ns == before
    assert sorted(p.name for p in tmp_path.rglob("*.md")) == ["a.md", "c.md"]


def test_what_leads_nowhere_on_the_built_site_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<h1 id="top">A</h1> <a href="b.html#in">right</a> <a href="#top">right</a>'
        '<a href="b.html#out">no place</a> <a href="c.html">no page</a> <img src="d.webp">'
        '<a href="https://example.org">right</a> <script src="https://example.org/x.js"></script>'
    )
    (tmp_path / "b.html").write_text('<p id="in">B</p>')
    assert broken(tmp_path) == [
        "a.html: asks another host: https://example.org/x.js",
        "a.html: no such place: b.html#out",
        "a.html: c.html",
        "a.html: d.webp",
    ]


def test_the_readme_is_short_begins_with_its_commands_and_moves() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 60
    first, second = _CODE.findall(text)[:2]
    assert first.strip() == "pip install uv && uv run posecoach demo"
    assert second.strip() == "uv run pytest"
    for link in re.findall(r'(?:\]\(|src="|srcset=")([^)"#]+)', text):
        assert (ROOT / link).exists(), link
    moving = (ROOT / "docs" / "pictures" / "session.webp").read_bytes()
    assert moving.count(b"ANMF") > 50
    assert len(moving) < 1_500_000


def test_nothing_claims_relief() -> None:
    """No file of a stretch, and no page for users, says that it heals or takes pain away."""
    claim = re.compile(r"\b(?:reliev\w+|relief|cures?|heals?|pain[- ]free)\b", re.IGNORECASE)
    specs = sorted((ROOT / "stretch_specs").glob("*.toml"))
    for file in [ROOT / "README.md", *specs, *sorted((ROOT / "routines").glob("*.toml"))]:
        assert not claim.search(file.read_text("utf-8")), file.name
