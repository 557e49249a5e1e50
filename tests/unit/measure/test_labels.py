"""Left and right that the pose model exchanged are put right; who turns round is believed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from posecoach.measure.labels import SideLabels
from posecoach.pose import Landmark, Pose, Side, swapped_indices
from tests.kinematic import Rep, sequence
from tests.postures import seated

FPS = 30


def mirrored(pose: Pose) -> Pose:
    """The same person, with all labels on the wrong sides."""
    partner = swapped_indices()
    return replace(pose, image=pose.image[partner], world=pose.world[partner])


def legs_exchanged(pose: Pose) -> Pose:
    """The same person, with the labels of the legs alone on the wrong sides."""
    legs = [m for m in Landmark if m >= Landmark.LEFT_KNEE]
    image = pose.image.copy()
    image[legs] = mirrored(pose).image[legs]
    return replace(pose, image=image)


def narrow(pose: Pose, share: float) -> Pose:
    """The same person in the middle of turning round: all sides come together."""
    image = pose.image.copy()
    image[:, 0] = 0.5 + (image[:, 0] - 0.5) * share
    return replace(pose, image=image)


def slender(pose: Pose) -> Pose:
    """The same person with shoulders half as wide."""
    image = pose.image.copy()
    both = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
    image[both] = (image[both] + image[both].mean(axis=0)) / 2
    return replace(pose, image=image)


def followed(poses: Sequence[Pose]) -> list[Pose]:
    labels = SideLabels()
    return [labels.update(p) for p in poses]


def times(begin: float, end: float) -> list[float]:
    return [i / FPS for i in range(round(begin * FPS), round(end * FPS))]


def test_a_person_found_from_behind_for_seconds_keeps_their_sides() -> None:
    right = [seated(t) for t in times(0, 6)]
    poses = [mirrored(p) if 2 <= p.t < 5 else p for p in right]
    for found, true in zip(followed(poses), right, strict=True):
        np.testing.assert_array_equal(found.image, true.image)


def test_legs_that_bear_each_others_labels_get_their_own() -> None:
    right = [seated(t, left_roll=20, right_roll=20) for t in times(0, 3)]
    poses = [legs_exchanged(p) if 1 <= p.t < 2 else p for p in right]
    for found, true in zip(followed(poses), right, strict=True):
        np.testing.assert_array_equal(found.image, true.image)


def test_who_really_turns_round_is_believed() -> None:
    turn = [narrow(seated(t), max(-1.0, 1.0 - 2.0 * (t - 2.0) / 2.0)) for t in times(2, 4)]
    poses = [*(seated(t) for t in times(0, 2)), *turn, *(mirrored(seated(t)) for t in times(4, 5))]
    for found, given in zip(followed(poses)[-FPS:], poses[-FPS:], strict=True):
        np.testing.assert_array_equal(found.image, given.image)


def test_whoever_was_first_found_from_behind_is_soon_believed_to_face_the_camera() -> None:
    poses = [mirrored(seated(t)) if t < 0.5 else seated(t) for t in times(0, 4)]
    for found, given in zip(followed(poses)[2 * FPS :], poses[2 * FPS :], strict=True):
        np.testing.assert_array_equal(found.image, given.image)


@pytest.mark.parametrize("side", ["left", "right"])
def test_in_a_deep_side_bend_the_sides_are_told_across_the_trunk(side: Side) -> None:
    """The shoulders come one above the other there: seen along the picture they look narrow."""
    right = [slender(p) for p in sequence("lateral_line", [Rep(side, 50.0, hold_s=3.0)])]
    deep = [p for p in right if _aside(p) > 0.6]
    assert deep[-1].t - deep[0].t > 2.0
    poses = [mirrored(p) if deep[0].t + 1 <= p.t < deep[-1].t - 0.5 else p for p in right]
    for found, true in zip(followed(poses), right, strict=True):
        np.testing.assert_array_equal(found.image, true.image)


def _aside(pose: Pose) -> float:
    """The sine of the trunk's lean in the picture."""
    px = pose.pixels
    trunk = px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0)
    trunk = trunk - px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    return float(abs(trunk[0]) / np.hypot(*trunk))


def test_deep_down_with_one_shoulder_before_the_other_the_arms_are_not_told() -> None:
    right = [slender(slender(p)) for p in sequence("lateral_line", [Rep("left", 50.0)])]
    for found, given in zip(followed(right), right, strict=True):
        elbow = found.visibility[Landmark.LEFT_ELBOW]
        assert elbow == (0.0 if _aside(given) > 0.5 else given.visibility[Landmark.LEFT_ELBOW])
