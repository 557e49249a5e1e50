"""What can happen in a session, as frozen values: the words that all rooms share.

Times are seconds of the poses. ``cues/words.py`` puts words to a cue.
"""

import math
from dataclasses import dataclass, field
from typing import Literal

from posecoach.pose import Side
from posecoach.spec.rules import Mode

PARTIAL = "partial"  # the rule of a rep that turned back before the end position
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
        variant: 'first' the first wording, 'again' another one, 'fixed' praise for the same.
    """

    t: float
    kind: CueKind
    id: str
    side: Side | None = None
    variant: Literal["first", "again", "fixed"] = "first"
    number: int | None = None


@dataclass(frozen=True)
class SetBegun:
    """A set of the session begins: what follows belongs to it.

    Attributes:
        position: of the set in the session, from 0.
        stretch, mode: what is done.
        reps, hold_s: the dose that is asked for a side; both None goes on for ever.
        sides: in their order.
        judged: whether it is counted or timed by what is seen; else it is shown and timed alone.
        together: both sides at once; what is counted bears the name of the one in ``sides``.
    """

    t: float
    position: int
    stretch: str
    mode: Mode
    reps: int | None
    hold_s: float | None
    sides: tuple[Side, ...]
    judged: bool = True
    together: bool = False


@dataclass(frozen=True)
class FramingLost:
    """Time in a set without a picture to judge by, in seconds, and what would have helped."""

    start: float
    end: float
    direction: Direction | None


Event = SetBegun | FramingLost | Rep | Uncounted | HoldSpan | HoldChange | Fault | Cue
