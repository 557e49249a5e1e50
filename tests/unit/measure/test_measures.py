"""Each kind of measure on hand-made bodies: its formula, its sign, and when it is unknown."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from posecoach.measure.body import LANDMARK_NAMES, Body, point_names, torso_length, uses_side
from posecoach.measure.measure import Neutral
from posecoach.measure.measures import Measure, depends_on_side
from posecoach.measure.reading import Neutrals, Reading
from posecoach.measure.track import Tracker
from posecoach.pose import LANDMARKS, Pose, Side
from posecoach.spec.load import stretch, stretches
from tests.kinematic import half_kneeling, nobody, seated, standing

_ADAPTER: TypeAdapter[Any] = TypeAdapter(Measure)
HALF_KNEELING = stretch("hip_flexor").half_kneeling
T = 100.0  # the torso of the hand-made bodies, pixels


def measure(**definition: object) -> Any:
    return _ADAPTER.validate_python(definition)


def body(
    *,
    unseen: tuple[str, ...] = (),
    facing: int = 0,
    world: Mapping[str, tuple[float, float, float]] | None = None,
    planted: tuple[float, float] | None = None,
    face_contrast: float | None = None,
    lower: Side | None = None,
    **points: tuple[float, float],
) -> Body:
    """A body with the named points in pixels; all others are at the picture's middle."""
    px = np.full((LANDMARKS, 2), 250.0)
    metres = np.zeros((LANDMARKS, 3))
    seen = np.ones(LANDMARKS, dtype=np.bool_)
    for name, at in points.items():
        px[LANDMARK_NAMES[name]] = at
    for name, place in (world or {}).items():
        metres[LANDMARK_NAMES[name]] = place
    for name in unseen:
        seen[LANDMARK_NAMES[name]] = False
    return Body(
        t=0.0,
        px=px,
        world=metres,
        depth=np.zeros(LANDMARKS),
        seen=seen,
        size=(640, 480),
        torso=T,
        facing=facing,
        kneeling=lower,
        lower=lower,
        planted=None if planted is None else np.array(planted),
        face_contrast=face_contrast,
    )


def value(of: Any, b: Body, side: Side | None = None) -> float | None:
    """The value of one measure, or of the one called 'x' of several."""
    measures: dict[str, Any] = of if isinstance(of, dict) else {"x": of}
    return Reading(measures, Neutrals(measures), b, side).value("x")


# ---------------------------------------------------------------------- one formula each


def test_inclination_is_the_lean_of_a_segment() -> None:
    m = measure(kind="inclination", **{"from": "left_hip", "to": "left_shoulder"})
    b = body(left_hip=(100, 300), left_shoulder=(150, 250))
    assert value(m, b) == pytest.approx(45.0)


def test_inclination_is_unknown_where_the_segment_points_at_the_camera() -> None:
    ends = {"from": "left_ankle", "to": "left_knee"}
    m = measure(kind="inclination", least=0.25, limit=100, **ends)
    assert value(m, body(left_ankle=(100, 300), left_knee=(110, 290))) is None
    assert value(m, body(left_ankle=(100, 300), left_knee=(100, 360))) is None
    assert value(m, body(left_ankle=(100, 300), left_knee=(150, 300))) == pytest.approx(90.0)


@pytest.mark.parametrize(
    ("positive", "side", "facing", "expected"),
    [
        ("right_of_picture", None, 0, 0.5),
        ("left", None, 0, 0.5),
        ("side", "left", 0, 0.5),
        ("side", "right", 0, -0.5),
        ("side", None, 0, None),
        ("forward", None, 1, 0.5),
        ("forward", None, -1, -0.5),
        ("forward", None, 0, None),
    ],
)
def test_the_sign_of_an_offset(
    positive: str, side: Side | None, facing: int, expected: float | None
) -> None:
    m = measure(kind="offset", positive=positive, **{"from": "left_hip", "to": "nose"})
    found = value(m, body(left_hip=(100, 0), nose=(150, 0), facing=facing), side)
    assert found == (None if expected is None else pytest.approx(expected))


def test_height_is_up_and_in_torso_lengths() -> None:
    m = measure(kind="height", **{"from": "left_knee", "to": "left_hip"})
    assert value(m, body(left_knee=(0, 300), left_hip=(50, 220))) == pytest.approx(0.8)


def test_angle_is_that_at_the_middle_point() -> None:
    m = measure(kind="angle", at=["left_hip", "left_knee", "left_ankle"])
    bent = body(left_hip=(100, 100), left_knee=(100, 200), left_ankle=(200, 200))
    assert value(m, bent) == pytest.approx(90.0)
    straight = body(left_hip=(100, 100), left_knee=(100, 200), left_ankle=(100, 300))
    assert value(m, straight) == pytest.approx(180.0)
    nowhere = body(left_hip=(100, 100), left_knee=(100, 100), left_ankle=(100, 300))
    assert value(m, nowhere) is None


def test_tilt_is_positive_toward_the_side_in_work() -> None:
    m = measure(kind="tilt", of="ear", positive="side")
    b = body(left_ear=(120, 110), right_ear=(100, 90))
    assert value(m, b, "left") == pytest.approx(45.0)
    assert value(m, b, "right") == pytest.approx(-45.0)


def test_turn_comes_from_the_world_and_is_zero_to_the_camera() -> None:
    m = measure(kind="turn", **{"from": "mid_ear", "to": "nose"})
    assert value(m, body(world={"nose": (0.0, 0.0, -0.1)})) == pytest.approx(0.0)
    assert value(m, body(world={"nose": (0.1, 0.0, 0.0)})) == pytest.approx(90.0)
    assert value(m, body(world={"nose": (-0.1, 0.0, -0.1)})) == pytest.approx(-45.0)


def test_line_turn_is_zero_across_the_picture() -> None:
    m = measure(kind="line_turn", of="shoulder")
    level = {"left_shoulder": (0.2, 0.0, 0.0), "right_shoulder": (-0.2, 0.0, 0.0)}
    assert value(m, body(world=level)) == pytest.approx(0.0)
    away = {"left_shoulder": (0.2, 0.0, 0.2), "right_shoulder": (-0.2, 0.0, -0.2)}
    assert value(m, body(world=away)) == pytest.approx(45.0)


def test_spread_in_torso_lengths_or_of_another_pair() -> None:
    b = body(
        left_ankle=(130, 340),
        right_ankle=(100, 300),
        left_shoulder=(150, 100),
        right_shoulder=(100, 100),
    )
    of = ["left_ankle", "right_ankle"]
    assert value(measure(kind="spread", of=of), b) == pytest.approx(0.5)
    assert value(measure(kind="spread", of=of, axis="x"), b) == pytest.approx(0.3)
    per = ["left_shoulder", "right_shoulder"]
    assert value(measure(kind="spread", of=of, per=per), b) == pytest.approx(1.0)
    edge_on = body(left_shoulder=(100, 100), right_shoulder=(100, 100))
    assert value(measure(kind="spread", of=of, per=per), edge_on) is None


def test_share_is_in_widths_of_a_pair() -> None:
    m = measure(kind="share", per="ear", positive="side", **{"from": "mid_ear", "to": "nose"})
    b = body(left_ear=(140, 100), right_ear=(100, 100), nose=(130, 120))
    assert value(m, b, "left") == pytest.approx(0.25)
    assert value(m, b, "right") == pytest.approx(-0.25)
    assert value(m, body(left_ear=(100, 100), right_ear=(100, 100)), "left") is None


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


def test_pixels_are_those_of_the_picture() -> None:
    ears = measure(kind="pixels", of=["left_ear", "right_ear"])
    assert value(ears, body(left_ear=(103, 104), right_ear=(100, 100))) == 5.0
    assert value(ears, body(left_ear=(103, 104), unseen=("right_ear",))) is None


def test_shoulder_width_face_contrast_and_facing() -> None:
    b = body(left_shoulder=(160, 100), right_shoulder=(100, 100), face_contrast=42.0)
    assert value(measure(kind="shoulder_width"), b) == pytest.approx(0.6)
    assert value(measure(kind="face_contrast"), b) == 42.0
    assert value(measure(kind="face_contrast"), body()) is None
    assert value(measure(kind="faces_camera"), b) == 1.0
    away = body(left_shoulder=(100, 100), right_shoulder=(160, 100))
    assert value(measure(kind="faces_camera"), away) == -1.0


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


# ---------------------------------------------------------------------- made of others


def made(kind: str, first: float | None, second: float | None, **more: object) -> float | None:
    """A combination of two offsets of those values."""
    ends = ("left_knee", "right_knee")
    measures = {
        name: measure(kind="offset", **{"from": "nose", "to": end})
        for name, end in zip("ab", ends, strict=True)
    }
    measures["x"] = measure(kind=kind, of=["a", "b"], **more)
    at: dict[str, Any] = {"nose": (300.0, 0.0)}
    unseen = []
    for end, v in zip(ends, (first, second), strict=True):
        at[end] = (300.0 + T * (v or 0.0), 0.0)
        if v is None:
            unseen.append(end)
    return value(measures, body(unseen=tuple(unseen), **at))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("mean", -0.25),
        ("smallest", -1.0),
        ("largest", 0.5),
        ("larger", -1.0),
        ("difference", 1.5),
        ("magnitude", 0.5),
    ],
)
def test_combinations(kind: str, expected: float) -> None:
    assert made(kind, 0.5, -1.0) == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["mean", "smallest", "largest", "larger", "difference"])
def test_one_unknown_makes_all_unknown_unless_it_may_be_skipped(kind: str) -> None:
    assert made(kind, 0.5, None) is None
    assert made(kind, None, None) is None
    assert made(kind, None, None, missing="skip") is None
    skipped = made(kind, 0.5, None, missing="skip")
    assert skipped == (None if kind == "difference" else pytest.approx(0.5))


def _legs(left: tuple[float, float], right: tuple[float, float]) -> Body:
    """Shins from ankles at the height 0, each by its lean (degrees) and its length in T."""
    at: dict[str, Any] = {}
    for side, x, (lean, length) in (("left", 400.0, left), ("right", 200.0, right)):
        away = math.radians(lean)
        at[f"{side}_ankle"] = (x, 0.0)
        at[f"{side}_knee"] = (x + T * length * math.sin(away), -T * length * math.cos(away))
    return body(**at)


LEGS = {
    **{
        f"{s}_lean": measure(kind="inclination", **{"from": f"{s}_ankle", "to": f"{s}_knee"})
        for s in ("left", "right")
    },
    **{
        f"{s}_length": measure(kind="spread", of=[f"{s}_ankle", f"{s}_knee"])
        for s in ("left", "right")
    },
}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (1.0, 0.5, 0.5),
        (0.5, 1.0, 0.5),
        (-1.0, -0.8, 0.8),
        (1.0, -0.2, -0.2),
        (0.1, 0.05, None),
        (1.0, None, None),
    ],
)
def test_agreement(first: float, second: float | None, expected: float | None) -> None:
    found = made("agreement", first, second, least=0.3)
    assert found == (None if expected is None else pytest.approx(expected))


# ---------------------------------------------------------------------- names, unknowns, neutral


def test_point_names_of_both_sides_and_roles() -> None:
    plain, roles = set(point_names(roles=False)), set(point_names(roles=True))
    assert {"nose", "left_knee", "mid_hip", "side_wrist", "other_ear", "left_mouth"} <= plain
    assert {"planted_knee", "kneeling_knee", "front_ankle"} <= roles - plain


def test_roles_are_resolved_by_side_facing_and_legs() -> None:
    b = body(left_knee=(1, 1), right_knee=(2, 2), facing=1, lower="left")

    def x(name: str, side: Side | None = None) -> float | None:
        p = b.point(name, side)
        return None if p is None else float(p[0])

    assert [x("side_knee", "left"), x("other_knee", "left"), x("side_knee")] == [1.0, 2.0, None]
    assert [x("kneeling_knee"), x("front_knee")] == [1.0, 2.0]
    assert [x("near_knee"), x("far_knee"), x("mid_knee")] == [2.0, 1.0, 1.5]
    assert body().point("near_knee") is None
    assert body().point("kneeling_knee") is None


def test_an_unseen_point_makes_its_measures_unknown() -> None:
    m = measure(kind="inclination", **{"from": "mid_hip", "to": "mid_shoulder"})
    assert value(m, body(left_hip=(1, 300))) is not None
    assert value(m, body(left_hip=(1, 300), unseen=("left_hip",))) is None


def test_which_measures_depend_on_the_side() -> None:
    m = {
        "plain": measure(kind="offset", positive="left", **{"from": "nose", "to": "left_hip"}),
        "signed": measure(kind="offset", positive="side", **{"from": "nose", "to": "left_hip"}),
        "point": measure(kind="height", **{"from": "nose", "to": "other_wrist"}),
        "of": measure(kind="mean", of=["plain", "signed"]),
    }
    found = {name: depends_on_side(name, m) for name in m}
    assert found == {"plain": False, "signed": True, "point": True, "of": True}
    assert uses_side("side_hip")
    assert not uses_side("mid_hip")


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


_POSES = [
    half_kneeling(0.0, side="right", thigh=20),
    half_kneeling(0.0, side="left", trunk=20, head_drop=30),
    seated(0.0, left_roll=60, right_roll=50, yaw=50),
    standing(0.0, lean=20, hips=-8, head=15, arm=1.0),
]


@given(
    st.sampled_from(_POSES),
    st.sets(st.integers(0, LANDMARKS - 1)),
    st.sampled_from([None, "left", "right"]),
)
def test_no_measure_of_any_stretch_is_ever_nan(
    pose: Pose, hidden: set[int], side: Side | None
) -> None:
    visibility = pose.visibility.copy()
    visibility[list(hidden)] = 0.1
    hurt = Pose(
        pose.t,
        pose.width,
        pose.height,
        found=True,
        image=pose.image,
        depth=pose.depth,
        world=pose.world,
        visibility=visibility,
    )
    for spec in stretches().values():
        tracked = Tracker(spec.half_kneeling).update(hurt)
        assert tracked.body is not None
        reading = Reading(spec.measures, Neutrals(spec.measures), tracked.body, side)
        for name in spec.measures:
            found = reading.value(name)
            assert found is None or math.isfinite(found), name


# ---------------------------------------------------------------------- following a person


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
    assert tracked.body.near == side
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
