"""Measures that are calculated from other measures of the same spec."""

import math
from typing import Literal

from pydantic import Field

from posecoach.measure.body import Body
from posecoach.measure.geometry import wrapped
from posecoach.measure.measure import Lookup, MeasureBase
from posecoach.pose import Side


class _Made(MeasureBase):
    of: tuple[str, ...] = Field(min_length=1)

    def parts(self) -> tuple[str, ...]:
        return self.of


class Combination(_Made):
    """One number from several measures.

    mean; sum; product; smallest; largest; difference (first minus second); magnitude (|first|);
    first (the first that is known); length (square root of the sum of squares); ratio (first over
    second, unknown where that is under a tenth). ``missing = "skip"`` uses those that are known,
    else one unknown makes all unknown.
    """

    kind: Literal[
        "mean",
        "sum",
        "product",
        "smallest",
        "largest",
        "difference",
        "magnitude",
        "first",
        "length",
        "ratio",
    ]
    missing: Literal["unknown", "skip"] = "unknown"

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        found = [look(name) for name in self.of]
        values = [v for v in found if v is not None]
        if self.kind == "first":
            return values[0] if values else None
        if not values or (self.missing == "unknown" and len(values) < len(found)):
            return None
        match self.kind:
            case "mean":
                return sum(values) / len(values)
            case "sum":
                return sum(values)
            case "product":
                return math.prod(values)
            case "smallest":
                return min(values)
            case "largest":
                return max(values)
            case "difference":
                return wrapped(values[0] - values[1]) if len(values) == 2 else None
            case "magnitude":
                return abs(values[0])
            case "ratio":
                return values[0] / values[1] if len(values) == 2 and values[1] > 0.1 else None
            case "length":
                return math.hypot(*values)


class Scaled(_Made):
    """A measure times ``by``, kept within ``low .. high``."""

    kind: Literal["scaled"]
    of: tuple[str]
    by: float
    low: float = -math.inf
    high: float = math.inf

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        value = look(self.of[0])
        return None if value is None else min(max(self.by * value, self.low), self.high)


class Larger(_Made):
    """Of two signed measures that go together the one of the larger magnitude, sign kept."""

    kind: Literal["larger"]
    of: tuple[str, str]
    missing: Literal["unknown", "skip"] = "unknown"

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        one, other = (look(name) for name in self.of)
        if one is None or other is None:
            if self.missing == "unknown":
                return None
            return other if one is None else one
        return one if abs(one) >= abs(other) else other


class Agreement(_Made):
    """How much two signed measures go together: smaller over larger magnitude, 1 is alike.

    Negative where they go opposite ways; unknown while the larger is under ``least``.
    """

    kind: Literal["agreement"]
    least: float

    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        values = [look(name) for name in self.of]
        if len(values) != 2 or values[0] is None or values[1] is None:
            return None
        small, large = sorted((values[0], values[1]), key=abs)
        return None if abs(large) < self.least else small / large
