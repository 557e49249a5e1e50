"""What came of each set: counts, time, what was corrected and whether it was mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from posecoach.cues import words
from posecoach.events import Cue, Event, Fault, Rep
from posecoach.judge.moment import Moment
from posecoach.language import tr
from posecoach.pose import SIDES, Side
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch


def _none() -> dict[Side, int]:
    return dict.fromkeys(SIDES, 0)


@dataclass(frozen=True)
class SetResult:
    """One set so far: the one place in which a session's moments and events are summed.

    Attributes:
        goal: reps or seconds a side; None without one.
        reps, partials: complete and incomplete reps a side.
        held_s: seconds held a side.
        time_s: since the set began, pauses apart; ``seen_s`` of it somebody was found,
            ``judged_s`` of it the picture allowed judging.
        faults: how often each rule was broken.
        mended: rules that were kept again after a correction.
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
    lasting: frozenset[str] = frozenset()  # rules whose fault has begun and is not over

    def after(self, moment: Moment, step: float, *, seen: bool) -> "SetResult":
        """With one more moment of the set's coach.

        Args:
            moment: of the coach.
            step: seconds since the moment before.
            seen: somebody was found in the picture.
        """
        return replace(
            self._with_events(moment.events),
            held_s=moment.held_s,
            time_s=self.time_s + step,
            seen_s=self.seen_s + (step if seen else 0.0),
            judged_s=self.judged_s + (step if moment.framing.ok else 0.0),
        )

    def _with_events(self, events: Iterable[Event]) -> "SetResult":
        """A fault counts once: when it begins, or when it ends if that is all that is told."""
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
