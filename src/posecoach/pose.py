"""One person at one time: the 33 landmarks, their names and sides.

This is the one place that knows a landmark's index. Frames of reference:

- ``image``: x to the right, y **down**, as shares of the picture's width and height, of the
  unmirrored picture (a user who faces the camera has their left at the picture's right);
- ``world``: metres, origin between the hips, x and y as in the picture, z away from the camera.
"""

from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
LANDMARKS = 33
#: From this visibility on a landmark is taken for seen, by what does not ask for more or less.
SEEN = 0.5
#: Of a longer gap between two poses, only so many seconds count as time in a set.
MOST_STEP_S = 0.5


class Landmark(IntEnum):
    """MediaPipe's 33 pose landmarks; left and right are the user's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


#: The landmarks of the face.
FACE: tuple[Landmark, ...] = tuple(Landmark)[: Landmark.MOUTH_RIGHT + 1]

#: The corners of the torso.
TORSO: tuple[Landmark, ...] = (
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
)

# Pairs, left first; lists, as numpy takes a tuple for one index in each direction.
SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
KNEES = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]
ANKLES = [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]
EARS = [Landmark.LEFT_EAR, Landmark.RIGHT_EAR]
WRISTS = [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]

#: The lines of the drawn skeleton.
BONES: tuple[tuple[Landmark, Landmark], ...] = (
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW),
    (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW),
    (Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST),
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE),
    (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
    (Landmark.LEFT_ANKLE, Landmark.LEFT_FOOT_INDEX),
    (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE),
    (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE),
    (Landmark.RIGHT_ANKLE, Landmark.RIGHT_FOOT_INDEX),
)


def other(side: Side) -> Side:
    """The other side of the body."""
    return "right" if side == "left" else "left"


def swapped_indices() -> NDArray[np.intp]:
    """Index of each landmark's partner on the other side (its own where it has none), (33,)."""
    names = {m.name: int(m) for m in Landmark}
    table = {"LEFT": "RIGHT", "RIGHT": "LEFT"}
    out = [names["_".join(table.get(w, w) for w in m.name.split("_"))] for m in Landmark]
    return np.array(out, dtype=np.intp)


def _empty(*shape: int) -> NDArray[np.float64]:
    return np.zeros(shape)


@dataclass(frozen=True)
class FacePlace:
    """Where to look for a face: a square around ``x``, ``y``, pixels; ``half`` is half its side."""

    x: float
    y: float
    half: float


@dataclass(frozen=True)
class Ears:
    """The middle of both ears, by a face detector: where the head is, also if it nods.

    Attributes:
        x, y: shares of the picture's width and height.
        apart: how far they are from each other, a share of the width.
        score: 0..1, how sure the detector is that there is a face.
    """

    x: float
    y: float
    apart: float
    score: float


@dataclass(frozen=True, eq=False)
class Pose:
    """One person at one time; 'no person' is a Pose with ``found`` false and empty arrays.

    Attributes:
        t: seconds from the start of the source.
        width, height: the picture's size in pixels.
        found: whether a person was found.
        image: (33, 2) shares of the picture's width and height.
        depth: (33,) MediaPipe's relative depth, smaller is nearer; only its sign between two
            sides of the body means anything.
        world: (33, 3) metres.
        visibility: (33,) 0..1, MediaPipe's own guess (it is no proof, see docs/accuracy.md).
        luminance: mean brightness of the picture, 0..255, or None where nobody measured it.
        face_contrast: 5th to 95th percentile of the brightness of the face, 0..255, or None. A
            face against the light has little: the model then finds it looking straight ahead,
            however it turns.
        face_turn: where the face looks by a face detector: the nose off the middle of the ears, in
            distances of the ears, + to the picture's right; None where it does not know.
        face_seen: whether that detector found the face of late; None where nobody asked it.
        others: the head of the largest other person seen of late over this person's; 0 for nobody
            else, None where nobody looked.
        ears: those of a face at the place where one was looked for, also where no person was
            found; None where there is none, or nobody looked.
    """

    t: float
    width: int
    height: int
    found: bool = False
    image: NDArray[np.float64] = field(default_factory=lambda: _empty(0, 2))
    depth: NDArray[np.float64] = field(default_factory=lambda: _empty(0))
    world: NDArray[np.float64] = field(default_factory=lambda: _empty(0, 3))
    visibility: NDArray[np.float64] = field(default_factory=lambda: _empty(0))
    luminance: float | None = None
    face_contrast: float | None = None
    face_turn: float | None = None
    face_seen: bool | None = None
    others: float | None = None
    ears: Ears | None = None

    def __post_init__(self) -> None:
        if self.found:
            for name, shape in (
                ("image", (LANDMARKS, 2)),
                ("depth", (LANDMARKS,)),
                ("world", (LANDMARKS, 3)),
                ("visibility", (LANDMARKS,)),
            ):
                actual = getattr(self, name).shape
                if actual != shape:
                    raise ValueError(f"Pose.{name} has shape {actual}, expected {shape}")

    @property
    def pixels(self) -> NDArray[np.float64]:
        """(33, 2) positions in pixels: equal units in both directions."""
        return self.image * np.array([self.width, self.height], dtype=np.float64)


def without_person(pose: Pose) -> Pose:
    """The same picture at the same time, with nobody found."""
    return Pose(pose.t, pose.width, pose.height)


def exchanged(pose: Pose, partner: NDArray[np.intp]) -> Pose:
    """The pose with each landmark found where its ``partner`` (an index, (33,)) was."""
    return replace(
        pose,
        image=pose.image[partner],
        depth=pose.depth[partner],
        world=pose.world[partner],
        visibility=pose.visibility[partner],
    )


def unmirrored(pose: Pose) -> Pose:
    """The pose of the true scene, from one found in a mirrored picture.

    In a mirrored picture MediaPipe names the user's left hand 'right': both the x axis and the
    names turn round.
    """
    ears = None if pose.ears is None else replace(pose.ears, x=1.0 - pose.ears.x)
    if not pose.found:
        return pose if ears is None else replace(pose, ears=ears)
    found = exchanged(pose, swapped_indices())
    return replace(
        found,
        image=found.image * np.array([-1.0, 1.0]) + np.array([1.0, 0.0]),
        world=found.world * np.array([-1.0, 1.0, 1.0]),
        face_turn=None if pose.face_turn is None else -pose.face_turn,
        ears=ears,
    )
