"""The result of each set: counts, times, faults, and which of them were fixed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from posecoach.cues import words
from posecoach.events import Cue, Event, Fault, Rep
from posecoach.judge.moment import Moment
from posecoach.language import tr
from posecoach.pose import SIDES, Side
from posecoach.spec.figures.guide import PAUSE_S
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch

#: Seconds: a hold is done this close to its goal.
HELD_WITHIN_S = 0.05
GUIDED_WITHIN_S = 1.0  # the same for what was shown and timed


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
        faults: how often each rule was broken, by rule id.
        mended: ids of rules that were kept again after a correction.
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
    faults: Mapping[str, int] = field(default_factory=dict)
    mended: frozenset[str] = frozenset()
    lasting: frozenset[str] = frozenset()
    guided_s: Mapping[Side, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 0.0))

    @property
    def guided(self) -> bool:
        """Whether it was shown and timed, and nothing of it counted or corrected."""
        return not self.stretch.judges(self.mode)

    @property
    def goal_s(self) -> float | None:
        """The seconds a side that were to be guided; None where the set has no end."""
        if self.goal is None or self.mode == "hold":
            return self.goal
        return self.goal * (PAUSE_S + self.stretch.guide.rep_s)

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
        mended, lasting = set(self.mended), set(self.lasting)
        for event in events:
            match event:
                case Rep(side=side, complete=complete):
                    (reps if complete else partials)[side] += 1
                case Fault(rule=rule):
                    if rule not in lasting:
                        faults[rule] = faults.get(rule, 0) + 1
                    (lasting.add if event.end is None else lasting.discard)(rule)
                case Cue(kind="praise"):
                    mended.add(event.id)
        return replace(
            self,
            reps=reps,
            partials=partials,
            faults=faults,
            mended=frozenset(mended),
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
    def most_broken(self) -> str | None:
        """The id of the rule that was broken most often; None if none was."""
        known = {r.id for r in self.stretch.rules}  # leaves out 'partial'
        found = [(n, rule) for rule, n in self.faults.items() if rule in known]
        return max(found)[1] if found else None


def closing_words(results: tuple[SetResult, ...]) -> tuple[str, str]:
    """One strength and one thing to work on, as text for the user."""
    begun = [r for r in results if r.begun]
    worst = next(((r, rule) for r in begun if (rule := r.most_broken) is not None), None)
    judged = any(not r.guided for r in begun)
    if begun and all(r.full for r in begun):
        strength = words.STRENGTHS["form" if worst is None and judged else "dose"]
    elif any(r.mended for r in begun):
        strength = words.STRENGTHS["mended"]
    else:
        strength = words.STRENGTHS["came"]
    if worst is None:
        return tr(strength), tr(words.AGAIN)
    result, rule = worst
    cue = next(r.cue for r in result.stretch.rules if r.id == rule)
    return tr(strength), f"{words.name(result.stretch)}: {words.fill(cue.say, None)}"
