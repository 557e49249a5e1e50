"""The measures that specs are written in: each a number from a body, or unknown (None).

Angles are degrees, lengths are torso lengths (mid-shoulder to mid-hip in the picture). There are no
speeds: a measure is of one moment. ``positive`` says what the sign of a measure means:

- ``left``: + toward the left of a user who faces the camera;
- ``side``: + toward the side in work (the same as ``left`` while that is the left);
- ``forward``: + the way a user who is sideways to the camera faces;
- ``right_of_picture``: + toward the picture's right.

With ``neutral`` a measure is the change from the user's own value in the start position, which is
learnt within ``low .. high`` so that a hunched start is not learnt as straight.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from posecoach.measure.body import Body, uses_side
from posecoach.measure.derived import Agreement, Combination, Larger, Scaled
from posecoach.measure.geometry import distance
from posecoach.measure.measure import Lookup, MeasureBase
from posecoach.measure.segments import (
    Angle,
    Height,
    Inclination,
    LineTurn,
    Offset,
    Share,
    Signed,
    Swing,
    Tilt,
    Turn,
)
from posecoach.pose import Landmark, Side


class Spread(MeasureBase):
    """Distance of two points; ``axis`` x alone, or both; ``per`` two other points instead of T."""

    kind: Literal["spread"]
    of: tuple[str, str]
    per: tuple[str, str] | None = None
    axis: Literal["x", "xy"] = "xy"

    def points(self) -> tuple[str, ...]:
        return self.of + (self.per or ())

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        a, b = (body.point(name, side) for name in self.of)
        if a is None or b is None:
            return None
        length = abs(float(a[0] - b[0])) if self.axis == "x" else distance(a, b)
        if self.per is None:
            return length / body.torso
        c, d = (body.point(name, side) for name in self.per)
        if c is None or d is None or (unit := distance(c, d)) == 0:
            return None
        return length / unit


class Place(MeasureBase):
    """How far a point has moved from its neutral place: (x - x0) / T, or upward with ``axis`` y.

    In the picture, or as seen from another point of the body, the ``origin``.
    """

    kind: Literal["place"]
    point: str
    origin: str | None = None
    axis: Literal["x", "y"] = "x"

    @property
    def is_place_in_picture(self) -> bool:
        return self.origin is None

    def points(self) -> tuple[str, ...]:
        return (self.point,) if self.origin is None else (self.point, self.origin)

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        found = [body.point(name, side) for name in self.points()]
        values = [float(p[0] if self.axis == "x" else -p[1]) for p in found if p is not None]
        if len(values) < len(found):
            return None
        return values[0] if self.origin is None else values[0] - values[1]

    def change(self, raw: float, neutral: float | None, body: Body) -> float | None:
        return None if neutral is None else (raw - neutral) / body.torso

    @model_validator(mode="after")
    def _needs_neutral(self) -> "Place":
        if self.neutral is None:
            raise ValueError("a place has a meaning only with 'neutral = {}'")
        return self


class KneelsNear(MeasureBase):
    """+1 while the knee on the floor is found to be of the leg nearest the camera, else -1."""

    kind: Literal["kneels_near"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        if body.lower is None or body.near_side is None:
            return None
        return 1.0 if body.lower == body.near_side else -1.0


class ShoulderWidth(MeasureBase):
    """Distance of the shoulders in torso lengths, seen or guessed: the view's own measure."""

    kind: Literal["shoulder_width"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        return body.shoulder_width


class Pixels(MeasureBase):
    """Distance of two points in pixels: with few of them a direction cannot be told."""

    kind: Literal["pixels"]
    of: tuple[str, str]

    def points(self) -> tuple[str, ...]:
        return self.of

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        a, b = (body.point(name, side) for name in self.of)
        return None if a is None or b is None else distance(a, b)


class FaceContrast(MeasureBase):
    """Contrast of the face's brightness, 0..255: without it the face's direction is invented."""

    kind: Literal["face_contrast"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        return body.face_contrast


class FaceTurn(Signed):
    """Where the face looks by a face detector: the nose off the ears' middle, in ear distances."""

    kind: Literal["face_turn"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        return self._signed(body.face_turn, body, side)


class FaceSeen(MeasureBase):
    """1 where a face detector found the face of late, 0 where it did not; unknown if not asked."""

    kind: Literal["face_seen"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        return None if body.face_seen is None else float(body.face_seen)


class Mirrored(MeasureBase):
    """+1 while the left of a pair is at the picture's right, as for a user who faces the camera."""

    kind: Literal["faces_camera"]
    of: str = "shoulder"

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        index = {s: Landmark[f"{s}_{self.of}".upper()] for s in ("left", "right")}
        return 1.0 if body.px[index["left"], 0] > body.px[index["right"], 0] else -1.0


Measure = Annotated[
    Inclination
    | Swing
    | Offset
    | Height
    | Angle
    | Tilt
    | Turn
    | LineTurn
    | Spread
    | Share
    | Place
    | KneelsNear
    | ShoulderWidth
    | Pixels
    | FaceContrast
    | FaceTurn
    | FaceSeen
    | Mirrored
    | Combination
    | Scaled
    | Larger
    | Agreement,
    Field(discriminator="kind"),
]


def depends_on_side(name: str, measures: Mapping[str, Measure]) -> bool:
    """Whether a measure's value depends on the side in work."""
    m = measures[name]
    return (
        getattr(m, "positive", None) == "side"
        or any(uses_side(p) for p in m.points())
        or any(depends_on_side(p, measures) for p in m.parts())
    )
