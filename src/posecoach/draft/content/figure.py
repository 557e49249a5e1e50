"""The guide figure of a draft, from the median poses of the recorded person."""

from collections.abc import Sequence

import numpy as np

from posecoach.draft.movement.series import MeasuredRecording
from posecoach.measure.body import LANDMARK_NAMES
from posecoach.pose import ANKLES, LANDMARKS, Side, other, swapped_indices

FigurePosition = dict[str, list[float]]

_PARTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe")
_MOST = 9.5  # torso lengths: further out is a wrong point
_PARTNER = swapped_indices()


def positions(
    recording: MeasuredRecording, start: Sequence[int], end: Sequence[int], side: Side
) -> tuple[FigurePosition, FigurePosition]:
    """The start and the end position, as a stretch file's ``[guide]`` has them.

    Args:
        start, end: moments in each.
        side: the side in work at the end: the figure is drawn for the left one.
    """
    mirror = recording.view == "front" and side == "right"
    rest = [b for i in start if (b := recording.bodies[i]) is not None]
    origin = np.median([b.px[ANKLES].mean(axis=0) for b in rest], axis=0)
    # One scale for both: a trunk that leans looks shorter, but is not.
    torso = float(np.median([b.torso for b in rest]))
    placed = [_median(recording, moments, origin, torso, mirror=mirror) for moments in (start, end)]
    floor = float(placed[0][:, 1].max())
    near = side if recording.view == "side" else "left"
    return _named(placed[0], floor, near), _named(placed[1], floor, near)


def _median(
    recording: MeasuredRecording,
    moments: Sequence[int],
    origin: np.ndarray,
    torso: float,
    *,
    mirror: bool,
) -> np.ndarray:
    """Points in torso lengths from the feet at the start, with the figure's axes, (33, 2).

    From the front x is to the user's left, which is the picture's right; else it is forward.
    """
    bodies = [b for i in moments if (b := recording.bodies[i]) is not None]
    ways = [1 if recording.view == "front" else (b.facing or 1) for b in bodies]
    placed = [
        (b.px - origin) / torso * np.array([way, 1.0]) for b, way in zip(bodies, ways, strict=True)
    ]
    points = np.median(placed, axis=0)
    if mirror:
        points = points[_PARTNER] * np.array([-1.0, 1.0])
    return np.asarray(points, np.float64)


def _named(points: np.ndarray, floor: float, side: Side) -> FigurePosition:
    assert points.shape == (LANDMARKS, 2)
    out = {"head": _at(points, ("left_ear", "right_ear"), floor)}
    for prefix, own in (("side", side), ("other", other(side))):
        for part in _PARTS:
            name = "foot_index" if part == "toe" else part
            out[f"{prefix}_{part}"] = _at(points, (f"{own}_{name}",), floor)
    return out


def _at(points: np.ndarray, names: Sequence[str], floor: float) -> list[float]:
    x, y = points[[LANDMARK_NAMES[n] for n in names]].mean(axis=0)
    return [
        round(float(np.clip(x, -_MOST, _MOST)), 2),
        round(float(np.clip(floor - y, -_MOST, _MOST)), 2),
    ]
