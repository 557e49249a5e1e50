"""What finds poses, apart from mediapipe, whose import takes a second; and a fake."""

from typing import Any, Protocol, runtime_checkable

from posecoach.pose import Pose
from posecoach.sources.frame import Frame


class Landmarker(Protocol):
    """Finds the pose in a frame; frames come with rising times."""

    def detect(self, frame: Frame) -> Pose: ...

    def close(self) -> None: ...


@runtime_checkable
class StagedLandmarker(Landmarker, Protocol):
    """One whose ``detect`` has three parts, which may run in threads of their own.

    ``find`` alone is to be called with each frame in order; the others know nothing but the frame.
    """

    def prepare(self, frame: Frame, /) -> Any: ...

    def find(self, frame: Frame, prepared: Any, /) -> Any: ...

    def finish(self, frame: Frame, found: Any, /) -> Pose: ...


@runtime_checkable
class FaceLandmarker(Landmarker, Protocol):
    """One that can also tell where the face looks, which takes more time."""

    def watch_faces(self, on: bool, /) -> None: ...


def watch_faces(landmarker: Landmarker, on: bool) -> None:
    """Asks for where the face looks, or no longer, of a landmarker that can tell."""
    if isinstance(landmarker, FaceLandmarker):
        landmarker.watch_faces(on)
