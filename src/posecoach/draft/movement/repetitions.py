"""Finds the repetitions in one measure: where it goes out and back, how far, and to which side."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from posecoach.draft.movement.series import Series
from posecoach.pose import Side

# Shares of the usual way, with hysteresis: out beyond OUT, back again under BACK.
OUT, BACK = 0.55, 0.30
_AT_START = 0.15  # of the way: within this the start has not been left
_WHOLE = 0.5  # of the usual way: a movement that turned back earlier is no repetition
_BEGIN_S = 0.8  # at the beginning and the end of a recording people rest in the start position
_BOTH_WAYS = 0.35  # of the larger way: from here on the smaller one is the other side's
_BOTH_WAYS_SURE = 0.25  # the same, where the rests before and after show the start position
_ASIDE = 0.5  # of the larger way: the start position may be this far from 0
_FAR = 0.8  # of its peak: near the end position
_LEAST_S, _MOST_PASSES = 0.5, 3
_MOST = 200.0  # degrees: an angle that goes further jumps by a whole turn


@dataclass(frozen=True)
class Repetition:
    """One way out and back; indices of moments.

    Attributes:
        sign: +1 or -1, the way that the measure went.
        peak: how far it went, in the measure's unit, 0 or more.
        far: the moments near its end position, first and last.
    """

    first: int
    last: int
    sign: int
    peak: float
    far: tuple[int, int]

    @property
    def side(self) -> Side:
        """The side to which it went, for a measure that is + to the user's left."""
        return "left" if self.sign > 0 else "right"


@dataclass(frozen=True)
class Repetitions:
    """The repetitions in one measure.

    Attributes:
        base: the measure in the start position.
        ways: how far a repetition usually goes to each side, by its sign, 0 or more: from a little
            aside, one looks smaller than the other.
        signed: it goes both ways from the start position, or would on the other side of the body.
        all: the repetitions, in order.
    """

    base: float
    ways: Mapping[int, float]
    signed: bool
    all: tuple[Repetition, ...]

    @property
    def way(self) -> float:
        """How far a repetition usually goes, 0 or more, over the sides that were shown."""
        return float(np.mean(self._shown()))

    @property
    def smaller_way(self) -> float:
        """The same of the side that goes less far."""
        return min(self._shown())

    @property
    def steady(self) -> float:
        """1 if all of a side went equally far, 0 if their spread is as large as the way."""
        if not self.all or not all(self._shown()):
            return 0.0
        shares = np.array([s.peak / self.ways[s.sign] for s in self.all])
        return max(0.0, 1.0 - float(np.std(shares)))

    @property
    def even(self) -> float:
        """How far the smaller side goes, as a share of the larger one."""
        largest = max(self._shown())
        return self.smaller_way / largest if largest > 0 else 0.0

    def _shown(self) -> list[float]:
        """The ways of the sides that were shown."""
        return [self.ways[sign] for sign in {s.sign for s in self.all} or self.ways]


def find(t: Series, x: Series, parity: int, error: float) -> Repetitions | None:
    """The repetitions in a smoothed measure; None where it does not go out and back.

    Args:
        parity: -1 for a measure that changes its sign with the side of the body.
        error: the pose model's error, in the measure's unit.
    """
    low, high = (float(v) for v in np.percentile(x, (4, 96)))
    if high - low < 2 * error or high - low > _MOST:
        return None
    base, both = _base(t, x, low, high, parity, error)
    up = high - base >= base - low
    ways = {1: high - base, -1: base - low}
    repetitions: list[Repetition] = []
    for _ in range(_MOST_PASSES):
        repetitions = _repetitions(t, x - base, ways, both=both, up=up)
        if not repetitions:
            return None
        peaks = {
            sign: [s.peak for s in repetitions if s.sign == sign] or [way]
            for sign, way in ways.items()
        }
        usual = {sign: float(np.median(values)) for sign, values in peaks.items()}
        if all(abs(usual[sign] - way) <= 0.1 * way for sign, way in ways.items()):
            break
        ways = usual
    whole = [s for s in repetitions if s.peak >= _WHOLE * ways[s.sign]]
    return Repetitions(base, ways, signed=parity < 0, all=tuple(whole))


def _base(
    t: Series, x: Series, low: float, high: float, parity: int, error: float
) -> tuple[float, bool]:
    """The measure in the start position, and whether it goes both ways from there."""
    begin = float(np.median(x[t <= t[0] + _BEGIN_S]))
    end = float(np.median(x[t >= t[-1] - _BEGIN_S]))
    if parity < 0:
        # The last is for a user who begins in mid-movement: such a measure is 0 in the middle,
        # unless the user is turned a little. Then both rests, before and after, show where it is.
        sure = abs(begin - end) <= _AT_START * (high - low)
        for middle in (begin, end, (low + high) / 2):
            ways = sorted((high - middle, middle - low))
            aside = (1.0 if sure else _ASIDE) * ways[1]
            if ways[0] >= (_BOTH_WAYS_SURE if sure else _BOTH_WAYS) * ways[1] and abs(
                middle
            ) <= max(aside, 2 * error):
                return middle, True
    ends = (low, high)
    votes = [min(ends, key=lambda e: abs(e - v)) for v in (begin, end)]
    nearest = min((abs(e - v), e) for v, e in zip((begin, end), votes, strict=True))[1]
    base = votes[0] if votes[0] == votes[1] else nearest
    rest = x[np.abs(x - base) <= _AT_START * (high - low)]
    return (float(np.median(rest)) if len(rest) else base), False


def _repetitions(
    t: Series, x: Series, ways: Mapping[int, float], *, both: bool, up: bool
) -> list[Repetition]:
    one_way = 1 if up else -1
    out: list[Repetition] = []
    opened: int | None = None
    sign = 0
    for i, value in enumerate(x):
        if opened is None:
            sign = (1 if value > 0 else -1) if both else one_way
            if sign * value >= OUT * ways[sign]:
                opened = i
        elif sign * value < BACK * ways[sign]:
            out.append(_repetition(x, opened, i, sign, ways[sign]))
            opened = None
            if both and -sign * value >= OUT * ways[-sign]:
                opened, sign = i, -sign
    if opened is not None and sign * x[-1] < OUT * ways[sign]:
        out.append(_repetition(x, opened, len(x), sign, ways[sign]))
    return [s for s in out if t[min(s.last, len(t) - 1)] - t[s.first] >= _LEAST_S]


def _repetition(x: Series, opened: int, closed: int, sign: int, way: float) -> Repetition:
    """The whole movement around the moments that are clearly out."""
    size = sign * x
    first = opened
    while first > 0 and size[first] > _AT_START * way and size[first - 1] <= size[first] + 1e-9:
        first -= 1
    last = min(closed, len(x) - 1)
    while last + 1 < len(x) and size[last] > _AT_START * way and size[last + 1] <= size[last]:
        last += 1
    peak = float(np.percentile(size[opened:closed], 90)) if closed > opened else float(size[opened])
    far = [i for i in range(opened, closed) if size[i] >= _FAR * peak] or [opened]
    return Repetition(first, last, sign, peak, (far[0], far[-1]))
