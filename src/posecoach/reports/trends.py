"""How the range changed over the sessions, with its error. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import median
from typing import Literal

import numpy as np

from posecoach.pose import Side
from posecoach.records.data import SessionData

#: A smaller change of range is within the error of one camera: 'about the same'. Degrees.
SAME_DEG = 5.0
#: With fewer sessions, no trend is reported.
TREND_SESSIONS = 5

TrendVerdict = Literal["same", "more", "less", "unclear", "early"]


@dataclass(frozen=True)
class Trend:
    """How the range of one side of one stretch changed over the sessions.

    Attributes:
        points: for each session its start and the median range of its complete reps, degrees.
        change_deg: from the first to the last session on a fitted straight line; None with fewer
            than five sessions.
        error_deg: half the 95 % confidence interval of the change, at least the camera's error.
    """

    stretch: str
    side: Side
    points: tuple[tuple[datetime, float], ...]
    change_deg: float | None
    error_deg: float | None
    verdict: TrendVerdict


def trends(sessions: Iterable[SessionData]) -> list[Trend]:
    """The trend of each stretch and side that has repetitions."""
    points: dict[tuple[str, Side], list[tuple[datetime, float]]] = {}
    for session in sessions:
        by_key: dict[tuple[str, Side], list[float]] = {}
        for done in session.sets:
            for rep in done.reps:
                if rep.complete:
                    by_key.setdefault((done.stretch, rep.side), []).append(rep.range_deg)
        for key, values in by_key.items():
            points.setdefault(key, []).append((session.started, float(median(values))))
    return [_trend(stretch, side, found) for (stretch, side), found in sorted(points.items())]


@dataclass(frozen=True)
class Line:
    """A straight line fitted to values over days by least squares.

    Attributes:
        days: the days of the values, from the first on.
        middle: the mean value, through which the line goes at the mean day.
        slope: change a day.
        noise: standard deviation of the values around the line, in their unit.
        spread: sum of the squared distances of the days from their mean.
    """

    days: np.ndarray
    middle: float
    slope: float
    noise: float
    spread: float

    def at(self, day: float) -> float:
        """The line's value."""
        return self.middle + self.slope * (day - float(self.days.mean()))

    def error(self, day: float) -> float:
        """Half the 95 % confidence band of the line at a day."""
        off = day - float(self.days.mean())
        return (
            t95(len(self.days) - 2)
            * self.noise
            * sqrt(1 / len(self.days) + off * off / self.spread)
        )

    @property
    def span(self) -> float:
        """Days from the first value to the last."""
        return float(self.days[-1])

    @property
    def change(self) -> float:
        """From the first value to the last."""
        return self.slope * self.span

    @property
    def change_error(self) -> float:
        """Half the 95 % confidence interval of the change."""
        return t95(len(self.days) - 2) * self.noise / sqrt(self.spread) * self.span


def fitted(points: Sequence[tuple[datetime, float]]) -> Line | None:
    """The line through values over time; None with too few sessions, or all of one moment."""
    days = np.array([(t - points[0][0]).total_seconds() / 86400 for t, _ in points])
    around = days - days.mean()
    spread = float((around**2).sum())
    if len(points) < TREND_SESSIONS or spread <= 0:
        return None
    y = np.array([v for _, v in points])
    slope = float((around * (y - y.mean())).sum() / spread)
    left = y - y.mean() - slope * around
    return Line(
        days, float(y.mean()), slope, sqrt(float((left**2).sum()) / (len(points) - 2)), spread
    )


def _trend(stretch: str, side: Side, points: Sequence[tuple[datetime, float]]) -> Trend:
    found = tuple(points)
    line = fitted(found)
    if line is None:
        return Trend(stretch, side, found, None, None, "early")
    change, error = line.change, line.change_error
    verdict: TrendVerdict = "more" if change > 0 else "less"
    if abs(change) < SAME_DEG:
        verdict = "same"
    elif abs(change) < error:
        verdict = "unclear"
    return Trend(stretch, side, found, change, max(error, SAME_DEG), verdict)


def t95(free: int) -> float:
    """Two-sided 95 % quantile of Student's t for ``free`` degrees of freedom.

    By the Cornish-Fisher expansion; the error is below 4 % from 3 degrees of freedom on.
    """
    z = 1.96
    return z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
