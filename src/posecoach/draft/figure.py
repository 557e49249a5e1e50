"""The guide figure of a draft: the recorded person's own median poses."""

from collections.abc import Sequence

import numpy as np

from posecoach.draft.series import Recording
from posecoach.measure.body import LANDMARK_NAMES, Body
from posecoach.pose import LANDMARKS, Landmark, Side, other, swapped_indices
from posecoach.spec.rules import View

Position = dict[str, list[float]]

_PARTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe")
_FEET = [m for m in Landmark if m.name.endswith(("ANKLE", "HEEL", "FOOT_INDEX"))]
_MOST = 9.5  # torso lengths: further out is a wrong point
_PARTNER = swapped_indices()


def positions(
    recording: Recording, start: Sequence[int], end: Sequence[int], side: Side
) -> tuple[Position, Position]:
    """The start and the end position, as a stretch file's ``[guide]`` has them.

    Args:
        start, end: moments in each.
        side: the side in work at the end: the figure is drawn for the left one.
    """
    mirror = recording.view == "front" and side == "right"
    first = _median(recording, start, mirror=mirror)
    last = _median(recording, end, mirror=mirror)
    middle = float(np.mean([first[m][0] for m in (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)]))
    floor = max(float(first[m][1]) for m in Landmark)
    near = side if recording.view == "side" else "left"
    return _named(first, middle, floor, near), _named(last, middle, floor, near)


def _median(recording: Recording, moments: Sequence[int], *, mirror: bool) -> np.ndarray:
    """Points in torso lengths, x as the figure wants it, y down, (33, 2)."""
    found = [recording.bodies[i] for i in moments]
    bodies = [b for b in found if b is not None]
    points = np.median([_placed(b, recording.view) for b in bodies], axis=0)
    if mirror:
        points = points[_PARTNER] * np.array([-1.0, 1.0])
    return np.asarray(points, np.float64)


def _placed(body: Body, view: View) -> np.ndarray:
    """From the front x is to the user's left, which is the picture's right; else it is forward."""
    way = 1 if view == "front" else (body.facing or 1)
    return np.asarray(body.px / body.torso * np.array([way, 1.0]), np.float64)


def _named(points: np.ndarray, middle: float, floor: float, side: Side) -> Position:
    assert points.shape == (LANDMARKS, 2)
    out = {"head": _at(points, ("left_ear", "right_ear"), middle, floor)}
    for prefix, who in (("side", side), ("other", other(side))):
        for part in _PARTS:
            name = "foot_index" if part == "toe" else part
            out[f"{prefix}_{part}"] = _at(points, (f"{who}_{name}",), middle, floor)
    return out


def _at(points: np.ndarray, names: Sequence[str], middle: float, floor: float) -> list[float]:
    x, y = points[[LANDMARK_NAMES[n] for n in names]].mean(axis=0)
    return [
        round(float(np.clip(x - middle, -_MOST, _MOST)), 2),
        round(float(np.clip(floor - y, -_MOST, _MOST)), 2),
    ]
