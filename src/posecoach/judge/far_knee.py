"""Whether the knee on the floor is the far one; true only once the evidence is sure."""

from collections import deque

import numpy as np

from posecoach.measure.body import Body
from posecoach.measure.geometry import Point
from posecoach.measure.lasting import Lasting
from posecoach.measure.legs import HalfKneeling
from posecoach.pose import Side

_VOTED_S, _SURE_AFTER_S = 3.0, 0.8
_MOST_VOTE = 3.0  # most that the foot's height counts
_LABEL = 0.5  # what the model's own word counts, which leg is which
_SURELY_FAR, _SURELY_NEAR = 1.0, -0.5  # mean vote
_NEAR_AFTER_ALL = -1.5  # mean of the foot's votes over all of that time: the first were misread
_LEAST_ALONG = 0.3  # torso lengths from the kneeling foot to the knee, to tell the floor line
_STEEPEST = 0.5  # a line that rises or falls by more is not the floor's, to a camera at the side
_WHOLE = 0.9  # of the time voted over
_REGROUPED_S = 0.7  # out of half-kneeling for this long: the user may have changed knees


class FarKnee:
    """Gathers evidence over a few seconds."""

    def __init__(self, limits: HalfKneeling) -> None:
        self._limits = limits
        self._votes: deque[tuple[float, float, float]] = deque()  # seconds, foot's vote, label's
        self._regrouped = Lasting()
        self._near_side: Side | None = None
        self._is_near = False
        self.far = False  # true only where that is sure

    def reset(self) -> None:
        """Somebody else, or another knee."""
        self._votes.clear()
        self.far = self._is_near = False
        self._near_side = None

    def update(self, body: Body, *, kneeling: bool, sideways: bool) -> bool:
        """Takes the next moment; gives whether the kneeling leg is surely the far one.

        Nobody changes knees without leaving the posture. So once the answer is sure, it stays
        until the user leaves it, but for a foot that is clearly seen to be elsewhere for seconds.

        Args:
            kneeling: the posture of the stretch is recognised.
            sideways: the body is seen well from the side.
        """
        moved = not kneeling or (body.near_side is not None and body.near_side != self._near_side)
        if self._regrouped.update(body.t, moved) >= _REGROUPED_S or self._near_side is None:
            self.reset()
            self._near_side = body.near_side
        if kneeling and sideways:
            self._vote(body)
        self._decide(body.t)
        return self.far

    def _decide(self, t: float) -> None:
        if not self._votes:
            return
        voted_s = t - self._votes[0][0]
        foot = sum(f for _, f, _ in self._votes) / len(self._votes)
        if self.far and voted_s >= _WHOLE * _VOTED_S and foot <= _NEAR_AFTER_ALL:
            self.far, self._is_near = False, True
        if voted_s >= _SURE_AFTER_S and not (self.far or self._is_near):
            mean = foot + sum(label for _, _, label in self._votes) / len(self._votes)
            self.far, self._is_near = mean >= _SURELY_FAR, mean <= _SURELY_NEAR

    def _vote(self, body: Body) -> None:
        """One moment's evidence: which leg the model calls lower, and how low the front foot is."""
        while self._votes and body.t - self._votes[0][0] > _VOTED_S:
            self._votes.popleft()
        knee = body.point("kneeling_knee")
        if body.near_side is None or body.lower is None or knee is None:
            return
        below = self._foot_below(body, knee)
        foot = 0.0
        if below is not None and below <= self._limits.foot_most:
            foot = (below - self._limits.foot_even) / self._limits.foot_clear
        label = _LABEL if body.lower != body.near_side else -_LABEL
        self._votes.append((body.t, min(max(foot, -_MOST_VOTE), _MOST_VOTE), label))

    def _foot_below(self, body: Body, knee: Point) -> float | None:
        """How far the front foot is below the floor line of the kneeling leg, torso lengths.

        That line runs from the kneeling foot through the knee, which both lie on the floor: so it
        shows how a camera that is not quite at the side sees the floor along the body. It is the
        mean of two, from the foot's tip and from its ankle, since either may be misread. None where
        it is not seen, or steeper than such a camera would see it.
        """
        parts = [body.point(f"front_{part}") for part in ("heel", "foot_index")]
        foot = [p for p in parts if p is not None]
        if not foot:
            return None
        x, y = np.mean(foot, axis=0)
        below = []
        for part in ("ankle", "foot_index"):
            behind = body.point(f"kneeling_{part}")
            if behind is None:
                return None
            along, fall = knee - behind
            if abs(along) < _LEAST_ALONG * body.torso or abs(fall) > _STEEPEST * abs(along):
                return None
            below.append(y - knee[1] - fall / along * (x - knee[0]))
        return float(np.mean(below)) / body.torso
