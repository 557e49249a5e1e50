"""Where a session's events go: voice, record, and what a terminal may print."""

from collections.abc import Callable
from dataclasses import dataclass

from posecoach import words as room
from posecoach.coach.moment import Cue, Event
from posecoach.coach.session import SessionMoment
from posecoach.run.recording import Record
from posecoach.voice.speaker import Level, Speaker


@dataclass
class Sinks:
    """Where a session's events go."""

    speaker: Speaker
    level: Level = "cues"
    record: Record | None = None
    told: Callable[[Cue, SessionMoment], None] | None = None
    muted: bool = False

    def take(self, now: SessionMoment) -> None:
        """Hands out what happened in one moment."""
        if self.record is not None:
            self.record.take(now)
        for event in now.events:
            if isinstance(event, Cue):
                self._say(event, now)
                if self.told is not None:
                    self.told(event, now)

    def _say(self, cue: Cue, now: SessionMoment) -> None:
        if self.muted or self.level == "off":
            return
        self.speaker.say(room.words(cue, now.plan.stretch).say, t=cue.t)

    def rest(self, events: tuple[Event, ...]) -> None:
        """Events that were open when the source ended."""
        if self.record is not None:
            self.record.add(events)
