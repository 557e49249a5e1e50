"""Tells users who move as in the stretch, but are not counted, what prevents counting."""

from collections import Counter, deque
from statistics import median

_REMEMBERED_S = 6.0
_NOW_S = 1.5  # what has not hindered for longer is put right: it is not said any more
_MEDIAN_S = 0.2
_SWINGS = 3  # turns of the signal: out, back, and out again
# Where no reason is known: later, since each movement may still be told of when it is over.
_UNKNOWN_SWINGS, _UNKNOWN = 5, "out_and_back"
_GAP_S = 10.0
_FORGET_S = 12.0  # a turn longer ago belongs to another movement


class Explainer:
    """Follows the rep signal, judged or not, and what prevents counting.

    Args:
        least: degrees by which the signal must go out or back to look like the stretch.
    """

    def __init__(self, least: float) -> None:
        self._least = least
        self._recent: deque[tuple[float, float]] = deque()
        self._hindered: deque[tuple[float, str]] = deque()
        self._refused: deque[tuple[float, str]] = deque(maxlen=50)
        self._swings: deque[float] = deque()
        self._extreme: float | None = None
        self._sign = 0  # of the change under way
        self._told = -_GAP_S

    def moved(self, t: float, signal: float) -> None:
        """Takes the rep signal, degrees, whether or not anything can be judged."""
        self._recent.append((t, signal))
        while t - self._recent[0][0] > _MEDIAN_S and len(self._recent) > 3:
            self._recent.popleft()
        value = median([v for _, v in self._recent])
        if self._extreme is None:
            self._extreme = value
        step = value - self._extreme
        if self._sign * step > 0:
            self._extreme = value
        elif abs(step) >= self._least:
            self._sign = 1 if step > 0 else -1
            self._extreme = value
            self._swings.append(t)
        while self._swings and t - self._swings[0] > _FORGET_S:
            self._swings.popleft()

    def hindered(self, t: float, *ids: str) -> None:
        """These conditions, directions or guides prevent counting at this moment."""
        self._hindered.extend((t, name) for name in ids)
        while self._hindered and t - self._hindered[0][0] > _REMEMBERED_S:
            self._hindered.popleft()

    def refused(self, t: float, *ids: str) -> None:
        """For these a movement that is over was not counted."""
        self._refused.extend((t, name) for name in ids)

    def counted(self) -> None:
        """Something was counted: nothing needs explaining."""
        self._swings.clear()
        self._hindered.clear()
        self._refused.clear()

    def told(self, t: float) -> None:
        """The user was told what hinders."""
        self.counted()
        self._told = t

    def due(self, t: float) -> str | None:
        """The condition to explain now, the one that prevented counting most often; mostly None.

        Whoever moves to and fro without any reason being known moves too little, too fast, or does
        not come back to the start: then it is how to move.
        """
        if len(self._swings) < _SWINGS or t - self._told < _GAP_S:
            return None
        last = {name: u for u, name in self._hindered}
        known = [*self._refused, *((u, n) for u, n in self._hindered if t - last[n] <= _NOW_S)]
        found = Counter(name for u, name in known if t - u <= _REMEMBERED_S)
        if not found and len(self._swings) < _UNKNOWN_SWINGS:
            return None
        self.told(t)
        return found.most_common(1)[0][0] if found else _UNKNOWN
