"""From a routine to sets: the stretch's dose, made to the user's own measure."""

from collections.abc import Collection
from typing import Literal

from posecoach.pose import SIDES, Side, other
from posecoach.session.session import SetPlan
from posecoach.spec.load import stretch
from posecoach.spec.routine import Routine
from posecoach.spec.schema import Dose, Mode, Stretch

Amount = Literal["gentle", "usual", "more"]
Age = Literal["under65", "65plus"]


def dose_of(found: Stretch, mode: Mode, amount: Amount, age: Age) -> Dose:
    """The dose of a stretch for this user: the spec's own, or its variant for them."""
    dose = found.dose[mode]
    if amount == "gentle" and dose.gentle is not None:
        return dose.gentle
    if age == "65plus" and dose.older is not None:
        return dose.older
    if amount == "more" and dose.more is not None:
        return dose.more
    return dose


def sides_of(which: Literal["left", "right", "both"], first: Side) -> tuple[Side, ...]:
    """The sides of a set, in their order."""
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
    amount: Amount = "usual",
    age: Age = "under65",
) -> list[SetPlan]:
    """One stretch as sets; a wish for reps or seconds is one set of just that."""
    chosen = mode or found.modes[0]
    dose = dose_of(found, chosen, amount, age)
    if chosen == "mobilizer":
        one = SetPlan(found, chosen, reps=reps or dose.reps_per_side, sides=sides)
        return [one] * (1 if reps else dose.sets)
    one = SetPlan(found, chosen, hold_s=hold_s or dose.seconds, sides=sides)
    return [one] * (1 if hold_s else dose.sets)


def plans(
    routine: Routine,
    *,
    first: Side = "left",
    amount: Amount = "usual",
    age: Age = "under65",
    leave_out: Collection[str] = (),
) -> list[SetPlan]:
    """The sets of a routine, without the stretches that the user leaves out."""
    out: list[SetPlan] = []
    for one in routine.sets:
        if one.stretch in leave_out:
            continue
        out += sets_of(
            stretch(one.stretch),
            one.mode,
            reps=one.reps,
            hold_s=one.hold_s,
            sides=sides_of(one.sides, routine.first or first),
            amount=amount,
            age=age,
        )
    return out
