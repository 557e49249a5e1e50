"""Computes the numbers of a report: sums, one strength and one tip. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

from posecoach.pose import SIDES, Side
from posecoach.records.data import SessionData, SetData
from posecoach.records.store import work_s
from posecoach.session.result import HELD_WITHIN_S

_MAX_FIX_S = 20.0  # a fault that lasts longer was not fixed by the correction
_UNEVEN = 0.75  # one side's range over the other's: below this they differ
_SEEN_WELL = 0.8  # share of the time in which the picture allowed judging

Strength = Literal["form", "mended", "dose", "calm", "came"]


@dataclass(frozen=True)
class Amount:
    """The reps or held seconds of one side, and the goal."""

    side: Side
    done: float
    asked: float | None
    partials: int
    range_deg: float | None

    @property
    def full(self) -> bool | None:
        """Whether the goal was reached; None without a goal."""
        return None if self.asked is None else self.done >= self.asked - HELD_WITHIN_S


def amounts(done: SetData) -> list[Amount]:
    """Reps or held seconds for each side of a set; the range is the median of complete reps.

    Of a set that was not judged the seconds guided are all that is known.
    """
    if not done.judged:
        return [Amount(s, done.guided_s[s], None, 0, None) for s in SIDES if s in done.sides]
    out = []
    for side in SIDES:
        if side not in done.sides:
            continue
        reps = [r for r in done.reps if r.side == side and r.complete]
        partials = sum(r.side == side and not r.complete for r in done.reps)
        held = sum(h.held_s for h in done.holds if h.side == side)
        hold = done.mode == "hold"
        asked = done.dose_hold_s if hold else done.dose_reps
        middle = median(r.range_deg for r in reps) if reps else None
        out.append(Amount(side, held if hold else len(reps), asked, partials, middle))
    return out


@dataclass(frozen=True)
class Correction:
    """How often one rule was broken and corrected in one or more sets, and how soon it was fixed.

    ``fixed_s`` is the median time from the first correction to the end of the fault; None if
    nothing was said or no fault ended soon after. ``side`` is the side with the most faults.
    """

    stretch: str
    rule: str
    side: Side | None
    faults: int
    said: int
    fixed_s: float | None


def corrections(sets: Iterable[SetData]) -> list[Correction]:
    """All corrections, the most frequent first."""
    faults: dict[tuple[str, str], list[Side | None]] = {}
    said: Counter[tuple[str, str]] = Counter()
    fixes: dict[tuple[str, str], list[float]] = {}
    for done in sets:
        for fault in done.faults:
            key = (done.stretch, fault.rule)
            faults.setdefault(key, []).append(fault.side)
            told = [
                c.t
                for c in done.cues
                if c.kind == "correction" and c.rule == fault.rule and fault.start <= c.t
            ]
            if told and told[0] <= fault.end <= told[0] + _MAX_FIX_S:
                fixes.setdefault(key, []).append(fault.end - told[0])
        said.update((done.stretch, c.rule) for c in done.cues if c.kind == "correction")
    out = [
        Correction(
            *key,
            Counter(sides).most_common(1)[0][0],
            len(sides),
            said[key],
            median(fixes[key]) if key in fixes else None,
        )
        for key, sides in faults.items()
    ]
    return sorted(out, key=lambda c: (-c.faults, c.stretch, c.rule))


def judged_share(session: SessionData) -> float | None:
    """The share of the working time in which the picture allowed judging; None if unknown."""
    judged = [s for s in session.sets if s.judged]
    if session.sets and not judged:
        return None
    time_s = sum(s.time_s or 0.0 for s in judged)
    if time_s > 0:
        return min(1.0, sum(s.judged_s or 0.0 for s in judged) / time_s)
    if session.seen_s > 0:
        return min(1.0, session.judged_s / session.seen_s)
    return None


def minutes(session: SessionData) -> float:
    """Minutes of work."""
    return work_s(session.seen_s, sum(s.time_s or 0.0 for s in session.sets)) / 60


def worked(session: SessionData) -> bool:
    """Whether there was at least one complete rep or hold, or something was guided."""
    return any(
        any(r.complete for r in s.reps) or s.holds or sum(s.guided_s.values()) > 0
        for s in session.sets
    )


@dataclass(frozen=True)
class Next:
    """One strength and one tip, as ids, with the rule or side that the tip is about."""

    strength: Strength
    tip: Literal["rule", "uneven", "seen", "again"]
    about: Correction | None = None
    side: Side | None = None
    stretch: str = ""


def what_next(session: SessionData) -> Next:
    """The tip is the most frequent fault, else the side with less range, else the camera."""
    found = corrections(session.sets)
    share = judged_share(session)
    reps = [r for s in session.sets for r in s.reps if r.complete]
    full = [a.full for s in session.sets for a in amounts(s)]
    mended = [c for c in found if c.fixed_s is not None and c.fixed_s <= 5.0]
    strength: Strength = "came"
    if worked(session) and not found and share is not None and share >= _SEEN_WELL:
        strength = "form"
    elif full and all(full):
        strength = "dose"
    elif mended:
        strength = "mended"
    elif reps and median(r.speed_peaks for r in reps) <= 2:
        strength = "calm"
    if found:
        return Next(strength, "rule", about=found[0], stretch=found[0].stretch)
    for done in session.sets:
        by_side = {a.side: a.range_deg for a in amounts(done)}
        left, right = by_side.get("left"), by_side.get("right")
        if left and right and min(left, right) / max(left, right) < _UNEVEN:
            shorter: Side = "left" if left < right else "right"
            return Next(strength, "uneven", side=shorter, stretch=done.stretch)
    if share is not None and share < _SEEN_WELL:
        return Next(strength, "seen")
    return Next(strength, "again")


# ---------------------------------------------------------------------- across sessions


def weekly_minutes(
    sessions: Iterable[SessionData], today: date, weeks: int = 12
) -> list[tuple[date, float]]:
    """Minutes in each of the last weeks, by Monday; weeks without a session count 0."""
    sums: dict[date, float] = {}
    for session in sessions:
        day = session.started.astimezone().date()
        monday = day - timedelta(days=day.weekday())
        sums[monday] = sums.get(monday, 0.0) + minutes(session)
    this = today - timedelta(days=today.weekday())
    first = min([*sums, this])
    count = min(weeks, (this - first).days // 7 + 1)
    mondays = [this - timedelta(weeks=i) for i in reversed(range(count))]
    return [(m, sums.get(m, 0.0)) for m in mondays]


@dataclass(frozen=True)
class SideSums:
    """The sums of one side of one stretch over a period."""

    stretch: str
    side: Side
    sessions: int
    reps: int
    partials: int
    held_s: float
    full: int
    with_dose: int
    guided_s: float = 0.0


def doses(sessions: Iterable[SessionData]) -> list[SideSums]:
    """Sums over sessions; ``full`` of the ``with_dose`` sets with a goal reached it."""
    found: dict[tuple[str, Side], list[tuple[SetData, Amount]]] = {}
    for session in sessions:
        for done in session.sets:
            for amount in amounts(done):
                found.setdefault((done.stretch, amount.side), []).append((done, amount))
    return [
        SideSums(
            stretch,
            side,
            len(rows),
            sum(int(a.done) for s, a in rows if s.judged and s.mode == "mobilizer"),
            sum(a.partials for _, a in rows),
            sum(a.done for s, a in rows if s.judged and s.mode == "hold"),
            sum(a.full is True for _, a in rows),
            sum(a.full is not None for _, a in rows),
            sum(a.done for s, a in rows if not s.judged),
        )
        for (stretch, side), rows in sorted(found.items())
    ]
