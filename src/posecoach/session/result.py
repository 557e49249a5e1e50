"""The result of each set: counts, times, faults, and which of them were fixed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import median

from posecoach.events import Cue, Event, Fault, Rep
from posecoach.judge.moment import Moment
from posecoach.pose import SIDES, Side
from posecoach.session.verdict import SetFacts, strength_words, tip_words, verdict
from posecoach.spec.figures.guide import PAUSE_S
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch

#: Seconds: a hold is done this close to its goal.
HELD_WITHIN_S = 0.05
GUIDED_WITHIN_S = 1.0  # the same for what was shown and timed


def guided_goal_s(stretch: Stretch, mode: Mode, goal: float | None) -> float | None:
    """The seconds a side that a set is guided for, from its goal in reps or seconds."""
    if goal is None or mode == "hold":
        return goal
    return goal * (PAUSE_S + stretch.guide.rep_s)


def _none() -> dict[Side, int]:
    return dict.fromkeys(SIDES, 0)


@dataclass(frozen=True)
class SetResult:
    """The sums of one set so far; all counts and times of a session come from here.

    Attributes:
        goal: reps or seconds for each side; None without one.
        reps, partials: complete and incomplete reps by side.
        held_s: seconds held by side.
        time_s: seconds since the set began, without pauses.
        seen_s: the part of ``time_s`` in which somebody was found.
        judged_s: the part of ``time_s`` in which the picture allowed judging.
        complete: the complete reps.
        faults: how often each rule was broken, by rule id and side.
        praised: a rule was kept again after a correction, and the coach said so.
        lasting: ids of rules whose fault has begun but not ended.
        guided_s: seconds by side in which somebody was shown how, in a set that is not judged.
    """

    stretch: Stretch
    mode: Mode
    goal: float | None
    sides: tuple[Side, ...]
    reps: Mapping[Side, int] = field(default_factory=_none)
    partials: Mapping[Side, int] = field(default_factory=_none)
    held_s: Mapping[Side, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 0.0))
    time_s: float = 0.0
    seen_s: float = 0.0
    judged_s: float = 0.0
    complete: tuple[Rep, ...] = ()
    faults: Mapping[tuple[str, Side | None], int] = field(default_factory=dict)
    praised: bool = False
    lasting: frozenset[str] = frozenset()
    guided_s: Mapping[Side, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 0.0))

    @property
    def guided(self) -> bool:
        """Whether it was shown and timed, and nothing of it counted or corrected."""
        return not self.stretch.judges(self.mode)

    @property
    def goal_s(self) -> float | None:
        """The seconds a side that were to be guided; None where the set has no end."""
        return guided_goal_s(self.stretch, self.mode, self.goal)

    def after(self, moment: Moment, step: float, *, seen: bool) -> "SetResult":
        """The result after one more moment.

        Args:
            moment: from the set's coach.
            step: seconds since the previous moment.
            seen: somebody was found in the picture.
        """
        return replace(
            self._with_events(moment.events),
            held_s=moment.held_s,
            time_s=self.time_s + step,
            seen_s=self.seen_s + (step if seen else 0.0),
            judged_s=self.judged_s + (step if moment.framing.ok and not self.guided else 0.0),
            guided_s=self.guided_s if moment.pace is None else moment.pace.done_s,
        )

    def _with_events(self, events: Iterable[Event]) -> "SetResult":
        """Counts a fault once: when it begins, or when it ends if its begin was not reported."""
        if not events:
            return self
        reps, partials, faults = dict(self.reps), dict(self.partials), dict(self.faults)
        complete, praised, lasting = list(self.complete), self.praised, set(self.lasting)
        for event in events:
            match event:
                case Rep(side=side, complete=True):
                    reps[side] += 1
                    complete.append(event)
                case Rep(side=side):
                    partials[side] += 1
                case Fault(rule=rule, side=of):
                    if rule not in lasting:
                        faults[rule, of] = faults.get((rule, of), 0) + 1
                    (lasting.add if event.end is None else lasting.discard)(rule)
                case Cue(kind="praise"):
                    praised = True
        return replace(
            self,
            reps=reps,
            partials=partials,
            complete=tuple(complete),
            faults=faults,
            praised=praised,
            lasting=frozenset(lasting),
        )

    def done(self, side: Side) -> float:
        """The complete reps, the seconds held, or the seconds guided, of a side."""
        if self.guided:
            return self.guided_s[side]
        return self.held_s[side] if self.mode == "hold" else self.reps[side]

    @property
    def begun(self) -> bool:
        """Whether there was a complete rep or any time held."""
        return any(self.done(s) > 0 for s in SIDES)

    @property
    def full(self) -> bool:
        """Whether the goal was reached on each side."""
        goal = self.goal_s if self.guided else self.goal
        slack = GUIDED_WITHIN_S if self.guided else HELD_WITHIN_S
        return goal is not None and all(self.done(s) >= goal - slack for s in self.sides)

    @property
    def line(self) -> str:
        """One line of text, to print if the record cannot be written."""
        if self.guided:
            return f"{self.stretch.id}: guided {sum(self.guided_s.values()):.0f} s"
        return f"{self.stretch.id}: " + ", ".join(f"{s} {self.done(s):g}" for s in SIDES)

    @property
    def facts(self) -> SetFacts:
        """What the verdict on the session goes by."""
        rules = {r.id for r in self.stretch.rules}  # leaves out 'partial'
        ranges = {s: [r.range_deg for r in self.complete if r.side == s] for s in SIDES}
        return SetFacts(
            self.stretch.id,
            self.full,
            self.praised,
            {key: n for key, n in self.faults.items() if key[0] in rules},
            {s: median(found) for s, found in ranges.items() if found},
            [r.speed_peaks for r in self.complete],
        )


def closing_words(results: tuple[SetResult, ...]) -> tuple[str, str]:
    """One strength and one thing to work on, as text for the user."""
    begun = [r for r in results if r.begun]
    judged = [r for r in begun if not r.guided]
    time_s = sum(r.time_s for r in judged)
    share = sum(r.judged_s for r in judged) / time_s if time_s > 0 else None
    found = verdict([r.facts for r in begun], share)
    of = next((r.stretch for r in begun if r.stretch.id == found.stretch), None)
    return strength_words(found), tip_words(found, of)
