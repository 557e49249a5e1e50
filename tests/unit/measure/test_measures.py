"""Each kind of measure on hand-made bodies: its formula, its sign, and when it is unknown."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.measure.body import point_names, uses_side
from posecoach.measure.measures import depends_on_side
from posecoach.measure.reading import Neutrals, Reading
from posecoach.measure.track import Tracker
from posecoach.pose import LANDMARKS, Pose, Side
from posecoach.spec.load import stretches
from tests.postures import half_kneeling, seated, standing
from tests.unit.measure.handmade import body, measure, value

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


# ---------------------------------------------------------------------- names and unknowns


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
