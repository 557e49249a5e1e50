"""Detects troubles of a live picture: covered, frozen, or too slow."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from posecoach.sources.frame import Image

Trouble = Literal["no_camera", "lost", "frozen", "covered", "slow"]

_STEP = 24  # compares every 24th pixel of every 24th row
_COVERED_STD = 2.5  # brightness levels of 255: behind a closed shutter all pixels are alike
_SLOW_FPS = 8.0
_SLOW_AFTER = 6  # the speed is that of the last pictures


@dataclass(frozen=True)
class Waits:
    """Time limits for a live source, seconds.

    Attributes:
        retry_s: between two attempts to open it.
        silent_s: without a frame for this long, the trouble is 'lost'.
        stuck_s: if the picture does not change for this long, the source is opened again.
        covered_s: if the picture is dark for this long, the trouble is 'covered'.
        frozen_s: if the picture does not change for this long, the trouble is 'frozen'.
    """

    retry_s: float = 1.0
    silent_s: float = 1.5
    stuck_s: float = 10.0
    covered_s: float = 1.0
    frozen_s: float = 3.0  # a real camera's noise changes every picture


USUAL = Waits()


def covered(image: Image) -> bool:
    """Whether a single picture is of one brightness all over, as behind a closed shutter."""
    return float(image[::_STEP, ::_STEP].std()) <= _COVERED_STD


class Health:
    """Judges a live source by its pictures; times are seconds of the clock, rising.

    Args:
        waits: for how long a picture must be dark or unchanged to count as trouble.
    """

    def __init__(self, waits: Waits = USUAL) -> None:
        self._waits = waits
        self._sample: np.ndarray | None = None
        self._changed = 0.0
        self._bright: float | None = None
        self._times: deque[float] = deque(maxlen=60)

    def take(self, image: Image, now: float) -> None:
        """Takes the next picture, which came at ``now``."""
        sample = image[::_STEP, ::_STEP].copy()
        same = self._sample is not None and np.array_equal(sample, self._sample)
        if not same:
            self._sample, self._changed = sample, now
        if self._bright is None or float(sample.std()) > _COVERED_STD:
            self._bright = now
        self._times.append(now)

    @property
    def still_s(self) -> float:
        """For how many seconds the picture has not changed at all."""
        return self._times[-1] - self._changed if self._times else 0.0

    @property
    def fps(self) -> float:
        """Pictures a second over the last 60 pictures; 0 before the second one."""
        span = self._times[-1] - self._times[0] if self._times else 0.0
        return (len(self._times) - 1) / span if span > 0 else 0.0

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with the picture; None if nothing is."""
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
