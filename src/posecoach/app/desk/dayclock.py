"""A clock that also counts the time in which the machine slept."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

_NEW_DAY_HOUR = 4  # whoever still sits there at midnight has not begun a new day
_SLEPT_S = 20.0  # a wall clock that is put right by less is no sleep


class DayClock:
    """Seconds since it was made, with the hours of a suspended machine in them.

    The monotonic clock stands still while a machine sleeps, on most systems; the wall clock does
    not, but may be put right. So the monotonic one counts, and where the wall clock has gained a
    lot on it, that is added.
    """

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._monotonic, self._wall = monotonic, wall
        self._start, self._ahead, self._slept = monotonic(), wall() - monotonic(), 0.0
        #: The wall clock's time at the start, seconds since 1970.
        self.began = wall()

    def until_tomorrow(self) -> float:
        """Seconds until the next day begins, in the early morning by local time."""
        now = datetime.fromtimestamp(self._wall())
        begins = now.replace(hour=_NEW_DAY_HOUR, minute=0, second=0, microsecond=0)
        return ((begins - now) % timedelta(days=1)).total_seconds()

    def now(self) -> float:
        """Seconds since the start."""
        monotonic = self._monotonic()
        ahead = self._wall() - monotonic
        if ahead - self._ahead > _SLEPT_S:
            self._slept += ahead - self._ahead
        self._ahead = ahead
        return monotonic - self._start + self._slept
