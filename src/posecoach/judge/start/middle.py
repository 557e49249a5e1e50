"""The start as the middle: of a movement to both sides it lies between the two ends."""

from statistics import median

from posecoach.pose import SIDES, Side

_KEPT_S = 30.0  # an end that was seen longer ago may be of another place
_LEAST_SPAN = 0.5  # torso lengths between the ends: less may be one end and the start
# Share of half the way between the ends. Sides that differ by a half shift the start by a fifth of
# it, by one to two by a third.
_BETWEEN = 0.35
_SAMPLES = 9


class MiddlePlace:
    """Tells whether the user is in the middle between the two ends that they have shown.

    Where the highest place is the start, this keeps it from being found at an end: to a camera that
    is high up or to one side, knees at the end of a movement may look as high as at the start.
    """

    def __init__(self) -> None:
        self._ends: dict[Side, list[tuple[float, float]]] = {side: [] for side in SIDES}

    def restart(self) -> None:
        """The user has left the stretch, or the camera was moved."""
        for seen in self._ends.values():
            seen.clear()

    def at_end(self, t: float, side: Side, aside: float) -> None:
        """The user is at the end of a movement to a side; ``aside`` as ``between`` takes it."""
        seen = [s for s in self._ends[side] if t - s[0] <= _KEPT_S]
        seen.append((t, aside))
        seen.sort(key=lambda s: s[1], reverse=side == "left")
        self._ends[side] = seen[:_SAMPLES]  # the farthest moments tell the end

    def between(self, t: float, aside: float) -> bool | None:
        """Whether a place lies in the middle; None while both ends are not known.

        Args:
            t: seconds.
            aside: how far the place is to the user's left, torso lengths, from any zero.
        """
        ends = []
        for side in SIDES:
            seen = [a for u, a in self._ends[side] if t - u <= _KEPT_S]
            if not seen:
                return None
            ends.append(median(seen))
        half = (ends[0] - ends[1]) / 2
        if 2 * half < _LEAST_SPAN:
            return None
        return abs(aside - sum(ends) / 2) <= _BETWEEN * half
