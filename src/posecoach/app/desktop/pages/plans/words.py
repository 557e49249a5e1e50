"""What a plan holds, in words for its pages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from posecoach.app import plandraft
from posecoach.cues import words
from posecoach.errors import PosecoachError
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.settings import Settings
    from posecoach.session.sets import SetPlan
    from posecoach.spec.plan import Plan
    from posecoach.spec.routine import RoutineSet
    from posecoach.spec.schema import Stretch

SIDES: tuple[tuple[plandraft.SetSides, str], ...] = (
    ("both", _("Both")),
    ("left", _("Left")),
    ("right", _("Right")),
)


def dose(one: "RoutineSet") -> str:
    """Repetitions or seconds a side, in a word or two."""
    reps, hold_s = plandraft.amount(one)
    if reps is not None:
        return tr(_("{number} times")).format(number=reps)
    return words.screen("seconds", number=f"{hold_s:g}")


def lines(plan: "Plan") -> list[str]:
    """What a plan holds: author, note, sets, rest, and what its author's stretches are."""
    inside = {s.id: s for s in plan.stretches}
    out = []
    if plan.author:
        out.append(tr(_("By {author}")).format(author=_plain(plan.author)))
    if plan.note:
        out.append(_plain(plan.note))
    for number, one in enumerate(plan.sets, start=1):
        out.append(f"{number}. {_set_words(one, inside)}")
    out.append(tr(_("Rest between two: {seconds} s")).format(seconds=f"{plan.rest_s:g}"))
    for s in plan.stretches:
        tried = tr(s.evidence) if s.evidence else tr(_("its author does not say"))
        told = tr(_("With a stretch of its author: {name}. Tried on: {evidence}."))
        out.append(told.format(name=_plain(s.name), evidence=_plain(tried)))
    return out


def _set_words(one: "RoutineSet", inside: "dict[str, Stretch]") -> str:
    known = inside.get(one.stretch)
    name = words.short_name(known or plandraft.found(one))
    amount = ""
    if one.reps is not None:
        amount = tr(_("{number} times")).format(number=one.reps)
    elif one.hold_s is not None:
        amount = words.screen("seconds", number=f"{one.hold_s:g}")
    side = "" if one.sides == "both" else words.side_word(one.sides)
    return " · ".join(part for part in (_plain(name), amount, side) if part)


def _plain(text: str) -> str:
    """What somebody else wrote, on one line and without control characters."""
    return "".join(c if c.isprintable() else " " for c in text)


def about_minutes(own: "Settings", name: str) -> str:
    """How long a routine takes this user; empty if all of it is left out or it is wrong."""
    from posecoach.app.run import choices
    from posecoach.session.sets import minutes

    try:
        sets, rest = choices.sets(own, None, routine=name)
    except PosecoachError:
        return ""
    return about(minutes(sets, rest))


def about(minutes: int) -> str:
    """How long something takes, in whole minutes."""
    if minutes == 1:
        return tr(_("About one minute"))
    return tr(_("About {minutes} minutes")).format(minutes=minutes)


def sides(sets: "Sequence[SetPlan]") -> str:
    """'left and right', or the one side of all the sets."""
    there = {side for one in sets for side in one.sides}
    if len(there) > 1:
        return tr(_("left and right"))
    if any(one.stretch.sides == "together" for one in sets):
        return ""
    return words.side_word(next(iter(there), None))
