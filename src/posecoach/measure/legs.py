"""Which leg kneels, where its knee stays, which way the body faces: by geometry, not by labels."""

import math
from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from posecoach.pose import Landmark, Side

# Where MediaPipe swaps the legs (sharp profile, slim bodies: in a quarter of the frames), the
# points slide from one leg to the other for up to 0.35 s, while the knee on the floor stays.
_PLANTED_S, _PLANTED_LEAST_S = 2.5, 0.3
_PLANTED_SHARE = 0.35  # of the time: swapped legs spread over the rest
_ENOUGH = 40  # samples at most are compared to find where the knee stays
_HEAD_FACING_LEAST = 0.04  # torso lengths
_NOSE_S = 0.5
# Nobody turns round faster than this while kneeling, but swapped legs show the front foot behind
# for up to half a second: the way it mostly was in this time holds.
_FRONT_S = 2.0

#: How the trunk is held, which decides the landmarks that tell which way the body faces: 'upright'
#: by the face; on a 'chair' by the knees, which are ahead of the hips; 'prone' (on all fours or on
#: the heels) by the shoulders, which are ahead of the hips; 'supine' (on the back) by the reverse.
Bearing = Literal["upright", "chair", "prone", "supine"]
_AHEAD = 0.15  # torso lengths: clearly ahead

#: From the knees down.
LEGS = [m for m in Landmark if m >= Landmark.LEFT_KNEE]


class HalfKneeling(BaseModel):
    """Limits that tell which leg kneels, in half-kneeling; in torso lengths.

    Attributes:
        knee_switch: the other knee must be lower by this to be taken for the kneeling one.
        front_foot: the front foot must be ahead of the kneeling knee by this, and the knees as far
            apart in height, to tell which way the body faces.
        stays: the knee on the floor stays within this.
        stray: if the kneeling knee is found farther than this from there, the legs are swapped.
        foot_even, foot_clear: how far the front foot is below the kneeling knee in the picture if
            either knee may be the kneeling one, and how much farther if that is surely the far
            one. What is nearer to the camera is lower in the picture.
        foot_most: a front foot that is found further below is misread, and tells nothing.
        foot_line: so far below the kneeling leg's line on the floor, it is nearer than that leg.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    knee_switch: float = Field(gt=0)
    front_foot: float = Field(gt=0)
    stays: float = Field(gt=0)
    stray: float = Field(gt=0)
    foot_even: float
    foot_clear: float = Field(gt=0)
    foot_most: float = Field(gt=0)
    foot_line: float


@dataclass(frozen=True)
class FoundLegs:
    """What is known of the legs, see ``Body``; ``stray``: their points must not be used."""

    lower: Side
    kneeling: Side
    facing: int
    planted: np.ndarray | None
    stray: bool


class Legs:
    """Follows the legs from moment to moment.

    Args:
        limits: None for a stretch that is not done in half-kneeling.
        bearing: how the trunk is held.
    """

    def __init__(self, limits: HalfKneeling | None, bearing: Bearing = "upright") -> None:
        self._limits = limits
        self._bearing = bearing
        self._lower: Side | None = None
        self._knees: deque[tuple[float, np.ndarray, Side]] = deque()
        self._noses: deque[tuple[float, float]] = deque()
        self._fronts: deque[tuple[float, int]] = deque()
        self._facing = 0

    def forget(self) -> None:
        """Forgets the legs: another person, or the same at another place."""
        self._noses.clear()
        self._fronts.clear()
        self._knees.clear()
        self._lower, self._facing = None, 0

    def update(self, t: float, px: np.ndarray, torso: float) -> FoundLegs:
        """Takes the points of the next moment, pixels (33, 2)."""
        drop = float(px[Landmark.LEFT_KNEE, 1] - px[Landmark.RIGHT_KNEE, 1]) / torso
        switch = 0.0 if self._limits is None else self._limits.knee_switch
        if abs(drop) >= switch or self._lower is None:
            self._lower = "left" if drop > 0 else "right"
        left = self._lower == "left"
        knee = px[Landmark.LEFT_KNEE if left else Landmark.RIGHT_KNEE]
        foot = px[Landmark.RIGHT_ANKLE if left else Landmark.LEFT_ANKLE]
        self._knees.append((t, knee, self._lower))
        while t - self._knees[0][0] > _PLANTED_S:
            self._knees.popleft()
        self._face(t, px, torso, drop=drop, ahead=float(foot[0] - knee[0]) / torso)
        planted = None if self._limits is None else self._planted(self._limits.stays * torso)
        stray = (
            self._limits is not None
            and planted is not None
            and math.hypot(*(knee - planted)) > self._limits.stray * torso
        )
        labels = sum(side == "left" for _, _, side in self._knees)
        kneeling: Side = "left" if 2 * labels > len(self._knees) else "right"
        return FoundLegs(self._lower, kneeling, self._facing, planted, stray)

    def _face(self, t: float, px: np.ndarray, torso: float, *, drop: float, ahead: float) -> None:
        """Which way the body faces.

        In half-kneeling the front foot is ahead of the knee on the floor. This holds even while the
        head turns to the screen, and while MediaPipe swaps left and right.
        """
        if self._bearing != "upright":
            ahead = _ahead(px, self._bearing) / torso
            if abs(ahead) >= _AHEAD:
                self._facing = 1 if ahead > 0 else -1
            return
        ears = (px[Landmark.LEFT_EAR] + px[Landmark.RIGHT_EAR]) / 2
        self._noses.append((t, float(px[Landmark.NOSE, 0] - ears[0]) / torso))
        while t - self._noses[0][0] > _NOSE_S:
            self._noses.popleft()
        while self._fronts and t - self._fronts[0][0] > _FRONT_S:
            self._fronts.popleft()
        limits = self._limits
        if limits is not None and min(abs(drop), abs(ahead)) >= limits.front_foot:
            self._fronts.append((t, 1 if ahead > 0 else -1))
        if front := sum(way for _, way in self._fronts):
            self._facing = 1 if front > 0 else -1
            return
        nose = median([v for _, v in self._noses])
        if abs(nose) > _HEAD_FACING_LEAST:
            self._facing = 1 if nose > 0 else -1

    def _planted(self, within: float) -> np.ndarray | None:
        """Where the lower knee has mostly been, ``within`` so many pixels; None if nowhere."""
        if self._knees[-1][0] - self._knees[0][0] < _PLANTED_LEAST_S:
            return None
        knees = np.array([k for _, k, _ in self._knees])[:: max(1, len(self._knees) // _ENOUGH)]
        apart = np.hypot(*(knees[:, None, :] - knees[None, :, :]).transpose(2, 0, 1))
        close = apart < within
        best = int(close.sum(axis=1).argmax())
        if close[best].mean() < _PLANTED_SHARE:
            return None
        return np.asarray(knees[close[best]].mean(axis=0))


def _ahead(px: np.ndarray, bearing: Bearing) -> float:
    """How far the leading part of the body is to the right of the hips in the picture, pixels.

    It is the knees on a chair, the shoulders when prone. A user on their back, with the head at the
    picture's left, shows the camera their right side, as they do when they stand and face the
    picture's right. So when supine, the way the body faces is from the shoulders to the hips.
    """
    hips = px[Landmark.LEFT_HIP, 0] + px[Landmark.RIGHT_HIP, 0]
    if bearing == "chair":
        return float(px[Landmark.LEFT_KNEE, 0] + px[Landmark.RIGHT_KNEE, 0] - hips) / 2
    shoulders = px[Landmark.LEFT_SHOULDER, 0] + px[Landmark.RIGHT_SHOULDER, 0]
    return float(shoulders - hips) / (2 if bearing == "prone" else -2)
