"""What is told while the camera gives no picture."""

from dataclasses import replace

from posecoach.events import Cue, Event
from posecoach.session.moment import SessionMoment


class CameraWatch:
    """The user cannot bring a lost picture back by moving: they are told once, and not asked to."""

    def __init__(self) -> None:
        self._said = False

    def told(self, moment: SessionMoment, *, picture: bool) -> SessionMoment:
        """The moment with what is told of the camera; ``picture``: it gives one."""
        if picture:
            self._said = False
            return moment
        events = [e for e in moment.events if not _asks_to_move(e)]
        if not self._said:
            self._said = True
            events.append(Cue(moment.t, "guide", "camera_lost"))
        return replace(moment, events=tuple(events))


def _asks_to_move(event: Event) -> bool:
    if not isinstance(event, Cue):
        return False
    return event.kind == "direction" or event.id in ("away", "back")
