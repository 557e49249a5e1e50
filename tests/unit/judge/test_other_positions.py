"""Who lies, leans on something or bows is not counted, however much the limbs move alike."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from posecoach.events import Cue, HoldSpan
from posecoach.pose import HIPS, KNEES, SHOULDERS, Landmark, Pose
from tests.kinematic import alternating, sequence
from tests.unit.judge.coached import coached, counts, cues, events

_LEFT = [Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST]
_RIGHT = [Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST]


def rolled(pose: Pose, degrees: float) -> Pose:
    """The same body, turned in the picture about its middle."""
    size = np.array([pose.width, pose.height])
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    points = pose.image * size
    middle = points.mean(axis=0)
    return replace(pose, image=((points - middle) @ turn.T + middle) / size)


def with_level_shoulders(pose: Pose) -> Pose:
    """A trunk that bows: seen from half in front it leans, and its shoulders do not tilt."""
    image = pose.image.copy()
    heights = image[SHOULDERS, 1]
    for limb, height in zip((_LEFT, _RIGHT), heights, strict=True):
        image[limb, 1] += heights.mean() - height
    return replace(pose, image=image)


def sunk(pose: Pose, by: float) -> Pose:
    """Head, arms and shoulders lower by a share of the picture's height."""
    image = pose.image.copy()
    image[: Landmark.LEFT_HIP, 1] += by
    return replace(pose, image=image)


def test_a_bow_from_half_in_front_is_no_side_reach_and_is_told_so() -> None:
    done = sequence("lateral_line", alternating("lateral_line", 2))
    moments = coached("lateral_line", [with_level_shoulders(p) for p in done])
    assert counts(moments) == {"left": 0, "right": 0}
    assert not cues(moments, "correction")
    told = {e.id for e in events(moments) if isinstance(e, Cue)}
    assert told & {"sideways", "held_sideways"}, told


@pytest.mark.parametrize("degrees", [45.0, -45.0, 100.0])
def test_on_a_tilted_bench_nothing_is_held(degrees: float) -> None:
    done = sequence(
        "lateral_line", [replace(r, hold_s=8.0) for r in alternating("lateral_line", 1)]
    )
    moments = coached("lateral_line", [rolled(p, degrees) for p in done], "hold")
    assert not [e for e in events(moments) if isinstance(e, HoldSpan)]
    assert not cues(moments, "correction")


@pytest.mark.parametrize("degrees", [80.0, -80.0])
def test_whose_knees_roll_while_lying_does_no_rotators(degrees: float) -> None:
    done = sequence("hip_rotators", alternating("hip_rotators", 2))
    moments = coached("hip_rotators", [rolled(p, degrees) for p in done])
    assert counts(moments) == {"left": 0, "right": 0}
    assert not cues(moments, "correction")


def test_whose_trunk_sinks_with_each_movement_crunches() -> None:
    done = sequence("hip_rotators", alternating("hip_rotators", 2))
    knees = np.array([p.image[KNEES, 1].mean() for p in done])
    shares = (knees - knees.min()) / np.ptp(knees)
    torso = float(np.ptp(done[0].image[[*SHOULDERS, *HIPS], 1]))
    moments = coached(
        "hip_rotators", [sunk(p, 0.4 * torso * s) for p, s in zip(done, shares, strict=True)]
    )
    assert counts(moments) == {"left": 0, "right": 0}
    assert "trunk_stays" in {e.id for e in events(moments) if isinstance(e, Cue)}
    little = [sunk(p, 0.08 * torso * s) for p, s in zip(done, shares, strict=True)]
    assert counts(coached("hip_rotators", little)) == {"left": 2, "right": 2}


@pytest.mark.parametrize("change", [lambda p: rolled(p, 7.0), lambda p: rolled(p, -7.0)])
@pytest.mark.parametrize("name", ["lateral_line", "hip_rotators"])
def test_a_camera_that_stands_askew_changes_nothing(
    name: str, change: Callable[[Pose], Pose]
) -> None:
    done = sequence(name, alternating(name, 2))
    assert counts(coached(name, [change(p) for p in done])) == {"left": 2, "right": 2}
