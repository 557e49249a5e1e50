"""The measures of a segment, a line or a joint: inclination, offset, height, angle, tilt, turn."""

import math
from typing import Literal

from pydantic import Field

from posecoach.measure.body import Body
from posecoach.measure.geometry import distance, inclination, interior_angle, tilt
from posecoach.measure.measure import Lookup, MeasureBase
from posecoach.pose import Side

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


class Signed(MeasureBase):
    """A measure whose sign means a direction, the one that ``positive`` names."""

    positive: Positive = "right_of_picture"

    def _signed(self, value: float | None, body: Body, side: Side | None) -> float | None:
        sign = _sign(self.positive, body, side)
        return None if value is None or sign is None else sign * value


class Segment(Signed):
    """A measure of two points."""

    start: str = Field(alias="from")
    end: str = Field(alias="to")

    def points(self) -> tuple[str, ...]:
        return (self.start, self.end)


class Inclination(Segment):
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


class Offset(Segment):
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


class Line(Signed):
    """A measure of the line from the user's right to their left point."""

    of: str

    def points(self) -> tuple[str, ...]:
        return (f"left_{self.of}", f"right_{self.of}")


class Tilt(Line):
    """Tilt of the line from the user's right to their left point; + is left side down."""

    kind: Literal["tilt"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        left, right = (body.point(name) for name in self.points())
        if left is None or right is None:
            return None
        return self._signed(tilt(left, right), body, side)


class Turn(Segment):
    """Turn of the segment about the vertical, from the world landmarks: 0 is to the camera.

    atan2(dx, -dz), + toward the picture's right. Too rough for angles, good for 'which way'.
    """

    kind: Literal["turn"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        a, b = body.world_point(self.start, side), body.world_point(self.end, side)
        if a is None or b is None:
            return None
        return self._signed(math.degrees(math.atan2(b[0] - a[0], -(b[2] - a[2]))), body, side)


class LineTurn(Line):
    """Turn of the line from the user's right to their left point; 0 is across the picture.

    atan2(dz, dx) of the world landmarks, + is the left side away from the camera.
    """

    kind: Literal["line_turn"]

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        left, right = (body.world_point(name) for name in self.points())
        if left is None or right is None:
            return None
        d = left - right
        return self._signed(math.degrees(math.atan2(d[2], d[0])), body, side)


class Share(Segment):
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
