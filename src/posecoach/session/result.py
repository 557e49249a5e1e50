"""What came of each set: counts, what was corrected and whether it was mended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from posecoach.cues import words
from posecoach.events import Cue, Event, Fault
from posecoach.judge.moment import Moment
from posecoach.language import tr
from posecoach.pose import SIDES, Side
from posecoach.spec.schema import Mode, Stretch


@dataclass
class SetResult:
    """One set so far.

    Attributes:
        reps, held_s: complete reps and seconds held a side.
        faults: how often each rule was broken.
        mended: rules that were kept again after a correction.
    """

    stretch: Stretch
    mode: Mode
    goal: float | None
    sides: tuple[Side, ...]
    reps: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(SIDES, 0))
    held_s: dict[Side, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 0.0))
    faults: Counter[str] = field(default_factory=Counter)
    mended: set[str] = field(default_factory=set)

    def take(self, moment: Moment) -> None:
        """Takes a moment of the set's coach."""
        self.reps, self.held_s = dict(moment.reps), dict(moment.held_s)
        self.add(moment.events)

    def add(self, events: Iterable[Event]) -> None:
        """Takes events alone."""
        for e in events:
            if isinstance(e, Fault) and (e.end is not None or e.rule not in self.faults):
                self.faults[e.rule] += 1
            elif isinstance(e, Cue) and e.kind == "praise":
                self.mended.add(e.id)

    def done(self, side: Side) -> float:
        """Reps or seconds of a side."""
        return self.held_s[side] if self.mode == "hold" else self.reps[side]

    @property
    def begun(self) -> bool:
        """Whether anything was done at all."""
        return any(self.done(s) > 0 for s in SIDES)

    @property
    def full(self) -> bool:
        """Whether the dose was reached on each side."""
        return self.goal is not None and all(self.done(s) >= self.goal - 0.1 for s in self.sides)

    @property
    def most_broken(self) -> str | None:
        """The rule that was broken most, partial reps apart; None where all was well."""
        known = {r.id for r in self.stretch.rules}
        found = [(n, rule) for rule, n in self.faults.items() if rule in known]
        return max(found)[1] if found else None


def closing_words(results: tuple[SetResult, ...]) -> tuple[str, str]:
    """One strength and one thing to work on, in words, from what came of a session."""
    begun = [r for r in results if r.begun]
    worst = next(((r, rule) for r in begun if (rule := r.most_broken) is not None), None)
    if begun and all(r.full for r in begun):
        strength = words.STRENGTHS["form" if worst is None else "dose"]
    elif any(r.mended for r in begun):
        strength = words.STRENGTHS["mended"]
    else:
        strength = words.STRENGTHS["came"]
    if worst is None:
        return tr(strength), tr(words.AGAIN)
    result, rule = worst
    cue = next(r.cue for r in result.stretch.rules if r.id == rule)
    return tr(strength), f"{words.name(result.stretch)}: {words.fill(cue.say, None)}"
