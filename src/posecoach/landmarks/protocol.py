"""What finds poses, apart from mediapipe, whose import takes a second; and a fake."""

from typing import Protocol

from posecoach.capture.frame import Frame
from posecoach.pose import Pose


class Landmarker(Protocol):
    """Finds the pose in a frame; frames come with rising times."""

    def detect(self, frame: Frame) -> Pose: ...

    def close(self) -> None: ...


class FakeLandmarker:
    """Poses from a list, one a frame: for tests, and for replaying a tape with its video."""

    def __init__(self, poses: list[Pose]) -> None:
        self._poses = iter(poses)

    def detect(self, frame: Frame) -> Pose:
        height, width = frame.image.shape[:2]
        return next(self._poses, Pose(frame.t, width, height))

    def close(self) -> None:
        pass
