"""What a stretch file may say. The JSON Schema for editors is made from these classes."""

import math
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from posecoach.measure.body import point_names
from posecoach.measure.legs import HalfKneeling
from posecoach.measure.measures import Measure

Mode = Literal["mobilizer", "hold"]
Phase = Literal["start", "out", "end", "back"]
View = Literal["side", "front"]

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
)
HOLD_MEASURES = ("reversals",)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Strict):
    """A limit on one measure, broken beyond it; ``clear`` is where it is over again."""

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


class Check(_Strict):
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


class Range(_Strict):
    """A measure within limits. Where it is unknown, an ``optional`` one is taken as kept."""

    measure: str
    optional: bool = False
    min: float = -math.inf
    max: float = math.inf

    @model_validator(mode="after")
    def _ordered(self) -> "Range":
        if not self.min < self.max:
            raise ValueError("expected min < max")
        return self


class CueText(_Strict):
    """Words of a correction: on the screen (at most six words), aloud, again, and when fixed."""

    show: str
    say: str
    again: str = ""
    fixed: str = "That's it."

    @model_validator(mode="after")
    def _short(self) -> "CueText":
        if len(self.show.split()) > 6:
            raise ValueError("expected at most six words in 'show'")
        return self


class Rule(_Strict):
    """A check on measures: what is broken for long enough is a fault.

    ``per = "moment"``: judged while it lasts, in the phases ``when``. ``per = "rep"``: judged
    once, when the rep is complete, on the medians over its ``window``; in a hold, on the medians
    of the last second. ``per = "hold"``: judged while the end position is held. A ``hint`` is
    told as advice and not as a correction.

    What the pose model reads from a poor picture is not always so. A rule of a rep may say where it
    is ``sure`` of what it reads; elsewhere it is unknown until, at the end of an earlier rep of the
    same set, ``proof`` was seen (with its ``only_if``): what the model never finds by guessing.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    per: Literal["moment", "rep", "hold"]
    modes: tuple[Mode, ...] = ("mobilizer", "hold")
    when: tuple[Phase, ...] = ("out", "end", "back")
    window: Literal["start", "end", "whole"] = "end"
    fault: Check
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
        every = (self.fault, self.warn, self.only_if, self.sure, self.proof)
        return tuple(c for c in every if c is not None)

    @model_validator(mode="after")
    def _proven(self) -> "Rule":
        if (self.sure is None) != (self.proof is None):
            raise ValueError("expected 'sure' and 'proof' together")
        if self.sure is not None and self.per != "rep":
            raise ValueError("'sure' and 'proof' are for a rule with per = \"rep\"")
        return self


class Deep(_Strict):
    """What tells a repetition from one that turned back early, better than the signal alone.

    At the end position ``measure`` must be at least ``min``; where it is unknown, the signal must
    have gone ``signal`` degrees.
    """

    measure: str
    min: float
    signal: float = Field(gt=0)


class RepSignal(_Strict):
    """How the rep signal is read. Its measure and limits are never shared with a rule.

    ``signed``: + is toward the user's left. ``side`` names the measure that tells the side of a
    signal without a sign of its own (+ is left).
    ``range`` is what counting needs, ``usual`` what a person's target mark begins with; what is
    under ``small`` degrees is not even a try.
    ``together`` names two measures of parts that move as one: 'unevenness' is told from them.
    """

    measure: str
    side: str | None = None
    together: tuple[str, str] | None = None
    signed: bool = False
    range: float = Field(gt=0)
    usual: float | None = None
    small: float = Field(default=0.0, ge=0)
    bounds: tuple[float, float]
    deep: Deep | None = None
    out: float = Field(default=0.20, gt=0, lt=1)
    reach: float = Field(default=0.60, gt=0, lt=1)
    leave: float = Field(default=0.40, gt=0, lt=1)
    rearm: float = Field(default=0.15, gt=0, lt=1)
    dwell_s: float = Field(default=0.2, ge=0)
    least_s: float = Field(default=0.6, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> "RepSignal":
        if not self.rearm < self.out < self.leave < self.reach:
            raise ValueError("expected rearm < out < leave < reach")
        if not 0 < self.bounds[0] <= self.range <= self.bounds[1]:
            raise ValueError("expected bounds around the range")
        if not self.bounds[0] <= self.target <= self.bounds[1]:
            raise ValueError("expected bounds around what is usual")
        if self.side is not None and not self.signed:
            raise ValueError("expected signed = true where 'side' tells the side")
        return self

    @property
    def target(self) -> float:
        """Degrees of the target mark of a person who has shown none yet."""
        return self.range if self.usual is None else self.usual


class Recognition(_Strict):
    """One thing without which a movement is another movement than this stretch.

    What only does the stretch differently belongs to a rule, never here: what is not recognised is
    not counted. ``per = "moment"`` is of the posture: it is looked at all the time, and must be
    seen to be so before anything is counted (an ``optional`` one may stay unknown).
    ``per = "rep"`` is of a movement that is over: the median of the measure over its ``window``
    (``change``: at the end less at the start; ``spread``: how much it varied, from the 10th to the
    90th percentile); unknown speaks against it unless ``optional``.

    Attributes:
        full: asked only of a movement that went as far as a repetition.
        any: in place of one measure: several, of which one must be within its limits.
        what: says what was measured, with ``{value}`` in it (of the first measure).
        show, say: what the user can do about it, for the screen and aloud.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    measure: str | None = None
    min: float = -math.inf
    max: float = math.inf
    any: tuple[Range, ...] = ()
    per: Literal["moment", "rep"] = "moment"
    window: Literal["start", "end", "whole", "change", "spread"] = "end"
    optional: bool = False
    full: bool = False
    what: str
    show: str
    say: str

    @cached_property  # asked at each moment
    def ranges(self) -> tuple[Range, ...]:
        """What it looks at: one of these must be kept."""
        if self.measure is None:
            return self.any
        return (Range(measure=self.measure, min=self.min, max=self.max),)

    @model_validator(mode="after")
    def _sound(self) -> "Recognition":
        if (self.measure is None) != bool(self.any):
            raise ValueError("expected either 'measure' or 'any'")
        if not self.min < self.max:
            raise ValueError("expected min < max")
        if "{value}" not in self.what:
            raise ValueError("expected {value} in 'what'")
        if len(self.show.split()) > 6:
            raise ValueError("expected at most six words in 'show'")
        return self


class Start(_Strict):
    """The start position, in which the user's own neutral is learnt: every range kept, at rest.

    It is no gate: who never rests there is counted from the neutral that the measures give by
    default.
    ``highest``: a measure that is largest at the start, and falls whichever way the user goes.
    ``tells``: nobody rests there but to do this stretch, so that form is judged from the first
    movement on; else from the first repetition that was counted.
    """

    all: tuple[Range, ...] = Field(min_length=1)
    highest: str | None = None
    tells: bool = False
    steady_s: float = Field(default=0.5, gt=0)
    quiet_deg_s: float = Field(default=8.0, gt=0)
    guide: CueText


class FramingLimits(_Strict):
    """When the picture allows judging: all of ``body`` is seen, and one of ``either``.

    ``facing`` names a measure that is negative for one who turns their back to the camera.
    """

    enter: float = Field(gt=0)
    leave: float = Field(gt=0)
    body: tuple[str, ...]
    either: tuple[str, ...] = ()
    feet: tuple[str, ...] = ()
    facing: str | None = None
    least_height: float = Field(default=0.45, gt=0, lt=1)
    also: tuple[Range, ...] = ()
    near: bool = False


class Dose(_Strict):
    """How much: reps a side, or seconds a side, and how many sets of it.

    ``gentle`` for a careful begin, ``older`` from 65, ``more`` for who wants more.
    """

    reps_per_side: int | None = Field(default=None, ge=1, le=100)
    seconds: float | None = Field(default=None, gt=0, le=600)
    sets: int = Field(default=1, ge=1, le=10)
    gentle: "Dose | None" = None
    older: "Dose | None" = None
    more: "Dose | None" = None


#: Joints of the guide figure: those of the working side, of the other side, and the head's centre.
JOINTS = (
    "head",
    *(
        f"{side}_{part}"
        for side in ("side", "other")
        for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe")
    ),
)

Position = dict[str, tuple[float, float]]


class Guide(_Strict):
    """The guide figure: two positions, drawn for the left side, and the tempo of its movement.

    A position holds every joint as (x, y) in torso lengths, y up from the floor. Seen from the
    front, x is to the user's left; from the side, it is forward. The right side is its mirror.
    A 'nose' may be added in both: where the face looks, seen from the front.
    """

    start: Position
    end: Position
    out_s: float = Field(default=3.0, gt=0)
    end_s: float = Field(default=1.5, ge=0)
    back_s: float = Field(default=3.0, gt=0)
    alternative: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "Guide":
        for name, position in (("start", self.start), ("end", self.end)):
            missing = [j for j in JOINTS if j not in position]
            extra = [j for j in position if j not in (*JOINTS, "nose")]
            if ("nose" in self.start) != ("nose" in self.end):
                raise ValueError("expected 'nose' in both positions or in none")
            if missing or extra:
                raise ValueError(
                    f"{name}: expected exactly the joints {', '.join(JOINTS)}; "
                    f"missing {missing or 'none'}, unknown {extra or 'none'}"
                )
            if not all(math.isfinite(v) and abs(v) < 10 for xy in position.values() for v in xy):
                raise ValueError(f"{name}: expected joints within 10 torso lengths")
        return self


class _About(_Strict):
    """What a person reads of a stretch."""

    name: str
    summary: str
    instructions: tuple[str, ...] = Field(min_length=1)
    safety: tuple[str, ...] = Field(min_length=1)
    next_side: str = "Now the {side} side."
    source: str = ""


class Stretch(_About):
    """One stretch, as its file says."""

    schema_: Literal[1] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    view: View
    modes: tuple[Mode, ...] = Field(min_length=1)
    sides: Literal["alternate", "separate"]
    half_kneeling: HalfKneeling | None = None
    framing: FramingLimits
    dose: dict[Mode, Dose]
    measures: dict[str, Annotated[Measure, Field()]]
    recognise: tuple[Recognition, ...] = Field(min_length=1)
    start: Start
    guide: Guide
    rep: RepSignal
    rules: tuple[Rule, ...]

    @property
    def asks_face(self) -> bool:
        """Whether a rule wants to know where the face looks, by the face detector."""
        return any(m.kind == "face_turn" for m in self.measures.values())

    @model_validator(mode="after")
    def _coherent(self) -> "Stretch":
        _check_names(self)
        return self


def _close(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(n) for n in near)}?" if near else ""


def _known(where: str, name: str, known: list[str], what: str) -> None:
    if name not in known:
        raise ValueError(f"{where}: found {name!r}, expected {what}{_close(name, known)}")


def _check_names(s: Stretch) -> None:
    """Every name that is used is defined, and rules keep off the rep signal."""
    measures = list(s.measures)
    points = point_names(roles=s.half_kneeling is not None)
    for key, measure in s.measures.items():
        for point in measure.points():
            _known(f"measures.{key}", point, points, "a point")
        for part in measure.parts():
            _known(f"measures.{key}", part, measures, "a measure of this file")
            if measures.index(part) >= measures.index(key):
                raise ValueError(f"measures.{key}: {part!r} must be defined above it")
    _known("rep.measure", s.rep.measure, measures, "a measure of this file")
    if s.rep.side is not None:
        _known("rep.side", s.rep.side, measures, "a measure of this file")
    for name in s.rep.together or ():
        _known("rep.together", name, measures, "a measure of this file")
    if s.rep.deep is not None:
        _known("rep.deep", s.rep.deep.measure, measures, "a measure of this file")
    for key, own in (("start.highest", s.start.highest), ("framing.facing", s.framing.facing)):
        if own is not None:
            _known(key, own, measures, "a measure of this file")
    for r in (*s.start.all, *s.framing.also):
        _known("start / framing", r.measure, measures, "a measure of this file")
    recognised = [c.id for c in s.recognise]
    for i, known in enumerate(s.recognise):
        where = f"recognise.{known.id}"
        if known.id in recognised[:i] or known.id in [rule.id for rule in s.rules]:
            raise ValueError(f"{where}: this id stands twice")
        usable = measures + list(REP_MEASURES if known.per == "rep" else ())
        for r in known.ranges:
            _known(where, r.measure, usable, "a measure of this file")
    for name in (*s.framing.body, *s.framing.either, *s.framing.feet):
        _known("framing", name, points, "a point")
    ids = [r.id for r in s.rules]
    for i, rule in enumerate(s.rules):
        where = f"rules.{rule.id}"
        if rule.id in ids[:i]:
            raise ValueError(f"{where}: this id stands twice")
        usable = measures + list(
            {"rep": REP_MEASURES, "hold": HOLD_MEASURES, "moment": ()}[rule.per]
        )
        for check in rule.checks:
            for c in check.conditions:
                _known(where, c.measure, usable, "a measure of this file")
                if c.measure == s.rep.measure:
                    raise ValueError(
                        f"{where}: uses the rep signal {c.measure!r}; a rule must have a measure "
                        "of its own, so that counting and judging never share a threshold"
                    )
        for other in rule.yields_to:
            _known(where, other, ids, "a rule of this file")
        for part in rule.parts:
            _known(where, part, points, "a point")
    for mode in s.modes:
        if mode not in s.dose:
            raise ValueError(f"dose.{mode}: missing, expected a dose for each mode")
    for mode, dose in s.dose.items():
        wanted = dose.reps_per_side if mode == "mobilizer" else dose.seconds
        if wanted is None:
            key = "reps_per_side" if mode == "mobilizer" else "seconds"
            raise ValueError(f"dose.{mode}.{key}: missing")
