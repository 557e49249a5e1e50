"""Computes the numbers of a report: sums, and the facts for one strength and one tip."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from posecoach.pose import SIDES, Side
from posecoach.records.data import SessionData, SetData
from posecoach.records.store import work_s
from posecoach.session.result import GUIDED_WITHIN_S, HELD_WITHIN_S, guided_goal_s
from posecoach.session.verdict import SetFacts, Verdict, verdict
from posecoach.spec.load import stretches
from posecoach.spec.schema import Stretch

_MAX_FIX_S = 20.0  # a fault that lasts longer was not fixed by the correction


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
    return any(map(set_worked, session.sets))


def set_worked(done: SetData) -> bool:
    """The same for one set."""
    return any(r.complete for r in done.reps) or bool(done.holds) or sum(done.guided_s.values()) > 0


def what_next(session: SessionData) -> Verdict:
    """One strength and one tip for a session."""
    worked_on = [s for s in session.sets if set_worked(s)]
    return verdict([_facts(s) for s in worked_on], judged_share(session))


def _facts(done: SetData) -> SetFacts:
    spec = stretches().get(done.stretch)
    rules = {r.id for r in spec.rules} if spec is not None else set()
    each = amounts(done)
    return SetFacts(
        done.stretch,
        _full(done, each, spec),
        any(c.kind == "praise" for c in done.cues),
        Counter((f.rule, f.side) for f in done.faults if f.rule in rules),
        {a.side: a.range_deg for a in each if a.range_deg is not None},
        [r.speed_peaks for r in done.reps if r.complete],
    )


def _full(done: SetData, each: list[Amount], spec: Stretch | None) -> bool:
    if done.judged:
        return all(a.full is True for a in each)
    dose = done.dose_hold_s if done.mode == "hold" else done.dose_reps
    goal_s = None if spec is None else guided_goal_s(spec, done.mode, dose)
    return goal_s is not None and all(a.done >= goal_s - GUIDED_WITHIN_S for a in each)


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
