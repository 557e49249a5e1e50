"""What a plan may say: a routine of one's own with its days.

The stretches of its author, which others do not have, stand in the file as a whole; they are
checked as every stretch file is.
"""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Literal, get_args

from pydantic import Field, model_validator

from posecoach.language import as_id, in_latin, tr
from posecoach.language import mark as _
from posecoach.pose import Side
from posecoach.spec import limits
from posecoach.spec.routine import REST_S, Routine, RoutineSet
from posecoach.spec.rules import Strict
from posecoach.spec.schema import Stretch

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)
#: The names of the days, as short words.
DAY_WORDS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


class Plan(Strict):
    """What a plan file may say.

    Attributes:
        author: who made it, in their own words.
        note: what the author says about it.
        days: on which it is the day's routine; empty: on none by itself.
        stretches: those of its author, as whole stretch files. A set may also name a stretch file
            beside the plan's own file, by its path from there; ``plans.load`` puts it in here.
    """

    format: Literal["posecoach-plan"]
    schema_: Literal[1] = Field(alias="schema")
    name: str = Field(pattern=r"\S", max_length=60)
    author: str = Field(default="", max_length=80)
    note: str = Field(default="", max_length=500)
    days: tuple[Day, ...] = Field(default=(), max_length=7)
    first: Side | None = None
    rest_s: float = Field(default=REST_S, ge=limits.REST_S[0], le=limits.REST_S[1])
    sets: tuple[RoutineSet, ...] = Field(min_length=1, max_length=limits.MOST_SETS)
    stretches: tuple[Stretch, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def _sound(self) -> "Plan":
        if len(set(self.days)) < len(self.days):
            raise ValueError("days: expected each day once")
        ids = [s.id for s in self.stretches]
        if len(set(ids)) < len(ids):
            raise ValueError("stretches: expected each id once")
        unused = [i for i in ids if i not in {one.stretch for one in self.sets}]
        if unused:
            raise ValueError(f"stretches: {', '.join(unused)} stands in no set")
        return self

    @property
    def id(self) -> str:
        """The name of its file: its name in small letters."""
        return id_of(self.name)

    @property
    def routine(self) -> Routine:
        """What is done."""
        return Routine(
            schema=1, name=self.name, first=self.first, rest_s=self.rest_s, sets=self.sets
        )

    def on(self, day: date) -> bool:
        """Whether it is the routine of a day."""
        return DAYS[day.weekday()] in self.days


def id_of(name: str) -> str:
    """A name as an id: 'My mornings' is 'my_mornings'.

    Letters that have no Latin form are told apart by a short hash of the whole name at the end.
    """
    out, mark = as_id(name), ""
    if any(c.isalnum() and not c.isascii() for c in in_latin(name)):
        mark = f"_{sha256(name.encode()).hexdigest()[:8]}"
    if not out or not out[0].isalpha():
        out = f"plan_{out}".strip("_")
    return out[: 40 - len(mark)].strip("_") + mark


def days_words(days: Iterable[Day]) -> str:
    """Days as words: 'Mon, Wed, Fri'; every day or none as such."""
    found = [d for d in DAYS if d in set(days)]
    if not found:
        return tr(_("on no fixed day"))
    if len(found) == len(DAYS):
        return tr(_("every day"))
    return ", ".join(tr(DAY_WORDS[DAYS.index(d)]) for d in found)
