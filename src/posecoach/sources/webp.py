"""Decodes a moving WebP by Pillow: FFmpeg knows only those that stand still."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from posecoach.errors import SourceError
from posecoach.sources.frame import MAX_PIXELS, Image


def is_webp(head: bytes) -> bool:
    """Whether a file that begins so is a WebP."""
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


class MovingWebp:
    """The pictures of an animated WebP; the same as ``Film``."""

    codec = "webp"

    def __init__(self, path: Path) -> None:
        """Opens ``path``.

        Raises:
            SourceError: it is damaged, too large, or a still picture.
        """
        from PIL import Image as pillow  # noqa: N813

        try:
            self._image: Any = pillow.open(path, formats=["WEBP"])
            self._count = int(getattr(self._image, "n_frames", 1))
            width, height = self._image.size
        except Exception as error:  # Pillow raises many kinds for a damaged file
            raise SourceError(f"{path} is not a WebP that can be read; save it again.") from error
        if self._count < 2:
            self._image.close()
            raise SourceError(f"{path} is a still picture; give a video.")
        if width * height > MAX_PIXELS:
            self._image.close()
            raise SourceError(
                f"{path} has pictures of {width} x {height}; that is more than posecoach "
                "reads. Save it smaller."
            )
        self.frames: int | None = self._count
        self._number = -1
        try:
            self._image.load()  # the first one's duration
            shown_s = self._image.info.get("duration", 0) / 1000.0
        except Exception:  # as above; there may be no picture at all
            shown_s = 0.0
        self.fps = 1.0 / shown_s if shown_s > 0 else 0.0

    def advance(self) -> bool:
        """Decodes the next picture; false at the end, or at what is damaged."""
        self._number += 1
        if self._number >= self._count:
            return False
        try:
            self._image.seek(self._number)
            self._image.load()
        except Exception:  # as above; what comes after it depends on it
            self._number = self._count
            return False
        return True

    @property
    def stamp(self) -> float | None:
        """The time of the picture, seconds; None if unknown."""
        stamp = self._image.info.get("timestamp")
        return None if stamp is None else stamp / 1000.0

    def picture(self) -> Image | None:
        """The picture as BGR."""
        pixels = np.asarray(self._image.convert("RGB"), dtype=np.uint8)
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), np.uint8)

    def close(self) -> None:
        self._image.close()
