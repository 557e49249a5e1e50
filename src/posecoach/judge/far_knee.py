"""Whether the knee on the floor is the far one; true only once the evidence is sure."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from posecoach.judge.form.checks import median_known
from posecoach.measure.body import Body
from posecoach.measure.geometry import Point
from posecoach.measure.lasting import Lasting
from posecoach.measure.legs import HalfKneeling
from posecoach.pose import Side

_VOTED_S, _SURE_AFTER_S = 3.0, 0.8
_MOST_VOTE = 3.0  # most that the foot's height counts; the model's own label counts 1
_SURELY_FAR, _SURELY_NEAR = 1.0, -0.5  # mean vote
# The model hardly ever mixes up the legs while the near knee is down: its mean label was under this
# in 71 of 72 people, and above it in 25 of 28 whose far knee was down. Where it is, less is asked.
_NEVER_MIXED, _MIXED_S = -0.7, 1.6
_ON_LINE = 0.6  # of the limit: a foot that is less far below the floor line is not nearer
_LEAST_ALONG = 0.3  # torso lengths from the kneeling foot to the knee, to tell the floor line
_STEEPEST = 0.5  # such a camera sees no steeper floor; a foot on its toes would seem to
_REGROUPED_S = 0.7  # out of half-kneeling for this long: the user may have changed knees


class FarKnee:
    """Gathers evidence over a few seconds."""

    def __init__(self, limits: HalfKneeling) -> None:
        self._limits = limits
        self._votes: deque[_Vote] = deque()
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
        until the user leaves it; contrary evidence comes from the model swapping the legs.

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
        voted_s = t - self._votes[0].t if self._votes else 0.0
        if voted_s < _SURE_AFTER_S or self.far or self._is_near:
            return
        label = sum(v.label for v in self._votes) / len(self._votes)
        mean = sum(v.foot for v in self._votes) / len(self._votes) + label
        line = median_known([v.line for v in self._votes])
        limit = self._limits.foot_line
        on_line = line is not None and line < _ON_LINE * limit
        mixed = voted_s >= _MIXED_S and label > _NEVER_MIXED and line is not None and line >= limit
        self.far = mixed or (mean >= _SURELY_FAR and not on_line)
        self._is_near = not self.far and mean <= _SURELY_NEAR and label <= _NEVER_MIXED

    def _vote(self, body: Body) -> None:
        """One moment's evidence: which leg the model calls lower, and how low the front foot is."""
        while self._votes and body.t - self._votes[0].t > _VOTED_S:
            self._votes.popleft()
        knee = body.point("kneeling_knee")
        if body.near_side is None or body.lower is None or knee is None:
            return
        foot = self._front_foot(body)
        vote = 0.0
        if foot is not None and body.point("kneeling_ankle") is not None:
            below = float(foot[1] - knee[1]) / body.torso
            if below <= self._limits.foot_most:
                vote = (below - self._limits.foot_even) / self._limits.foot_clear
        label = 1.0 if body.lower != body.near_side else -1.0
        line = None if foot is None else self._below_line(body, knee, foot)
        self._votes.append(
            _Vote(body.t, min(max(vote, -_MOST_VOTE), _MOST_VOTE), label=label, line=line)
        )

    @staticmethod
    def _front_foot(body: Body) -> Point | None:
        parts = [body.point(f"front_{part}") for part in ("heel", "foot_index")]
        foot = [p for p in parts if p is not None]
        return np.asarray(np.mean(foot, axis=0)) if foot else None

    @staticmethod
    def _below_line(body: Body, knee: Point, foot: Point) -> float | None:
        """How far the front foot is below the floor line of the kneeling leg, torso lengths.

        That line runs from the kneeling foot through the knee, which both lie on the floor: so it
        shows how a camera that is not quite at the side sees the floor along the body. It is the
        mean of two, from the foot's tip and from its ankle, since either may be misread. None where
        it is not seen.
        """
        below = []
        for part in ("ankle", "foot_index"):
            behind = body.point(f"kneeling_{part}")
            if behind is None:
                return None
            along, fall = knee - behind
            if abs(along) < _LEAST_ALONG * body.torso:
                return None
            slope = min(max(fall / along, -_STEEPEST), _STEEPEST)
            below.append(foot[1] - knee[1] - slope * (foot[0] - knee[0]))
        return float(np.mean(below)) / body.torso


@dataclass(frozen=True)
class _Vote:
    """One moment's evidence; ``foot``, ``label``: above 0 speaks for the far knee."""

    t: float
    foot: float
    label: float
    line: float | None
