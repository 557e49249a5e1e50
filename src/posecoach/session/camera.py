"""What is told while the camera gives no picture."""

from dataclasses import replace

from posecoach.events import Cue, Event
from posecoach.session.moment import SessionMoment


class CameraWatch:
    """Says once that the picture is lost, and drops cues that ask the user to move.

    Moving would not bring the picture back.
    """

    def __init__(self) -> None:
        self._said = False

    def told(self, moment: SessionMoment, *, picture: bool) -> SessionMoment:
        """The moment with its cues adapted; ``picture``: whether the camera gives a picture."""
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
