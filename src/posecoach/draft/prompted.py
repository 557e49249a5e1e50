"""Prompts a user who records a stretch: what to say and when, and which poses to keep.

Pure: poses with their own times go in, sentences come out. The user needs no key or button.
"""

from dataclasses import dataclass, field
from statistics import median
from typing import Literal

import numpy as np

from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.measure.body import torso_length
from posecoach.pose import LANDMARKS, Landmark, Pose

PromptStage = Literal["place", "count", "move", "done"]

#: What the user is to do: the right way, and then a mistake on purpose.
RIGHT_WAY = _(
    "Now: out and back, five times; if it has two sides, five times on each. If it is a hold, stay "
    "at the end."
)
WRONG_WAY = _("Now twice with that mistake.")

_SETTLED_S = 2.0  # the whole body seen and still for this long: ready
_COUNT_S = 3
_STILL_TORSO = 0.12  # median distance of all points from where they were within the last second
# Distance from the start position that a tenth of the points exceed: back in it, or gone from it.
_BACK_TORSO, _AWAY_TORSO = 0.35, 0.30
_RESTED_S = 6.0  # back in the start position for this long, after moving: done
_LONGEST_S = 150.0
_REMIND_S = 12.0
_WHOLE = [int(m) for m in Landmark if m >= Landmark.LEFT_SHOULDER]
_EDGE = 0.0


@dataclass(frozen=True)
class Prompt:
    """A sentence to show and to say, and when."""

    t: float
    text: str


@dataclass
class PromptedRecording:
    """One recording: waits for the start position, counts down, records until the user rests.

    Attributes:
        what: what the user is to do, said when the recording begins.
        recorded: the poses from the countdown on.
    """

    what: str
    recorded: list[Pose] = field(default_factory=list)
    stage: PromptStage = "place"
    _settled_since: float | None = None
    _stage_since: float = 0.0
    _reminded_at: float | None = None
    _resting_since: float | None = None
    _counted: int = 0
    _start: np.ndarray | None = None
    _moved: bool = False
    _recent: list[tuple[float, np.ndarray]] = field(default_factory=list)

    def update(self, pose: Pose) -> list[Prompt]:
        """Takes the next pose; gives what to say now."""
        shape = _shape(pose)
        if shape is not None:
            self._recent = [(t, s) for t, s in self._recent if pose.t - t <= 1.0]
            self._recent.append((pose.t, shape))
        match self.stage:
            case "place":
                return self._place(pose, shape)
            case "count":
                return self._count(pose, shape)
            case "move":
                return self._move(pose, shape)
            case "done":
                return []

    def finish(self) -> None:
        """The source is over."""
        self.stage = "done"

    def _place(self, pose: Pose, shape: np.ndarray | None) -> list[Prompt]:
        ready = shape is not None and _inside(pose) and self._still()
        if not ready:
            self._settled_since = None
        elif self._settled_since is None:
            self._settled_since = pose.t
        elif pose.t - self._settled_since >= _SETTLED_S:
            self.stage, self._stage_since = "count", pose.t
            return [Prompt(pose.t, tr(_("Good. Stay there.")))]
        if self._reminded_at is None or pose.t - self._reminded_at >= _REMIND_S:
            self._reminded_at = pose.t
            if shape is None or not _inside(pose):
                return [Prompt(pose.t, tr(_("Be where the camera sees all of you.")))]
            return [Prompt(pose.t, tr(_("Take the start position, and stay still.")))]
        return []

    def _count(self, pose: Pose, shape: np.ndarray | None) -> list[Prompt]:
        self.recorded.append(pose)
        gone = int(pose.t - self._stage_since)
        if gone >= _COUNT_S + 1 and shape is not None:
            self.stage, self._stage_since = "move", pose.t
            self._start = np.median([s for _, s in self._recent], axis=0)
            return [Prompt(pose.t, self.what)]
        if gone > self._counted and self._counted < _COUNT_S:
            self._counted = gone
            return [Prompt(pose.t, str(_COUNT_S + 1 - gone))]
        return []

    def _move(self, pose: Pose, shape: np.ndarray | None) -> list[Prompt]:
        assert self._start is not None
        self.recorded.append(pose)
        if shape is not None:
            far = np.linalg.norm(shape - self._start, axis=1)
            self._moved = self._moved or float(np.percentile(far, 90)) > _AWAY_TORSO
            if not (float(np.percentile(far, 90)) < _BACK_TORSO and self._still()):
                self._resting_since = None
            elif self._resting_since is None:
                self._resting_since = pose.t
        resting_s = 0.0 if self._resting_since is None else pose.t - self._resting_since
        if (self._moved and resting_s >= _RESTED_S) or pose.t - self._stage_since >= _LONGEST_S:
            self.stage = "done"
            return [Prompt(pose.t, tr(_("Thank you, that is recorded.")))]
        return []

    def _still(self) -> bool:
        if len(self._recent) < 3 or self._recent[-1][0] - self._recent[0][0] < 0.5:
            return False
        moved = [
            float(np.median(np.linalg.norm(s - self._recent[-1][1], axis=1)))
            for _, s in self._recent[:-1]
        ]
        return median(moved) < _STILL_TORSO


def _shape(pose: Pose) -> np.ndarray | None:
    """The points from the shoulders down in torso lengths, in the picture; None without any."""
    length = torso_length(pose) if pose.found else 0.0
    if length < 1e-6:
        return None
    assert len(pose.image) == LANDMARKS
    return np.asarray(pose.pixels[_WHOLE] / length, np.float64)


def _inside(pose: Pose) -> bool:
    body = pose.image[[int(Landmark.NOSE), *_WHOLE]]
    return bool(((body >= _EDGE) & (body <= 1 - _EDGE)).all())
