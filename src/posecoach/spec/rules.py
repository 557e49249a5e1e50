"""The rules of a stretch file: limits of measures, and what is said when they are broken."""

import math
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from posecoach.spec.limits import MOST_NAME
from posecoach.spec.meanings import described

Mode = Literal["mobilizer", "hold"]
Phase = Literal["start", "out", "end", "back"]
View = Literal["side", "front"]
#: In turn, all of one side and then all of the other, or both at once.
SidesKind = Literal["alternate", "separate", "together"]

#: Measures of a movement in time: of a whole rep, and of the last seconds of a hold.
REP_MEASURES = (
    "rise_s",
    "fall_s",
    "peak_speed",
    "speed_peaks",
    "unevenness",
    "feet_moved",
    "feet_travel",
    "hips_travel",
    "shoulders_rise",
)
HOLD_MEASURES = ("reversals",)


def braces(*names: str) -> AfterValidator:
    """Checks that a text has these names in braces, and no other brace."""
    known = [f"{{{name}}}" for name in names]

    def check(text: str) -> str:
        for found in re.findall(r"\{[^{}]*\}|[{}]", text):
            if found not in known:
                raise ValueError(f"found {found}, expected no brace but {' and '.join(known)}")
        return text

    return AfterValidator(check)


#: Words for the user, in which a side and the other one may be named.
#: A name that is shown: not blank, and short enough for a line.
Name = Annotated[str, Field(pattern=r"\S", max_length=MOST_NAME)]
SideText = Annotated[str, Field(min_length=1), braces("side", "other")]


def _six_words(text: str) -> str:
    if len(text.split()) > 6:
        raise ValueError("expected at most six words")
    return text


#: On the screen, to be read from two metres.
ShownText = Annotated[SideText, AfterValidator(_six_words)]


class Strict(BaseModel):
    """A table of a stretch file: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=described)


class Condition(Strict):
    """A limit of one measure, broken beyond it; from ``clear`` on it is satisfied again."""

    measure: str
    above: float | None = None
    below: float | None = None
    clear: float | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> "Condition":
        if (self.above is None) == (self.below is None):
            raise ValueError("expected exactly one of 'above' and 'below'")
        if self.clear is not None and not (
            self.clear <= self.above
            if self.above is not None
            else self.clear >= (self.below if self.below is not None else math.nan)
        ):
            raise ValueError("expected 'clear' on the good side of the limit")
        return self


class Check(Strict):
    """All, or any, of some conditions."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> "Check":
        if bool(self.all) == bool(self.any):
            raise ValueError("expected exactly one of 'all' and 'any', with conditions in it")
        return self

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return self.all or self.any


class Range(Strict):
    """Limits of a measure. Where it is unknown, an ``optional`` range counts as satisfied."""

    measure: str
    optional: bool = False
    min: float = -math.inf
    max: float = math.inf

    @model_validator(mode="after")
    def _ordered(self) -> "Range":
        if not self.min < self.max:
            raise ValueError("expected min < max")
        return self


class CueText(Strict):
    """Words of a correction: on the screen, aloud, again, and when fixed."""

    show: ShownText
    say: SideText
    again: Annotated[str, braces("side", "other")] = ""
    fixed: SideText = "That's it."


class Rule(Strict):
    """A check on measures: if it is broken for long enough, that is a fault.

    ``per = "moment"``: judged from moment to moment, in the phases ``when``. ``per = "rep"``:
    judged once, when the rep is complete, on the medians over its ``window``; in a hold, on the
    medians of the last second. ``per = "hold"``: judged while the end position is held. A ``hint``
    is given as advice, not as a correction.

    Seen from a little aside, what one side shows too little of the other shows too much. Once both
    sides were done in a set, ``both`` takes the place of ``fault``: it is judged on the means of
    this rep and the last one of the other side. A rep that is itself clear of ``warn`` is kept.

    From a poor picture the pose model may be wrong. A rule of a rep can say where it is ``sure``
    to be right. Elsewhere the rule is unknown until, at the end of an earlier rep of the same set,
    ``proof`` was seen (with its ``only_if``): what the model never finds by guessing.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    per: Literal["moment", "rep", "hold"]
    modes: tuple[Mode, ...] = ("mobilizer", "hold")
    when: tuple[Phase, ...] = ("out", "end", "back")
    window: Literal["start", "end", "whole"] = "end"
    fault: Check
    both: Check | None = None
    warn: Check | None = None
    only_if: Check | None = None
    sure: Check | None = None
    proof: Check | None = None
    persist_s: float = Field(default=0.8, ge=0)
    clear_s: float = Field(default=0.5, ge=0)
    priority: int = Field(default=3, ge=1, le=5)
    reps_before_cue: int = Field(default=1, ge=1)
    hint: bool = False
    yields_to: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    cue: CueText

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks that it has."""
        every = (self.fault, self.both, self.warn, self.only_if, self.sure, self.proof)
        return tuple(c for c in every if c is not None)

    @model_validator(mode="after")
    def _proven(self) -> "Rule":
        if (self.sure is None) != (self.proof is None):
            raise ValueError("expected 'sure' and 'proof' together")
        if self.sure is not None and self.per != "rep":
            raise ValueError("'sure' and 'proof' are for a rule with per = \"rep\"")
        if self.both is not None and self.per != "rep":
            raise ValueError("'both' is for a rule with per = \"rep\"")
        return self
