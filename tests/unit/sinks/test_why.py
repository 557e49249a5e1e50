"""The time line of the coach's verdicts."""

import math

from posecoach.events import Finding
from posecoach.pose import Pose
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan
from posecoach.sinks.why import Entry, Why, condition_text, fault_text
from posecoach.spec.load import stretch
from tests.kinematic import Rep, sequence
from tests.postures import nobody, seated, standing


def entries(name: str, poses: list[Pose]) -> list[Entry]:
    why = Why(stretch(name))
    session = Session([SetPlan(stretch(name), "mobilizer")], attended=False)
    for pose in poses:
        why.add(session.update(pose))
    why.add(session.finish())
    return why.entries()


def test_a_counted_movement_is_told_with_its_side_and_range() -> None:
    found = entries("lateral_line", sequence("lateral_line", [Rep("left", 20.0)]))
    (counted,) = [e for e in found if e.kind == "counted"]
    assert counted.side == "left"
    assert str(counted).startswith(f"{counted.start:.1f}-{counted.end:.1f} s  counted (left): ")


def test_another_posture_is_told_with_the_value_and_the_limit() -> None:
    found = entries("lateral_line", [seated(i / 15) for i in range(60)])
    told = [e for e in found if e.kind == "not recognised"]
    assert told[0].id == "standing"
    assert "at least 1" in told[0].text
    value = told[0].values["hips_over_feet"]
    assert value is not None
    assert value < 1.0


def test_a_movement_that_is_not_the_stretch_is_told_as_not_counted() -> None:
    """Steps to the side and leans: the feet do not stay."""
    poses = sequence("lateral_line", [Rep("left", 20.0)])
    for pose in poses:
        if 2.4 < pose.t < 4.5:
            pose.image[[27, 29, 31], 0] += 0.15
            pose.image[25, 0] += 0.07
    told = [e for e in entries("lateral_line", poses) if e.kind == "not counted"]
    assert {"no_step"} <= {e.id for e in told}


def test_a_broken_rule_is_told_with_what_was_measured() -> None:
    found = entries(
        "lateral_line", sequence("lateral_line", [Rep("left", 20.0)], faults=["no_hip_shift"])
    )
    (fault,) = [e for e in found if e.kind == "fault"]
    assert fault.id == "no_hip_shift"
    assert "hip shift 0, at most -" in fault.text


def test_nobody_and_a_wrong_view_are_told_as_not_judged() -> None:
    poses = [nobody(i / 15) for i in range(30)]
    poses += [standing(2.0 + i / 15) for i in range(45)]
    found = entries("hip_flexor", poses)
    assert [e.id for e in found if e.kind == "not judged"][:2] == [
        "show_whole_body",
        "turn_sideways",
    ]


def test_the_lines_are_in_order_and_can_be_written_as_json() -> None:
    found = entries("lateral_line", sequence("lateral_line", [Rep("left", 20.0)] * 2))
    assert [e.start for e in found] == sorted(e.start for e in found)
    assert set(found[0].as_json()) == {"start", "end", "kind", "id", "side", "values", "text"}


def test_texts_say_value_and_limit() -> None:
    what = "feet {value} shoulder widths apart"
    wide = Finding("stance", "stance", 3.9, -math.inf, 1.9, ok=False)
    assert condition_text(what, wide, 3.9) == "feet 3.9 shoulder widths apart, at most 1.9"
    assert condition_text(what, wide, None) == "feet ? shoulder widths apart (not seen)"
    assert condition_text(what, wide, 1.0) == "feet 1 shoulder widths apart"
    assert fault_text(Finding("x", "knee_bend", 71.2, 81.0, math.inf)) == (
        "knee bend 71, at least 81"
    )
