"""Which of several people is coached, and how the others are hidden from the model."""

import numpy as np
import pytest

from posecoach.landmarks.people.choose import Person, alone, same, user, without
from posecoach.pose import FACE, TORSO


def person(left: float, top: float, right: float, bottom: float, visible: float = 0.9) -> Person:
    """Points spread evenly over a box."""
    xs = np.linspace(left, right, 33)
    ys = np.linspace(top, bottom, 33)
    return Person(np.column_stack([xs, ys]), np.full(33, visible))


SITTING = person(0.34, 0.39, 0.65, 0.76)
BESIDE = person(0.70, 0.07, 0.86, 0.67)


@pytest.mark.parametrize("order", [[SITTING, BESIDE], [BESIDE, SITTING]])
def test_who_sits_in_front_is_the_user_and_not_the_taller_one_behind(order: list[Person]) -> None:
    assert user(order) is SITTING


def test_from_a_low_camera_the_one_in_the_middle_is_the_user() -> None:
    middle, aside = person(0.42, 0.25, 0.61, 0.99), person(0.66, 0.34, 0.85, 0.98)
    assert user([aside, middle]) is middle


def test_for_a_stretch_on_the_floor_one_who_stands_close_by_is_not_the_user() -> None:
    """Seen from a low camera, one foot of the sitting one painted over: a rendered case."""
    sits, stands = person(0.30, 0.42, 0.52, 0.66), person(0.56, 0.06, 0.76, 0.66)
    assert user([stands, sits]) is None
    assert user([stands, sits], floor=True) is sits


def test_where_it_is_not_clear_nobody_is_chosen() -> None:
    assert user([person(0.2, 0.2, 0.4, 0.9), person(0.6, 0.2, 0.8, 0.9)]) is None
    assert user([]) is None


def test_a_shape_with_few_seen_points_is_no_person() -> None:
    plant = person(0.4, 0.5, 0.6, 1.0, visible=0.2)
    assert plant.box is None
    assert user([plant, BESIDE]) is BESIDE


def test_the_same_person_found_twice_is_one() -> None:
    assert same(SITTING, person(0.35, 0.40, 0.66, 0.77))
    assert not same(SITTING, BESIDE)


def test_one_is_painted_over_so_that_the_other_is_found() -> None:
    image = np.full((100, 100, 3), 200, np.uint8)
    out = without(image, BESIDE)
    assert (out[20, 78] == 127).all()
    assert (out[60, 50] == 200).all()
    assert (image == 200).all()


def test_the_legs_may_be_left_so_that_somebody_low_before_them_is_seen_whole() -> None:
    image = np.full((100, 100, 3), 200, np.uint8)
    points = BESIDE.image.copy()
    points[[*FACE, *TORSO], 1] = np.linspace(0.1, 0.5, len([*FACE, *TORSO]))
    points[25:, 1] = 0.9
    out = without(image, Person(points, BESIDE.visibility), legs=False)
    assert (out[20, 78] == 127).all()
    assert (out[85, 78] == 200).all()


def test_all_is_painted_over_but_the_user() -> None:
    image = np.full((100, 100, 3), 200, np.uint8)
    out = alone(image, SITTING)
    assert (out[60, 50] == 200).all()
    assert (out[60, 66] == 200).all()  # where both boxes lie over each other
    assert (out[20, 78] == 127).all()
    assert (out[95, 20] == 127).all()
    assert (image == 200).all()


def test_points_that_are_guessed_outside_the_picture_are_painted_over_up_to_its_edge() -> None:
    image = np.full((100, 100, 3), 200, np.uint8)
    half = person(0.8, 0.1, 1.3, 0.9)
    assert (without(image, half)[:, -1] == 127).sum() == 3 * 100
    gone = person(1.5, 0.1, 1.9, 0.9)
    assert (without(image, gone) == 200).all()
    assert (alone(image, gone) == 127).all()
