"""Checks of a rule against what was measured. What is unknown is not broken."""

import math
from collections.abc import Callable, Sequence
from statistics import median

from posecoach.events import Finding
from posecoach.spec.rules import Check, Condition, Rule

#: Value of a measure by name, or None where unknown.
Values = Callable[[str], float | None]


def broken(check: Check, values: Values, *, active: bool = False) -> bool | None:
    """Whether a check is broken; None where that cannot be known.

    Args:
        active: it was broken just before, so that the clearing limits count.
    """
    answers = [_beyond(c, values(c.measure), active) for c in check.conditions]
    if check.all:
        if any(a is False for a in answers):
            return False
        return None if any(a is None for a in answers) else True
    if any(answers):
        return True
    return None if any(a is None for a in answers) else False


def _beyond(c: Condition, value: float | None, active: bool) -> bool | None:
    if value is None:
        return None
    limit = c.clear if active and c.clear is not None else None
    if c.above is not None:
        return value > (c.above if limit is None else limit)
    assert c.below is not None
    return value < (c.below if limit is None else limit)


def findings_of(rule: str, check: Check, values: Values) -> tuple[Finding, ...]:
    """The conditions of a rule's check, each with the value that was measured."""
    return tuple(
        Finding(
            rule,
            c.measure,
            value,
            low=-math.inf if c.below is None else c.below,
            high=math.inf if c.above is None else c.above,
            ok=None if value is None else not _beyond(c, value, active=False),
        )
        for c in check.conditions
        for value in (values(c.measure),)
    )


def usable(rule: Rule, values: Values) -> bool:
    """Whether the ``only_if`` of a rule holds: else its measures are of no use."""
    return rule.only_if is None or broken(rule.only_if, values) is True


def median_known(values: Sequence[float | None]) -> float | None:
    """Median of the known values; None where less than half are known."""
    known = [v for v in values if v is not None]
    if not known or len(known) < len(values) / 2:
        return None
    return median(known)
