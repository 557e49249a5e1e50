"""Detects what pauses a session: the user is away, lies down, or makes the pause gesture.

The limits are design choices; the test clips check that no stretch or other exercise pauses by
mistake.
"""

import math
from collections import deque
from typing import Literal

import numpy as np

from posecoach.judge.guided.pacer import UNSEEN_S
from posecoach.pose import SEEN, TORSO, Landmark, Pose

Presence = Literal["here", "away", "down"]

_AWAY_S = 6.0
_BACK_S = 1.0
_LYING_DEG = 62.0  # of the trunk from upright; no stretch tilts it as far
_LYING_S = 2.5
_ON_FLOOR_S = 10.0  # the same where the user gets down to the floor, or changes knees, by the hands
_UPRIGHT_DEG = 40.0
_FADES = 0.75  # a second: of the longest torso
_DROP_TORSO_S = 1.5  # torso lengths a second: faster than kneeling or sitting down
_DROP_LOOK_S = 0.5  # the speed is measured over this time
_LOW_AFTER_S = 1.0  # after a drop, before it counts as a fall
_GESTURE_S = 2.0
_GESTURE_GAP_S = 0.3
_ARMS = [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW]


def _trunk(pose: Pose) -> tuple[np.ndarray, np.ndarray, float] | None:
    """Mid-shoulder and mid-hip in pixels, and their distance; None if they are not visible."""
    if not pose.found or min(pose.visibility[i] for i in TORSO) < SEEN:
        return None
    px = pose.pixels[list(TORSO)]
    shoulder, hip = px[:2].mean(axis=0), px[2:].mean(axis=0)
    length = float(np.linalg.norm(shoulder - hip))
    return (shoulder, hip, length) if length > 1 else None


class PresenceWatch:
    """Tracks whether the user is in the picture and upright.

    'away': nobody was found for six seconds. 'down': the user lies, or fell and has not got up.
    Both end when the user has been back and upright for a second.
    """

    def __init__(self) -> None:
        self.now: Presence = "here"
        self._absent_since: float | None = None
        self._lying_since: float | None = None
        self._upright_since: float | None = None
        self._heights: deque[tuple[float, float]] = deque()
        self._dropped_at: float | None = None
        self._torso: float | None = None
        self._torso_at = 0.0

    def update(
        self, pose: Pose, *, low: bool = False, floor: bool = False, patient: bool = False
    ) -> Presence:
        """Takes the next pose.

        Args:
            low: to lie, or to bend down, belongs to what is done: nobody is 'down' then.
            floor: what is done is done on the floor: getting there may look like lying.
            patient: nobody needs to be seen all the time.
        """
        t = pose.t
        trunk = _trunk(pose)
        if not pose.found:
            self._lying_since = self._upright_since = None
            self._heights.clear()
            self._absent_since = t if self._absent_since is None else self._absent_since
            away_s = UNSEEN_S if patient else _AWAY_S
            if t - self._absent_since >= away_s and self.now == "here":
                self.now = "away"
            return self.now
        self._absent_since = None
        if low:
            return self._low(t)
        if trunk is None:
            return self.now
        shoulder, hip, length = trunk
        # The longest torso of the last poses: a torso that bends or lies towards the camera looks
        # shorter.
        longest = 0.0 if self._torso is None else self._torso * _FADES ** (t - self._torso_at)
        self._torso, self._torso_at = max(length, longest), t
        across, up = abs(shoulder[0] - hip[0]), hip[1] - shoulder[1]
        tilt = math.degrees(math.atan2(across, up))
        dropped = self._drop(t, float(shoulder[1]), tilt)
        lying = tilt >= _LYING_DEG
        self._lying_since = (self._lying_since or t) if lying else None
        upright = tilt <= _UPRIGHT_DEG and not dropped
        self._upright_since = (self._upright_since or t) if upright else None
        lying_s = _ON_FLOOR_S if floor else _LYING_S
        if self.now == "here":
            if dropped or (self._lying_since is not None and t - self._lying_since >= lying_s):
                self.now = "down"
                self._dropped_at = None
        elif self._upright_since is not None and t - self._upright_since >= _BACK_S:
            self.now = "here"
        return self.now

    def _low(self, t: float) -> Presence:
        """Somebody is there, perhaps lying: back after a second, and never 'down'."""
        self._lying_since = self._dropped_at = None
        self._heights.clear()
        if self.now == "here":
            self._upright_since = None
        else:
            self._upright_since = t if self._upright_since is None else self._upright_since
            if t - self._upright_since >= _BACK_S:
                self.now = "here"
        return self.now

    def _drop(self, t: float, y: float, tilt: float) -> bool:
        """Whether the shoulders dropped fast a second or more ago and the trunk is not upright."""
        assert self._torso is not None
        self._heights.append((t, y))
        while t - self._heights[0][0] > _DROP_LOOK_S:
            self._heights.popleft()
        t0, y0 = self._heights[0]
        if t - t0 >= 0.25 and (y - y0) / self._torso / (t - t0) >= _DROP_TORSO_S:
            self._dropped_at = t
        if self._dropped_at is None or t - self._dropped_at < _LOW_AFTER_S:
            return False
        if tilt > _UPRIGHT_DEG:
            return True
        self._dropped_at = None
        return False


class PauseGesture:
    """The pause gesture: wrists crossed before the chest for two seconds, as in no stretch.

    Detected only while the user faces the camera: from the side, arms often seem to cross.
    """

    def __init__(self) -> None:
        self._since: float | None = None
        self._last: float | None = None
        self._given = False

    def update(self, pose: Pose) -> bool:
        """Takes the next pose; returns true once for each gesture that was held long enough."""
        if self._crossed(pose):
            self._since = pose.t if self._since is None else self._since
            self._last = pose.t
            if not self._given and pose.t - self._since >= _GESTURE_S:
                self._given = True
                return True
        elif self._last is not None and pose.t - self._last > _GESTURE_GAP_S:
            self._since = self._last = None
            self._given = False
        return False

    @staticmethod
    def _crossed(pose: Pose) -> bool:
        trunk = _trunk(pose)
        if trunk is None or min(pose.visibility[i] for i in _ARMS) < SEEN:
            return False
        shoulder, _, torso = trunk
        px = pose.pixels
        left, right = px[Landmark.LEFT_SHOULDER], px[Landmark.RIGHT_SHOULDER]
        # Positive if the user faces the camera: the left shoulder is on the picture's right.
        width = float(left[0] - right[0])
        if width < 0.45 * torso:
            return False
        wrists = px[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]]
        elbows = px[[Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW]]
        low, high = shoulder[1] + 0.75 * torso, shoulder[1] - 0.15 * torso
        return bool(
            np.all((wrists[:, 1] < low) & (wrists[:, 1] > high))
            and wrists[1, 0] - wrists[0, 0] > 0.20 * width
            and elbows[0, 0] - elbows[1, 0] > 0.60 * width
            and abs(wrists[0, 1] - wrists[1, 1]) < 0.35 * torso
            and abs(wrists[:, 0].mean() - shoulder[0]) < 0.6 * width
        )
