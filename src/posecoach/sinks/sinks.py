"""Where a session's events go: voice, record, and what a terminal may print."""

from collections.abc import Callable
from dataclasses import dataclass

from posecoach.cues import words as room
from posecoach.events import Cue, CueKind, Event
from posecoach.session.session import SessionMoment
from posecoach.sinks.background import Record
from posecoach.sinks.voice.lineup import Rank
from posecoach.sinks.voice.speaker import Level, Speaker

_FULL_ONLY = ("breathe", "almost", "back")  # said at the level 'full' alone

_MANNERS: dict[CueKind, tuple[Rank, float]] = {
    "direction": (Rank.DIRECTION, 3.0),
    "count": (Rank.COUNT, 1.2),
    "correction": (Rank.CORRECTION, 3.0),
    "guide": (Rank.GUIDE, 5.0),
    "praise": (Rank.PRAISE, 2.5),
}


def _manner(cue: Cue) -> tuple[Rank, float]:
    """How urgent a cue is, and how long it may wait for its turn to be said."""
    if cue.kind == "guide":
        if cue.id == "intro":
            return Rank.INSTRUCTION, 12.0
        if cue.id in ("side_next", "set_done", "session_done"):
            return Rank.GUIDE, 10.0
        if cue.id in ("breathe", "almost", "go"):
            return Rank.PRAISE, 1.5
    return _MANNERS[cue.kind]


@dataclass
class Sinks:
    """Where a session's events go."""

    speaker: Speaker
    level: Level = "cues"
    record: Record | None = None
    told: Callable[[Cue, SessionMoment], None] | None = None
    muted: bool = False

    @property
    def audible(self) -> Level:
        """The level to go back to when the voice is switched on."""
        return "full" if self.level == "off" else self.level

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
        if self.level == "cues" and (cue.kind == "praise" or cue.id in _FULL_ONLY):
            return
        said = room.words(cue, now.plan.stretch, brief=self.level == "cues").say
        rank, keep_s = _manner(cue)
        self.speaker.say(said, t=cue.t, rank=rank, keep_s=keep_s)

    def rest(self, events: tuple[Event, ...]) -> None:
        """Events that were open when the source ended."""
        if self.record is not None:
            self.record.add(events)
