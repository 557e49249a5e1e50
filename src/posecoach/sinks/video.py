"""Writes an annotated video."""

from pathlib import Path

import cv2

from posecoach.errors import SourceError
from posecoach.pipeline.sink import EndState, Step
from posecoach.session.session import Session
from posecoach.sinks.screen.screen import Screen
from posecoach.sources.frame import Image

_SHORT_SIDE = 720  # pixels of an annotated copy, whatever the recording's size


class VideoOut:
    """Writes canvases to a video file; all must have the size of the first."""

    def __init__(self, path: Path, fps: float) -> None:
        self._path, self._fps = path, fps
        self._writer: cv2.VideoWriter | None = None

    def write(self, canvas: Image) -> None:
        """Adds one canvas.

        Raises:
            SourceError: the file cannot be written.
        """
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


class Video:
    """Draws each step that has a picture, and writes it to a video.

    Args:
        out: the video file.
        screen: draws the canvases; None for a copy in the recording's own shape, not mirrored.
    """

    def __init__(self, out: VideoOut, screen: Screen | None = None) -> None:
        self._out, self._screen = out, screen

    def take(self, step: Step) -> None:
        if step.frame is None:
            return
        if self._screen is None:
            height, width = step.frame.image.shape[:2]
            scale = _SHORT_SIDE / min(width, height)
            size = int(width * scale) // 2 * 2, int(height * scale) // 2 * 2
            self._screen = Screen(size=size, mirrored=False)
        self._out.write(self._screen.coaching(step.frame.image, step.pose, step.now))

    def end(self, _state: EndState, _session: Session) -> None:
        self._out.close()
