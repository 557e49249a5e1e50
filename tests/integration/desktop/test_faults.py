"""Faults that need the real program, a real window or a real stream."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from running import started

from posecoach.clock import SystemClock
from posecoach.records.store import Store
from posecoach.sources.camera import Camera
from posecoach.sources.newest import NewestFrame
from posecoach.testing import mjpeg
from tests.shared import TAPES, clip, need, posecoach, until


class ChosenPicture:
    """A camera over HTTP whose next picture is chosen by hand."""

    def __init__(self) -> None:
        self.now = self.noise((64, 48))
        self.address = ""

    @staticmethod
    def noise(size: tuple[int, int]) -> bytes:
        image = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
        return mjpeg.jpeg(image)

    def pictures(self) -> Iterator[bytes]:
        while True:
            yield self.now


@pytest.fixture
def chosen() -> Iterator[ChosenPicture]:
    picture = ChosenPicture()
    with mjpeg.server(picture.pictures, fps=50) as picture.address:
        yield picture


def test_half_written_jpeg_is_survived(chosen: ChosenPicture) -> None:
    clock = SystemClock()
    frames = NewestFrame(lambda: Camera(chosen.address, clock), clock, again=True)
    try:
        until(lambda: frames.newest(0, 0.1)[1] is not None, "a first picture")
        whole = chosen.now
        chosen.now = whole[: len(whole) // 2]
        time.sleep(0.3)
        chosen.now = whole
        seen, _ = frames.newest(0, 0.1)
        until(lambda: frames.newest(seen + 5, 0.1)[1] is not None, "pictures go on")
        assert not frames.ended
    finally:
        frames.end()


def test_resolution_change_of_a_stream_is_survived(chosen: ChosenPicture) -> None:
    clock = SystemClock()
    frames = NewestFrame(lambda: Camera(chosen.address, clock), clock, again=True)
    try:
        until(lambda: frames.newest(0, 0.1)[1] is not None, "a first picture")
        chosen.now = chosen.noise((96, 128))
        seen, _ = frames.newest(0, 0.1)
        until(lambda: frames.newest(seen + 10, 0.1)[1] is not None, "pictures go on")
        assert not frames.ended
    finally:
        frames.end()


def _coaching(display: str, stream: str, model: Path) -> subprocess.Popen[str]:
    """A live session in a window, silent."""
    return _program(
        display, "coach", "lateral_line", "--source", stream, "--accept-safety", "--voice", "off",
        "--model", str(model),
    )  # fmt: skip


def _program(display: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "posecoach", *args],
        env={**os.environ, "DISPLAY": display},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def events(data_folder: Path) -> str:
    log = data_folder / "logs" / "posecoach-events.log"
    return log.read_text("utf-8") if log.exists() else ""


def test_display_lost_under_a_running_session(
    stream: str, model_path: Path, data_folder: Path
) -> None:
    need(shutil.which("Xvfb"), "needs Xvfb")
    with started.screen() as (name, server):
        process = _coaching(name, stream, model_path)
        try:
            until(lambda: "coaching begins" in events(data_folder), "coaching")
            server.kill()
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 1
    assert "Traceback" not in out + err
    assert "display has gone" in err
    with contextlib.closing(Store()) as store:
        assert len(store.sessions()) == 1


def test_model_file_removed_while_coaching_is_not_noticed(
    stream: str, display: str, model_path: Path, data_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "pose_landmarker_full.task"
    shutil.copy(model_path, copy)
    process = _coaching(display, stream, copy)
    try:
        until(lambda: "coaching begins" in events(data_folder), "coaching")
        copy.unlink()
        time.sleep(1.0)
        assert process.poll() is None
        process.send_signal(signal.SIGHUP)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert "saved" in out
    assert "secret" not in events(data_folder)


@pytest.mark.parametrize("wait_for", ["", "first picture shown"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_before_coaching_begins_end_without_a_trace(
    name: str, wait_for: str, stream: str, display: str, model_path: Path, data_folder: Path
) -> None:
    process = _coaching(display, stream, model_path)
    try:
        log = data_folder / "logs" / "posecoach.log"
        until(lambda: log.exists() and wait_for in events(data_folder), "the start")
        time.sleep(0.0 if wait_for else 0.1)
        process.send_signal(getattr(signal, name))
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert "Traceback" not in err
    assert process.returncode in (0, 128 + getattr(signal, name), -getattr(signal, name))


def test_credentials_are_in_no_message_and_no_log(data_folder: Path, model_path: Path) -> None:
    done = posecoach(
        "--verbose", "coach", "--source", "http://anna:secret@127.0.0.1:9/video?token=hidden",
        "--headless", "--accept-safety", "--model", str(model_path),
    )  # fmt: skip
    assert done.returncode == 1
    logs = "".join(p.read_text("utf-8", "replace") for p in (data_folder / "logs").iterdir())
    for word in ("secret", "hidden", "anna"):
        assert word not in done.stdout + done.stderr + logs


def test_ctrl_c_ends_analyses_and_their_processes(model_path: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [
            sys.executable, "-m", "posecoach", "analyze", str(TAPES / "fault_no_hip_shift.npz"),
            str(clip("demo_lateral")), str(clip("lat_arm_bent_r1")), "--stretch", "lateral_line",
            "--model", str(model_path), "--annotate", str(tmp_path / "out"),
            "--table", str(tmp_path / "t.csv"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        until(lambda: any((tmp_path / "out").glob("*.mp4")), "the analysis has begun")
        journal = tmp_path / "t.csv.journal"
        until(lambda: journal.stat().st_size > 0, "the tape is done")
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "Traceback" not in err
    assert not list((tmp_path / "out").glob("*.mp4")), "half copies are removed"
    assert "fault_no_hip_shift.npz" in (tmp_path / "t.csv").read_text("utf-8"), "what is done stays"
    until(lambda: not _alive(process.pid), "nobody of the group is left")


def _alive(group: int) -> list[str]:
    """Processes of a group that still run (Linux; elsewhere nothing is known)."""
    out = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                out.append(stat.parent.name)
    return out


@pytest.mark.parametrize("command", ["coach", "demo"])
def test_a_run_that_breaks_off_keeps_what_was_recorded(
    command: str, data_folder: Path, model_path: Path, tmp_path: Path
) -> None:
    source = ["--source", str(clip("lat_arm_bent_r1")), "--accept-safety"]
    done = posecoach(
        command, "lateral_line", *(source if command == "coach" else []), "--headless",
        "--voice", "off", "--model", str(model_path),
        "--save-video", str(tmp_path / "no_such_folder" / "out.mp4"),
    )  # fmt: skip
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    with contextlib.closing(Store()) as store:
        assert [s.state for s in store.sessions()] == ["interrupted"]
