"""Corrects a pose whose left and right were exchanged, as a whole or in the legs alone.

Long dark hair can look like the back of a head: the model then takes the user to face away, and
calls the left side right, for a few frames or for seconds. Nobody turns round so fast.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from posecoach.measure.body import torso_length
from posecoach.measure.lasting import Lasting
from posecoach.measure.legs import LEGS
from posecoach.pose import HIPS, LANDMARKS, SHOULDERS, Landmark, Pose, exchanged, swapped_indices

_CLEAR = 0.35  # torso lengths between the shoulders from which their order is clear
_LEGS_CLEAR = 0.30  # the same, of knees and ankles together
_TURNING_S = 0.6  # turning round for real takes at least this long with narrow shoulders
_AWAY_S = 10.0  # facing away for longer than this is taken as real
_TOWARD_S = 1.0  # facing the camera is usual, and taken as real sooner
_GAP_S = 1.0  # unseen for longer, the user may have turned round
_CROSSED = 0.15  # torso lengths by which knees and ankles must both be on the wrong sides
_MOST_LEAN = 0.5  # cosine: beyond 60 degrees the trunk does not tell which way is across
_UPRIGHT = 0.87  # cosine: nobody turns round while they lean by more than 30 degrees
_PARTNER = swapped_indices()
_LEGS_PARTNER = np.arange(LANDMARKS)
_LEGS_PARTNER[LEGS] = _PARTNER[LEGS]
_ARMS = [m for m in Landmark if Landmark.LEFT_ELBOW <= m <= Landmark.RIGHT_THUMB]


def _trunk(pose: Pose) -> NDArray[np.float64]:
    """The direction from the hips to the shoulders in the picture, (2,) of length 1."""
    up = pose.pixels[SHOULDERS].mean(axis=0) - pose.pixels[HIPS].mean(axis=0)
    return np.asarray(up / np.hypot(*up), np.float64)


def _shoulders_apart(pose: Pose, up: NDArray[np.float64]) -> float:
    """From the right shoulder to the left one across the trunk, pixels, + to the picture's right.

    Across the trunk and not across the picture: a deep side bend brings the shoulders one above
    the other.
    """
    left, right = pose.pixels[SHOULDERS]
    apart = left - right
    if -up[1] < _MOST_LEAN:
        return float(apart[0])
    return float(apart[1] * up[0] - apart[0] * up[1])


def _arms_unknown(pose: Pose) -> Pose:
    """The pose without its arms."""
    visibility = pose.visibility.copy()
    visibility[_ARMS] = 0.0
    return replace(pose, visibility=visibility)


class SideLabels:
    """Follows whether the user faces the camera or turns their back to it.

    For stretches that are seen from the front. The same poses in, the same poses out.
    """

    def __init__(self) -> None:
        self._t: float | None = None
        self._forget()

    def _forget(self) -> None:
        self._order = 0  # +1: the left side is at the picture's right, 0: not known yet
        self._other = Lasting()
        self._narrow = Lasting()
        self._narrow_s = 0.0
        self._swapped = False

    def update(self, pose: Pose) -> Pose:
        """Takes the next pose with a person in it; gives it back with left and right corrected."""
        if self._t is not None and pose.t - self._t > _GAP_S:
            self._forget()
        self._t = pose.t
        torso = torso_length(pose)
        if torso < 1e-6:
            return pose
        x = pose.pixels[:, 0] / torso
        up = _trunk(pose)
        upright = bool(-up[1] >= _UPRIGHT)
        shoulders = _shoulders_apart(pose, up) / torso
        knees = x[Landmark.LEFT_KNEE] - x[Landmark.RIGHT_KNEE]
        ankles = x[Landmark.LEFT_ANKLE] - x[Landmark.RIGHT_ANKLE]
        narrow = abs(shoulders) < _CLEAR
        turning = self._narrow.update(pose.t, narrow and upright)
        was_narrow_s, self._narrow_s = self._narrow_s, turning
        if not narrow:
            self._clear(pose.t, 1 if shoulders > 0 else -1, turned=was_narrow_s >= _TURNING_S)
        elif abs(knees + ankles) >= _LEGS_CLEAR and self._order and self._narrow_s < _TURNING_S:
            self._swapped = (knees + ankles > 0) != (self._order > 0)
        if self._swapped:
            pose, knees, ankles = exchanged(pose, _PARTNER), -knees, -ankles
        # Both knees and both ankles on the wrong sides: the legs alone were exchanged.
        crossed = max(self._order * knees, self._order * ankles) < -_CROSSED
        if crossed:
            pose = exchanged(pose, _LEGS_PARTNER)
        # Deep in a lean, with one shoulder hiding the other, the model confuses the arms.
        return _arms_unknown(pose) if narrow and not upright else pose

    def _clear(self, t: float, order: int, *, turned: bool) -> None:
        """The order of the shoulders is clear: a changed one is ignored until it has lasted."""
        other = self._order not in (0, order)
        lasted = self._other.update(t, other)
        self._swapped = other and not turned and lasted < (_TOWARD_S if order > 0 else _AWAY_S)
        if not self._swapped:
            self._order, self._other = order, Lasting()
