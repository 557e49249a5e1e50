"""Follows one person from pose to pose: what is seen, how long the torso is, which leg kneels.

State, but no clock: the same poses in, the same bodies out.
"""

import math
from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import Literal

import numpy as np

from posecoach.measure.body import Body, torso_length
from posecoach.measure.labels import SideLabels
from posecoach.measure.legs import LEGS, Bearing, HalfKneeling, Legs
from posecoach.pose import LANDMARKS, TORSO, Pose

# Limits of MediaPipe's visibility, with hysteresis: from a little behind, the front knee is placed
# correctly at .50 to .58. Points outside the picture are invented, often with a high visibility.
_SEEN_ENTER, _SEEN_LEAVE = 0.5, 0.4
_MARGIN = -0.005  # a foot at the very edge still counts as seen
# A body centre cannot move by 0.35 torso lengths in 1/30 s (5 m/s): such samples are glitches.
_JUMP_PER_S = 0.35 * 30
_JUMP_LEAST = 0.35
_GLITCH_S = 0.25  # a jump that lasts longer is no glitch: the person is at another place
_OTHER_PLACE = 1.0  # torso lengths; a sudden jump this far is another person
_TORSO_S = 1.0
_TORSO_CHANGE = 0.30  # a torso that is at once this much longer or shorter is another body's
_LOST_S = 1.0  # after this long unseen the user may reappear anywhere

TrackState = Literal["same", "glitch", "elsewhere"]


@dataclass(frozen=True)
class Tracked:
    """The body of one pose, or why there is none."""

    body: Body | None
    person: bool  # a person is in the picture, even if this sample is unusable
    changed: bool = False  # another body, or the same at another place: start afresh


class Tracker:
    """Turns poses into bodies; drops glitches and tells when the person changed.

    Args:
        half_kneeling: the limits of a stretch with one knee on the floor; None for others.
        bearing: how the trunk is held.
        front: seen from the front, where left and right can be told by their order.
    """

    def __init__(
        self,
        half_kneeling: HalfKneeling | None = None,
        bearing: Bearing = "upright",
        *,
        front: bool = True,
    ) -> None:
        self._labels = SideLabels() if front and half_kneeling is None else None
        self._legs = Legs(half_kneeling, bearing)
        self._seen = np.zeros(LANDMARKS, dtype=np.bool_)
        self._torsos: deque[tuple[float, float]] = deque()
        self._last: tuple[float, np.ndarray] | None = None
        self._glitch_since: float | None = None
        self._glitch_gap = 0.0

    def update(self, pose: Pose) -> Tracked:
        """Takes the next pose."""
        length = torso_length(pose) if pose.found else 0.0
        if length < 1e-6:
            return Tracked(None, person=False)
        if self._labels is not None:
            pose = self._labels.update(pose)
        centre = pose.pixels[list(TORSO)].mean(axis=0)
        place = self._place(pose.t, centre, length)
        if place == "glitch":
            return Tracked(None, person=True)
        if place == "elsewhere":
            self._torsos.clear()
            self._legs.forget()
        self._glitch_since = None
        self._last = (pose.t, centre)
        self._torsos.append((pose.t, length))
        while pose.t - self._torsos[0][0] > _TORSO_S:
            self._torsos.popleft()
        return Tracked(self._body(pose), person=True, changed=place == "elsewhere")

    def _place(self, t: float, centre: np.ndarray, length: float) -> TrackState:
        """Where the body is, against where it was before."""
        if self._last is None or not self._torsos:
            return "same"
        t0, before = self._last
        gap = t - t0
        usual = median([v for _, v in self._torsos])
        moved = math.hypot(*(centre - before)) / usual
        if gap > _LOST_S:
            another = moved > _OTHER_PLACE or abs(length / usual - 1.0) > _TORSO_CHANGE
            return "elsewhere" if another else "same"
        # While a jump lasts, the time since it makes a short way possible, but not one longer than
        # a torso: for that only the time up to its first sample counts.
        step = min(gap, self._glitch_gap) if self._glitch_since is not None else gap
        if moved <= max(_JUMP_LEAST, _JUMP_PER_S * gap) and (
            moved <= max(_OTHER_PLACE, _JUMP_PER_S * step)
        ):
            return "same"
        if self._glitch_since is None:
            self._glitch_since, self._glitch_gap = t, gap
        return "glitch" if t - self._glitch_since < _GLITCH_S else "elsewhere"

    def _body(self, pose: Pose) -> Body:
        torso = median([v for _, v in self._torsos])
        limit = np.where(self._seen, _SEEN_LEAVE, _SEEN_ENTER)
        inside = ((pose.image >= _MARGIN) & (pose.image <= 1 - _MARGIN)).all(axis=1)
        self._seen = (pose.visibility >= limit) & inside
        found = self._legs.update(pose.t, pose.pixels, torso)
        seen = self._seen.copy()
        if found.stray:
            seen[LEGS] = False
        return Body(
            t=pose.t,
            px=pose.pixels,
            world=pose.world,
            depth=pose.depth,
            seen=seen,
            size=(pose.width, pose.height),
            torso=torso,
            facing=found.facing,
            kneeling=found.kneeling,
            lower=found.lower,
            planted=found.planted,
            face_contrast=pose.face_contrast,
            face_turn=pose.face_turn,
            face_seen=pose.face_seen,
        )
