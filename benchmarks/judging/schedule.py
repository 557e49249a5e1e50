"""Which frames a live run would see: the newest whenever the model is free, on a fake clock."""

import random
from collections.abc import Iterable, Iterator

import numpy as np

from posecoach.pose import Pose
from posecoach.sources.frame import Frame

# Seconds an inference takes: mostly about 45 ms (22 a second), now and then a quarter second.
_TYPICAL_S, _SPREAD = 0.045, 0.35
_STALL_SHARE, _STALL_S = 0.02, 0.25


def newest(frames: Iterable[Frame], seed: str) -> Iterator[Frame]:
    """Of frames that come at their own times, those that are newest when the model is free."""
    dice = random.Random(seed)
    free = -1.0
    held: Frame | None = None
    for frame in frames:
        if held is not None and frame.t > free:
            yield held
            free = max(free, held.t) + takes(dice)
        held = frame
    if held is not None:
        yield held


def takes(dice: random.Random) -> float:
    """Seconds of the next inference."""
    stall = _STALL_S if dice.random() < _STALL_SHARE else 0.0
    return _TYPICAL_S * float(np.exp(dice.gauss(0.0, _SPREAD))) + stall


class FakeCamera:
    """Stands in for the camera's thread: gives one frame after the other, then ends."""

    trouble = None
    is_live = True

    def __init__(self, times: list[float], like: Pose | None) -> None:
        self._times = times
        self._picture = np.zeros((like.height, like.width, 3) if like else (1, 1, 3), np.uint8)
        self._next = 0
        self.lost = False
        self.last_t = 0.0

    @property
    def ended(self) -> bool:
        return self._next >= len(self._times)

    def newest(self, after: int, timeout: float) -> tuple[int, Frame | None]:
        del timeout
        if self.ended:
            return after, None
        self.last_t = self._times[self._next]
        self._next += 1
        return self._next, Frame(self._picture, self.last_t)

    def now(self) -> float:
        return self.last_t
