"""The start between the two ends of a movement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.judge.start.middle import MiddlePlace


def shown(left: float, right: float, t: float = 0.0) -> MiddlePlace:
    place = MiddlePlace()
    for i in range(12):
        place.at_end(t + i / 30, "left", left - 0.01 * i)
        place.at_end(t + i / 30, "right", right + 0.01 * i)
    return place


@given(
    zero=st.floats(-3.0, 3.0),
    left=st.floats(0.4, 0.8),
    right=st.floats(0.4, 0.8),
    rest=st.floats(-0.05, 0.05),
)
def test_where_both_sides_go_about_as_far_the_rest_is_between_and_the_ends_are_not(
    zero: float, left: float, right: float, rest: float
) -> None:
    place = shown(zero + left, zero - right)
    if abs(left - right) <= 0.3 * (left + right) / 2:
        assert place.between(1.0, zero + rest)
    assert place.between(1.0, zero + left) is False
    assert place.between(1.0, zero - right) is False


def test_nothing_is_known_of_one_side_alone_nor_of_ends_that_are_near_each_other() -> None:
    place = MiddlePlace()
    place.at_end(0.0, "left", 0.5)
    assert place.between(0.1, 0.0) is None
    assert shown(0.2, -0.2).between(1.0, 0.0) is None


@pytest.mark.parametrize(("after_s", "known"), [(10.0, True), (60.0, None)])
def test_ends_that_were_seen_long_ago_are_forgotten(after_s: float, known: bool | None) -> None:
    assert shown(0.5, -0.5).between(after_s, 0.0) is known


def test_newer_ends_that_are_nearer_take_the_place_of_old_ones() -> None:
    place = shown(0.8, -0.8)
    for i in range(12):
        place.at_end(40.0 + i / 30, "left", 1.5)
        place.at_end(40.0 + i / 30, "right", 0.5)
    assert place.between(41.0, 1.0)
    assert place.between(41.0, 0.0) is False


def test_where_the_user_has_moved_all_begins_anew() -> None:
    place = shown(0.5, -0.5)
    place.restart()
    assert place.between(0.5, 0.0) is None
