"""Bad input: one clear sentence, a non-zero exit, no traceback, no chatter, nothing lost."""

import os
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.shared import ROOT, clip, posecoach


def refused(code: int, *args: str, says: str) -> str:
    done = posecoach(*args)
    text = done.stderr.strip()
    assert done.returncode == code, (done.returncode, text)
    assert "Traceback" not in text + done.stdout
    assert says.lower() in text.lower(), text
    assert len(text.splitlines()) <= 2, text
    return text


@pytest.fixture
def junk(tmp_path: Path) -> Path:
    (tmp_path / "text.mp4").write_text("This is no video.\n" * 50, "utf-8")
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "short.task").write_bytes(b"PK\x03\x04" + bytes(2000))
    whole = clip("no_person").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 3])
    (tmp_path / "a_folder.mp4").mkdir()
    cv2.imwrite(str(tmp_path / "still.jpg"), np.zeros((48, 64, 3), np.uint8))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere.mp4", "no file"),
        ("text.mp4", "not a video"),
        ("empty.mp4", "empty"),
        ("a_folder.mp4", "no video and no tape"),
        ("still.jpg", "still picture"),
        ("cut.mp4", "no picture"),
    ],
)
def test_videos_that_cannot_be_read(junk: Path, name: str, says: str) -> None:
    refused(1, "analyze", str(junk / name), "--stretch", "lateral_line", says=says)


def test_a_damaged_model_is_told_as_that(junk: Path) -> None:
    refused(
        1, "analyze", str(clip("no_person")), "--stretch", "lateral_line",
        "--model", str(junk / "short.task"), says="damaged",
    )  # fmt: skip


def test_a_missing_model_file(tmp_path: Path) -> None:
    refused(
        1, "analyze", str(clip("no_person")), "--stretch", "lateral_line",
        "--model", str(tmp_path / "no.task"), says="no pose model",
    )  # fmt: skip


def test_an_unknown_stretch_is_wrong_usage_and_the_near_name_is_told() -> None:
    text = refused(2, "analyze", "x.mp4", "--stretch", "hip_flexer", says="no stretch")
    assert "hip_flexor" in text


def test_a_mode_that_the_stretch_does_not_have_is_wrong_usage() -> None:
    refused(
        2, "analyze", "x.mp4", "--stretch", "hip_rotators", "--mode", "hold", says="no mode 'hold'"
    )


def test_a_broken_spec_names_file_key_found_and_expected(tmp_path: Path) -> None:
    spec = ROOT / "stretch_specs" / "lateral_line.toml"
    broken = tmp_path / "mine.toml"
    broken.write_text(spec.read_text("utf-8").replace('"mid_hip"', '"mid_hp"', 1), "utf-8")
    done = posecoach("stretches", "check", str(broken))
    assert done.returncode == 1
    assert "mine.toml" in done.stderr
    assert "'mid_hp'" in done.stderr
    assert "mid_hip" in done.stderr
    assert posecoach("stretches", "check", str(spec)).returncode == 0


def test_no_camera() -> None:
    text = refused(
        1, "coach", "lateral_line", "--headless", "--accept-safety", says="no camera '0'"
    )
    assert "--source" in text


def test_no_display_is_refused_before_qt_can_abort(monkeypatch: pytest.MonkeyPatch) -> None:
    for display in ("", ":93"):
        monkeypatch.setenv("DISPLAY", display)
        refused(1, "coach", "lateral_line", says="--headless")


def test_streams_of_other_kinds_are_refused() -> None:
    refused(
        1, "coach", "--source", "file:///etc/passwd", "--headless", "--accept-safety",
        says="http",
    )  # fmt: skip


def test_the_safety_page_is_asked_once(tmp_path: Path) -> None:
    args = ("coach", "lateral_line", "--source", str(clip("no_person")), "--headless")
    refused(1, *args, says="--accept-safety")
    assert posecoach(*args, "--accept-safety", "--voice", "off").returncode == 0
    assert posecoach(*args, "--voice", "off").returncode == 0


def test_a_data_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("POSECOACH_DATA", str(tmp_path / "file" / "data"))
    refused(1, "history", says="data folder")
    refused(1, "coach", "--headless", "--accept-safety", says="data folder")


def test_a_damaged_record_and_one_of_a_newer_version(data_folder: Path) -> None:
    data_folder.mkdir(parents=True)
    (data_folder / "posecoach.db").write_bytes(b"no database at all, only text" * 100)
    refused(1, "history", says="damaged")


def test_a_model_that_cannot_be_fetched_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run from a wheel-like place: no model there, no network."""
    monkeypatch.setenv("POSECOACH_MODEL", "")
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    package = tmp_path / "site" / "posecoach"
    source = ROOT / "src" / "posecoach"
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__", "*.mp4"))
    for name in ("stretch_specs", "models"):
        shutil.copytree(
            source.parents[1] / name,
            package / "_data" / name,
            ignore=shutil.ignore_patterns("*.task"),
        )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    text = refused(1, "model", "fetch", says="pose_landmarker_full.task")
    assert "posecoach model fetch" in text
