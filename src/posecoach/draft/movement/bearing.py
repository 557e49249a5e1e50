"""How the trunk is held in a recording: upright, on all fours or the belly, or on the back."""

from collections.abc import Sequence

import numpy as np

from posecoach.measure.body import torso_length
from posecoach.measure.legs import Bearing
from posecoach.pose import ANKLES, EARS, HIPS, KNEES, SEEN, SHOULDERS, WRISTS, Landmark, Pose

#: Degrees of the trunk from upright. On all fours and on the back it is at least so far down all
#: the time; a session takes somebody for lying from 62 on.
_LIES_DEG = 55.0
_MOST_OF = 25  # percent of the moments may be less far down: the way into the start position
#: Torso lengths of the hips above the feet: 1.5 standing, .9 on hands and knees.
_STANDS = 1.2
#: In a recording that goes as far, other people go far enough to look as if they lay.
_BENDS_DEG = 50.0
_BENDS_AT = 95  # percent of the moments are less far down


def tilts(poses: Sequence[Pose]) -> np.ndarray:
    """Degrees of the trunk from upright, 0 to 180, of each pose in which it is seen."""
    found = []
    for pose in poses:
        if pose.found and min(pose.visibility[[*SHOULDERS, *HIPS]]) >= SEEN:
            across, up = _middle(pose, SHOULDERS) - _middle(pose, HIPS)
            found.append(float(np.degrees(np.arctan2(abs(across), -up))))
    return np.array(found)


def bearing_of(poses: Sequence[Pose]) -> Bearing:
    """How the trunk is held most of the time; 'upright' also where somebody sits or bends down."""
    down = tilts(poses)
    if len(down) == 0 or np.percentile(down, _MOST_OF) < _LIES_DEG:
        return "upright"
    seen = [p for p in poses if p.found]
    if float(np.median([_hips_over_feet(p) for p in seen])) >= _STANDS:
        return "upright"  # bent down, on both feet
    votes = [_belly_up(p) for p in seen]
    return "supine" if float(np.median(votes)) > 0 else "prone"


def bends_down(poses: Sequence[Pose]) -> bool:
    """Whether the trunk goes so far down that others may look as if they lay."""
    down = tilts(poses)
    return len(down) > 0 and float(np.percentile(down, _BENDS_AT)) >= _BENDS_DEG


def _hips_over_feet(pose: Pose) -> float:
    return float(_middle(pose, ANKLES)[1] - _middle(pose, HIPS)[1]) / max(1.0, torso_length(pose))


def _belly_up(pose: Pose) -> float:
    """Above 0 on the back: nose over the ears, knees over the hips, no hands below the shoulders.

    Each in torso lengths and at most .3, since feet may be up on a chair, or hands in the air.
    """
    nose = _middle(pose, EARS)[1] - pose.pixels[Landmark.NOSE, 1]
    knees = _middle(pose, HIPS)[1] - _middle(pose, KNEES)[1]
    hands = _middle(pose, SHOULDERS)[1] - _middle(pose, WRISTS)[1]
    return float(
        np.clip(np.array([2 * nose, knees, hands]) / max(1.0, torso_length(pose)), -0.3, 0.3).sum()
    )


def _middle(pose: Pose, two: Sequence[Landmark]) -> np.ndarray:
    return np.asarray(pose.pixels[list(two)].mean(axis=0))
