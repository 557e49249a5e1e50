"""Compares what the coach found with what the clips show."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from judging.labels import RULES, Clip, RepLabel
from posecoach.pose import SIDES
from posecoach.spec.load import stretch

#: Reported, with no target: one camera hardly tells them apart.
NO_TARGET = {"hands_off_floor", "feet_hip_width", "twisting", "collapsing"}
MOST_HOLD_ERROR_S = 0.5
DIRECTION_WITHIN_S = 2.0
_NEAR_S = 1.0  # a fault and a repetition that are no further apart belong together
_SAID_AFTER_S = 6.0  # a correction may wait for a count and a praise


@dataclass
class Run:
    """What one pass of the coach over one clip found; plain values, so that runs can be compared.

    Attributes:
        reps: (seconds, side, complete).
        faults: (rule, side, since, seconds when it was told).
        cues: (seconds, kind, id).
        holds: (side, start, end).
        first_pose: when somebody was first seen; None for nobody.
        peer: what a peer's way of counting gives a side, over the same poses.
    """

    stretch: str
    reps: list[tuple[float, str, bool]] = field(default_factory=list)
    faults: list[tuple[str, str | None, float, float]] = field(default_factory=list)
    cues: list[tuple[float, str, str]] = field(default_factory=list)
    holds: list[tuple[str, float, float]] = field(default_factory=list)
    frames: int = 0
    duration_s: float = 0.0
    seen_s: float = 0.0
    judged_s: float = 0.0
    first_pose: float | None = None
    peer: dict[str, int] = field(default_factory=dict)

    def of(self, kind: str) -> list[tuple[float, str]]:
        return [(t, id) for t, k, id in self.cues if k == kind]


@dataclass
class Refusals:
    """Sums over the clips in which nothing may be counted or corrected.

    Attributes:
        runs: how often such a clip was coached.
        reps, corrections: what was wrongly counted and said in them.
        due: of how many of them the user has to be told what is wrong.
        told: in how many of those it was said in time.
    """

    runs: int = 0
    reps: int = 0
    corrections: int = 0
    due: int = 0
    told: int = 0


@dataclass
class Totals:
    """Sums over the clips of one way of running them."""

    clips: int = 0
    exact: int = 0
    off_by_one: int = 0
    rep_errors: list[float] = field(default_factory=list)
    hold_errors: list[float] = field(default_factory=list)
    holds_missed: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    false: Counter[str] = field(default_factory=Counter)
    delays: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    false_cues: int = 0
    correct_min: float = 0.0
    wrong_directions: int = 0
    minutes: float = 0.0
    seen_min: float = 0.0
    judged_min: float = 0.0
    refusals: Refusals = field(default_factory=Refusals)
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> dict[str, float]:
        return {r: self.found[r] / n for r, n in self.planted.items() if n}


def add(totals: Totals, clip: Clip, run: Run) -> None:
    """Takes one clip into the sums."""
    name = f"{clip.path.stem} as {run.stretch}"
    refused = clip.kind in ("edge", "far") and not any(done for _, _, done in run.reps)
    if refused or clip.kind in ("other", "view"):
        _refusal(totals, clip, run, name)
    else:
        _stretch(totals, clip, run, name)


def _refusal(totals: Totals, clip: Clip, run: Run, name: str) -> None:
    """A clip in which nothing may be counted or corrected."""
    totals.refusals.runs += 1
    reps = sum(done for _, _, done in run.reps)
    corrections = run.of("correction")
    totals.refusals.reps += reps
    totals.refusals.corrections += len(corrections)
    if reps or corrections:
        totals.notes.append(f"{name}: {reps} reps, corrections {[c for _, c in corrections]}")
    if clip.must and run.first_pose is not None:
        totals.refusals.due += 1
        given = [t - run.first_pose for t, id in run.of("direction") if id in clip.must]
        soon = bool(given) and given[0] <= DIRECTION_WITHIN_S
        totals.refusals.told += soon
        if not soon:
            totals.notes.append(f"{name}: {'/'.join(sorted(clip.must))} told {given or 'never'}")


def _stretch(totals: Totals, clip: Clip, run: Run, name: str) -> None:
    totals.clips += not clip.accepted
    totals.minutes += run.duration_s / 60
    totals.seen_min += run.seen_s / 60
    totals.judged_min += run.judged_s / 60
    if clip.accepted:  # what of it was right is told by source: the times are not known
        return
    whole = [r for r in clip.reps if r.whole]
    done = [r for r in run.reps if r[2]]
    off = _off(clip, whole, done)
    totals.exact += off == 0
    totals.off_by_one += off == 1
    if off:
        expected = Counter(r.side for r in whole)
        totals.notes.append(
            f"{name}: {dict(expected)} counted as {dict(Counter(s for _, s, _ in done))}"
        )
    elif len(done) == len(whole) and clip.known:
        totals.rep_errors += [abs(t - r.end) for (t, _, _), r in zip(done, whole, strict=True)]
    _directions(totals, clip, run, name)
    if clip.known:
        _faults(totals, clip, run, name)
        _holds(totals, clip, run, name)


def _off(clip: Clip, whole: list[RepLabel], done: list[tuple[float, str, bool]]) -> int:
    off = sum(
        abs(sum(r.side == s for r in whole) - sum(side == s for _, side, _ in done)) for s in SIDES
    )
    return 0 if clip.only_small else off


def _faults(totals: Totals, clip: Clip, run: Run, name: str) -> None:
    for rep in clip.reps:
        for fault in rep.faults:
            rule = RULES[fault]
            if rule is None:
                continue
            if not rep.whole and rule != "partial" and _whole(clip, rule):
                continue  # what was not counted is not judged as a whole
            if fault in rep.hidden:
                totals.hidden += 1
                continue
            hits = [
                told
                for r, _, since, told in run.faults
                if r == rule and _of(clip, rep, rule, since, told)
            ]
            if rule == "partial" and clip.only_small and not hits:
                hits = [t for t, _, complete in run.reps if complete and _near(rep, t)]
            totals.planted[rule] += 1
            totals.found[rule] += bool(hits)
            if hits:
                totals.delays[rule].append(min(hits) - rep.shown.get(fault, rep.end))
            else:
                totals.notes.append(f"{name}: {rule} at {rep.start:.1f} s not found")
    for rule, _, since, told in run.faults:
        at = _when(clip, rule, since, told)
        if rule not in _allowed(clip, at, at):
            totals.false[rule] += 1
            totals.notes.append(f"{name}: {rule} at {since:.1f} s is false")
    wrong = 0.0
    for rep in clip.reps:
        if rep.faults:
            wrong += rep.end - rep.start
    totals.correct_min += (run.duration_s - wrong) / 60
    for t, id in run.of("correction"):
        if id not in _allowed(clip, t - _SAID_AFTER_S, t):
            totals.false_cues += 1
            totals.notes.append(f"{name}: said {id} at {t:.1f} s, wrongly")


def _whole(clip: Clip, rule: str) -> bool:
    """Whether a rule is of a whole repetition: told at its end, dated from its start."""
    assert clip.stretch is not None
    return not any(r.id == rule and r.per != "rep" for r in stretch(clip.stretch).rules)


def _when(clip: Clip, rule: str, since: float, told: float) -> float:
    """The moment by which a fault's repetition is told."""
    return (since + told) / 2 if _whole(clip, rule) else since


def _of(clip: Clip, rep: RepLabel, rule: str, since: float, told: float) -> bool:
    """Whether a fault is of this repetition; one of a whole repetition is of no other one."""
    at = _when(clip, rule, since, told)
    if not _near(rep, at):
        return False
    return not _whole(clip, rule) or rep is min(
        clip.reps, key=lambda r: abs((r.start + r.end) / 2 - at)
    )


def _near(rep: RepLabel, t: float) -> bool:
    return rep.start - _NEAR_S < t < rep.end + _NEAR_S


def _allowed(clip: Clip, since: float, until: float) -> set[str | None]:
    """Rules that may be broken between two times: those of the faults of the reps about then."""
    about = [r for r in clip.reps if r.start - _NEAR_S < until and r.end + _NEAR_S > since]
    rules = {RULES[f] for r in about for f in r.faults}
    return rules | ({"head_down"} if "chest_down" in rules else set())  # the head comes along


def _directions(totals: Totals, clip: Clip, run: Run, name: str) -> None:
    for t, id in run.of("direction"):
        if id not in clip.right:
            totals.wrong_directions += 1
            totals.notes.append(f"{name}: direction {id} at {t:.1f} s")


def _holds(totals: Totals, clip: Clip, run: Run, name: str) -> None:
    for side, start, end in clip.holds:
        parts = [(a, b) for s, a, b in run.holds if s == side and a < end and b > start]
        if not parts:
            totals.holds_missed += 1
            totals.notes.append(f"{name}: the hold at {start:.1f} s was not timed")
            continue
        error = sum(b - a for a, b in parts) - (end - start)
        totals.hold_errors.append(error)
        if abs(error) > MOST_HOLD_ERROR_S:
            totals.notes.append(f"{name}: the hold at {start:.1f} s is off by {error:+.2f} s")


# ---------------------------------------------------------------------------- the table
