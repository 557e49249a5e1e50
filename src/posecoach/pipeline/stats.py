"""Speeds of a live run over the last seconds."""

import logging
from collections import deque
from dataclasses import dataclass, field

import numpy as np

log = logging.getLogger("posecoach")


def _recent() -> deque[float]:
    return deque(maxlen=150)


@dataclass
class Stats:
    """Times of the last frames, in seconds.

    Attributes:
        ages: for each frame, the time from its arrival until it is on the screen.
        poses: when each pose was found.
        work: for each frame, the time of session and sinks.
        draws: for each frame, the time of drawing.
        dropped: number of frames that were skipped because a newer one had come.
        first_picture, first_moment: when the first picture was shown, and the first one coached.
    """

    ages: deque[float] = field(default_factory=_recent)
    poses: deque[float] = field(default_factory=_recent)
    work: deque[float] = field(default_factory=_recent)
    draws: deque[float] = field(default_factory=_recent)
    dropped: int = 0
    first_picture: float | None = None
    first_moment: float | None = None

    def step(self, start: float, end: float, *, seen: bool) -> None:
        """One step ran from ``start`` to ``end``; ``seen``: it had a picture."""
        if seen:
            self.poses.append(start)
        self.work.append(end - start)
        if self.first_moment is None:
            self.first_moment = end
            log.info("coaching begins")

    @property
    def pose_fps(self) -> float:
        """Poses a second; 0 if too few were found."""
        times = list(self.poses)
        span = times[-1] - times[0] if times else 0.0
        return (len(times) - 1) / span if span > 0 else 0.0

    def line(self, camera_fps: float) -> str:
        """One line for the screen."""
        ages = list(self.ages)
        if len(ages) < 2:
            return ""
        p50, p95 = np.percentile(ages, (50, 95)) * 1000
        return (
            f"camera {camera_fps:.0f}/s   poses {self.pose_fps:.0f}/s   "
            f"age {p50:.0f} ms, p95 {p95:.0f} ms   dropped {self.dropped}"
        )
