"""Poses from a list."""

from posecoach.pose import Pose
from posecoach.sources.frame import Frame


class FakeLandmarker:
    """Poses from a list, one a frame: for tests, and for replaying a tape with its video."""

    def __init__(self, poses: list[Pose]) -> None:
        self._poses = iter(poses)

    def detect(self, frame: Frame) -> Pose:
        height, width = frame.image.shape[:2]
        return next(self._poses, Pose(frame.t, width, height))

    def close(self) -> None:
        pass
