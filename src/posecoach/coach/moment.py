"""What the coach thinks after one pose, and the events that happened just then."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from posecoach.pose import Side
from posecoach.spec.schema import Mode

#: 'unseen': cannot judge; 'setup': seen, but not yet in the start position; the rest is the rep.
CoachPhase = Literal["unseen", "setup", "start", "out", "end", "back"]
#: 'unknown' is an answer: what a rule needs was not seen, or the view does not allow it.
Verdict = Literal["kept", "warn", "broken", "unknown"]
PARTIAL = "partial"  # the rule of a rep that turned back before the end position
#: The line of stages; each hands on only what it found right.
Stage = Literal["framing", "recognise", "signal", "count", "form"]
CueKind = Literal["direction", "guide", "correction", "praise", "count"]
Direction = Literal[
    "turn_sideways",
    "face_camera",
    "step_back",
    "come_closer",
    "show_feet",
    "show_whole_body",
    "one_person",
    "more_light",
    "swap_knee_or_turn",
]


@dataclass(frozen=True)
class Rep:
    """One repetition, or one that turned back early (``complete`` false).

    Attributes:
        t: when it was completed.
        start: when it left the start position.
        side: the side in work.
        range_deg: how far the rep signal went from the neutral, degrees.
        of_target: that, as a share of the user's own range today.
        duration_s: from start to completion.
        speed_peaks: peaks of speed, out and back together; a smooth rep has two.
    """

    t: float
    start: float
    side: Side
    complete: bool
    range_deg: float
    of_target: float
    duration_s: float
    speed_peaks: int


@dataclass(frozen=True)
class HoldSpan:
    """One hold from the stop of the movement in to the begin of the movement out."""

    side: Side
    start: float
    end: float
    held_s: float


@dataclass(frozen=True)
class HoldChange:
    """A hold began, was paused or went on."""

    kind: Literal["start", "pause", "resume"]
    t: float
    side: Side


@dataclass(frozen=True)
class Finding:
    """One condition that was looked at, and what was measured.

    Attributes:
        id: of the recognition condition, rule or direction that it belongs to.
        measure: of the spec, or of a whole repetition (``REP_MEASURES``).
        value: what was measured, in the measure's own unit; None where it is unknown.
        low, high: within which it must be.
        ok: whether it is; None where that cannot be known.
    """

    id: str
    measure: str
    value: float | None
    low: float = -math.inf
    high: float = math.inf
    ok: bool | None = None


@dataclass(frozen=True)
class StageVerdict:
    """What one stage of the coach says of a moment, and from which findings.

    ``ok`` is None where the stage was not asked, since an earlier one said no.
    """

    stage: Stage
    ok: bool | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Fault:
    """A rule broken for long enough. ``end`` is None while it lasts.

    ``findings`` are the values that broke it, where they were told.
    """

    rule: str
    side: Side | None
    start: float
    end: float | None
    findings: tuple[Finding, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Uncounted:
    """A movement as large as a repetition that was not counted, and what spoke against it.

    Attributes:
        range_deg: how far the rep signal went, degrees.
        findings: the conditions that were broken.
    """

    t: float
    start: float
    side: Side
    range_deg: float
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Cue:
    """What the coach says: an id and values; ``words.py`` puts words to it.

    Attributes:
        id: of the rule, direction or guide; for a count the number is in ``number``.
        variant: 'show' the first wording, 'again' another one, 'fixed' praise for the same.
    """

    t: float
    kind: CueKind
    id: str
    side: Side | None = None
    variant: Literal["first", "again", "fixed"] = "first"
    number: int | None = None


Event = Rep | Uncounted | HoldSpan | HoldChange | Fault | Cue


@dataclass(frozen=True)
class Framing:
    """Whether the picture allows judging, and what to change.

    Attributes:
        ok: reps and form can be judged.
        direction: what to change, most important first; given even where ``ok`` is true when
            some rules lack what they need (feet out of the picture).
        checks: 'person', 'whole', 'near', 'view' and whether each is right; None unknown.
    """

    ok: bool
    direction: Direction | None = None
    checks: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True)
class HoldState:
    """The hold in progress: seconds held so far, and whether the clock runs."""

    side: Side
    held_s: float
    running: bool


@dataclass(frozen=True)
class Moment:
    """What the coach thinks after one pose.

    Attributes:
        side: the side in work; None between the sides of an alternating stretch.
        progress: share of the own range reached now, 0 at the start position.
        target: where the user's own mark stands on the same scale (1 is the own range).
        rules: verdict of each rule now, for colouring.
        reps, partials: complete and incomplete reps a side so far.
        held_s: seconds held a side so far, the present hold included.
        signal: the rep signal from the neutral in degrees, once started; None while unknown.
        stages: what each stage said, in the order of the line.
    """

    t: float
    mode: Mode
    phase: CoachPhase
    framing: Framing
    side: Side | None
    progress: float | None
    target: float
    reps: Mapping[Side, int]
    partials: Mapping[Side, int]
    held_s: Mapping[Side, float]
    hold: HoldState | None
    rules: Mapping[str, Verdict]
    events: tuple[Event, ...]
    signal: float | None = None
    stages: tuple[StageVerdict, ...] = ()

    @property
    def cues(self) -> tuple[Cue, ...]:
        return tuple(e for e in self.events if isinstance(e, Cue))
