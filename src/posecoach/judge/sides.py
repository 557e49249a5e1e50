"""The side in work of a stretch that is done on one side after the other."""

from posecoach.measure.body import Body
from posecoach.measure.lasting import Lasting
from posecoach.pose import Side, other

_TURNED_S = 1.5  # the other leg nearest the camera for this long: the user has turned round


class SideInWork:
    """Follows which leg kneels, and remembers the side that was last in work.

    Args:
        separate: each side has its own place before the camera.
    """

    def __init__(self, *, separate: bool) -> None:
        self._separate = separate
        self._near_side: Side | None = None  # nearest the camera when the user settled
        self._far = False  # whether the far knee was down when the side was last told
        self._other_way = Lasting()
        self.last: Side | None = None

    def kneeling(self, body: Body, *, settled: bool, far: bool) -> Side | None:
        """The side of the knee on the floor.

        Once the user has settled it stays, unless the knee then turns out to be the far one.

        Args:
            far: the knee on the floor is surely the one farther from the camera.
        """
        turned_out = far and not self._far and body.near_side is not None
        if settled and self.last and not turned_out:
            return self.last
        self._far = far
        side = other(body.near_side) if body.near_side and far else body.near_side
        if side:
            self.last = side
        return side

    def turned_round(self, body: Body, *, settled: bool) -> bool:
        """Whether the user has turned round, to the other side of a stretch with separate sides."""
        if not settled or self._near_side is None:
            self._near_side = body.near_side
        changed = (
            self._separate and body.near_side is not None and body.near_side != self._near_side
        )
        return self._other_way.update(body.t, changed) >= _TURNED_S
