"""The shape of a movement that is over: its speed, how smooth it was and how long it took."""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from posecoach.judge.signal import MEDIAN_S

_PEAK_PROMINENCE = 0.35  # of the fastest speed
_SMOOTH_S = 0.07  # sigma of the Gaussian over speeds
_RESAMPLED_HZ = 60.0
_MOST_GAP_S = 0.35  # between two samples; over a longer gap nothing is known
# For unevenness: sigma of the Gaussian over speeds, sigma that takes their quick part away, and the
# least time of movement.
_UNEVEN_SMOOTH_S, _UNEVEN_OVER_S, _UNEVEN_LEAST_S = 0.05, 0.15, 0.3


def centred_median(samples: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Each value replaced by the median of those around it, for judging afterwards.

    The window is the live filter's, but centred, so that a gap between samples makes no jump; it
    narrows towards both ends, so that the first and the last value stay.
    """
    times = [t for t, _ in samples]
    values = [v for _, v in samples]
    out = []
    first = last = 0
    for i, t in enumerate(times):
        while times[first] < t - MEDIAN_S / 2:
            first += 1
        while last + 1 < len(times) and times[last + 1] <= t + MEDIAN_S / 2:
            last += 1
        reach = min(max(1, i - first, last - i), i, len(times) - 1 - i)
        out.append((t, median(values[i - reach : i + reach + 1])))
    return tuple(out)


def _resampled(samples: Sequence[tuple[float, float]]) -> tuple[NDArray[np.float64], float]:
    t = np.array([s[0] for s in samples])
    grid = np.arange(t[0], t[-1], 1.0 / _RESAMPLED_HZ)
    return np.interp(grid, t, np.array([s[1] for s in samples])), 1.0 / _RESAMPLED_HZ


def _blurred(values: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    """Values at 60 Hz, smoothed by a Gaussian of that sigma."""
    sigma = seconds * _RESAMPLED_HZ
    reach = math.ceil(4 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    padded = np.pad(values, reach, mode="edge")
    return np.asarray(np.convolve(padded, kernel / kernel.sum(), mode="valid"), np.float64)


def speeds(samples: Sequence[tuple[float, float]], over: float = _SMOOTH_S) -> NDArray[np.float64]:
    """Speed, units a second, smoothed by a Gaussian of sigma ``over`` seconds, at 60 Hz.

    The default tells jerky movement from smooth on rendered clips; a wider one hides the jerks.
    """
    if len(samples) < 3:
        return np.zeros(0)
    values, dt = _resampled(samples)
    if len(values) < 3:
        return np.zeros(0)
    return np.asarray(np.gradient(_blurred(values, over), dt), np.float64)


def unevenness(
    one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]
) -> float | None:
    """How much two parts that move as one speed up and slow down together, in one direction.

    The covariance of the quick part of their speeds (what 0.15 s of smoothing takes away, some 1.5
    to 4 changes a second), over their mean speeds: sqrt(cov / (mean * mean)), 0 where they do not
    agree. Noise of one part is not in the other, so this is reliable where the peaks of one noisy
    signal are not. Smooth movement .0-.35, stops and starts .4-1.

    Args:
        one: (seconds, degrees) of the first part.
        other: the same of the second, at the same times.

    Returns:
        None where either does not move, or was seen too seldom.
    """
    moved = [speeds(_median_of_three(s), _UNEVEN_SMOOTH_S) for s in (one, other)]
    if min(len(v) for v in moved) < _UNEVEN_LEAST_S * _RESAMPLED_HZ:
        return None
    if any(b[0] - a[0] > _MOST_GAP_S for a, b in pairwise(one)):
        return None
    means = [float(np.abs(v).mean()) for v in moved]
    if min(means) <= 0:
        return None
    quick = [v - _blurred(v, _UNEVEN_OVER_S) for v in moved]
    shared = float((quick[0] * quick[1]).mean())
    return math.sqrt(max(0.0, shared) / (means[0] * means[1]))


def _median_of_three(samples: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The samples without outliers; at 12 a second, a wider median would smooth the stops away."""
    values = [v for _, v in samples]
    inner = [median(values[i - 1 : i + 2]) for i in range(1, len(values) - 1)]
    return [(t, v) for (t, _), v in zip(samples, [*values[:1], *inner, *values[-1:]], strict=False)]


def speed_peaks(samples: Sequence[tuple[float, float]]) -> int:
    """Peaks of speed in one direction with at least 35 % prominence; smooth movement has one."""
    speed = np.abs(speeds(samples))
    if len(speed) < 3 or speed.max() <= 0:
        return 0
    return _prominent_peaks(speed, _PEAK_PROMINENCE * float(speed.max()))


def _prominent_peaks(x: NDArray[np.float64], least: float) -> int:
    """Peaks that rise by ``least`` above the valleys on both sides (or the ends)."""
    count, low, high, rising = 0, float(x[0]), float(x[0]), True
    for value in (float(v) for v in x[1:]):
        if rising:
            high = max(high, value)
            if high - value >= least:
                if high - low >= least:
                    count += 1
                rising, low = False, value
            elif value < low:
                low = value
        else:
            low = min(low, value)
            if value - low >= least:
                rising, high = True, value
    return count


def time_between(samples: Sequence[tuple[float, float]], low: float, high: float) -> float | None:
    """Seconds from the last crossing of ``low`` to the first crossing of ``high`` after it.

    None where that was not seen: without either crossing, or with a gap of 0.35 s on the way.
    """
    begun = 0
    for i, (a, b) in enumerate(pairwise(samples)):
        if a[1] < low <= b[1]:
            begun = i + 1
        if a[1] < high <= b[1]:
            way = samples[max(0, begun - 1) : i + 2]
            if not begun or any(v[0] - u[0] > _MOST_GAP_S for u, v in pairwise(way)):
                return None
            return _at(a, b, high) - _at(samples[begun - 1], samples[begun], low)
    return None


def _at(a: tuple[float, float], b: tuple[float, float], level: float) -> float:
    return a[0] + (b[0] - a[0]) * (level - a[1]) / (b[1] - a[1])
