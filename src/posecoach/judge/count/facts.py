"""What is known of a whole repetition once it is over: ``REP_MEASURES`` of the specs."""

import math
from collections.abc import Callable, Sequence
from statistics import quantiles

import numpy as np

from posecoach.judge.count.excursion import LEAD_S, Excursion
from posecoach.judge.count.shape import centred_median, time_between, unevenness
from posecoach.judge.form.checks import Values
from posecoach.measure.body import Body
from posecoach.pose import ANKLES, HIPS, SHOULDERS, Landmark

_WENT_ALONG = 0.5  # of the signal's peak: a part that moved less did not move with it
_LEAST_SAMPLES = 10

TimedAngle = tuple[float, float]  # seconds, degrees


def rep_facts(
    run: Excursion,
    bodies: Sequence[Body],
    values: Callable[[Body], Values],
    together: tuple[str, str] | None,
) -> dict[str, float | None]:
    """The facts of one repetition, each None where it is not known.

    Args:
        run: the repetition.
        bodies: all that was seen from shortly before it.
        values: the measures of one body.
        together: two measures of parts that move as one, if the stretch has them.
    """
    during = [b for b in bodies if run.start - LEAD_S <= b.t <= run.end]
    moving = [b for b in during if b.t >= run.start]
    parts = _series(together, during, values) if together else []
    return {
        "rise_s": _rise(run, parts),
        "fall_s": run.fall_s(),
        "peak_speed": run.peak_speed(),
        "speed_peaks": float(run.speed_peaks()),
        "unevenness": _unevenness(run, parts),
        "feet_moved": _feet_moved(moving),
        "feet_travel": travel(moving, ANKLES),
        "hips_travel": travel(moving, HIPS),
        "shoulders_rise": rise(moving, SHOULDERS),
    }


def _series(
    names: Sequence[str], bodies: Sequence[Body], values: Callable[[Body], Values]
) -> list[list[TimedAngle]]:
    """Each measure over time, where it is known."""
    readings = [(b.t, values(b)) for b in bodies]
    return [[(t, v) for t, value in readings if (v := value(n)) is not None] for n in names]


def _rise(run: Excursion, parts: Sequence[Sequence[TimedAngle]]) -> float | None:
    """Seconds from 10 to 90 % of the way out, of the slowest part that moved with the signal.

    Both legs move as one: where one seems to be at the end at once, the pose model is wrong.
    """
    slowest = run.rise_s()
    if slowest is None:
        return None
    for part in parts:
        if len(part) < _LEAST_SAMPLES:
            continue
        clean = [(t, run.sign * v) for t, v in centred_median(part)]
        peak = quantiles([v for _, v in clean], n=10)[-1]
        if peak >= _WENT_ALONG * run.peak:
            slowest = max(slowest, time_between(clean, 0.1 * peak, 0.9 * peak) or 0.0)
    return slowest


def _unevenness(run: Excursion, parts: Sequence[Sequence[TimedAngle]]) -> float | None:
    """The unevenness of both parts, out and back together; 0 where one of the ways is smooth."""
    far = run.far()
    if far is None or len(parts) != 2:
        return None
    one, other = (dict(part) for part in parts)
    both = sorted(one.keys() & other.keys())
    ways = [
        unevenness([(t, one[t]) for t in way], [(t, other[t]) for t in way])
        for way in ([t for t in both if t <= far[0]], [t for t in both if t >= far[1]])
    ]
    known = [w for w in ways if w is not None]
    return math.sqrt(known[0] * known[1]) if len(known) == 2 else None


def _feet_moved(bodies: Sequence[Body]) -> float:
    """How far an ankle strayed from its usual place during the rep, torso lengths."""
    if not bodies:
        return 0.0
    ankles = np.array([b.px[ANKLES] for b in bodies])
    usual = np.median(ankles, axis=0)
    return float(np.linalg.norm(ankles - usual, axis=2).max()) / bodies[-1].torso


def travel(bodies: Sequence[Body], points: list[Landmark]) -> float | None:
    """How far the middle of some points went in the picture, torso lengths.

    From the 10th to the 90th percentile, sideways or up, whichever is more: a point that is wrong
    for some moments is no step.
    """
    ways = _ways(bodies, points)
    return None if ways is None else max(ways)


def rise(bodies: Sequence[Body], points: list[Landmark]) -> float | None:
    """How far the middle of some points rose or sank in the picture, as ``travel`` measures it."""
    ways = _ways(bodies, points)
    return None if ways is None else ways[1]


def _ways(bodies: Sequence[Body], points: list[Landmark]) -> tuple[float, float] | None:
    """How far their middle went sideways, and up or down, torso lengths."""
    if not bodies:
        return None
    middles = np.sort(np.array([b.px[points].mean(axis=0) for b in bodies]), axis=0)
    cut = len(middles) // 10
    torso = sorted(b.torso for b in bodies)[len(bodies) // 2]
    x, y = (middles[len(middles) - 1 - cut] - middles[cut]) / torso
    return float(x), float(y)
