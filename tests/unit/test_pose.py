"""The 33 landmarks: shapes, sides, and poses of mirrored pictures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.pose import (
    BONES,
    FACE,
    LANDMARKS,
    SIDES,
    Ears,
    Landmark,
    Pose,
    other,
    swapped_indices,
    unmirrored,
)
from tests.postures import half_kneeling, nobody, seated, standing

_GOOD = {
    "image": (LANDMARKS, 2),
    "depth": (LANDMARKS,),
    "world": (LANDMARKS, 3),
    "visibility": (LANDMARKS,),
}


def _made(**shapes: tuple[int, ...]) -> Pose:
    arrays = {name: np.zeros(shape) for name, shape in {**_GOOD, **shapes}.items()}
    return Pose(
        0.0,
        640,
        480,
        found=True,
        image=arrays["image"],
        depth=arrays["depth"],
        world=arrays["world"],
        visibility=arrays["visibility"],
    )


@pytest.mark.parametrize(
    ("name", "shape"),
    [("image", (33, 3)), ("depth", (33, 1)), ("world", (33, 2)), ("visibility", (32,))],
)
def test_a_wrong_shape_is_refused_with_what_was_found_and_expected(
    name: str, shape: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError) as caught:
        _made(**{name: shape})
    message = str(caught.value)
    assert f"Pose.{name}" in message
    assert str(shape) in message
    assert str(_GOOD[name]) in message


def test_the_right_shapes_are_taken() -> None:
    assert _made().pixels.shape == (LANDMARKS, 2)


def test_nobody_is_a_pose_with_nothing_in_it() -> None:
    pose = nobody(1.5)
    assert not pose.found
    assert pose.image.shape == (0, 2)
    assert pose.pixels.shape == (0, 2)
    assert unmirrored(pose) is pose


def test_pixels_are_shares_of_the_pictures_own_size() -> None:
    pose = standing(0.0)
    expected = pose.image[Landmark.NOSE] * [640, 480]
    np.testing.assert_array_equal(pose.pixels[Landmark.NOSE], expected)


def test_there_are_33_landmarks_in_mediapipes_order() -> None:
    assert [int(m) for m in Landmark] == list(range(LANDMARKS))
    assert [m.name for m in FACE] == [m.name for m in Landmark if int(m) <= 10]
    assert int(Landmark.LEFT_SHOULDER) == 11
    assert int(Landmark.RIGHT_FOOT_INDEX) == 32


def test_each_landmark_has_its_partner_on_the_other_side() -> None:
    partner = swapped_indices()
    np.testing.assert_array_equal(partner[partner], np.arange(LANDMARKS))
    assert partner[Landmark.NOSE] == Landmark.NOSE
    assert partner[Landmark.MOUTH_LEFT] == Landmark.MOUTH_RIGHT
    assert partner[Landmark.LEFT_EYE_INNER] == Landmark.RIGHT_EYE_INNER
    assert [i for i in range(LANDMARKS) if partner[i] == i] == [Landmark.NOSE]


def test_the_skeletons_lines_are_the_same_on_both_sides() -> None:
    partner = swapped_indices()
    lines = {frozenset((int(a), int(b))) for a, b in BONES}
    assert len(lines) == len(BONES)
    assert {frozenset(int(partner[i]) for i in line) for line in lines} == lines


def test_other_side() -> None:
    assert [other(side) for side in SIDES] == ["right", "left"]


@pytest.mark.parametrize(
    "pose",
    [
        half_kneeling(0.2, side="left", thigh=20, trunk=5),
        seated(0.4, left_roll=30, right_roll=28, yaw=25),
        standing(0.6, lean=15, hips=-5, head=10, arm=1.0),
    ],
)
def test_unmirrored_twice_is_the_same_pose(pose: Pose) -> None:
    twice = unmirrored(unmirrored(pose))
    for name in _GOOD:
        np.testing.assert_allclose(getattr(twice, name), getattr(pose, name), atol=1e-15)
    assert (twice.t, twice.width, twice.height) == (pose.t, pose.width, pose.height)
    assert (twice.luminance, twice.face_contrast) == (120.0, 100.0)


@given(st.floats(-30, 30), st.floats(-10, 10), st.floats(-20, 20))
def test_a_mirrored_lean_to_the_left_is_a_lean_to_the_right(
    lean: float, hips: float, head: float
) -> None:
    """Mirroring a picture and naming the sides anew gives the body that does the opposite."""
    there = unmirrored(standing(0.0, lean=lean, hips=hips, head=head))
    opposite = standing(0.0, lean=-lean, hips=-hips, head=-head)
    np.testing.assert_allclose(there.image, opposite.image, atol=1e-12)
    np.testing.assert_allclose(there.world, opposite.world, atol=1e-12)


@pytest.mark.parametrize("pose", [nobody(0.0), seated(0.0)])
def test_a_face_is_unmirrored_whether_a_person_was_found_or_not(pose: Pose) -> None:
    found = unmirrored(replace(pose, ears=Ears(0.2, 0.3, 0.1, 0.9))).ears
    assert found == Ears(0.8, 0.3, 0.1, 0.9)


def test_unmirroring_leaves_the_original_alone() -> None:
    pose = seated(0.0, left_roll=20)
    before = pose.image.copy(), pose.world.copy()
    unmirrored(pose)
    np.testing.assert_array_equal(pose.image, before[0])
    np.testing.assert_array_equal(pose.world, before[1])
