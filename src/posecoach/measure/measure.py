"""What all measures of a spec have in common: each gives a number from a body, or None."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable

from pydantic import BaseModel, ConfigDict, model_validator

from posecoach.measure.body import Body
from posecoach.pose import Side

#: Value of another measure by name, for measures made of others.
Lookup = Callable[[str], float | None]


class Neutral(BaseModel):
    """How the user's own value in the start position is learnt."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    default: float | None = None
    low: float = -math.inf
    high: float = math.inf

    @model_validator(mode="after")
    def _ordered(self) -> "Neutral":
        if not self.low <= (self.low if self.default is None else self.default) <= self.high:
            raise ValueError("expected low <= default <= high")
        return self

    def clamped(self, value: float) -> float:
        return min(max(value, self.low), self.high)


class MeasureBase(BaseModel, ABC):
    """A number from one body, as a spec defines it; with ``neutral``, the change from it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    neutral: Neutral | None = None

    @abstractmethod
    def raw(self, body: Body, side: Side | None, look: Lookup) -> float | None:
        """The value before the neutral is taken off."""

    def change(self, raw: float, neutral: float | None, body: Body) -> float | None:
        """The value, with the neutral taken off; None where that is not known."""
        return None if neutral is None else raw - neutral

    @property
    def is_place_in_picture(self) -> bool:
        """Whether it is where a point is in the picture, and not on the body."""
        return False

    def parts(self) -> tuple[str, ...]:
        """The other measures from which this one is calculated."""
        return ()

    def points(self) -> tuple[str, ...]:
        """The points that this measure needs."""
        return ()
