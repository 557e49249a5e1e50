"""A body as named points: a pose, with what of it is seen and which leg does what."""

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from posecoach.measure.geometry import Point, distance
from posecoach.pose import SIDES, Landmark, Pose, Side, other

#: Landmarks by the names that specs use: 'left_knee', 'nose' …
LANDMARK_NAMES: dict[str, Landmark] = {
    m.name.lower().replace("mouth_left", "left_mouth").replace("mouth_right", "right_mouth"): m
    for m in Landmark
}
#: Parts that exist on both sides: 'knee' for 'left_knee' and 'right_knee'.
PAIRED: tuple[str, ...] = tuple(
    name.removeprefix("left_") for name in LANDMARK_NAMES if name.startswith("left_")
)
#: The point at which the knee on the floor stays, robust against swapped legs.
PLANTED = "planted_knee"
_LEG_PARTS = ("knee", "ankle", "heel", "foot_index")
#: Prefixes that need no leg roles, and those that do.
SIDE_PREFIXES = ("mid", "side", "other", "near", "far")
ROLE_PREFIXES = ("kneeling", "front")


def point_names(*, roles: bool) -> list[str]:
    """All names that a spec may give to a point."""
    prefixes = SIDE_PREFIXES + (ROLE_PREFIXES if roles else ())
    return [
        *LANDMARK_NAMES,
        *([PLANTED] if roles else []),
        *(f"{p}_{part}" for p in prefixes for part in PAIRED),
    ]


def uses_side(name: str) -> bool:
    """Whether a point name depends on the side in work."""
    return name.startswith(("side_", "other_"))


@dataclass(frozen=True, eq=False)
class Body:
    """One person at one time, ready to be measured.

    Attributes:
        t: seconds.
        px: (33, 2) pixels, x right, y down.
        world: (33, 3) metres, z away from the camera.
        depth: (33,) relative depth, smaller is nearer.
        seen: (33,) bool: visible enough and inside the picture.
        size: the picture's width and height in pixels.
        torso: length of the torso in pixels, mid-shoulder to mid-hip, smoothed over a second.
        facing: +1 faces the picture's right, -1 its left, 0 unknown (or faces the camera).
        kneeling: the side whose knee is the lower one, by majority over the last moments.
        lower: the same at this moment alone: MediaPipe may swap the legs for a while.
        face_contrast: contrast of the face's brightness, 0..255; None where not measured.
        face_turn, face_seen: what a face detector found, see ``Pose``; None where unknown.
        planted: where the lower knee stays, pixels; None while it moves.
    """

    t: float
    px: NDArray[np.float64]
    world: NDArray[np.float64]
    depth: NDArray[np.float64]
    seen: NDArray[np.bool_]
    size: tuple[int, int]
    torso: float
    facing: int = 0
    kneeling: Side | None = None
    lower: Side | None = None
    planted: Point | None = None
    face_contrast: float | None = None
    face_turn: float | None = None
    face_seen: bool | None = None
    _points: dict[tuple[str, Side | None], Point | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def shoulder_width(self) -> float:
        """Distance of the shoulders in torso lengths: how far the body is turned to the camera."""
        return (
            distance(self.px[Landmark.LEFT_SHOULDER], self.px[Landmark.RIGHT_SHOULDER]) / self.torso
        )

    @cached_property
    def near_side(self) -> Side | None:
        """The side of the body nearest the camera, for a user who is sideways to it.

        A user who faces the picture's right shows the camera their right side: no depth is needed.
        """
        if self.facing == 0:
            return None
        return "right" if self.facing > 0 else "left"

    def indices(self, name: str, side: Side | None) -> tuple[int, ...] | None:
        """The landmarks behind a point's name; None where its role is not known now."""
        landmark = LANDMARK_NAMES.get(name)
        if landmark is not None:
            return (int(landmark),)
        prefix, _, part = name.partition("_")
        pair = {s: int(LANDMARK_NAMES[f"{s}_{part}"]) for s in SIDES}
        if prefix == "mid":
            return (pair["left"], pair["right"])
        meant: Side | None
        match prefix:
            case "side":
                meant = side
            case "other":
                meant = other(side) if side else None
            case "near":
                meant = self.near_side
            case "far":
                meant = other(self.near_side) if self.near_side else None
            case _:
                legs = part in _LEG_PARTS
                meant = self.lower if legs else self.kneeling
                if meant is not None and prefix == "front":
                    meant = other(meant)
        return None if meant is None else (pair[meant],)

    def point(self, name: str, side: Side | None = None) -> Point | None:
        """A named point in pixels, or None where it is not seen or its role is not known."""
        if name == PLANTED:
            return self.planted
        key = name, side
        if key not in self._points:  # measures share most of them
            self._points[key] = self._middle(self.px, name, side)
        return self._points[key]

    def guessed(self, name: str, side: Side | None = None) -> Point | None:
        """A named point in pixels, even where it is only guessed; None out of the picture."""
        if name == PLANTED:
            return self.planted
        found = self.indices(name, side)
        if found is None or not self.inside(name, side):
            return None
        return np.asarray(self.px[list(found)].mean(axis=0), np.float64)

    def world_point(self, name: str, side: Side | None = None) -> Point | None:
        """The same in metres of the world frame, (3,)."""
        return self._middle(self.world, name, side)

    def _middle(self, points: NDArray[np.float64], name: str, side: Side | None) -> Point | None:
        """The point itself, or the middle of two; None where one is not seen."""
        found = self.indices(name, side)
        if found is None or not all(self.seen[i] for i in found):
            return None
        if len(found) == 1:
            return np.asarray(points[found[0]], np.float64)
        return np.asarray((points[found[0]] + points[found[1]]) / 2, np.float64)

    def inside(self, name: str, side: Side | None = None) -> bool:
        """Whether a named point lies inside the picture, however well it is seen."""
        found = self.indices(name, side)
        if found is None:
            return False
        width, height = self.size
        return all(0.0 <= self.px[i, 0] <= width and 0.0 <= self.px[i, 1] <= height for i in found)

    @cached_property
    def box_height(self) -> float:
        """Height of the box around all landmarks, as a share of the picture's height."""
        ys = self.px[:, 1]
        return float(np.ptp(ys)) / self.size[1]

    @cached_property
    def box_length(self) -> float:
        """The longer side of the box around all landmarks, as a share of the picture's height."""
        return float(np.ptp(self.px, axis=0).max()) / self.size[1]


def torso_length(pose: Pose) -> float:
    """Mid-shoulder to mid-hip in pixels."""
    px = pose.pixels
    shoulders = (px[Landmark.LEFT_SHOULDER] + px[Landmark.RIGHT_SHOULDER]) / 2
    hips = (px[Landmark.LEFT_HIP] + px[Landmark.RIGHT_HIP]) / 2
    return math.hypot(*(shoulders - hips))
