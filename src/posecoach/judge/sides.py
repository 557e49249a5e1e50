"""The side in work of a stretch that is done on one side after the other."""

from posecoach.measure.body import Body
from posecoach.measure.lasting import Lasting
from posecoach.pose import Side, other

_TURNED_S = 1.5


class SideInWork:
    """Follows which leg kneels, and remembers the side that was last in work.

    Args:
        separate: each side has its own place before the camera.
    """

    def __init__(self, *, separate: bool) -> None:
        self._separate = separate
        self._near: Side | None = None  # nearest the camera, when that rest was seen
        self._other_way = Lasting()
        self.last: Side | None = None

    def kneeling(self, body: Body, *, settled: bool, far: bool) -> Side | None:
        """The side of the knee on the floor; once the user has settled it stays.

        Args:
            far: it is surely the knee that is farther from the camera.
        """
        if settled and self.last:
            return self.last
        return other(body.near) if body.near and far else body.near

    def turned_round(self, body: Body, *, settled: bool) -> bool:
        """Whether the other leg is nearest the camera now, and stays so: a side of its own."""
        if not settled or self._near is None:
            self._near = body.near
        changed = self._separate and body.near is not None and body.near != self._near
        return self._other_way.update(body.t, changed) >= _TURNED_S
