"""What leaves the pipeline, and what everything that takes it must do."""

from dataclasses import dataclass
from typing import Literal, Protocol

from posecoach.pose import Pose
from posecoach.session.moment import SessionMoment
from posecoach.session.session import Session
from posecoach.sources.frame import Frame

#: 'done': all sets, or the whole source; 'ended': by the user; 'interrupted': by a mistake.
State = Literal["done", "ended", "interrupted"]


@dataclass(frozen=True)
class Step:
    """One pose on its way: all sinks get the same one.

    Attributes:
        frame: None while the camera gives no picture.
        pose: None in the very last step, which hands out what was open at the end.
        now: what the session thinks of it, with all events since the step before.
    """

    frame: Frame | None
    pose: Pose | None
    now: SessionMoment


class Sink(Protocol):
    """Takes each step of a run, then its end; derive from it where the end needs nothing."""

    def take(self, step: Step, /) -> None:
        """The next step; called in the pipeline's thread, so it must not wait for anything."""
        ...

    def end(self, _state: State, _session: Session, /) -> None:
        """The run is over, in that state, and came to this: closes what is open. Called once."""
        return
