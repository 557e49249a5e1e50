"""The live line with a real window (Xvfb), a real stream (MJPEG over HTTP) and the real model."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach.records.store import Store
from tests.conftest import clip, need
from tests.program.test_analyze import posecoach

TOOLS = ("Xvfb", "xdotool", "wmctrl", "openbox", "ffmpeg")


def _stream(film: Path) -> type[BaseHTTPRequestHandler]:
    """A phone as camera: the film as MJPEG at its own speed, again and again."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            source = cv2.VideoCapture(str(film))
            start, n = time.monotonic(), 0
            with contextlib.suppress(OSError):
                while True:
                    ok, frame = source.read()
                    if not ok:
                        source.set(cv2.CAP_PROP_POS_FRAMES, 0)
                        continue
                    n += 1
                    time.sleep(max(0.0, start + n / 30 - time.monotonic()))
                    data = cv2.imencode(".jpg", frame)[1].tobytes()
                    head = f"Content-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
                    self.wfile.write(b"--frame\r\n" + head.encode() + data + b"\r\n")
            source.release()

    return Handler


@pytest.fixture(scope="module")
def stream() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _stream(clip("demo_lateral")))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://someone:secret@127.0.0.1:{server.server_address[1]}/video"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen of its own, with a window manager as on a desktop."""
    need(all(shutil.which(t) for t in TOOLS), f"needs {', '.join(TOOLS)}")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        name = f":{pipe.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL
    )
    yield name
    for process in (manager, server):
        process.terminate()
        process.wait(10)


def until(condition: Callable[[], bool], what: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"never happened: {what}")
        time.sleep(0.2)


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
            subprocess.run(["xdotool", "key", "q"], env=env, check=True)
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
    assert "1 reps" in shown
    with contextlib.closing(Store()) as store:
        assert "secret" not in store.sessions()[0].source


def _looks_like_the_coach(display: str, path: Path) -> None:
    """The screenshot of the real window holds the picture, the number and the meter."""
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", "-f", "x11grab", "-video_size", "1366x768",
         "-i", display, "-frames:v", "1", str(path)],
        check=True,
    )  # fmt: skip
    image = cv2.imread(str(path))
    assert image is not None
    assert image.shape[:2] == (768, 1366)
    picture = image[120:600, 400:1000]
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
        store._db.execute(
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
