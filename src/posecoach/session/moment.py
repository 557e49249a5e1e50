"""What a session thinks after one pose."""

from dataclasses import dataclass
from typing import Literal

from posecoach.events import Cue, Event, SetBegun
from posecoach.judge.moment import Moment
from posecoach.pose import Side
from posecoach.session.plan import SetPlan
from posecoach.session.result import SetResult

Stage = Literal["check", "intro", "work", "rest", "away", "down", "paused", "done"]


@dataclass(frozen=True)
class SessionMoment:
    """What a session thinks after one pose, and all events since the pose before.

    Attributes:
        stage: 'check' (the camera's place), 'intro' (how it goes), 'work', 'rest', 'away' and
            'down' (it waits by itself), 'paused' (the user asked for it), 'done'.
        position: index of the set in work.
        moment: of the coach of that set; None while resting or paused.
        side: the side to work on: the one in work, else the one that comes next.
        events: in the order in which they happened; what belongs to a set comes after its
            ``SetBegun``.
        countdown: 3, 2, 1 and 0 ('go') while the start position is held; None otherwise.
        rest_left_s: of the rest between sets.
        results: what came of each set so far, the present one included.
    """

    t: float
    stage: Stage
    position: int
    plan: SetPlan
    moment: Moment | None
    side: Side | None
    events: tuple[Event, ...]
    hold_left_s: float | None = None
    countdown: int | None = None
    rest_left_s: float | None = None
    results: tuple[SetResult, ...] = ()

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is to be said of it."""
        return tuple(e for e in self.events if isinstance(e, Cue))

    @property
    def new_set(self) -> bool:
        """A set begins with this moment."""
        return any(isinstance(e, SetBegun) for e in self.events)
