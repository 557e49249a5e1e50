"""Another person close to the user: while they are there, nothing is said."""

from dataclasses import dataclass

from posecoach.desk.events import DeskEvent, Paused, Resumed, Spell, SpellBegan, SpellEnded

BESIDE = 0.5  # of the user's head: another one of at least this size is of a person beside them
_SURE_S, _OVER_S = 5.0, 20.0  # seen, and then unseen, for this long


@dataclass
class Company:
    """Whether somebody is beside the user.

    Attributes:
        since: when they came; None while there is nobody, or not for sure.
    """

    since: float | None = None
    _first: float | None = None
    _last: float = 0.0

    def update(self, t: float, there: bool) -> list[DeskEvent]:
        if there:
            self._last = t
            self._first = t if self._first is None else self._first
            if self.since is None and t - self._first >= _SURE_S:
                self.since = self._first
                return [SpellBegan(t, "company", self.since), Paused(t, "company")]
        elif self._first is not None and t - self._last >= _OVER_S:
            return self.end(t)
        return []

    def end(self, t: float) -> list[DeskEvent]:
        since, self.since, self._first = self.since, None, None
        if since is None:
            return []
        return [SpellEnded(t, Spell("company", since, self._last)), Resumed(t, "company")]
