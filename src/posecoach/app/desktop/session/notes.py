"""What is told beside the coaching: troubles, remarks, and what a key has done."""

from collections.abc import Callable

from posecoach.app.run.troubles import Watch
from posecoach.clock import Clock
from posecoach.sinks.screen.screen import Screen

_NOTE_S = 8.0


class Notes:
    """Puts notes on the screen, one at a time."""

    def __init__(
        self, watch: Watch, screen: Screen, clock: Clock, remark: Callable[[], str | None]
    ) -> None:
        """Begins with no note.

        Args:
            watch: tells the troubles of the run.
            screen: shows the note.
            clock: for how long it is shown.
            remark: returns a message to show, or None; each message once.
        """
        self._watch, self._screen, self._clock, self._remark = watch, screen, clock, remark
        self._until: float | None = None

    def tell(self, note: str) -> None:
        """Shows a note for some seconds."""
        self._screen.note, self._until = note, self._clock.now() + _NOTE_S

    def keep(self, note: str) -> None:
        """Shows a note until another one comes; an empty one ends what is shown."""
        self._screen.note, self._until = note, None

    def update(self) -> bool:
        """Shows a new trouble or remark; returns whether a note has had its time."""
        now, gone = self._clock.now(), False
        told = [*self._watch.look()]
        if (said := self._remark()) is not None:
            told.append(said)
        hidden = self._watch.blind
        for sentence in told:
            if sentence != hidden:
                self.tell(sentence)
        if self._until is not None and now > self._until:
            self.keep("")
            gone = True
        if not self._screen.note and self._watch.note:
            self.tell(self._watch.note)
        return gone
