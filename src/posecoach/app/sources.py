"""Where a run's frames come from: a camera, a stream, a recording or a landmark tape."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from posecoach.clock import Clock
from posecoach.landmarks import tape
from posecoach.pose import Pose
from posecoach.sources.camera import Camera, check_address, is_stream, shown_name
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame, FrameSource, SourceInfo
from posecoach.sources.newest import Paced


class TapeFrames:
    """A landmark tape as a source: black pictures at the tape's times."""

    def __init__(self, recorded: list[Pose], name: str) -> None:
        self.info = SourceInfo(name=name, live=False, frames=len(recorded))
        self._poses = iter(recorded)

    def read(self) -> Frame | None:
        pose = next(self._poses, None)
        if pose is None:
            return None
        return Frame(np.zeros((pose.height, pose.width, 3), np.uint8), pose.t)

    def close(self) -> None:
        pass


class TapeLandmarker:
    """Gives back the pose that a tape holds for a frame's time."""

    def __init__(self, recorded: list[Pose]) -> None:
        self._by_time = {round(p.t, 6): p for p in recorded}

    def detect(self, frame: Frame) -> Pose:
        height, width = frame.image.shape[:2]
        return self._by_time.get(round(frame.t, 6), Pose(frame.t, width, height))

    def close(self) -> None:
        pass


def is_file(source: str) -> bool:
    """Whether a source is meant as a file: it is there, or looks like a path."""
    if is_stream(source):
        return False
    path = Path(source)
    return path.exists() or path.suffix != "" or os.sep in source


def recorded_name(source: str) -> str:
    """A source's name for the record: no passwords, no folders."""
    return Path(source).name if is_file(source) else shown_name(source)


def is_tape(source: str) -> bool:
    """Whether a source is a landmark tape."""
    return Path(source).suffix == tape.SUFFIX and is_file(source)


def opener(source: str, clock: Clock) -> tuple[Callable[[], FrameSource], bool]:
    """What opens a live source, and whether it is one to open again when it breaks off.

    Raises:
        PosecoachError: a recording, tape or address is wrong: what waiting would not mend.
    """
    if is_tape(source):
        path = Path(source)
        recorded = tape.load(path)
        return lambda: Paced(TapeFrames(recorded, path.name), clock), False
    if is_file(source):
        film = VideoFile(Path(source))
        return lambda: Paced(film, clock), False
    check_address(source)
    return lambda: Camera(source, clock), True
