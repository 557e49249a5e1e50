"""Canvases as a video file."""

from pathlib import Path

import cv2

from posecoach.errors import SourceError
from posecoach.sources.frame import Image


class VideoOut:
    """Writes canvases to a video file."""

    def __init__(self, path: Path, fps: float) -> None:
        self._path, self._fps = path, fps
        self._writer: cv2.VideoWriter | None = None

    def write(self, canvas: Image) -> None:
        if self._writer is None:
            height, width = canvas.shape[:2]
            self._writer = cv2.VideoWriter(
                str(self._path), cv2.VideoWriter.fourcc(*"mp4v"), self._fps, (width, height)
            )
            if not self._writer.isOpened():
                raise SourceError(
                    f"The video {self._path} cannot be written; check the folder and its space."
                )
        self._writer.write(canvas)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.release()
