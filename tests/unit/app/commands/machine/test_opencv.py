"""What is said where another OpenCV package, once removed, emptied the shared folder."""

import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from posecoach.app import opencv
from posecoach.app.commands.machine import doctor

BACK = "pip install --force-reinstall --no-deps opencv-contrib-python"


@pytest.mark.parametrize("args", [("demo", "lateral_line", "--headless"), ("doctor",)])
def test_it_says_how_to_bring_opencv_back(args: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "cv2").mkdir()
    (tmp_path / "cv2" / "__init__.py").write_text("", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "posecoach", *args],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert BACK in done.stdout + done.stderr
    assert "internal mistake" not in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("version", "old"), [("4.13.0", True), ("5.0.0", False), ("11.1", False), ("dev", False)]
)
def test_a_version_that_nobody_tried_is_too_old(version: str, old: bool) -> None:
    assert opencv.too_old(version) == old


def test_the_oldest_version_is_that_of_the_package() -> None:
    needed = [r for r in metadata.requires("posecoach") or [] if r.startswith("opencv")]
    oldest = re.search(r">=([\d.]+)", needed[0])
    assert oldest is not None
    assert not opencv.too_old(oldest[1])
    assert opencv.too_old(str(int(oldest[1].split(".")[0]) - 1))


def test_a_missing_opencv_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    found = next(f for f in doctor.findings() if f.what == "cv2")
    assert not found.ok
    assert BACK in found.detail
