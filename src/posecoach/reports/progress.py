"""Computes what the app's progress page shows: days, courses of range, rarer corrections. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import fmean

import numpy as np

from posecoach.pose import Side
from posecoach.records.data import Numbered, SessionData, SetData
from posecoach.reports.trends import SAME_DEG, TREND_SESSIONS, Trend, fitted

#: Corrections are compared over so many of the last sessions.
LAST_SESSIONS = 9
_STEPS = 24  # of a course's band, which is curved


def with_work(everything: Iterable[Numbered]) -> list[Numbered]:
    """The sessions with a person in which something was done."""
    return [n for n in everything if n.session.kind == "live" and any(map(_done, n.session.sets))]


def _done(one: SetData) -> bool:
    """Whether anything of a set was done: a repetition, or seconds of it."""
    guided = (one.guided_left_s or 0.0) + (one.guided_right_s or 0.0)
    return bool(one.reps) or guided > 0.0 or any(h.held_s for h in one.holds)


def by_day(sessions: Iterable[Numbered]) -> dict[date, list[Numbered]]:
    """The sessions of each day, in local time, oldest first."""
    out: dict[date, list[Numbered]] = {}
    for numbered in sorted(sessions, key=lambda n: n.session.started):
        out.setdefault(numbered.day.date(), []).append(numbered)
    return out


def of_month(sessions: Iterable[Numbered], year: int, month: int) -> list[Numbered]:
    """The sessions of one month."""
    return [n for n in sessions if (n.day.year, n.day.month) == (year, month)]


@dataclass(frozen=True)
class Felt:
    """Mean discomfort, 0 to 10, over the sessions with an answer before and after."""

    before: float
    after: float


def felt(sessions: Iterable[SessionData]) -> Felt | None:
    """The discomfort over some sessions; None if none has both answers."""
    answers = [
        (s.discomfort_before, s.discomfort_after)
        for s in sessions
        if s.discomfort_before is not None and s.discomfort_after is not None
    ]
    if not answers:
        return None
    return Felt(fmean(a for a, _ in answers), fmean(b for _, b in answers))


@dataclass(frozen=True)
class Course:
    """How a range went over the sessions.

    Attributes:
        points: when, the lowest likely, the middle and the highest likely range, degrees.
        fitted: a straight line through the sessions; otherwise the sessions themselves.
    """

    points: tuple[tuple[datetime, float, float, float], ...]
    fitted: bool


def course(trend: Trend) -> Course:
    """The line that a trend's change was read from, with its 95 % confidence band.

    The band is never narrower than the camera's error. Where it is too early for a line, each
    session has the camera's error alone.
    """
    line = fitted(trend.points)
    if line is None:
        return Course(tuple((t, v - SAME_DEG, v, v + SAME_DEG) for t, v in trend.points), False)
    first = trend.points[0][0]
    points = []
    for day in np.linspace(0.0, line.span, _STEPS + 1):
        middle, error = line.at(day), max(SAME_DEG, line.error(day))
        points.append((first + timedelta(days=float(day)), middle - error, middle, middle + error))
    return Course(tuple(points), True)


@dataclass(frozen=True)
class Rarer:
    """A rule that was broken less and less, with how often in each session, oldest first.

    ``side`` is the side with the most faults.
    """

    rule: str
    side: Side | None
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Corrected:
    """The corrections of one stretch over its last sessions.

    Attributes:
        sessions: how many were compared; with fewer than ``TREND_SESSIONS`` it is too early.
        faults: how many there were in them.
        rarer: the rules that were broken less and less, the clearest first.
    """

    sessions: int
    faults: int
    rarer: tuple[Rarer, ...]


def corrected(sessions: Sequence[SessionData], stretch: str) -> Corrected:
    """Which corrections of a stretch became rarer over its last sessions, oldest given first.

    A rule counts as rarer if there were fewer faults in the last session than in the first, and
    in the later half fewer than in the earlier half by more than chance gives: twice the square
    root of the sum, as counts scatter.
    """
    own = [found for s in sessions if (found := _worked_sets(s, stretch))][-LAST_SESSIONS:]
    each = [Counter(f.rule for done in sets for f in done.faults) for sets in own]
    half = len(own) // 2
    rarer: list[tuple[int, Rarer]] = []
    if len(own) >= TREND_SESSIONS:
        for rule in sorted(set().union(*each)):
            counts = tuple(c[rule] for c in each)
            early, late = sum(counts[:half]), sum(counts[-half:])
            if counts[-1] < counts[0] and early - late > 2 * sqrt(early + late):
                rarer.append((late - early, Rarer(rule, _side(own, rule), counts)))
    rarer.sort(key=lambda found: found[0])
    return Corrected(len(own), sum(c.total() for c in each), tuple(r for _, r in rarer))


def _worked_sets(session: SessionData, stretch: str) -> list[SetData]:
    """The sets of a stretch with a complete rep or a hold: without one, few faults mean nothing."""
    return [
        done
        for done in session.sets
        if done.stretch == stretch and (done.holds or any(r.complete for r in done.reps))
    ]


def _side(sessions: Sequence[Sequence[SetData]], rule: str) -> Side | None:
    sides = Counter(f.side for sets in sessions for s in sets for f in s.faults if f.rule == rule)
    return sides.most_common(1)[0][0]
