"""Puts right a pose whose left and right were exchanged, as a whole or the legs alone.

Long dark hair can look like the back of a head: the model then finds somebody who faces away, and
calls the left side right, for a few pictures or for seconds. Nobody turns round so fast.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from posecoach.measure.body import torso_length
from posecoach.measure.legs import LEGS
from posecoach.pose import LANDMARKS, Landmark, Pose, swapped_indices

_CLEAR = 0.35  # torso lengths between the shoulders: the order is clear
_LEGS_CLEAR = 0.30
_TURNING_S = 0.6  # turning round for real takes at least this long with narrow shoulders
_AWAY_S = 10.0  # facing away for longer than this is taken as real
_TOWARD_S = 1.0  # facing the camera is usual, and taken as real sooner
_GAP_S = 1.0
_CROSSED = 0.15  # torso lengths
_PARTNER = swapped_indices()
_LEGS_PARTNER = np.arange(LANDMARKS)
_LEGS_PARTNER[LEGS] = _PARTNER[LEGS]


class SideLabels:
    """Follows which way round somebody stands or sits before the camera.

    For stretches that are seen from the front. The same poses in, the same poses out.
    """

    def __init__(self) -> None:
        self._t: float | None = None
        self._forget()

    def _forget(self) -> None:
        self._order = 0  # +1: the left side is at the picture's right, 0: not known yet
        self._other_since: float | None = None
        self._narrow_since: float | None = None
        self._narrow_s = 0.0
        self._swapped = False

    def update(self, pose: Pose) -> Pose:
        """Takes the next found pose; gives it back with its sides put right."""
        if self._t is not None and pose.t - self._t > _GAP_S:
            self._forget()
        self._t = pose.t
        torso = torso_length(pose)
        if torso < 1e-6:
            return pose
        width = self._across(pose, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER) / torso
        if abs(width) >= _CLEAR:
            self._clear(pose.t, 1 if width > 0 else -1)
        else:
            if self._narrow_since is None:
                self._narrow_since = pose.t
            self._narrow_s = pose.t - self._narrow_since
            legs = (
                self._across(pose, Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
                + self._across(pose, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
            ) / torso
            if abs(legs) >= _LEGS_CLEAR and self._order and self._narrow_s < _TURNING_S:
                self._swapped = (legs > 0) != (self._order > 0)
        pose = _exchanged(pose, _PARTNER) if self._swapped else pose
        return _exchanged(pose, _LEGS_PARTNER) if self._legs_crossed(pose, torso) else pose

    def _legs_crossed(self, pose: Pose, torso: float) -> bool:
        """Whether both knees and both feet are found on the wrong sides."""
        pairs = (
            (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
            (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
        )
        return self._order != 0 and all(
            self._order * self._across(pose, *pair) < -_CROSSED * torso for pair in pairs
        )

    @staticmethod
    def _across(pose: Pose, left: Landmark, right: Landmark) -> float:
        px = pose.pixels
        return float(px[left, 0] - px[right, 0])

    def _clear(self, t: float, order: int) -> None:
        turned = self._narrow_s >= _TURNING_S
        self._narrow_since, self._narrow_s = None, 0.0
        if self._order in (0, order) or turned:
            self._order, self._other_since, self._swapped = order, None, False
            return
        self._other_since = t if self._other_since is None else self._other_since
        if t - self._other_since >= (_TOWARD_S if order > 0 else _AWAY_S):
            self._order, self._other_since, self._swapped = order, None, False
            return
        self._swapped = True


def _exchanged(pose: Pose, partner: NDArray[np.intp]) -> Pose:
    return replace(
        pose,
        image=pose.image[partner],
        depth=pose.depth[partner],
        world=pose.world[partner],
        visibility=pose.visibility[partner],
    )
