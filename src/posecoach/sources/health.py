"""Troubles of a live picture: covered, frozen, or far too slow."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from posecoach.sources.frame import Image

Trouble = Literal["no_camera", "lost", "frozen", "covered", "slow"]

_STEP = 24  # looks at every 24th pixel each way
_COVERED_STD = 2.5  # brightness levels: a closed shutter has almost no variance
_SLOW_FPS = 8.0
_SLOW_AFTER = 6  # pictures before the pace is judged


@dataclass(frozen=True)
class Waits:
    """How long a live source is waited for, seconds.

    Attributes:
        retry_s: between two tries to open it.
        silent_s: without a frame for so long, the picture is lost.
        stuck_s: a picture that stands still for so long is opened anew.
        covered_s, frozen_s: of a dark picture, of one that does not change, until it is told.
    """

    retry_s: float = 1.0
    silent_s: float = 1.5
    stuck_s: float = 10.0
    covered_s: float = 1.0
    frozen_s: float = 3.0  # a real camera's noise never repeats itself for so long


USUAL = Waits()


class Health:
    """Judges a live source by its pictures; times are seconds of the clock, rising.

    Args:
        waits: for how long a picture must be dark, or not change, to be told.
    """

    def __init__(self, waits: Waits = USUAL) -> None:
        self._waits = waits
        self._sample: np.ndarray | None = None
        self._changed = 0.0
        self._bright: float | None = None
        self._times: deque[float] = deque(maxlen=60)

    def take(self, image: Image, now: float) -> None:
        """The next picture."""
        sample = image[::_STEP, ::_STEP].copy()
        same = self._sample is not None and np.array_equal(sample, self._sample)
        if not same:
            self._sample, self._changed = sample, now
        if self._bright is None or float(sample.std()) > _COVERED_STD:
            self._bright = now
        self._times.append(now)

    @property
    def still_s(self) -> float:
        """For how long the picture has not changed at all, seconds."""
        return self._times[-1] - self._changed if self._times else 0.0

    @property
    def fps(self) -> float:
        """Pictures a second of late; 0 where too few have come."""
        span = self._times[-1] - self._times[0] if self._times else 0.0
        return (len(self._times) - 1) / span if span > 0 else 0.0

    @property
    def trouble(self) -> Trouble | None:
        """What is the matter with the picture."""
        if not self._times:
            return None
        if self._bright is not None and self._times[-1] - self._bright >= self._waits.covered_s:
            return "covered"
        if self.still_s >= self._waits.frozen_s:
            return "frozen"
        recent = list(self._times)[-_SLOW_AFTER:]
        if len(recent) == _SLOW_AFTER:
            span = recent[-1] - recent[0]
            if span > 0 and (_SLOW_AFTER - 1) / span < _SLOW_FPS:
                return "slow"
        return None
