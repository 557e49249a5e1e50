"""Which live pictures get a pose: all while something moves, a third of them while nothing does.

Finding a pose takes most of the processor's time. While the user rests, stands still or holds a
position, ten poses a second tell as much as thirty. All times are those of the pictures, so the
same pictures get a pose on every machine.
"""

import math
from collections import deque
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecoach.judge.moment import CoachPhase, Moment
from posecoach.pose import SEEN, Pose
from posecoach.session.moment import SessionMoment, SessionStage

#: 'idle': a page covers the picture, so nobody works just now.
WatchLevel = Literal["full", "idle"]

# Ten poses a second: of 30 pictures every third (their times jitter, so a little under 0.1 s). The
# judge counts as well at 12 pictures a second as at 30, and the pause gesture has to be seen within
# 0.3 s.
_GAP_S = 0.09
#: Stages in which nothing is judged, whatever moves: only the pause gesture is looked for.
_WAITING: tuple[SessionStage, ...] = ("rest", "paused", "done")
#: Stages and phases in which the user may begin at any moment: what moves gets the full rate.
_READY: tuple[SessionStage, ...] = ("check", "intro", "move", "away", "down")
_BEFORE: tuple[CoachPhase, ...] = ("unseen", "setup", "start")
_REST_ENDS_S = 1.0  # before the end of a rest, so that the next set begins with full knowledge
_HELD_S = 3.0  # a hold shorter than this may be the far end of a slow repetition
_STILL_S = 1.0  # without movement for so long: nothing moves


class PoseRate:
    """Decides for each picture whether a pose is found in it, from what was seen before.

    Attributes:
        watch: 'idle' while a page covers the picture; may be set from any thread.
    """

    def __init__(self) -> None:
        self.watch: WatchLevel = "full"
        self._motion = Motion()
        self._looked = -math.inf  # time of the last picture with a pose
        self._moved = -math.inf
        self._now: SessionMoment | None = None

    def wants(self, t: float) -> bool:
        """Whether the picture of time ``t`` gets a pose."""
        return not 0 <= t - self._looked < _GAP_S or not self._quiet(t)

    def take(self, pose: Pose, now: SessionMoment) -> None:
        """Takes a pose that was found, and what the session says of it."""
        if self._motion.update(pose):
            self._moved = pose.t
        self._looked, self._now = pose.t, now

    def _quiet(self, t: float) -> bool:
        now = self._now
        if now is None:
            return False
        if self.watch == "idle":
            return True
        if now.stage in _WAITING:
            left = now.rest_left_s
            return left is None or left - (t - now.t) > _REST_ENDS_S
        if t - self._moved < _STILL_S:
            return False
        if now.stage in _READY or now.moment is None:
            return True
        return now.moment.phase in _BEFORE or _held(now.moment)


def _held(moment: Moment) -> bool:
    hold = moment.hold
    return hold is not None and hold.running and hold.held_s >= _HELD_S


# Of a person's size in the picture (about 1.7 m for one who stands): a movement of 3 cm within
# 0.35 s. What is slower is seen as well at ten poses a second.
_OVER_S = 0.35
_LEAST_SHARE = 0.02
_POINTS = 3  # so many points must move: a single one may jump where nothing moves
_LEAST_POINTS = 8


class Motion:
    """Tells from poses whether the person moves, comes or goes."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, NDArray[np.float64], NDArray[np.bool_]]] = deque()
        self._there = False

    def update(self, pose: Pose) -> bool:
        """Whether something moved in the 0.35 s before this pose."""
        if pose.found != self._there:
            self._there = pose.found
            self._recent.clear()
            return True
        if not pose.found:
            return False
        points, seen = pose.pixels, pose.visibility >= SEEN
        while self._recent and not 0 <= pose.t - self._recent[0][0] <= _OVER_S:
            self._recent.popleft()
        self._recent.append((pose.t, points, seen))
        _, before, seen_before = self._recent[0]
        return _share(points, before, seen & seen_before) >= _LEAST_SHARE


def _share(now: NDArray[np.float64], before: NDArray[np.float64], seen: NDArray[np.bool_]) -> float:
    """How far the person moved, as a share of their size; infinite if too little is seen."""
    if seen.sum() < _LEAST_POINTS:
        return math.inf
    now, before = now[seen], before[seen]
    size = float(np.hypot(*(now.max(axis=0) - now.min(axis=0))))
    ways = np.sort(np.hypot(*(now - before).T))
    return float(ways[-_POINTS]) / size if size > 0 else math.inf
