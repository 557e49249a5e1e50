"""The output of the pipeline, and the protocol of the sinks that take it."""

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from posecoach.pose import Pose
from posecoach.session.moment import SessionMoment
from posecoach.session.session import Session
from posecoach.sources.frame import Frame

#: How a run ended. 'done': all sets, or the whole source; 'ended': by the user; 'interrupted': by
#: an error.
EndState = Literal["done", "ended", "interrupted"]


@dataclass(frozen=True)
class Step:
    """The result of one frame, as every sink gets it.

    Attributes:
        frame: None while the camera gives no picture.
        pose: None in the last step, which only carries the last events of the session.
        now: the state of the session, with all events since the previous step.
    """

    frame: Frame | None
    pose: Pose | None
    now: SessionMoment


class Sink(Protocol):
    """Takes each step of a run, then its end. Subclasses may leave out ``end``."""

    def take(self, step: Step, /) -> None:
        """Takes the next step; called in the pipeline's thread, so it must not block."""
        ...

    def end(self, _state: EndState, _session: Session, /) -> None:
        """Called once when the run is over: closes files and threads."""
        return


@runtime_checkable
class PictureSink(Sink, Protocol):
    """A sink that also gets the live pictures in which no pose was looked for."""

    def picture(self, frame: Frame, /) -> None:
        """Takes a picture that came after the last step; to be shown with that step's pose."""
        ...
