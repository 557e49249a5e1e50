"""The protocols of landmarkers. mediapipe is not imported here: that takes a second."""

from typing import Any, Protocol, runtime_checkable

from posecoach.pose import Pose
from posecoach.sources.frame import Frame


class Landmarker(Protocol):
    """Finds the pose in each frame; the times of the frames must rise."""

    def detect(self, frame: Frame) -> Pose: ...

    def close(self) -> None: ...


@runtime_checkable
class StagedLandmarker(Landmarker, Protocol):
    """A landmarker whose ``detect`` is split into three steps, which may run in different threads.

    Only ``find`` must get the frames in order; the other two depend on the frame alone.
    """

    def prepare(self, frame: Frame, /) -> Any: ...

    def find(self, frame: Frame, prepared: Any, /) -> Any: ...

    def finish(self, frame: Frame, found: Any, /) -> Pose: ...


@runtime_checkable
class FaceLandmarker(Landmarker, Protocol):
    """A landmarker that can also find where the face looks, which takes more time."""

    def watch_faces(self, on: bool, /) -> None: ...


def watch_faces(landmarker: Landmarker, on: bool) -> None:
    """Switches face direction on or off, if the landmarker supports it."""
    if isinstance(landmarker, FaceLandmarker):
        landmarker.watch_faces(on)
