"""Following a person: which side is near, what is seen, and when it is another body."""

from dataclasses import replace

import pytest

from posecoach.measure.body import LANDMARK_NAMES, torso_length
from posecoach.measure.track import Tracker
from posecoach.pose import Landmark, Pose, Side
from posecoach.spec.load import stretch
from tests.postures import half_kneeling, nobody, seated, standing

HALF_KNEELING = stretch("hip_flexor").half_kneeling


def test_the_torso_and_the_shoulder_width_of_the_generated_bodies() -> None:
    assert torso_length(standing(0.0)) == pytest.approx(115.0)
    assert torso_length(seated(0.0, lean=20)) == pytest.approx(150.0)
    tracked = Tracker(HALF_KNEELING).update(half_kneeling(0.0))
    assert tracked.body is not None
    assert tracked.body.shoulder_width < 0.1
    assert tracked.body.torso == pytest.approx(140.0)


@pytest.mark.parametrize("side", ["left", "right"])
def test_facing_near_and_kneeling_sides_come_from_geometry(side: Side) -> None:
    tracked = Tracker(HALF_KNEELING).update(half_kneeling(0.0, side=side))
    assert tracked.body is not None
    assert tracked.body.near_side == side
    assert tracked.body.lower == side
    assert tracked.body.kneeling == side


def test_nobody_has_no_body_and_a_short_glitch_is_left_out() -> None:
    tracker = Tracker()
    assert not tracker.update(nobody(0.0)).person
    for i in range(1, 30):
        assert tracker.update(standing(i / 30)).body is not None
    there = standing(1.0)
    there.image[:, 0] += 0.4
    glitch = tracker.update(there)
    assert glitch.person
    assert glitch.body is None
    after = tracker.update(standing(1.04))
    assert after.body is not None
    assert not after.changed


def test_who_stands_somewhere_else_for_longer_is_another_body() -> None:
    tracker = Tracker()
    changed = []
    for i in range(60):
        pose = standing(i / 30)
        pose.image[:, 0] += -0.3 if i < 30 else 0.3
        changed.append(tracker.update(pose).changed)
    assert changed.count(True) == 1
    assert changed.index(True) >= 30


def test_a_point_is_seen_by_visibility_with_a_band_and_inside_the_picture() -> None:
    tracker = Tracker()
    wrist = LANDMARK_NAMES["left_wrist"]

    def seen(t: float, visibility: float, x: float | None = None) -> bool:
        pose = standing(t)
        pose.visibility[wrist] = visibility
        if x is not None:
            pose.image[wrist, 0] = x
        b = tracker.update(pose).body
        assert b is not None
        return bool(b.seen[wrist])

    assert not seen(0.0, 0.45)
    assert seen(0.1, 0.55)
    assert seen(0.2, 0.45), "the band: once seen, it stays so for longer"
    assert not seen(0.3, 0.3)
    assert not seen(0.4, 0.45)
    assert not seen(0.5, 0.99, 1.2), "out of the picture, whatever the model says"


def with_the_front_foot_behind(pose: Pose) -> Pose:
    """As where the pose model takes one leg for the other: the front foot behind the knee."""
    image = pose.image.copy()
    image[Landmark.LEFT_ANKLE, 0] = (
        2 * image[Landmark.RIGHT_KNEE, 0] - image[Landmark.LEFT_ANKLE, 0]
    )
    return replace(pose, image=image)


@pytest.mark.parametrize(("seconds", "turned"), [(0.5, False), (2.5, True)])
def test_legs_that_are_exchanged_for_a_moment_turn_nobody_round(
    seconds: float, turned: bool
) -> None:
    tracker = Tracker(HALF_KNEELING)
    poses = [half_kneeling(i / 10, side="right") for i in range(70)]
    facing = []
    for pose in poses:
        wrong = 3.0 <= pose.t < 3.0 + seconds
        body = tracker.update(with_the_front_foot_behind(pose) if wrong else pose).body
        assert body is not None
        facing.append(body.facing)
    assert facing[0] != 0
    assert (len(set(facing)) > 1) == turned
