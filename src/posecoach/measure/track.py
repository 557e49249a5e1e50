"""Follows one person from pose to pose: what is seen, how long the torso is, which leg kneels.

State, but no clock: the same poses in, the same bodies out.
"""

import math
from collections import deque
from dataclasses import dataclass
from statistics import median

import numpy as np

from posecoach.measure.body import Body, torso_length
from posecoach.measure.labels import SideLabels
from posecoach.pose import LANDMARKS, Landmark, Pose, Side

# Seen: MediaPipe's visibility with a band between. From a little behind, the front knee is found
# rightly with .50 to .58. Points outside the picture are invented, often with a high visibility.
_SEEN_ENTER, _SEEN_LEAVE = 0.5, 0.4
_MARGIN = -0.005  # a foot at the very edge is still a foot
# A body centre cannot move by 0.35 torso lengths in 1/30 s (5 m/s): such samples are glitches.
_JUMP_PER_S = 0.35 * 30
_JUMP_LEAST = 0.35
_GLITCH_S = 0.25  # a jump that lasts longer than this is no glitch: the person changed place
_OTHER_PLACE = 1.0  # torso lengths; whoever is at once this far away is somebody else
_TORSO_S = 1.0
_TORSO_CHANGE = 0.30  # a torso that is at once this much longer or shorter is another body's
_LOST_S = 1.0  # after this long unseen, whoever comes may stand anywhere
_FACING_LEAST = 0.2  # torso lengths
_HEAD_FACING_LEAST = 0.04
# Half-kneeling: the knee on the floor stays where it is while everything else moves. Where
# MediaPipe swaps the legs (sharp profile, slim bodies: in a quarter of the frames), the points
# slide from one leg to the other for up to 0.35 s; such leg points are not to be used.
_PLANTED_S = 2.5
_PLANTED_LEAST_S = 0.3
_PLANTED_NEAR = 0.10  # torso lengths; a knee on the floor stays within .05
_PLANTED_SHARE = 0.35  # of the time: swapped legs spread over the rest
_STRAY = 0.20
_KNEE_SWITCH = 0.02
_LEGS = [
    Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
    Landmark.LEFT_ANKLE,
    Landmark.RIGHT_ANKLE,
    Landmark.LEFT_HEEL,
    Landmark.RIGHT_HEEL,
    Landmark.LEFT_FOOT_INDEX,
    Landmark.RIGHT_FOOT_INDEX,
]


@dataclass(frozen=True)
class Tracked:
    """What following gives for one pose: a body, or why there is none."""

    body: Body | None
    person: bool  # a person is in the picture, even if this sample is unusable
    changed: bool = False  # another body, or the same at another place: start afresh


class Tracker:
    """Turns poses into bodies; drops glitches and tells when the person changed.

    Args:
        half_kneeling: one knee is on the floor and stays there.
    """

    def __init__(self, *, half_kneeling: bool) -> None:
        self._half_kneeling = half_kneeling
        self._labels = None if half_kneeling else SideLabels()
        self._seen = np.zeros(LANDMARKS, dtype=np.bool_)
        self._torsos: deque[tuple[float, float]] = deque()
        self._last: tuple[float, np.ndarray] | None = None
        self._glitch_since: float | None = None
        self._glitch_gap = 0.0
        self._lower: Side | None = None
        self._knees: deque[tuple[float, np.ndarray, Side]] = deque()
        self._facing = 0
        self._noses: deque[tuple[float, float]] = deque()

    def update(self, pose: Pose) -> Tracked:
        """Takes the next pose."""
        if not pose.found:
            return Tracked(None, person=False)
        length = torso_length(pose)
        if length < 1e-6:
            return Tracked(None, person=False)
        if self._labels is not None:
            pose = self._labels.update(pose)
        px = pose.pixels
        changed = False
        centre = (
            px[Landmark.LEFT_HIP]
            + px[Landmark.RIGHT_HIP]
            + px[Landmark.LEFT_SHOULDER]
            + px[Landmark.RIGHT_SHOULDER]
        ) / 4
        if self._last is not None and self._torsos:
            t0, before = self._last
            gap = pose.t - t0
            step = min(gap, self._glitch_gap) if self._glitch_since is not None else gap
            usual = median([v for _, v in self._torsos])
            moved = math.hypot(*(centre - before)) / usual
            # A jump that lasts is measured against the time of its first sample: the time that
            # passes since makes a near one possible, but not one by a whole torso.
            far = moved > max(_JUMP_LEAST, _JUMP_PER_S * gap) or (
                moved > max(_OTHER_PLACE, _JUMP_PER_S * step)
            )
            if gap <= _LOST_S and far:
                if self._glitch_since is None:
                    self._glitch_since, self._glitch_gap = pose.t, gap
                if pose.t - self._glitch_since < _GLITCH_S:
                    return Tracked(None, person=True)
                changed = True
            elif gap > _LOST_S and (moved > 1.0 or abs(length / usual - 1.0) > _TORSO_CHANGE):
                changed = True
        self._glitch_since = None
        if changed:
            self._forget()
        self._last = (pose.t, centre)
        self._torsos.append((pose.t, length))
        while pose.t - self._torsos[0][0] > _TORSO_S:
            self._torsos.popleft()
        torso = median([v for _, v in self._torsos])
        self._see(pose)
        self._roles(px, torso, pose.t)
        planted = self._planted(torso) if self._half_kneeling else None
        seen = self._seen.copy()
        if planted is not None and math.hypot(*(self._knees[-1][1] - planted)) > _STRAY * torso:
            seen[_LEGS] = False
        body = Body(
            t=pose.t,
            px=px,
            world=pose.world,
            depth=pose.depth,
            seen=seen,
            size=(pose.width, pose.height),
            torso=torso,
            facing=self._facing,
            kneeling=self._kneeling_side(),
            lower=self._lower,
            planted=planted,
            face_contrast=pose.face_contrast,
            face_turn=pose.face_turn,
            face_seen=pose.face_seen,
        )
        return Tracked(body, person=True, changed=changed)

    def _forget(self) -> None:
        self._torsos.clear()
        self._noses.clear()
        self._knees.clear()
        self._lower, self._facing = None, 0

    def _see(self, pose: Pose) -> None:
        limit = np.where(self._seen, _SEEN_LEAVE, _SEEN_ENTER)
        inside = ((pose.image >= _MARGIN) & (pose.image <= 1 - _MARGIN)).all(axis=1)
        self._seen = (pose.visibility >= limit) & inside

    def _roles(self, px: np.ndarray, torso: float, t: float) -> None:
        """Which knee is lower, and which way the body faces. By geometry, not by labels.

        In half-kneeling the front foot is ahead of the knee on the floor: that tells the facing
        even while the head turns to the screen, and while MediaPipe swaps left and right.
        """
        drop = float(px[Landmark.LEFT_KNEE, 1] - px[Landmark.RIGHT_KNEE, 1]) / torso
        if abs(drop) >= _KNEE_SWITCH or self._lower is None:
            self._lower = "left" if drop > 0 else "right"
        left = self._lower == "left"
        knee = px[Landmark.LEFT_KNEE if left else Landmark.RIGHT_KNEE]
        foot = px[Landmark.RIGHT_ANKLE if left else Landmark.LEFT_ANKLE]
        self._knees.append((t, knee, self._lower))
        while t - self._knees[0][0] > _PLANTED_S:
            self._knees.popleft()
        ahead = float(foot[0] - knee[0]) / torso
        ears = (px[Landmark.LEFT_EAR] + px[Landmark.RIGHT_EAR]) / 2
        self._noses.append((t, float(px[Landmark.NOSE, 0] - ears[0]) / torso))
        while t - self._noses[0][0] > 0.5:
            self._noses.popleft()
        if abs(drop) >= _FACING_LEAST and abs(ahead) >= _FACING_LEAST:
            self._facing = 1 if ahead > 0 else -1
        else:
            nose = median([v for _, v in self._noses])
            if abs(nose) > _HEAD_FACING_LEAST:
                self._facing = 1 if nose > 0 else -1

    def _planted(self, torso: float) -> np.ndarray | None:
        """Where the lower knee was most of the time; None where it was nowhere for long."""
        if self._knees[-1][0] - self._knees[0][0] < _PLANTED_LEAST_S:
            return None
        knees = np.array([k for _, k, _ in self._knees])[:: max(1, len(self._knees) // 40)]
        apart = np.hypot(*(knees[:, None, :] - knees[None, :, :]).transpose(2, 0, 1))
        close = apart < _PLANTED_NEAR * torso
        best = int(close.sum(axis=1).argmax())
        if close[best].mean() < _PLANTED_SHARE:
            return None
        return np.asarray(knees[close[best]].mean(axis=0))

    def _kneeling_side(self) -> Side:
        """The label under which the lower leg went most of the last second."""
        left = sum(side == "left" for _, _, side in self._knees)
        return "left" if 2 * left > len(self._knees) else "right"
