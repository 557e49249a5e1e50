"""What the coach knows after one pose, with the events of that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from posecoach.events import Cue, Direction, Event, Finding
from posecoach.pose import Side
from posecoach.spec.rules import Mode

#: 'unseen': cannot judge; 'setup': seen, but not yet in the start position; the rest is the rep.
CoachPhase = Literal["unseen", "setup", "start", "out", "end", "back"]
#: 'unknown' is an answer: what a rule needs was not seen, or the view does not allow it.
Verdict = Literal["satisfied", "warn", "broken", "unknown"]
#: The stages in their order; each passes on only what it accepts.
Stage = Literal["framing", "recognise", "signal", "count", "form"]


@dataclass(frozen=True)
class StageVerdict:
    """Whether one stage accepts a moment, and the findings by which it was decided."""

    stage: Stage
    ok: bool
    findings: tuple[Finding, ...] = ()


class StageLog:
    """The verdicts of the stages at this moment, in their order: the coach's parts write it."""

    def __init__(self) -> None:
        self._verdicts: list[StageVerdict] = []

    def clear(self) -> None:
        """A new moment begins."""
        self._verdicts.clear()

    def add(self, stage: Stage, ok: bool, findings: Sequence[Finding] = ()) -> None:
        self._verdicts.append(StageVerdict(stage, ok, tuple(findings)))

    @property
    def verdicts(self) -> tuple[StageVerdict, ...]:
        return tuple(self._verdicts)


@dataclass(frozen=True)
class Framing:
    """Whether the picture allows judging, and what to change.

    Attributes:
        ok: reps and form can be judged.
        direction: what to change, most important first; given even where ``ok`` is true when
            some rules lack what they need (feet out of the picture).
        checks: 'person', 'whole', 'distance', 'view' and whether each is right; None unknown.
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
class Pace:
    """How far the guide of a set that is not judged has come.

    Attributes:
        side: the side that is shown.
        share: of the way from the start to the end position.
        breath: whether to breathe in or out now; None in a pause.
        number, of: the movement that is shown and how many there are; 0 of 0 in a hold.
        left_s: seconds of a hold that are left on this side; None where there is no end.
        done_s: seconds a side that were guided so far.
        runs: whether the guide moves: not while the user takes the position or changes sides.
    """

    side: Side
    share: float
    breath: Literal["in", "out"] | None
    number: int
    of: int
    left_s: float | None
    done_s: Mapping[Side, float]
    runs: bool


@dataclass(frozen=True)
class Moment:
    """What the coach knows after one pose.

    Attributes:
        side: the side in work; None between the sides of an alternating stretch.
        progress: share of the user's own range reached now: 0 at the start, 1 at the target mark.
        rules: verdict of each rule now, for colouring.
        held_s: seconds held a side so far, the present hold included.
        signal: the rep signal from the neutral in degrees, once started; None while unknown.
        stages: the verdict of each stage, in their order.
        pace: how far the guide has come, in a set that is not judged; None in all others.
    """

    t: float
    mode: Mode
    phase: CoachPhase
    framing: Framing
    side: Side | None
    progress: float | None
    held_s: Mapping[Side, float]
    hold: HoldState | None
    rules: Mapping[str, Verdict]
    events: tuple[Event, ...]
    signal: float | None = None
    stages: tuple[StageVerdict, ...] = ()
    pace: Pace | None = None

    @property
    def cues(self) -> tuple[Cue, ...]:
        return tuple(e for e in self.events if isinstance(e, Cue))

    @property
    def ready(self) -> bool:
        """Whether the user is seen, in the stretch, and the start position is known."""
        return self.phase not in ("unseen", "setup")

    @property
    def moving(self) -> bool:
        """Whether a movement is under way: out, at its end, or back."""
        return self.phase in ("out", "end", "back")
