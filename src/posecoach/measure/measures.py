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

import math
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from posecoach.measure.body import Body, uses_side
from posecoach.measure.derived import Agreement, Combination, Larger, Scaled
from posecoach.measure.geometry import distance, inclination, interior_angle, tilt
from posecoach.measure.measure import Lookup, MeasureBase
from posecoach.pose import Landmark, Side

Positive = Literal["left", "side", "forward", "right_of_picture"]


def _sign(positive: Positive, body: Body, side: Side | None) -> int | None:
    """+1 or -1 that turns picture-right into the wanted direction; None where unknown."""
    match positive:
        case "left" | "right_of_picture":
            return 1  # the user's left is at the picture's right when they face the camera
        case "side":
            return None if side is None else (1 if side == "left" else -1)
        case "forward":
            return body.facing or None


class _Signed(MeasureBase):
    positive: Positive = "right_of_picture"

    def _signed(self, value: float | None, body: Body, side: Side | None) -> float | None:
        sign = _sign(self.positive, body, side)
        return None if value is None or sign is None else sign * value


class _Segment(_Signed):
    start: str = Field(alias="from")
    end: str = Field(alias="to")

    def points(self) -> tuple[str, ...]:
        return (self.start, self.end)


class Inclination(_Segment):
    """Lean of the segment from a lower to an upper point: atan2(dx, -dy), 0 is upright.

    Unknown where the segment points at the camera: shorter in the picture than ``least`` torso
    lengths, or beyond ``limit`` degrees.
    """

    kind: Literal["inclination"]
    least: float = 0.0
    limit: float = 180.0

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        a, b = body.point(self.start, side), body.point(self.end, side)
        if a is None or b is None or distance(a, b) < self.least * body.torso:
            return None
        lean = inclination(a, b)
        return self._signed(lean, body, side) if abs(lean) <= self.limit else None


class Swing(MeasureBase):
    """Lean of a segment whose lower point stays put, from the travel of its upper point alone.

    asin((x_to - x_from) / (length * T)), + forward, less the same of the neutral, which is limited
    to ``low .. high``. Both take the lower point where it is now, so that a jump of it hardly
    changes the value. If it is not seen, only the travel from the neutral is used.
    """

    kind: Literal["swing"]
    start: str = Field(alias="from")
    end: str = Field(alias="to")
    length: float = Field(gt=0)
    low: float
    high: float
    default: float

    def points(self) -> tuple[str, ...]:
        return (self.start, self.end)

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        upper = body.point(self.end, side)
        return None if upper is None or body.facing == 0 else float(upper[0]) * body.facing

    def _lean(self, travel: float, body: Body) -> float:
        share = travel / (self.length * body.torso)
        return math.degrees(math.asin(min(max(share, -1.0), 1.0)))

    def change(self, raw: float, neutral: float | None, body: Body) -> float | None:
        pivot = body.point(self.start)
        if pivot is None:
            return None if neutral is None else self._lean(raw - neutral, body)
        foot = float(pivot[0]) * body.facing
        rest = self.default
        if neutral is not None:
            rest = min(max(self._lean(neutral - foot, body), self.low), self.high)
        return self._lean(raw - foot, body) - rest


class Offset(_Segment):
    """How far ``to`` lies beside ``from``: (x_to - x_from) / T."""

    kind: Literal["offset"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        a, b = body.point(self.start, side), body.point(self.end, side)
        if a is None or b is None:
            return None
        return self._signed(float(b[0] - a[0]) / body.torso, body, side)


class Height(MeasureBase):
    """How far ``to`` lies above ``from``: (y_from - y_to) / T.

    With ``guess`` also where the model only guesses the points: a leg half hidden by the other is
    often placed correctly with little visibility. It is for recognising a posture, never for form.
    """

    kind: Literal["height"]
    start: str = Field(alias="from")
    end: str = Field(alias="to")
    guess: bool = False

    def points(self) -> tuple[str, ...]:
        return (self.start, self.end)

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        point = body.guessed if self.guess else body.point
        a, b = point(self.start, side), point(self.end, side)
        return None if a is None or b is None else float(a[1] - b[1]) / body.torso


class Angle(MeasureBase):
    """Interior angle at the middle one of three points, 0..180."""

    kind: Literal["angle"]
    at: tuple[str, str, str]

    def points(self) -> tuple[str, ...]:
        return self.at

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        a, b, c = (body.point(name, side) for name in self.at)
        return None if a is None or b is None or c is None else interior_angle(a, b, c)


class Tilt(_Signed):
    """Tilt of the line from the user's right to their left point; + is left side down."""

    kind: Literal["tilt"]
    of: str

    def points(self) -> tuple[str, ...]:
        return (f"left_{self.of}", f"right_{self.of}")

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        left, right = (body.point(name) for name in self.points())
        if left is None or right is None:
            return None
        return self._signed(tilt(left, right), body, side)


class Turn(_Segment):
    """Turn of the segment about the vertical, from the world landmarks: 0 is to the camera.

    atan2(dx, -dz), + toward the picture's right. Too rough for angles, good for 'which way'.
    """

    kind: Literal["turn"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        a, b = body.world_point(self.start, side), body.world_point(self.end, side)
        if a is None or b is None:
            return None
        return self._signed(math.degrees(math.atan2(b[0] - a[0], -(b[2] - a[2]))), body, side)


class LineTurn(_Signed):
    """Turn of the line from the user's right to their left point; 0 is across the picture.

    atan2(dz, dx) of the world landmarks, + is the left side away from the camera.
    """

    kind: Literal["line_turn"]
    of: str

    def points(self) -> tuple[str, ...]:
        return (f"left_{self.of}", f"right_{self.of}")

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        left, right = (body.world_point(name) for name in self.points())
        if left is None or right is None:
            return None
        d = left - right
        return self._signed(math.degrees(math.atan2(d[2], d[0])), body, side)


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


class Share(_Segment):
    """How far ``to`` lies beside ``from``, in widths of a pair: (x_to - x_from) / |pair|."""

    kind: Literal["share"]
    per: str

    def points(self) -> tuple[str, ...]:
        return (self.start, self.end, f"left_{self.per}", f"right_{self.per}")

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        a, b, left, right = (body.point(name, side) for name in self.points())
        if a is None or b is None or left is None or right is None:
            return None
        unit = distance(left, right)
        return self._signed(float(b[0] - a[0]) / unit, body, side) if unit else None


class Place(MeasureBase):
    """How far a point has moved from its neutral place: (x - x0) / T, or upward with ``axis`` y.

    In the picture, or as seen from another point of the body, the ``origin``.
    """

    kind: Literal["place"]
    point: str
    origin: str | None = None
    axis: Literal["x", "y"] = "x"

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


class FaceTurn(_Signed):
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
