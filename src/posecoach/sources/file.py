"""Reads every frame of a video file in order, with the times stored in the file."""

import math
from pathlib import Path
from typing import Protocol

from posecoach.errors import SourceError
from posecoach.paths import reason
from posecoach.sources.film import ADVICE, Film
from posecoach.sources.frame import Frame, Image, SourceInfo
from posecoach.sources.webp import MovingWebp, is_webp

_FALLBACK_FPS = 30.0
_HEAD_BYTES = 512
#: How files begin that are lists of other files (playlists), not videos.
_LISTS = (b"#EXTM3U", b"ffconcat", b"<?xml", b"<MPD", b"v=0", b"[playlist]", b"<SMIL")
_MISSING_SHARE = 0.02  # of the announced frames; the announced number is often a bit off
_MISSING_FRAMES = 10
_MAX_ANNOUNCED = 10_000_000  # streams announce a larger, meaningless number
_STILLS = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff"}


class _Pictures(Protocol):
    """A decoder of one kind of file: pictures with their stored times."""

    frames: int | None
    fps: float
    codec: str

    @property
    def stamp(self) -> float | None: ...

    def advance(self) -> bool: ...

    def picture(self) -> Image | None: ...

    def close(self) -> None: ...


class VideoFile:
    """A video file, or a GIF or WebP that moves. Pictures are upright, as the file says."""

    def __init__(self, path: Path) -> None:
        """Opens ``path``.

        Raises:
            SourceError: no such file, a folder, a still picture, not a video, or its coding is
                not known.
        """
        head = _head(path)
        self._path = path
        self._pictures: _Pictures = MovingWebp(path) if is_webp(head) else Film(path)
        fps = self._pictures.fps
        self._fps = fps if math.isfinite(fps) and 1.0 <= fps <= 1000.0 else _FALLBACK_FPS
        self.info = SourceInfo(
            name=path.name, live=False, frames=self._pictures.frames, fps=self._fps
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
        return self.read_from(-math.inf)

    def read_from(self, t: float) -> Frame | None:
        """The first frame at or after ``t`` seconds; None at the end. Those before are passed over.

        Raises:
            SourceError: not one frame could be decoded.
        """
        while self._pictures.advance():
            self._read += 1
            now = self._time(self._pictures.stamp)
            if now >= t and (image := self._pictures.picture()) is not None:
                return Frame(image, now)
        if self._last is None:
            raise SourceError(
                f"{self._path} holds no picture that can be read (its codec is "
                f"{self._pictures.codec}); {ADVICE}."
            )
        return None

    def _time(self, stamp: float | None) -> float:
        """The frame's stored time since the first frame, corrected so that times always rise."""
        if self._first is None:
            self._first = stamp or 0.0
        t = None if stamp is None else stamp - self._first
        if self._last is not None and (t is None or t <= self._last):
            t = self._last + 1.0 / self._fps
        self._last = t or 0.0
        return self._last

    def close(self) -> None:
        self._pictures.close()


def _head(path: Path) -> bytes:
    """How a file begins that may be a video.

    Raises:
        SourceError: it is none, and why.
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
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({reason(error)}).") from error
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_LISTS):
        raise SourceError(f"{path} is not a video but a list of other files; give a video.")
    return head
