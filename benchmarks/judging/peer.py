"""A peer's way of counting, as the yardstick: one angle, up and down thresholds with a band.

Most open trackers count like this. It knows neither views, nor postures, nor form.
"""

import math

import numpy as np
from numpy.typing import NDArray

from posecoach.measure.geometry import inclination
from posecoach.pose import Landmark, Pose, Side

#: Degrees at which each stretch's one angle is 'up', and back 'down'.
BANDS = {"lateral_line": (12.0, 6.0), "hip_rotators": (25.0, 12.0), "hip_flexor": (18.0, 9.0)}
_SEEN = 0.5


def count(poses: list[Pose], stretch: str) -> dict[Side, int]:
    """Repetitions a side of one stretch over all poses; none of a stretch without a band."""
    counts: dict[Side, int] = {"left": 0, "right": 0}
    if stretch not in BANDS:
        return counts
    up, down = BANDS[stretch]
    side: Side | None = None
    for pose in poses:
        value = _angle(pose, stretch) if pose.found else None
        if value is None:
            continue
        if side is None and abs(value) > up:
            side = "left" if value > 0 else "right"
        elif side is not None and (value if side == "left" else -value) < down:
            counts[side] += 1
            side = None
    return counts


def _angle(pose: Pose, stretch: str) -> float | None:
    px = pose.pixels

    def middle(name: str) -> NDArray[np.float64] | None:
        both = [Landmark[f"{s}_{name}"] for s in ("LEFT", "RIGHT")]
        if min(pose.visibility[i] for i in both) < _SEEN:
            return None
        return np.asarray(px[both].mean(axis=0), np.float64)

    pairs = {"lateral_line": ("HIP", "SHOULDER"), "hip_rotators": ("ANKLE", "KNEE")}
    if stretch in pairs:
        low, high = (middle(n) for n in pairs[stretch])
        return None if low is None or high is None else inclination(low, high)
    lower = "LEFT" if px[Landmark.LEFT_KNEE, 1] > px[Landmark.RIGHT_KNEE, 1] else "RIGHT"
    knee, hip = Landmark[f"{lower}_KNEE"], Landmark[f"{lower}_HIP"]
    lean = math.degrees(math.atan2(px[hip, 0] - px[knee, 0], px[knee, 1] - px[hip, 1]))
    return abs(lean) if lower == "LEFT" else -abs(lean)
