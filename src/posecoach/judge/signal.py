"""The rep signal in time: read, filtered, and its speed."""

import math
from collections import deque
from collections.abc import Sequence
from statistics import median

from posecoach.measure.reading import Reading
from posecoach.spec.schema import RepSignal

LONGEST_STEP_S = 0.3  # a longer gap between samples was not seen: it counts no more than this
MEDIAN_S = 0.16  # five samples at 30 frames a second
_MEDIAN_LEAST = 3  # samples, where frames are few: fewer would let a single wrong one through
_OLD_S = 0.5  # older samples are dropped, even if fewer are left
_MIN_CUTOFF_HZ, _BETA, _SPEED_CUTOFF_HZ = 1.0, 0.02, 1.0  # One Euro on degrees
_CLEARLY_ASIDE = 0.4  # of the size: this far to the other side, the side changes
_SPEED_S = 0.3
_SPEED_LEAST, _SPEED_WIDER = 4, 3.0  # samples; times the usual seconds, where they are too few


class SignalFilter:
    """Median over 0.16 s, then a One Euro filter (Casiez 2012). Times in seconds, not frames."""

    def __init__(self) -> None:
        self._raw: deque[tuple[float, float]] = deque()
        self._t: float | None = None
        self._x = self._dx = 0.0
        self.median = 0.0  # the last value after the median alone: hardly any lag

    @property
    def value(self) -> float:
        """The last filtered value."""
        return self._x

    def reset(self) -> None:
        self._raw.clear()
        self._t = None

    def shift(self, by: float) -> None:
        """The value is counted from another zero from now on."""
        self._raw = deque((t, v + by) for t, v in self._raw)
        self._x += by
        self.median += by

    def mirror(self) -> None:
        """The side was misread until now: what was on the left is on the right."""
        self._raw = deque((t, -v) for t, v in self._raw)
        self._x, self._dx, self.median = -self._x, -self._dx, -self.median

    def update(self, t: float, value: float) -> float:
        """The filtered value at ``t``."""
        self._raw.append((t, value))
        while t - self._raw[0][0] > (MEDIAN_S if len(self._raw) > _MEDIAN_LEAST else _OLD_S):
            self._raw.popleft()
        x = self.median = median([v for _, v in self._raw])
        if self._t is None or t - self._t > 0.5:
            self._x, self._dx = x, 0.0
        elif t > self._t:
            dt = t - self._t
            a = _alpha(_SPEED_CUTOFF_HZ, dt)
            self._dx += a * ((x - self._x) / dt - self._dx)
            self._x += _alpha(_MIN_CUTOFF_HZ + _BETA * abs(self._dx), dt) * (x - self._x)
        self._t = t
        return self._x


class Sided:
    """Gives a signal without a sign the side to which it goes.

    Near the start the side may change from moment to moment. Farther out it changes only where the
    user is clearly on the other side: less is noise there.

    Args:
        near_start: sizes under this are near the start.
    """

    def __init__(self, near_start: float) -> None:
        self._near_start = near_start
        self._recent: deque[tuple[float, float]] = deque()
        self._left = True
        self.side_changed = False  # the side is another one than a moment ago

    def reset(self) -> None:
        """Forgets the last moments: the user has left the stretch."""
        self._recent.clear()

    def update(self, t: float, size: float, aside: float) -> float:
        """The signed signal.

        Args:
            size: how far from the start, 0 or more.
            aside: tells the side, + is left, in the unit of the size.
        """
        self._recent.append((t, aside))
        while t - self._recent[0][0] > MEDIAN_S:
            self._recent.popleft()
        usual = median([v for _, v in self._recent])
        before = self._left
        if size < self._near_start or abs(usual) >= _CLEARLY_ASIDE * size:
            self._left = usual >= 0
        self.side_changed = self._left != before
        return size if self._left else -size


class SignalReader:
    """Reads the rep signal of a stretch: signed where the stretch goes two ways, and filtered."""

    def __init__(self, spec: RepSignal) -> None:
        self._spec = spec
        self._sided = Sided(spec.leave * spec.range)
        self.filter = SignalFilter()

    @property
    def side_changed(self) -> bool:
        """Whether the last value is on another side than the one before."""
        return self._sided.side_changed

    def reset(self) -> None:
        """Forgets the last moments: the user has left the stretch."""
        self._sided.reset()
        self.filter.reset()

    def read(self, reading: Reading) -> float | None:
        """Takes the next moment; gives degrees from the neutral, None where it is not seen.

        Where the neutral has just been renewed, the same moment is read once more.
        """
        size = reading.value(self._spec.measure)
        if self._spec.side is None or size is None:
            return size
        aside = reading.value(self._spec.side)
        return None if aside is None else self._sided.update(reading.body.t, size, aside)


def _alpha(cutoff_hz: float, dt: float) -> float:
    return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff_hz * dt))


class History:
    """The last seconds of a signal; speed by regression, as single differences are noise."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._samples: deque[tuple[float, float]] = deque()

    def add(self, t: float, value: float) -> None:
        self._samples.append((t, value))
        while t - self._samples[0][0] > self._seconds:
            self._samples.popleft()

    def clear(self) -> None:
        self._samples.clear()

    def shift(self, by: float) -> None:
        """The signal is counted from another zero from now on."""
        self._samples = deque((t, v + by) for t, v in self._samples)

    def mirror(self) -> None:
        """The side was misread until now."""
        self._samples = deque((t, -v) for t, v in self._samples)

    def since(self, t: float) -> list[tuple[float, float]]:
        return [s for s in self._samples if s[0] >= t]

    def speed(self, over: float = _SPEED_S) -> float | None:
        """Slope over the last ``over`` seconds, units a second; None while too short.

        Where frames are few, over a longer time, so that it is based on four samples.
        """
        if len(self._samples) < 2:
            return None
        last = self._samples[-1][0]
        recent = self.since(last - over)
        if len(recent) < _SPEED_LEAST:
            wider = list(self._samples)[-_SPEED_LEAST:]
            recent = [s for s in wider if s[0] >= last - _SPEED_WIDER * over]
        return slope(recent, over)

    def spread(self, over: float) -> float | None:
        """Largest minus smallest over the last ``over`` seconds; None while too short."""
        if not self._samples:
            return None
        recent = self.since(self._samples[-1][0] - over)
        if recent[-1][0] - recent[0][0] < 0.7 * over:
            return None
        values = [v for _, v in recent]
        return max(values) - min(values)


def slope(samples: Sequence[tuple[float, float]], over: float) -> float | None:
    """Least-squares slope; None where the samples cover less than 0.6 of ``over`` seconds."""
    if len(samples) < 2 or samples[-1][0] - samples[0][0] < 0.6 * over:
        return None
    n = len(samples)
    mean_t = sum(t for t, _ in samples) / n
    mean_v = sum(v for _, v in samples) / n
    above = sum((t - mean_t) * (v - mean_v) for t, v in samples)
    below = sum((t - mean_t) ** 2 for t, _ in samples)
    return above / below if below > 0 else None


def reversals(samples: Sequence[tuple[float, float]], least: float) -> int:
    """Turns of direction of at least ``least`` units."""
    if not samples:
        return 0
    count, sign, extreme = 0, 0, samples[0][1]
    low = high = samples[0][1]
    for _, v in samples:
        if sign == 0:
            low, high = min(low, v), max(high, v)
            if high - low >= least:
                sign, extreme = (1, high) if v == high else (-1, low)
        elif (v - extreme) * sign >= 0:
            extreme = v
        elif abs(v - extreme) >= least:
            count, sign, extreme = count + 1, -sign, v
    return count
