"""What a stretch file may say. The JSON Schema for editors is made from these classes."""

import math
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from posecoach.measure.legs import Bearing, HalfKneeling
from posecoach.measure.measures import Measure
from posecoach.spec.figures.guide import Guide, trunk_deg
from posecoach.spec.limits import MOST_NAME
from posecoach.spec.meanings import described
from posecoach.spec.names import check_names
from posecoach.spec.rules import (
    CueText,
    Mode,
    Name,
    Range,
    Rule,
    ShownText,
    SidesKind,
    SideText,
    Strict,
    View,
    braces,
)

#: Of the range: from here on a repetition is whole, where a stretch says nothing else. [D]
USUAL_REACH = 0.60
_LOW_DEG = 50.0  # of the figure's trunk from upright: others may go further


class Deep(Strict):
    """A measure that tells a whole repetition from a partial one better than the signal alone.

    At the end position ``measure`` must be at least ``min``; where it is unknown, the signal must
    have gone ``signal`` degrees. From ``surely`` degrees on it is whole, whatever the measure.
    """

    measure: str
    min: float
    signal: float = Field(gt=0)
    surely: float = Field(default=math.inf, gt=0)


class RepSignal(Strict):
    """How the rep signal is read. Its measure and limits are never shared with a rule.

    ``signed``: + is toward the user's left. ``side`` names the measure that tells the side of a
    signal without a sign of its own (+ is left).
    ``range`` is what counting needs, ``usual`` is the target mark of a user who has shown no range
    yet; a movement under ``small`` degrees is not even an attempt, and one under ``of_own`` of what
    the user does today is partial: seen were .37 to .51 in half movements, .59 and more in whole
    ones.
    ``together`` names two measures of parts that move as one: 'unevenness' is computed from them.
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
    of_own: float = Field(default=0.55, ge=0, lt=1)
    out: float = Field(default=0.20, gt=0, lt=1)
    reach: float = Field(default=USUAL_REACH, gt=0, lt=1)
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
        """Degrees of the target mark of a user who has shown no range yet."""
        return self.range if self.usual is None else self.usual


class Recognition(Strict):
    """One condition without which a movement is not this stretch.

    A way to do the same stretch differently belongs to a rule, never here: a movement that is not
    recognised is not counted. ``per = "moment"`` is about the posture: it is checked all the time,
    and must be seen to hold before anything is counted (an ``optional`` one may stay unknown).
    ``per = "rep"`` is about a movement that is over: the median of the measure over its ``window``
    (``change``: at the end less at the start; ``spread``: how much it varied, from the 10th to the
    90th percentile); unknown speaks against it unless ``optional``.

    Attributes:
        full: only for a movement that went as far as a repetition.
        any: in place of one measure: several, of which one must be within its limits.
        modes: the modes in which it is asked.
        what: says what was measured, with ``{value}`` in it (of the first measure).
        show, say: what the user can do about it, for the screen and aloud.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    measure: str | None = None
    min: float = -math.inf
    max: float = math.inf
    any: tuple[Range, ...] = ()
    per: Literal["moment", "rep"] = "moment"
    modes: tuple[Mode, ...] = ("mobilizer", "hold")
    window: Literal["start", "end", "whole", "change", "spread"] = "end"
    optional: bool = False
    full: bool = False
    what: Annotated[str, braces("value")]
    show: ShownText
    say: SideText

    @cached_property  # asked at each moment
    def ranges(self) -> tuple[Range, ...]:
        """The ranges that it checks: the measure must be within one of them."""
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
        return self


class Start(Strict):
    """The start position, in which the user's own neutral is learnt: every range kept, at rest.

    A user who never rests there is counted, too: from the default neutrals of the measures.
    ``highest``: a measure that is largest at the start, and falls whichever way the user moves;
    ``between``: one that tells how far the user is to their left, of which the start is the middle.
    ``tells``: people rest there only to do this stretch, so that form is judged from the first
    movement on; else from the first repetition that was counted.
    """

    all: tuple[Range, ...] = ()
    highest: str | None = None
    between: str | None = None
    tells: bool = False
    steady_s: float = Field(default=0.5, gt=0)
    quiet_deg_s: float = Field(default=8.0, gt=0)
    guide: CueText


class FramingLimits(Strict):
    """When the picture allows judging: all of ``body`` is seen, and one of ``either``.

    ``facing`` names a measure that is negative while the user turns their back to the camera.
    ``least_height`` is the share of the picture's height that the body must fill; for a user who
    lies or is on all fours, the longer side of the body counts.
    """

    enter: float = Field(gt=0, le=10)
    leave: float = Field(gt=0, le=10)
    body: tuple[str, ...]
    either: tuple[str, ...] = ()
    feet: tuple[str, ...] = ()
    facing: str | None = None
    least_height: float = Field(default=0.45, gt=0, lt=1)
    also: tuple[Range, ...] = ()
    near: bool = False


class Dose(Strict):
    """How much to do: reps a side, or seconds a side, and how many sets of these.

    ``gentle`` is for a careful beginning, ``older`` for people from 65 on, ``more`` for people who
    want to do more.
    """

    reps_per_side: int | None = Field(default=None, ge=1, le=100)
    seconds: float | None = Field(default=None, gt=0, le=600)
    sets: int = Field(default=1, ge=1, le=10)
    gentle: "Dose | None" = None
    older: "Dose | None" = None
    more: "Dose | None" = None


#: What the coach watches of a stretch: all of it, whether the start position is taken, how long
#: the end position is held, or nothing.
Watched = Literal["all", "setup", "hold", "nothing"]
#: People on whom judgement can be tried, the best evidence first.
TriedOn = Literal["recorded", "rendered", "generated"]
#: Where a stretch is done: between two of them the user gets up, sits down or goes to the floor.
Level = Literal["standing", "chair", "floor"]


class _About(Strict):
    """What the user reads about a stretch.

    Attributes:
        place: in words, such as 'half-kneeling'.
        level: on one's feet, on a chair or on the floor.
        evidence: on which people its judgement was tried, in words.
        tried_on: the kinds of people among them; a break prefers what was tried on recorded ones.
        degrees_note: what to know of its degrees where a report shows them.
        alternatives: what to do for people who cannot do it, or another way to do it.
        instead: ids of other stretches that can be done in its place; one that is not there is
            passed over.
        not_for: people who should ask a clinician first, or leave it out.
        sources: where dose and wording come from.
    """

    name: Name
    short_name: str = Field(default="", max_length=MOST_NAME)
    place: str = Field(default="", max_length=MOST_NAME)
    level: Level = "standing"
    summary: str
    instructions: tuple[SideText, ...] = Field(min_length=1)
    safety: tuple[str, ...] = Field(min_length=1)
    next_side: SideText = "Now the {side} side."
    source: str = ""
    evidence: str = ""
    tried_on: tuple[TriedOn, ...] = ()
    degrees_note: str = ""
    alternatives: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def _spare(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Makes the keys that a stretch without judging may leave out optional in the JSON Schema."""
    described(schema, model)
    for key in ("framing", "measures", "recognise", "rep", "rules"):
        schema["required"].remove(key)


class Stretch(_About):
    """One stretch, as its file says.

    Attributes:
        judged: true: all of it is counted, timed and corrected. ``"setup"``: only whether the
            start position is taken. ``"hold"``: only how long the end position is held. False: it
            is shown and timed, and nothing of it is watched; then ``measures``, ``recognise``,
            ``rep``, ``framing`` and ``rules`` may be left out.
        sides: in turn (``alternate``), all of one side and then all of the other (``separate``),
            or both at once (``together``: reps and holds count as 'left').
        bearing: how the trunk is held, which decides how the way the body faces is told.
        arms_cross: arms may be crossed before the chest, so that this does not ask for a pause.
        bends_down: the trunk goes as far down as when lying: nobody is taken for one who fell.
    """

    model_config = ConfigDict(json_schema_extra=_spare)

    schema_: Literal[1] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    view: View
    modes: tuple[Mode, ...] = Field(min_length=1)
    sides: SidesKind
    judged: bool | Literal["setup", "hold"] = True
    bearing: Bearing = "upright"
    bends_down: bool = False
    arms_cross: bool = False
    half_kneeling: HalfKneeling | None = None
    framing: FramingLimits
    dose: dict[Mode, Dose]
    measures: dict[str, Annotated[Measure, Field()]]
    recognise: tuple[Recognition, ...]
    start: Start
    guide: Guide
    rep: RepSignal
    rules: tuple[Rule, ...]

    @property
    def watched(self) -> Watched:
        """What the coach watches."""
        if isinstance(self.judged, str):
            return self.judged
        return "all" if self.judged else "nothing"

    @property
    def one_way(self) -> bool:
        """Whether it leads one way, from a start that only a rest or a turn shows."""
        return not self.rep.signed and self.start.highest is None

    def judges(self, mode: Mode) -> bool:
        """Whether reps are counted, or holds timed, by what the camera sees in this mode."""
        return self.watched == "all" or (self.watched == "hold" and mode == "hold")

    @cached_property
    def goes_low(self) -> bool:
        """Whether somebody who does it may look as if they lay: nobody is taken for one who fell.

        Told by the figure too: files that were drafted earlier do not say it.
        """
        tilts = [trunk_deg(p) for p in (self.guide.start, self.guide.end)]
        return self.bends_down or self.bearing != "upright" or max(tilts) >= _LOW_DEG

    @property
    def asks_face(self) -> bool:
        """Whether a measure needs the face detector: where the face looks."""
        return any(m.kind == "face_turn" for m in self.measures.values())

    @model_validator(mode="before")
    @classmethod
    def _unwatched(cls, data: Any) -> Any:
        """Fills in the keys that a stretch without judging may leave out."""
        if not isinstance(data, dict):
            return data
        judged = data.get("judged", True)
        spare: dict[str, Any] = {} if judged is True else {"rules": ()}
        if judged in (False, "setup"):
            spare |= {"rep": {"measure": "", "range": 1.0, "bounds": (1.0, 1.0)}}
        if judged is False:
            limits = {"enter": 1.0, "leave": 1.0, "body": ()}
            spare |= {"measures": {}, "recognise": (), "framing": limits}
        return {**spare, **data}

    @model_validator(mode="after")
    def _coherent(self) -> "Stretch":
        if self.watched != "nothing":
            for key, there in (("recognise", self.recognise), ("start.all", self.start.all)):
                if not there:
                    raise ValueError(f"{key}: missing; only with 'judged = false' may it be empty")
        if self.watched == "hold" and "hold" not in self.modes:
            raise ValueError("judged: found 'hold', but 'modes' has no hold")
        if self.watched in ("setup", "nothing") and self.rules:
            raise ValueError(f"rules: expected none where {self.watched} alone is watched")
        check_names(self)
        return self
