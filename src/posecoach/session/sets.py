"""Turns a routine or single stretches into sets, with doses for this user."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from posecoach.cues import words
from posecoach.cues.words import PATIENT_LETTERS_S
from posecoach.judge.guided.pacer import PLACE_S, TURN_S
from posecoach.pose import SIDES, Side, other
from posecoach.spec.figures.guide import PAUSE_S
from posecoach.spec.figures.ways import way
from posecoach.spec.load import stretch
from posecoach.spec.routine import Routine, mode_of
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Dose, Stretch

DoseLevel = Literal["gentle", "usual", "more"]
Age = Literal["under65", "65plus"]

# For the estimate of how long a set takes, seconds.
_INTO_S = 6.0  # into a hold and out of it
_CHANGE_S = 12.0  # in a judged set, to change the knee or turn round
_BEGIN_S = 10.0  # from the instructions into a stretch; a guided one waits longer by its level


@dataclass(frozen=True)
class SetPlan:
    """One set: a stretch, its mode, and the goal.

    ``reps`` and ``hold_s`` are for each side of ``sides``; if both are None, the set has no end.
    """

    stretch: Stretch
    mode: Mode
    reps: int | None = None
    hold_s: float | None = None
    sides: tuple[Side, ...] = SIDES

    @property
    def goal(self) -> float | None:
        """Reps or seconds for each side; None if the set has no end."""
        return self.reps or self.hold_s

    @property
    def guided(self) -> bool:
        """Whether it is shown and timed, and not counted by what is seen."""
        return not self.stretch.judges(self.mode)


def one_set(
    stretch: Stretch,
    mode: Mode | None = None,
    *,
    reps: int | None = None,
    hold_s: float | None = None,
    sides: tuple[Side, ...] = SIDES,
    dose: Dose | None = None,
) -> SetPlan:
    """One set; without ``reps`` or ``hold_s`` the goal is ``dose``, by default that of the spec.

    Raises:
        ValueError: the stretch does not have that mode.
    """
    chosen = mode or stretch.modes[0]
    if chosen not in stretch.modes:
        raise ValueError(f"{stretch.id} has no mode {chosen!r}")
    if stretch.sides == "together":
        sides = SIDES[:1]  # both at once, which bear the name of one
    dose = dose or stretch.dose[chosen]
    if chosen == "mobilizer":
        return SetPlan(stretch, chosen, reps=reps or dose.reps_per_side, sides=sides)
    return SetPlan(stretch, chosen, hold_s=hold_s or dose.seconds, sides=sides)


def dose_of(found: Stretch, mode: Mode, amount: DoseLevel, age: Age) -> Dose:
    """The dose for this user: a variant that the spec has for them, else its usual dose.

    If several apply, 'gentle' comes before 'older', and 'older' before 'more'.
    """
    dose = found.dose[mode]
    if amount == "gentle" and dose.gentle is not None:
        return dose.gentle
    if age == "65plus" and dose.older is not None:
        return dose.older
    if amount == "more" and dose.more is not None:
        return dose.more
    return dose


def sides_of(which: Literal["left", "right", "both"], first: Side) -> tuple[Side, ...]:
    """The sides of a set, in the order in which they are done."""
    if which == "both":
        return SIDES if first == "left" else (first, other(first))
    return (which,)


def sets_of(
    found: Stretch,
    mode: Mode | None,
    *,
    reps: int | None = None,
    hold_s: float | None = None,
    sides: tuple[Side, ...] = SIDES,
    amount: DoseLevel = "usual",
    age: Age = "under65",
) -> list[SetPlan]:
    """The sets of one stretch; just one if ``reps`` or ``hold_s`` is given."""
    chosen = mode_of(found, mode, reps, hold_s)
    dose = dose_of(found, chosen, amount, age)
    one = one_set(found, chosen, reps=reps, hold_s=hold_s, sides=sides, dose=dose)
    given = reps if chosen == "mobilizer" else hold_s
    return [one] * (1 if given else dose.sets)


def sets_of_routine(
    routine: Routine,
    *,
    first: Side = "left",
    amount: DoseLevel = "usual",
    age: Age = "under65",
    leave_out: Collection[str] = (),
) -> list[SetPlan]:
    """The sets of a routine, without the stretches in ``leave_out``."""
    out: list[SetPlan] = []
    for one in routine.sets:
        known = stretch(one.stretch)
        if known.id in leave_out:
            continue
        out += sets_of(
            known,
            one.mode,
            reps=one.reps,
            hold_s=one.hold_s,
            sides=sides_of(one.sides, routine.first or first),
            amount=amount,
            age=age,
        )
    return out


def letters(stretch: Stretch) -> int:
    """How many letters the instructions of a stretch have, as they are said."""
    return sum(map(len, (*stretch.instructions, words.not_watched(stretch))))


def minutes(sets: Sequence[SetPlan], rest_s: float) -> int:
    """How long the sets take about, in whole minutes, at least one."""
    return max(1, round(estimated_s(sets, rest_s) / 60))


def estimated_s(sets: Sequence[SetPlan], rest_s: float) -> float:
    """How long the sets take about, in seconds, with instructions and rests between them."""
    total, heard = 0.0, set()
    for one in sets:
        guide, sides = one.stretch.guide, len(one.sides)
        if one.reps is not None:
            total += one.reps * sides * (guide.rep_s + PAUSE_S)
        elif one.hold_s is not None:
            total += (one.hold_s + _INTO_S) * sides
        if one.guided:
            total += TURN_S[one.stretch.sides] * (sides - 1)
        elif one.stretch.sides == "separate":
            total += _CHANGE_S * (sides - 1)
        if one.stretch.id not in heard:
            heard.add(one.stretch.id)
            total += letters(one.stretch) / PATIENT_LETTERS_S + _BEGIN_S
            if one.guided:
                total += PLACE_S[one.stretch.level]
    for before, after in pairwise(sets):
        steps = way(before.stretch, after.stretch)
        total += max(rest_s, sum(s.lasts_s for s in steps))
    return total
