"""Whether the knee on the floor is the far one; true only once the evidence is sure."""

from collections import deque

from posecoach.measure.body import Body
from posecoach.measure.geometry import Point
from posecoach.measure.lasting import Lasting
from posecoach.measure.legs import HalfKneeling
from posecoach.pose import Side

_VOTED_S, _SURE_AFTER_S = 3.0, 0.8
_MOST_VOTE = 3.0  # most that the foot's height counts; the model's own label counts 1
_SURELY_FAR, _SURELY_NEAR = 1.0, -0.5  # mean vote
_REGROUPED_S = 0.7  # out of half-kneeling for this long: the user may have changed knees


class FarKnee:
    """Gathers evidence over a few seconds."""

    def __init__(self, limits: HalfKneeling) -> None:
        self._limits = limits
        self._votes: deque[tuple[float, float]] = deque()
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
        votes = [vote for _, vote in self._votes]
        if votes and body.t - self._votes[0][0] >= _SURE_AFTER_S:
            mean = sum(votes) / len(votes)
            if not (self.far or self._is_near):
                self.far, self._is_near = mean >= _SURELY_FAR, mean <= _SURELY_NEAR
        return self.far

    def _vote(self, body: Body) -> None:
        """One moment's evidence: which leg the model calls lower, and how low the front foot is."""
        while self._votes and body.t - self._votes[0][0] > _VOTED_S:
            self._votes.popleft()
        knee = body.point("kneeling_knee")
        if body.near_side is None or body.lower is None or knee is None:
            return
        below = self._foot_below(body, knee)
        foot = (below - self._limits.foot_even) / self._limits.foot_clear
        if below > self._limits.foot_most:
            foot = 0.0  # found in a wrong place
        label = 1.0 if body.lower != body.near_side else -1.0
        self._votes.append((body.t, min(max(foot, -_MOST_VOTE), _MOST_VOTE) + label))

    @staticmethod
    def _foot_below(body: Body, knee: Point) -> float:
        """How far the front foot is below the kneeling knee, torso lengths; 0 if unseen."""
        parts = [body.point(f"front_{part}") for part in ("heel", "foot_index")]
        foot = [float(p[1]) for p in parts if p is not None]
        if not foot or body.point("kneeling_ankle") is None:
            return 0.0
        return (sum(foot) / len(foot) - float(knee[1])) / body.torso
