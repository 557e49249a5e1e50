"""Tells users who move as in the stretch, but are not counted, what prevents counting."""

from collections import Counter, deque
from statistics import median

_REMEMBERED_S = 6.0
_MEDIAN_S = 0.2
_SWINGS = 3  # turns of the signal: out, back, and out again
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

    def counted(self) -> None:
        """Something was counted: nothing needs explaining."""
        self._swings.clear()
        self._hindered.clear()

    def told(self, t: float) -> None:
        """The user was told what hinders."""
        self.counted()
        self._told = t

    def due(self, t: float) -> str | None:
        """The condition to explain now, the one that prevented counting most often; mostly None."""
        if len(self._swings) < _SWINGS or t - self._told < _GAP_S:
            return None
        found = Counter(name for u, name in self._hindered if t - u <= _REMEMBERED_S)
        if not found:
            return None
        self.told(t)
        return found.most_common(1)[0][0]
