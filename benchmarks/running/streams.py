"""A 720p camera over HTTP that shows a film again and again, or stands still after some seconds.

    python benchmarks/running/streams.py FILM [--still SECONDS]

prints its address and serves 30 pictures a second with a sensor's noise, until it is ended.
"""

import argparse
import contextlib
import itertools
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from posecoach.sources.file import VideoFile
from posecoach.testing import mjpeg
from running.recording import HD, noise

FPS = 30.0
_QUALITY = 80  # of 100: a webcam's
_STILL = 30  # pictures that differ by their noise alone


def pictures(film: Path, still_s: float | None) -> tuple[list[bytes], list[bytes]]:
    """What is shown once, and what is shown again and again; encoded, so that serving is cheap."""
    source, grain = VideoFile(film), itertools.cycle(noise())
    most = 10**6 if still_s is None else round(still_s * FPS)
    shown: list[bytes] = []
    last = np.zeros((HD[1], HD[0], 3), np.uint8)
    while len(shown) < most and (frame := source.read()) is not None:
        last = np.asarray(cv2.resize(frame.image, HD), np.uint8)
        shown.append(_jpeg(last, next(grain)))
    source.close()
    if still_s is None:
        return [], shown
    return shown, [_jpeg(last, next(grain)) for _ in range(_STILL)]


def _jpeg(picture: np.ndarray, grain: np.ndarray) -> bytes:
    noisy = cv2.add(picture, grain, dtype=cv2.CV_8U)
    return cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


@contextlib.contextmanager
def process(film: Path, still_s: float | None = None) -> Iterator[str]:
    """The camera in a process of its own; gives its address."""
    command = [sys.executable, __file__, str(film)]
    command += [] if still_s is None else ["--still", str(still_s)]
    with mjpeg.served_by(command) as address:
        yield address


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("film", type=Path)
    parser.add_argument("--still", type=float)
    chosen = parser.parse_args()
    once, again = pictures(chosen.film, chosen.still)
    with mjpeg.server(lambda: itertools.chain(once, itertools.cycle(again)), FPS) as address:
        print(address, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
