"""Plays back a landmark tape, as a source of frames and as a landmarker."""

import numpy as np

from posecoach.pose import Pose
from posecoach.sources.frame import Frame, SourceInfo


class TapeFrames:
    """A source that gives a black picture for each time on the tape."""

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
    """A landmarker that returns the tape's pose for a frame's time."""

    def __init__(self, recorded: list[Pose]) -> None:
        self._by_time = {round(p.t, 6): p for p in recorded}

    def detect(self, frame: Frame) -> Pose:
        height, width = frame.image.shape[:2]
        return self._by_time.get(round(frame.t, 6), Pose(frame.t, width, height))

    def close(self) -> None:
        pass
