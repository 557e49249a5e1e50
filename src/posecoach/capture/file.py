"""Frames of a video file, every one in order, with the container's own times."""

import math
from pathlib import Path

import cv2
import numpy as np

from posecoach.capture.frame import Frame, Image, SourceInfo
from posecoach.errors import SourceError

_FALLBACK_FPS = 30.0
_STILLS = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"}


class VideoFile:
    """A video file. OpenCV turns the picture upright by the container's rotation mark."""

    def __init__(self, path: Path) -> None:
        """Opens ``path``.

        Raises:
            SourceError: no such file, a folder, a still picture, or not a video.
        """
        if not path.exists():
            raise SourceError(f"There is no file {path}; check the path.")
        if not path.is_file():
            raise SourceError(f"{path} is not a file; give the path of a video.")
        if path.suffix.lower() in _STILLS:
            raise SourceError(f"{path} is a still picture; give a video.")
        if path.stat().st_size == 0:
            raise SourceError(f"{path} is empty; record it again.")
        self._path = path
        # The FFmpeg backend alone: others would take a text file for a list of pictures.
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            self._capture.release()
            raise SourceError(f"{path} is not a video that can be read; try an MP4 file.")
        self._capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._fps = fps if math.isfinite(fps) and 1.0 <= fps <= 1000.0 else _FALLBACK_FPS
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        self.info = SourceInfo(
            name=path.name,
            live=False,
            frames=int(count) if count > 0 else None,
            fps=self._fps,
        )
        self._first: float | None = None
        self._last: float | None = None

    def read(self) -> Frame | None:
        """The next frame; None at the end.

        Raises:
            SourceError: not one frame could be decoded.
        """
        ok, raw = self._capture.read()
        if not ok or raw is None:
            if self._last is None:
                raise SourceError(f"{self._path} holds no picture that can be read.")
            return None
        return Frame(_bgr(raw), self._time())

    def _time(self) -> float:
        """The container's time, from the first frame on; never falling, whatever it says."""
        stamp = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0
        if self._first is None:
            self._first = stamp if math.isfinite(stamp) else 0.0
        t = stamp - self._first
        if self._last is not None and not (math.isfinite(t) and t > self._last):
            t = self._last + 1.0 / self._fps
        self._last = t
        return t

    def close(self) -> None:
        self._capture.release()


def _bgr(raw: object) -> Image:
    """A decoded picture as BGR uint8 (H, W, 3)."""
    image = np.asarray(raw)
    if image.dtype != np.uint8:
        image = cv2.convertScaleAbs(image, alpha=255.0 / 65535.0)
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    elif image.shape[2] == 4:
        image = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return np.asarray(image, dtype=np.uint8)
