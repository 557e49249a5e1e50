"""Reads every frame of a video file in order, with the times stored in the file."""

import math
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from posecoach.errors import SourceError
from posecoach.paths import reason
from posecoach.sources.frame import Frame, Image, SourceInfo

_FALLBACK_FPS = 30.0
_HEAD_BYTES = 512
#: How files begin that are lists of other files (playlists), not videos.
_LISTS = (b"#EXTM3U", b"ffconcat", b"<?xml", b"<MPD", b"v=0", b"[playlist]", b"<SMIL")
_MAX_PIXELS = 8192 * 8192
_MISSING_SHARE = 0.02  # of the announced frames; the announced number is often a bit off
_MISSING_FRAMES = 10
_MAX_ANNOUNCED = 10_000_000  # streams announce a larger, meaningless number
_STILLS = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"}


_options_lock = threading.Lock()


@contextmanager
def ffmpeg_may_use(protocols: str) -> Iterator[None]:
    """Limits which protocols FFmpeg may use while a source is opened in the block.

    So a playlist or redirect from elsewhere cannot open a file on this machine. OpenCV reads
    FFmpeg's options from an environment variable, so a lock lets only one source open at a time.
    """
    key = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
    with _options_lock:
        before = os.environ.get(key)
        os.environ[key] = f"rtsp_transport;tcp|protocol_whitelist;{protocols}"
        try:
            yield
        finally:
            if before is None:
                del os.environ[key]
            else:
                os.environ[key] = before


class VideoFile:
    """A video file. OpenCV rotates the picture upright as the file says."""

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
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")
        except OSError as error:
            raise SourceError(f"{path} cannot be read ({reason(error)}).") from error
        if head.startswith(_LISTS):
            raise SourceError(f"{path} is not a video but a list of other files; give a video.")
        self._path = path
        # Only the FFmpeg backend: others would read a text file as a list of pictures.
        with ffmpeg_may_use("file"):
            self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            self._capture.release()
            raise SourceError(f"{path} is not a video that can be read; try an MP4 file.")
        self._capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        width, height = (
            self._capture.get(p) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)
        )
        if width * height > _MAX_PIXELS:
            self._capture.release()
            raise SourceError(
                f"{path} has pictures of {width:.0f} x {height:.0f}; that is more than posecoach "
                "reads. Save it smaller."
            )
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
        self._read = 0

    @property
    def broken_off(self) -> str | None:
        """After the last frame: a sentence if the file has clearly fewer frames than it announces.

        None if all is well, or if the file does not announce a number of frames.
        """
        announced = self.info.frames
        if announced is None or announced > _MAX_ANNOUNCED:
            return None
        missing = announced - self._read
        if missing <= max(_MISSING_FRAMES, _MISSING_SHARE * announced):
            return None
        # Some files announce only a duration, and the number of frames is a guess from it.
        if self._last is not None and self._last * self._fps >= (1 - _MISSING_SHARE) * announced:
            return None
        return (
            f"{self.info.name} is damaged or cut off: {self._read} of {announced} pictures could "
            "be read; what they show is given."
        )

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
        self._read += 1
        return Frame(as_bgr(raw), self._time())

    def read_from(self, t: float) -> Frame | None:
        """The first frame at or after ``t`` seconds; None at the end. Those before are passed over.

        Raises:
            SourceError: not one frame could be decoded.
        """
        while self._capture.grab():
            self._read += 1
            now = self._time()
            if now < t:
                continue
            ok, raw = self._capture.retrieve()
            if ok and raw is not None:
                return Frame(as_bgr(raw), now)
        if self._last is None:
            raise SourceError(f"{self._path} holds no picture that can be read.")
        return None

    def _time(self) -> float:
        """The frame's stored time since the first frame, corrected so that times always rise."""
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


def as_bgr(raw: object) -> Image:
    """A decoded picture, grey, BGRA or 16-bit, as BGR uint8 (H, W, 3)."""
    image = np.asarray(raw)
    if image.dtype != np.uint8:
        image = cv2.convertScaleAbs(image, alpha=255.0 / 65535.0)
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    elif image.shape[2] == 4:
        image = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return np.asarray(image, dtype=np.uint8)
