"""Somebody who is with the user: nothing is told while they are there."""

from dataclasses import dataclass

from posecoach.desk.events import Event, Paused, Resumed, Spell, SpellBegan, SpellEnded

NEAR = 0.5  # another head of at least this size beside the user's: somebody is with them
_SURE_S, _OVER_S = 5.0, 20.0


@dataclass
class Company:
    """Somebody beside the user: sure after some seconds, over after some seconds without."""

    since: float | None = None
    _first: float | None = None
    _last: float = 0.0

    def update(self, t: float, there: bool) -> list[Event]:
        if there:
            self._last = t
            self._first = t if self._first is None else self._first
            if self.since is None and t - self._first >= _SURE_S:
                self.since = self._first
                return [SpellBegan(t, "company", self.since), Paused(t, "company")]
        elif self._first is not None and t - self._last >= _OVER_S:
            return self.end(t)
        return []

    def end(self, t: float) -> list[Event]:
        since, self.since, self._first = self.since, None, None
        if since is None:
            return []
        return [SpellEnded(t, Spell("company", since, self._last)), Resumed(t, "company")]
