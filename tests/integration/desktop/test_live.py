"""The live line with a real window (Xvfb), a real stream (MJPEG over HTTP) and the real model."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach.records.store import Store
from tests.integration.desktop.seen import ended, screenshot
from tests.shared import clip, posecoach, until

TOOLS = ("Xvfb", "xdotool", "wmctrl", "openbox", "ffmpeg")


def reps_so_far() -> int:
    """Reps in the record, read while the session runs."""
    with contextlib.suppress(Exception):
        store = Store()
        try:
            return sum(sum(s.reps.values()) for s in store.sessions()[0].sets)
        finally:
            store.close()
    return 0


@pytest.mark.parametrize("way", ["q", "close box", "SIGINT", "SIGTERM"])
def test_a_live_session_is_complete_however_it_ends(
    way: str, stream: str, display: str, model_path: Path, tmp_path: Path
) -> None:
    env = {**os.environ, "DISPLAY": display}
    args = ["coach", "lateral_line", "--source", stream, "--accept-safety", "--voice", "off"]
    process = subprocess.Popen(
        [sys.executable, "-m", "posecoach", *args, "--model", str(model_path)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until(lambda: reps_so_far() >= 1 or process.poll() is not None, "a rep in the record")
        if way == "q":
            _looks_like_the_coach(display, tmp_path / "screen.png")
            subprocess.run(["xdotool", "key", "q"], env=env, check=True)  # the session
            until(lambda: ended() or process.poll() is not None, "the session is saved")
            time.sleep(1.0)
            subprocess.run(["xdotool", "key", "q"], env=env, check=True)  # its summary
        elif way == "close box":
            subprocess.run(["wmctrl", "-c", "posecoach"], env=env, check=True)
        else:
            process.send_signal(getattr(signal, way))
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert "W0000" not in err
    assert "saved" in out
    assert "secret" not in out + err
    shown = posecoach("history").stdout
    assert "ended" in shown
    assert "lateral_line" in shown
    assert re.search(r"\b[1-9] reps?\b", shown)
    with contextlib.closing(Store()) as store:
        assert "secret" not in store.sessions()[0].source


def _looks_like_the_coach(display: str, path: Path) -> None:
    """The screenshot of the real window holds the picture, the number and the meter."""
    assert screenshot(display, path)
    image = cv2.imread(str(path))
    assert image is not None
    assert image.shape[:2] == (768, 1366)
    picture = image[120:600, 480:1000]
    assert float(np.std(picture)) > 20, "the camera's picture is there"
    number = image[150:420, 0:330]
    assert float((number > 240).all(axis=2).mean()) > 0.01, "a large white number is there"
    assert float(np.std(image[10:50, 20:400])) > 20, "the stretch's name is there"


def test_demo_goes_on_without_a_display(model_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "demo.mp4"
    done = posecoach(
        "demo", "lateral_line", "--headless", "--save-video", str(out), "--model", str(model_path)
    )
    assert done.returncode == 0, done.stderr
    assert "Let your hips slide out to the right as you reach left." in done.stdout
    assert out.stat().st_size > 100_000
    shown = posecoach("history").stdout
    assert "demo" in shown
    assert "2 reps" in shown


def test_a_record_that_refuses_a_write_is_told_and_coaching_goes_on(model_path: Path) -> None:
    """The record fails under a running session: it goes on, and exit 1 says what was done."""
    with contextlib.closing(Store()) as store:
        store.set_setting("safety_accepted", "yes")
        store.db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON rep BEGIN SELECT RAISE(FAIL, 'disk full'); END"
        )
    done = posecoach(
        "coach", "lateral_line", "--source", str(clip("demo_lateral")), "--headless",
        "--voice", "off", "--model", str(model_path),
    )  # fmt: skip
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "left 2, right 2" in done.stderr
    assert done.stdout.count("count") == 4


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_disk_that_is_full_is_told_and_what_was_done_is_printed(model_path: Path) -> None:
    """No file may grow over 64 KiB: the session begins, and its record then finds no room."""
    with contextlib.closing(Store()) as store:
        store.set_setting("safety_accepted", "yes")
    limited = (
        "import resource, sys; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)); "
        "from posecoach.app.cli import main; main()"
    )
    done = subprocess.run(
        [
            sys.executable, "-c", limited, "coach", "lateral_line", "--headless", "--voice", "off",
            "--source", str(clip("demo_lateral")), "--model", str(model_path),
        ],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "could not be written" in done.stderr
    assert "left 2, right 2" in done.stderr
    printed = [x for x in done.stdout.splitlines() if x.startswith("not written:") and " rep" in x]
    assert len(printed) == 4, "each repetition"
    counted = [x for x in done.stdout.splitlines() if "  count  " in x]
    assert len(counted) == 4, "coaching went on"


def test_a_port_without_a_stream_is_told(model_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = posecoach(
        "coach", "--source", f"http://127.0.0.1:{port}/", "--headless", "--accept-safety",
        "--model", str(model_path),
    )  # fmt: skip
    assert done.returncode == 1
    assert "does not answer" in done.stderr
