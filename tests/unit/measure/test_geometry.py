"""Angles and distances in the picture: closed forms, and what must hold for all points."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from posecoach.measure.geometry import (
    Point,
    distance,
    inclination,
    interior_angle,
    tilt,
    wrapped,
)

_numbers = st.floats(-1000, 1000, allow_nan=False).map(lambda v: round(v, 3) + 0.0)
_points = st.tuples(_numbers, _numbers).map(lambda xy: np.array(xy, dtype=np.float64))


def _p(x: float, y: float) -> Point:
    return np.array([x, y], dtype=np.float64)


def _apart(*points: Point) -> None:
    for i, a in enumerate(points):
        for b in points[i + 1 :]:
            assume(distance(a, b) > 1.0)


def _same_angle(a: float, b: float, within: float = 1e-6) -> bool:
    return bool(abs(wrapped(a - b)) < within)


@pytest.mark.parametrize(
    ("upper", "degrees"),
    [
        ((0, -10), 0),
        ((10, -10), 45),
        ((10, 0), 90),
        ((10, 10), 135),
        ((0, 10), 180),
        ((-10, 0), -90),
        ((-5, -5 * math.sqrt(3)), -30),
    ],
)
def test_inclination_is_zero_upright_and_positive_to_the_right(
    upper: tuple[float, float], degrees: float
) -> None:
    assert inclination(_p(0, 0), _p(*upper)) == pytest.approx(degrees)


@pytest.mark.parametrize(
    ("c", "degrees"),
    [((1, 0), 0), ((1, -1), 45), ((0, -1), 90), ((0, 1), 90), ((-1, 0), 180), ((-1, -1), 135)],
)
def test_interior_angle_has_its_closed_form(c: tuple[float, float], degrees: float) -> None:
    assert interior_angle(_p(1, 0), _p(0, 0), _p(*c)) == pytest.approx(degrees)


def test_there_is_no_angle_where_points_coincide() -> None:
    a, b = _p(3, 4), _p(5, 6)
    assert interior_angle(a, a.copy(), b) is None
    assert interior_angle(b, a, a.copy()) is None


def test_nearly_straight_legs_are_told_apart() -> None:
    """An arccosine of a rounded cosine could not tell these."""
    small = interior_angle(_p(-1, 0), _p(0, 0), _p(1, 1e-6))
    assert small is not None
    assert 180.0 - small == pytest.approx(math.degrees(1e-6), rel=1e-6)


@pytest.mark.parametrize(
    ("left", "right", "degrees"),
    [((10, 0), (-10, 0), 0), ((10, 10), (-10, -10), 45), ((10, -10), (-10, 10), -45)],
)
def test_tilt_is_positive_with_the_left_side_down(
    left: tuple[float, float], right: tuple[float, float], degrees: float
) -> None:
    assert tilt(_p(*left), _p(*right)) == pytest.approx(degrees)


def test_distance_is_that_of_pythagoras() -> None:
    assert distance(_p(1, 2), _p(4, 6)) == 5.0


@given(_points, _points)
def test_inclination_stays_in_range_and_turns_its_sign_in_a_mirror(a: Point, b: Point) -> None:
    _apart(a, b)
    mirror = np.array([-1.0, 1.0])
    value = inclination(a, b)
    assert -180.0 <= value <= 180.0
    assert _same_angle(inclination(a * mirror, b * mirror), -value)


@given(_points, _points, _points)
def test_interior_angle_is_the_same_in_a_mirror_and_from_both_ends(
    a: Point, b: Point, c: Point
) -> None:
    _apart(a, b, c)
    value = interior_angle(a, b, c)
    assert value is not None
    assert 0.0 <= value <= 180.0
    mirror = np.array([-1.0, 1.0])
    assert interior_angle(a * mirror, b * mirror, c * mirror) == pytest.approx(value, abs=1e-6)
    assert interior_angle(c, b, a) == pytest.approx(value, abs=1e-9)


@given(_points, _points)
def test_tilt_turns_its_sign_when_the_mirrored_sides_are_named_anew(a: Point, b: Point) -> None:
    _apart(a, b)
    mirror = np.array([-1.0, 1.0])
    assert _same_angle(tilt(b * mirror, a * mirror), -tilt(a, b))


@given(_points, _points, _points, _points, st.floats(0.05, 20))
def test_angles_do_not_know_where_or_how_large_a_body_is(
    a: Point, b: Point, c: Point, shift: Point, scale: float
) -> None:
    _apart(a, b, c)
    u, v, w = (p * scale + shift for p in (a, b, c))
    assert _same_angle(inclination(a, b), inclination(u, v))
    assert _same_angle(tilt(a, b), tilt(u, v))
    before, after = interior_angle(a, b, c), interior_angle(u, v, w)
    assert before is not None
    assert after == pytest.approx(before, abs=1e-5)


@given(_points, _points, st.floats(0.05, 20))
def test_distance_grows_with_the_scale_and_is_symmetric(a: Point, b: Point, scale: float) -> None:
    assert distance(a, b) == distance(b, a)
    assert distance(a * scale, b * scale) == pytest.approx(distance(a, b) * scale, abs=1e-9)


@given(_points, _points, _points)
def test_no_way_round_is_shorter(a: Point, b: Point, c: Point) -> None:
    assert distance(a, c) <= distance(a, b) + distance(b, c) + 1e-9


@given(st.floats(-720, 720), st.integers(-4, 4))
def test_wrapped_is_the_same_angle_in_its_range(angle: float, turns: int) -> None:
    near_a_seam = abs((angle + 180.0) % 360.0) < 1e-6 or abs((angle + 180.0) % 360.0 - 360) < 1e-6
    assume(not near_a_seam)
    value = wrapped(angle)
    assert -180.0 <= value < 180.0
    assert math.isclose(math.sin(math.radians(value)), math.sin(math.radians(angle)), abs_tol=1e-9)
    assert wrapped(angle + 360.0 * turns) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(("angle", "same"), [(180, -180), (-180, -180), (190, -170), (360, 0)])
def test_wrapped_at_the_seam(angle: float, same: float) -> None:
    assert wrapped(angle) == same
