"""The conditions of a draft as they are collected, and how their limits are rounded."""

import math
from dataclasses import dataclass, field

from posecoach.draft.content import words
from posecoach.draft.movement.candidates import Candidate, Table

SURELY = 0.98  # share of the time: what is seen this often must be seen to recognise the posture
HARDLY = 0.6  # share of the time: what is seen less often is no condition
STILL = 1.5  # model errors: a part that changes by less stays
#: The least that every posture is recognised by.
ASKED = ("hips_height", "shoulders_height")


@dataclass
class Conditions:
    """The ``[[recognise]]`` of a draft, with the measures that they need.

    Attributes:
        why: a comment for each condition, by its id.
    """

    all: list[Table] = field(default_factory=list)
    measures: dict[str, Table] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def add(self, table: Table, said: tuple[str, str, str], why: str) -> None:
        what, show, say = said
        self.all.append(
            {**table, "what": words.own(what), "show": words.own(show), "say": words.own(say)}
        )
        self.why[table["id"]] = why

    def need(self, candidate: Candidate) -> str:
        self.measures.update({n: dict(t) for n, t in candidate.tables.items()})
        return candidate.name


def down(value: float) -> float:
    """Rounded away from the middle: whole degrees, or hundredths of a torso."""
    return float(math.floor(value)) if abs(value) >= 10 else math.floor(value * 100) / 100


def up(value: float) -> float:
    """The same upward."""
    return -down(-value)
