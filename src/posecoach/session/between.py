"""The rest between two sets, and the events that wait for the next moment."""

from dataclasses import dataclass, field

from posecoach.events import Cue, Event
from posecoach.session.moving import Moving


@dataclass
class Rest:
    """What is between two sets: a rest until a time, or the way down or up in place of it."""

    until: float | None = None
    moving: Moving | None = None

    @property
    def on(self) -> bool:
        """Whether it is between two sets."""
        return self.until is not None or self.moving is not None

    def later(self, by: float) -> None:
        """All of it comes so many seconds later: the session was paused."""
        if self.until is not None:
            self.until += by
        if self.moving is not None:
            self.moving.begun += by

    def end(self, t: float) -> None:
        """Ends the rest at ``t``, or the way down or up at the next pose."""
        if self.moving is not None:
            self.moving.end()
        else:
            self.until = t


@dataclass
class Pending:
    """What goes out with the next moment.

    Attributes:
        events: last events of a set that ended between two poses.
        cues: the session's own cues.
    """

    events: list[Event] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)

    def take_events(self) -> list[Event]:
        """The events, which are then no longer pending."""
        events, self.events = self.events, []
        return events

    def take_cues(self) -> list[Cue]:
        """The cues, which are then no longer pending."""
        cues, self.cues = self.cues, []
        return cues
