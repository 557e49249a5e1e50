"""The protocols of landmarkers. mediapipe is not imported here: that takes a second."""

from typing import Any, Protocol, runtime_checkable

from posecoach.pose import FacePlace, Pose
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
class AdaptableLandmarker(Landmarker, Protocol):
    """A landmarker that can be told what it is needed for."""

    def adapt(self, *, faces: bool, floor: bool) -> None:
        """Adapts to a stretch.

        Args:
            faces: find where the face looks too, which takes more time.
            floor: the user is on the floor, so a person who stands is more likely somebody else.
        """


@runtime_checkable
class FaceFinder(Landmarker, Protocol):
    """A landmarker that can look for a face at a place, beside finding the pose."""

    def look_for_face(self, at: FacePlace | None) -> None:
        """From the next frame on, poses have the ears of a face at this place; None: nowhere.

        The place is that in the unmirrored picture, as poses have it.
        """


def look_for_face(landmarker: Landmarker, at: FacePlace | None) -> None:
    """Tells a landmarker where to look for a face, if it can."""
    if isinstance(landmarker, FaceFinder):
        landmarker.look_for_face(at)


def adapt(landmarker: Landmarker, *, faces: bool, floor: bool) -> None:
    """Tells a landmarker what it is needed for, if it can be told."""
    if isinstance(landmarker, AdaptableLandmarker):
        landmarker.adapt(faces=faces, floor=floor)
