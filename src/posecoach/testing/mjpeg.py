"""A camera over HTTP that serves MJPEG, as a phone does: for tests and benchmarks.

    python -m posecoach.testing.mjpeg FILM [--size WIDTHxHEIGHT] [--fps N]

prints its address and serves the film, again and again, until it is ended.
"""

import argparse
import contextlib
import itertools
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np

from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Image


def jpeg(image: Image) -> bytes:
    """One picture as it is sent."""
    return cv2.imencode(".jpg", image)[1].tobytes()


def film(path: Path, size: tuple[int, int] | None = None, most: int = 1000) -> list[bytes]:
    """The pictures of a film, encoded beforehand so that serving them costs next to nothing.

    Args:
        path: of the film.
        size: width and height to scale to; None leaves them as they are.
        most: how many pictures.
    """
    out: list[bytes] = []
    with contextlib.closing(VideoFile(path)) as source:
        while len(out) < most and (frame := source.read()) is not None:
            image = np.asarray(cv2.resize(frame.image, size), np.uint8) if size else frame.image
            out.append(jpeg(image))
    return out


@contextlib.contextmanager
def server(pictures: Callable[[], Iterable[bytes]], fps: float = 30.0) -> Iterator[str]:
    """Serves pictures at a pace, to each client from the first on; gives the address.

    The address has a user name and a password, which must show up nowhere.
    """

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            start = time.monotonic()
            with contextlib.suppress(OSError):
                for n, data in enumerate(pictures()):
                    time.sleep(max(0.0, start + n / fps - time.monotonic()))
                    head = f"Content-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
                    self.wfile.write(b"--frame\r\n" + head.encode() + data + b"\r\n")

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    threading.Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield f"http://anna:secret@127.0.0.1:{http.server_address[1]}/video"
    finally:
        http.shutdown()
        http.server_close()


@contextlib.contextmanager
def process(path: Path, size: tuple[int, int] = (1280, 720), fps: float = 30.0) -> Iterator[str]:
    """The same in a process of its own, so that it takes no time from what is measured."""
    command = [sys.executable, "-m", __spec__.name, str(path)]
    with served_by([*command, "--size", f"{size[0]}x{size[1]}", "--fps", str(fps)]) as address:
        yield address


@contextlib.contextmanager
def served_by(command: list[str]) -> Iterator[str]:
    """Runs a command that serves pictures until it is ended; gives the address that it prints."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert child.stdout is not None
    try:
        yield child.stdout.readline().strip()
    finally:
        child.terminate()
        child.wait(10)
        child.stdout.close()


def main() -> None:
    """Serves a film until it is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("film", type=Path)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--fps", type=float, default=30.0)
    chosen = parser.parse_args()
    width, height = (int(n) for n in chosen.size.split("x"))
    pictures = film(chosen.film, (width, height), most=300)
    with server(lambda: itertools.cycle(pictures), chosen.fps) as address:
        print(address, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
