"""The numbers of a start position, of the framing and of depth: their values in a clip."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

import numpy as np

from judging.labels import Clip, RepLabel
from posecoach.measure.reading import Reading
from posecoach.spec.schema import Stretch

_START_S = 0.3  # around the labelled begin of a repetition
_MOST = 90  # percent of a repetition's moments lie within what is right for all of it
_DEEP = 80  # percent: how far a repetition goes for a while, and not for a moment

#: One moment of a clip: seconds, and what is measured.
At = tuple[float, Reading]


@dataclass(frozen=True)
class Number:
    """One number of a spec.

    Attributes:
        measure: the name of a measure, or of a property of the body.
        above: whether what is wrong lies above it.
        when: at the begin of a repetition, all through it, or deep in it.
    """

    name: str
    measure: str
    limit: float
    above: bool
    when: Literal["start", "all", "deep"]


@dataclass(frozen=True)
class Value:
    """A value of a number; ``good``: of right movement."""

    number: Number
    value: float
    good: bool


def numbers_of(s: Stretch) -> Iterator[Number]:
    """All such numbers of a spec."""
    for r in s.start.all:
        name = f"start: {r.measure}"
        if r.max < float("inf"):
            yield Number(name, r.measure, r.max, True, "start")
        if r.min > -float("inf"):
            yield Number(name, r.measure, r.min, False, "start")
    side = s.view == "side"
    for key, limit in (("enter", s.framing.enter), ("leave", s.framing.leave)):
        yield Number(f"framing: {key}", "shoulder_width", limit, side, "all")
    size = "box_length" if s.bearing in ("prone", "supine") else "box_height"
    yield Number("framing: least_height", size, s.framing.least_height, False, "all")
    for r in s.framing.also:
        for limit, above in ((r.max, True), (r.min, False)):
            yield Number(f"framing: {r.measure}", r.measure, limit, above, "all")
    if s.rep.deep is not None:
        yield Number("rep: deep", s.rep.deep.measure, s.rep.deep.min, False, "deep")


def _value(number: Number, reading: Reading) -> float | None:
    if number.measure in ("shoulder_width", "box_height", "box_length"):
        return float(getattr(reading.body, number.measure))
    return reading.value(number.measure)


def of_rep(s: Stretch, rep: RepLabel, at: Sequence[At]) -> Iterator[Value]:
    """The values of one labelled repetition."""
    inside = [(t, r) for t, r in at if rep.start <= t <= rep.end]
    begin = [(t, r) for t, r in at if abs(t - rep.start) <= _START_S]
    for number in numbers_of(s):
        moments = begin if number.when == "start" else inside
        found = [v for _, r in moments if (v := _value(number, r)) is not None]
        if not found:
            continue
        match number.when:
            case "start":
                value = median(found)
            case "all":
                value = float(np.percentile(found, _MOST if number.above else 100 - _MOST))
            case "deep":
                value = float(np.percentile(found, _DEEP))
        yield Value(number, value, rep.whole or number.when != "deep")


def of_clip(s: Stretch, clip: Clip, at: Sequence[At]) -> Iterator[Value]:
    """Of a clip in another view, or of another movement: what is farthest outside."""
    for number in numbers_of(s):
        view = number.name in ("framing: enter", "framing: leave")
        if clip.kind != ("view" if view else "other") or number.when == "deep":
            continue
        found = [v for _, r in at if (v := _value(number, r)) is not None]
        if not found:
            continue
        value = median(found) if view else (max(found) if number.above else min(found))
        if view or (value > number.limit) == number.above:
            yield Value(number, value, good=False)
