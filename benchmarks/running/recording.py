"""A recording as a camera makes it: a film at 720p with a sensor's noise."""

from pathlib import Path

import cv2
import numpy as np

from posecoach.sinks.video import VideoOut
from posecoach.sources.file import VideoFile

HD = (1280, 720)
_NOISE = 3.0  # of 255, a webcam's by room light
_SEED = 1


def noise() -> list[np.ndarray]:
    """A few fields of noise, to be taken in turn: making one for each picture takes minutes."""
    random = np.random.default_rng(_SEED)
    return [random.normal(0.0, _NOISE, (HD[1], HD[0], 3)).astype(np.float32) for _ in range(7)]


def camera_like(film: Path, into: Path, seconds: float = 50.0) -> Path:
    """Writes ``film`` anew into the folder ``into``, again and again for about ``seconds``.

    A drawn picture costs nothing to decode, and a set of stretches takes longer than a demo.
    """
    grain = noise()
    path = into / f"{film.stem}_720p.mp4"
    source = VideoFile(film)
    fps = source.info.fps or 30.0
    out = VideoOut(path, fps)
    n = 0
    while n < seconds * fps:
        while (frame := source.read()) is not None:
            picture = cv2.add(cv2.resize(frame.image, HD), grain[n % len(grain)], dtype=cv2.CV_8U)
            out.write(np.asarray(picture, np.uint8))
            n += 1
        source.close()
        source = VideoFile(film)
    source.close()
    out.close()
    return path
