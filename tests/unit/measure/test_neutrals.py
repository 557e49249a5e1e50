"""The user's own neutral: learnt within limits, for each side, and taken off."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from posecoach.measure.body import Body
from posecoach.measure.measure import Neutral
from posecoach.measure.reading import Neutrals, Reading
from tests.unit.measure.handmade import T, body, measure


@pytest.mark.parametrize(("axis", "expected"), [("x", 0.3), ("y", 0.2)])
def test_place_is_the_way_from_the_neutral(axis: str, expected: float) -> None:
    m = {"x": measure(kind="place", point="left_ankle", axis=axis, neutral={})}
    neutrals = Neutrals(m)
    before, after = body(left_ankle=(100, 300)), body(left_ankle=(130, 280))
    assert Reading(m, neutrals, after, None).value("x") is None, "no neutral, no place"
    raw = Reading(m, neutrals, before, None).raw("x")
    assert raw is not None
    neutrals.learn("x", None, raw)
    assert Reading(m, neutrals, after, None).value("x") == pytest.approx(expected)


def test_a_place_without_a_neutral_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="neutral"):
        measure(kind="place", point="left_ankle")


SWING = {
    "kind": "swing",
    "from": "planted_knee",
    "to": "left_hip",
    "length": 0.8,
    "low": -4,
    "high": 20,
    "default": 3,
    "neutral": {},
}


@pytest.mark.parametrize("facing", [1, -1])
def test_swing_is_the_lean_by_the_travel_of_the_upper_point(facing: int) -> None:
    m = {"x": measure(**SWING)}
    neutrals = Neutrals(m)
    way = 0.8 * T

    def at(degrees: float) -> Body:
        x = 300 + facing * way * math.sin(math.radians(degrees))
        return body(left_hip=(x, 200), planted=(300, 280), facing=facing)

    # Before anything is learnt the spec's own rest counts.
    assert Reading(m, neutrals, at(30), None).value("x") == pytest.approx(27.0)
    raw = Reading(m, neutrals, at(8), None).raw("x")
    assert raw is not None
    neutrals.learn("x", None, raw)
    assert Reading(m, neutrals, at(30), None).value("x") == pytest.approx(22.0)
    # A neutral taken while sat back is kept within low .. high.
    sat = Reading(m, neutrals, at(-25), None).raw("x")
    assert sat is not None
    neutrals.learn("x", None, sat)
    assert Reading(m, neutrals, at(30), None).value("x") == pytest.approx(34.0)


def test_swing_without_its_pivot_uses_the_travel_alone_and_without_facing_is_unknown() -> None:
    m = {"x": measure(**SWING)}
    neutrals = Neutrals(m)
    b = body(left_hip=(340, 200), facing=1)
    assert Reading(m, neutrals, b, None).value("x") is None
    neutrals.learn("x", None, 300.0)
    expected = math.degrees(math.asin(40 / 80))
    assert Reading(m, neutrals, b, None).value("x") == pytest.approx(expected)
    assert Reading(m, neutrals, body(left_hip=(340, 200)), None).value("x") is None
    far = body(left_hip=(600, 200), facing=1)
    assert Reading(m, neutrals, far, None).value("x") == pytest.approx(90.0)


@given(st.floats(-100, 100))
def test_a_neutral_is_learnt_within_its_limits(learnt: float) -> None:
    ends = {"from": "nose", "to": "left_hip"}
    m = {"x": measure(kind="offset", neutral={"default": 0, "low": -8, "high": 12}, **ends)}
    neutrals = Neutrals(m)
    assert neutrals.get("x", None) == 0
    neutrals.learn("x", None, learnt)
    assert neutrals.get("x", None) == min(max(learnt, -8.0), 12.0)
    neutrals.forget()
    assert neutrals.get("x", None) == 0


def test_each_side_has_a_neutral_of_its_own() -> None:
    ends = {"from": "nose", "to": "left_hip"}
    m = {"x": measure(kind="offset", neutral={"default": 1}, **ends)}
    neutrals = Neutrals(m)
    neutrals.learn("x", "left", 5.0)
    assert neutrals.get("x", "left") == 5.0
    assert neutrals.get("x", "right") == 1
    b = body(nose=(100, 0), left_hip=(800, 0))
    assert Reading(m, neutrals, b, "left").value("x") == pytest.approx(2.0)
    assert Reading(m, neutrals, b, "left").raw("x") == pytest.approx(7.0)


def test_a_neutral_out_of_order_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="low <= default <= high"):
        Neutral(default=5, low=0, high=4)
