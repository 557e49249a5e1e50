"""Checks that every name which a stretch file uses is one that it defines."""

from difflib import get_close_matches
from typing import TYPE_CHECKING

from posecoach.measure.body import point_names
from posecoach.spec.rules import HOLD_MEASURES, REP_MEASURES, Rule

if TYPE_CHECKING:
    from posecoach.spec.schema import Stretch

_OF_A_WHOLE = {"rep": REP_MEASURES, "hold": HOLD_MEASURES, "moment": ()}


def check_names(s: "Stretch") -> None:
    """Checks that every name that is used is defined, and that no rule uses the rep signal.

    Raises:
        ValueError: on the first that is wrong, with what may have been meant.
    """
    points = point_names(roles=s.half_kneeling is not None)
    _measures(s, points)
    if s.watched in ("all", "hold"):
        _signal(s)
    _start(s)
    for name in (*s.framing.body, *s.framing.either, *s.framing.feet):
        _known("framing", name, points, "a point")
    _recognition(s)
    ids = [r.id for r in s.rules]
    for i, rule in enumerate(s.rules):
        if rule.id in ids[:i]:
            raise ValueError(f"rules.{rule.id}: this id stands twice")
        _rule(s, rule, points, ids)
    _doses(s)


def meant(name: str, known: list[str]) -> str:
    """For a message about an unknown name: what may have been meant, in brackets."""
    close = get_close_matches(name, [k for k in known if k != name], n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(repr(n) for n in close)}?)" if close else ""


def _known(where: str, name: str, known: list[str], what: str) -> None:
    if name not in known:
        raise ValueError(f"{where}: found {name!r}, expected {what}{meant(name, known)}")


def _measure(s: "Stretch", where: str, name: str, also: tuple[str, ...] = ()) -> None:
    _known(where, name, [*s.measures, *also], "a measure of this file")


def _measures(s: "Stretch", points: list[str]) -> None:
    order = list(s.measures)
    for key, measure in s.measures.items():
        for point in measure.points():
            _known(f"measures.{key}", point, points, "a point")
        for part in measure.parts():
            _measure(s, f"measures.{key}", part)
            if order.index(part) >= order.index(key):
                raise ValueError(f"measures.{key}: {part!r} must be defined above it")


def _signal(s: "Stretch") -> None:
    _measure(s, "rep.measure", s.rep.measure)
    for name in s.rep.together or ():
        _measure(s, "rep.together", name)
    deep = None if s.rep.deep is None else s.rep.deep.measure
    for key, own in (("rep.side", s.rep.side), ("rep.deep", deep)):
        if own is not None:
            _measure(s, key, own)
    if s.sides == "alternate" and not s.rep.signed:
        raise ValueError("rep.signed: expected true where the sides alternate")
    if s.sides != "alternate" and s.rep.signed:
        raise ValueError("rep.signed: expected false where the sides do not alternate")


def _start(s: "Stretch") -> None:
    single = {"start.highest": s.start.highest, "framing.facing": s.framing.facing}
    for key, own in single.items():
        if own is not None:
            _measure(s, key, own)
    for r in (*s.start.all, *s.framing.also):
        _measure(s, "start / framing", r.measure)


def _recognition(s: "Stretch") -> None:
    ids = [c.id for c in s.recognise]
    for i, known in enumerate(s.recognise):
        where = f"recognise.{known.id}"
        if known.id in ids[:i] or known.id in [rule.id for rule in s.rules]:
            raise ValueError(f"{where}: this id stands twice")
        for r in known.ranges:
            _measure(s, where, r.measure, _OF_A_WHOLE[known.per])


def _rule(s: "Stretch", rule: Rule, points: list[str], ids: list[str]) -> None:
    where = f"rules.{rule.id}"
    for c in (c for check in rule.checks for c in check.conditions):
        _measure(s, where, c.measure, _OF_A_WHOLE[rule.per])
        if c.measure == s.rep.measure:
            raise ValueError(
                f"{where}: uses the rep signal {c.measure!r}; a rule must have a measure "
                "of its own, so that counting and judging never share a threshold"
            )
    for other in rule.yields_to:
        _known(where, other, ids, "a rule of this file")
    for part in rule.parts:
        _known(where, part, points, "a point")


def _doses(s: "Stretch") -> None:
    for mode in s.modes:
        if mode not in s.dose:
            raise ValueError(f"dose.{mode}: missing, expected a dose for each mode")
    for mode, dose in s.dose.items():
        wanted = dose.reps_per_side if mode == "mobilizer" else dose.seconds
        if wanted is None:
            key = "reps_per_side" if mode == "mobilizer" else "seconds"
            raise ValueError(f"dose.{mode}.{key}: missing")
