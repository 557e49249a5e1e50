"""A paced camera over HTTP: a film as MJPEG at its own speed, again and again.

    uv run python benchmarks/mjpeg.py FILM [--size WIDTHxHEIGHT] [--fps N]

prints its address and serves until it is ended. Pictures are encoded beforehand, so that
serving them costs next to nothing.
"""

import argparse
import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2

_MOST = 300  # pictures kept


def pictures(film: Path, size: tuple[int, int]) -> list[bytes]:
    source = cv2.VideoCapture(str(film))
    out: list[bytes] = []
    while len(out) < _MOST:
        ok, frame = source.read()
        if not ok:
            break
        data = cv2.imencode(".jpg", cv2.resize(frame, size))[1].tobytes()
        out.append(
            b"--frame\r\nContent-Type: image/jpeg\r\n"
            + f"Content-Length: {len(data)}\r\n\r\n".encode()
            + data
            + b"\r\n"
        )
    source.release()
    return out


def handler(parts: list[bytes], fps: float) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            start, n = time.monotonic(), 0
            with contextlib.suppress(OSError):
                while True:
                    time.sleep(max(0.0, start + n / fps - time.monotonic()))
                    self.wfile.write(parts[n % len(parts)])
                    n += 1

    return Handler


@contextlib.contextmanager
def serving(film: Path, size: tuple[int, int] = (1280, 720), fps: float = 30.0) -> Iterator[str]:
    """A camera in a process of its own; gives its address."""
    command = [sys.executable, __file__, str(film), "--size", f"{size[0]}x{size[1]}"]
    process = subprocess.Popen(
        [*command, "--fps", str(fps)], stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("film", type=Path)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--fps", type=float, default=30.0)
    chosen = parser.parse_args()
    width, height = (int(n) for n in chosen.size.split("x"))
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), handler(pictures(chosen.film, (width, height)), chosen.fps)
    )
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_address[1]}/video", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
