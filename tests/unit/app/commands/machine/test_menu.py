"""The entry in the system's menu: made, found by the desktop, and taken out again."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from posecoach.app.commands.machine import menu
from posecoach.errors import PosecoachError
from posecoach.paths import ICON

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's menu")


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder of the desktop, and a program beside this Python."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    program = tmp_path / "a folder" / "bin" / "posecoach-app"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    return tmp_path / "share"


def entry(share: Path) -> Path:
    return share / "applications" / "posecoach.desktop"


@linux
def test_the_entry_names_the_program_and_comes_with_its_icon(share: Path, tmp_path: Path) -> None:
    assert menu.install(remove=False) == 0
    lines = entry(share).read_text("utf-8").splitlines()
    assert f'Exec="{tmp_path}/a folder/bin/posecoach-app"' in lines
    icon = share / "icons" / "hicolor" / "scalable" / "apps" / "posecoach.svg"
    assert icon.read_bytes() == ICON.read_bytes()
    assert "Icon=posecoach" in lines
    assert menu.install(remove=False) == 0, "again changes nothing"


@linux
def test_it_is_taken_out_again(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    menu.install(remove=False)
    assert menu.install(remove=True) == 0
    assert [p for p in share.rglob("*") if p.is_file() and "posecoach" in p.name] == []
    menu.install(remove=True)
    assert "There was no menu entry." in capsys.readouterr().out


@linux
@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="needs its checker")
def test_the_entry_is_valid(share: Path) -> None:
    menu.install(remove=False)
    done = subprocess.run(
        ["desktop-file-validate", str(entry(share))], capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""


@linux
def test_a_program_that_is_soon_gone_is_refused(
    share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "uv" / "archive-v0" / "x" / "bin" / "posecoach-app"
    program.parent.mkdir(parents=True)
    program.write_text("")
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    with pytest.raises(PosecoachError, match="uv tool install"):
        menu.install(remove=False)
    program.unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PosecoachError, match="is not there"):
        menu.install(remove=False)
    assert not entry(share).exists()


@linux
def test_an_appimage_names_itself_and_not_the_folder_that_goes_when_it_ends(
    share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("APPIMAGE", str(tmp_path / "posecoach.AppImage"))
    monkeypatch.setenv("APPDIR", str(tmp_path / "a folder"))
    menu.install(remove=False)
    assert f'Exec="{tmp_path}/posecoach.AppImage"' in entry(share).read_text("utf-8")
    # A terminal that is itself an AppImage hands its own names on to all that it starts.
    monkeypatch.setenv("APPDIR", str(tmp_path / "a terminal"))
    menu.install(remove=False)
    assert "AppImage" not in entry(share).read_text("utf-8")


@linux
def test_a_folder_that_cannot_be_written_is_told(share: Path) -> None:
    share.write_text("a file")
    with pytest.raises(PosecoachError, match="cannot be changed"):
        menu.install(remove=False)


@pytest.mark.parametrize(
    ("path", "quoted"),
    [
        ("/usr/bin/posecoach", '"/usr/bin/posecoach"'),
        ("/a b/100%", '"/a b/100%%"'),
        ('/a"b$c', '"/a\\\\"b\\\\$c"'),
    ],
)
def test_a_path_is_quoted_as_desktops_read_it(path: str, quoted: str) -> None:
    assert menu.quoted(path) == quoted


def test_the_windows_shortcut_takes_any_path() -> None:
    script = menu.shortcut_script("C:\\It's\\p.exe", "C:\\i.ico", "C:\\m.lnk")
    assert "$link.TargetPath = 'C:\\It''s\\p.exe'" in script
    assert script.endswith("$link.Save()")
