"""Between two stretches: shows how to get down or up, and waits until somebody is in place.

Nothing is judged or counted meanwhile. Whether they stand is told by the hips above the feet.
"""

from dataclasses import dataclass, field

import numpy as np

from posecoach.events import Cue
from posecoach.measure.lasting import Lasting
from posecoach.pose import ANKLES, HIPS, SEEN, SHOULDERS, Pose
from posecoach.spec.figures.ways import WayStep, place_of, way
from posecoach.spec.schema import Stretch

PATIENT_S = 60.0  # after so long it goes on: the next stretch waits for its start position anyway
_SETTLED_S = 1.5
_BY_ONE_KNEE_S = 6.0  # low for as long, on the way to the floor: the user may be on one knee first
_FADES = 0.94  # a second: the longest torso counts for about ten seconds
_STANDS = (
    1.15  # torso lengths of the hips above the feet: 1.5 standing, under .95 on knees or chair
)


@dataclass(frozen=True)
class WayMoment:
    """What is shown of the way now: a step, how far it is (0 to 1), and which of how many it is."""

    step: WayStep
    share: float
    number: int
    of: int


@dataclass
class Moving:
    """The way from one stretch to the next.

    Attributes:
        steps: none where there is nothing to get up or down to.
        least_s: it lasts at least as long as the rest that it takes the place of.
    """

    before: Stretch
    after: Stretch
    begun: float
    least_s: float
    _stand: Lasting = field(default_factory=Lasting)
    _low: Lasting = field(default_factory=Lasting)
    _stood: bool = False
    _arrived: bool = False
    _over: bool = False
    _said: int = -1
    # The longest of late, pixels, and when: on all fours, facing the camera, it looks short.
    _torso: float = 0.0
    _torso_at: float = 0.0

    def __post_init__(self) -> None:
        self.steps = way(self.before, self.after)
        self._total_s = sum(s.lasts_s for s in self.steps)
        self._longest_s = self._total_s if self._both_low else max(PATIENT_S, self._total_s)

    @property
    def _down_s(self) -> float:
        """Onto the back all steps are shown: on one knee the user is low, and not yet there."""
        return self._total_s if place_of(self.after) == "lying" else 0.0

    @property
    def _both_low(self) -> bool:
        """Whether it leads from the hands and knees to the back, or the other way round."""
        return {place_of(self.before), place_of(self.after)} == {"floor", "lying"}

    def end(self) -> None:
        """Ends the way at the next pose: the user asked to go on."""
        self._over = True

    def update(self, pose: Pose) -> bool:
        """Takes the next pose; gives whether the next stretch can begin."""
        passed = pose.t - self.begun
        if self._over or not self.steps:
            return True
        self._arrived = self._arrived or self._in_place(pose)
        if passed < self._down_s:
            return False
        return passed >= self.least_s and (self._arrived or passed >= self._longest_s)

    def now(self, t: float) -> WayMoment:
        """What is shown: the steps one after the other, and again from the first."""
        at = max(0.0, t - self.begun) % self._total_s
        for i, step in enumerate(self.steps):
            if at < step.lasts_s or i == len(self.steps) - 1:
                return WayMoment(step, min(1.0, at / (0.7 * step.lasts_s)), i + 1, len(self.steps))
            at -= step.lasts_s
        raise AssertionError("a way has steps")

    def cues(self, t: float) -> list[Cue]:
        """Each step is said once, when it is first shown."""
        shown = self.now(t)
        if t - self.begun >= self._total_s or shown.number - 1 <= self._said:
            return []
        self._said = shown.number - 1
        return [Cue(t, "guide", shown.step.id)]

    def _in_place(self, pose: Pose) -> bool:
        """Whether the user has reached the place of the next stretch and stayed there for a while.

        Between a chair and the floor, both of which are low, they must have stood in between.
        """
        stands = self._stands(pose)
        up = self._stand.update(pose.t, stands is True) >= _SETTLED_S
        by_one_knee = self.after.level == "floor" and self.after.half_kneeling is None
        settled_s = _BY_ONE_KNEE_S if by_one_knee else _SETTLED_S
        low = self._low.update(pose.t, stands is False) >= settled_s
        self._stood = self._stood or up
        before, after = place_of(self.before), place_of(self.after)
        if after == "standing":
            return up
        if before == "standing":
            return low
        if self._both_low:
            return False  # nothing tells: it ends when its steps were shown, or when the user asks
        return low and self._stood

    def _stands(self, pose: Pose) -> bool | None:
        """Whether somebody stands; None where hips, shoulders or feet are not seen."""
        if not pose.found or min(pose.visibility[[*HIPS, *SHOULDERS]]) < SEEN:
            return None
        px = pose.pixels
        hips, shoulders = px[HIPS].mean(axis=0), px[SHOULDERS].mean(axis=0)
        longest = self._torso * _FADES ** (pose.t - self._torso_at)
        torso = max(longest, float(np.linalg.norm(hips - shoulders)))
        self._torso, self._torso_at = torso, pose.t
        feet = [i for i in ANKLES if pose.visibility[i] >= SEEN]
        if torso < 1 or not feet:
            return None
        return bool((px[feet, 1].max() - hips[1]) / torso >= _STANDS)
