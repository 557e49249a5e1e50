"""The state of a session after one pose."""

from dataclasses import dataclass
from typing import Literal

from posecoach.events import Cue, Event, SetBegun
from posecoach.judge.moment import Moment
from posecoach.pose import Side
from posecoach.session.moving import WayMoment
from posecoach.session.result import SetResult
from posecoach.session.sets import SetPlan

SessionStage = Literal["check", "intro", "work", "rest", "move", "away", "down", "paused", "done"]


@dataclass(frozen=True)
class SessionMoment:
    """The state of a session after one pose, and all events since the previous one.

    Attributes:
        stage: 'check' (is the camera well placed?), 'intro' (instructions), 'work', 'rest',
            'move' (getting down or up: the guide shows how, and nothing is judged),
            'away' and 'down' (the user is gone or lies down: the session waits by itself),
            'paused' (by the user), 'done'.
        position: index of the current set.
        moment: the coach's moment; None while resting or paused.
        side: the side that the user works on, or should work on next.
        events: in the order in which they happened; the events of a set follow its ``SetBegun``.
        hold_left_s: seconds until the goal of the current hold; None without one.
        countdown: 3, 2, 1 and 0 ('go') while the start position is held; None otherwise.
        rest_left_s: seconds left of the rest between sets; None while not resting.
        left_s: seconds until a break ends by itself; None for a session that ends with its sets.
        results: one for each set so far, including the current one.
        way: the step that is shown while somebody gets down or up.
    """

    t: float
    stage: SessionStage
    position: int
    plan: SetPlan
    moment: Moment | None
    side: Side | None
    events: tuple[Event, ...]
    hold_left_s: float | None = None
    countdown: int | None = None
    rest_left_s: float | None = None
    left_s: float | None = None
    results: tuple[SetResult, ...] = ()
    way: WayMoment | None = None

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The cues among the events."""
        return tuple(e for e in self.events if isinstance(e, Cue))

    @property
    def new_set(self) -> bool:
        """Whether a set begins with this moment."""
        return any(isinstance(e, SetBegun) for e in self.events)
