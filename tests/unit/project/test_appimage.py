"""The AppImage without a bundle: its folder, its runtime, and how both are joined."""

import sys
from pathlib import Path

import appimage
import bundle_trial
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="made on Linux; links")

RUNTIME = b"\x7fELF\x02\x01\x01\x00AI\x02 the runtime"


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A folder such as the bundle is, with a program in it."""
    folder = tmp_path / "posecoach"
    folder.mkdir()
    (folder / "posecoach").write_text("#!/bin/sh\necho started\n")
    (folder / "posecoach").chmod(0o755)
    return folder


def runtime(tmp_path: Path, start: bytes = RUNTIME) -> Path:
    path = tmp_path / "runtime"
    path.write_bytes(start)
    return path


def test_the_folder_has_what_a_desktop_looks_for_and_starts_the_program(
    packed: Path, tmp_path: Path
) -> None:
    into = tmp_path / "posecoach.AppDir"
    appimage.lay_out(packed, into)
    appimage.lay_out(packed, into)  # again replaces it
    assert (into / "AppRun").resolve() == into / "usr/lib/posecoach/posecoach"
    assert "Icon=posecoach" in (into / "posecoach.desktop").read_text("utf-8")
    assert (into / ".DirIcon").read_bytes() == (into / "posecoach.png").read_bytes()
    assert list((into / "usr/share/icons").rglob("256x256/apps/posecoach.png"))
    assert bundle_trial.starter(into) == "AppRun"
    assert Path(bundle_trial.starter(packed)).stem == "posecoach"


def test_the_runtime_comes_first_and_the_file_can_be_run(tmp_path: Path) -> None:
    image, into = tmp_path / "image", tmp_path / "posecoach.AppImage"
    image.write_bytes(b"hsqs" + bytes(4096))
    into.write_bytes(b"an older one")
    appimage.join(runtime(tmp_path), image, into)
    assert into.read_bytes() == RUNTIME + image.read_bytes()
    assert into.stat().st_mode & 0o111 == 0o111
    assert bundle_trial.starter(into) == "", "it is started itself"
    assert [p for p in tmp_path.iterdir() if p.suffix == ".part"] == []


@pytest.mark.parametrize(
    "start", [b"", b"<html>not found</html>", b"\x7fELF\x02\x01\x01\x00\0\0\0"]
)
def test_what_is_no_runtime_is_refused(
    start: bytes, packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert appimage.unfit(runtime(tmp_path)) == ""
    wrong = runtime(tmp_path, start)
    assert appimage.unfit(wrong).endswith("packaging/README.md says which is.")
    assert "cannot be read" in appimage.unfit(tmp_path / "none")
    assert appimage.make(packed, wrong) == 1
    assert "runtime" in capsys.readouterr().err
    assert appimage.make(tmp_path / "none", wrong) == 1
    assert "bundle.py build" in capsys.readouterr().err
