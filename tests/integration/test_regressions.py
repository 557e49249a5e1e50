"""Landmark tapes of rendered people on whom the coach once erred; no picture, only poses.

Each was made with the program's own ``--tape`` from a clip of a rendered person, then thinned.
"""

import pytest

from posecoach.app.commands.sessions.recording import analyze_poses
from posecoach.landmarks import tape
from posecoach.sinks.json import Analysis
from posecoach.spec.load import stretch
from posecoach.spec.rules import Mode
from tests.shared import TAPES


def analysis(name: str, stretch_id: str, mode: Mode = "mobilizer") -> Analysis:
    return analyze_poses(tape.load(TAPES / f"{name}.npz"), name, stretch(stretch_id), mode)


def sides(found: Analysis) -> list[str]:
    return [r.side for r in found.reps if r.complete]


def said(found: Analysis, kind: str) -> list[str]:
    return [c.id for c in found.cues if c.kind == kind]


def test_a_leg_found_on_the_other_one_is_neither_a_moved_foot_nor_a_lazy_knee() -> None:
    found = analysis("legs_found_on_each_other", "hip_rotators")
    assert sides(found) == ["left", "right", "left", "right"]
    assert found.faults == []


def test_a_small_drop_before_a_full_one_of_that_side_is_partial() -> None:
    found = analysis("small_drop_before_a_full_one", "hip_rotators")
    assert sides(found) == ["left", "left", "right"]
    assert [f.rule for f in found.faults] == ["partial"]


def test_who_starts_sat_back_and_then_comes_tall_is_counted_and_told_once() -> None:
    found = analysis("sat_back_at_the_first_start", "hip_flexor")
    assert sides(found) == ["left", "left"]
    assert [(f.rule, f.start < 4.0) for f in found.faults] == [("not_stacked", True)]
    assert said(found, "correction") == ["not_stacked"]
    assert said(found, "praise") == ["not_stacked"]


def test_a_hold_ends_where_the_start_position_is_reached_wherever_the_neutral_was() -> None:
    found = analysis("sat_back_at_the_first_start", "hip_flexor", "hold")
    held = [h.held_s for h in found.holds]
    assert held == pytest.approx([8.3, 8.1], abs=0.5)  # of the truth: 4.7-13.3, 18.3-26.4 s


@pytest.mark.parametrize(
    ("name", "stretch_id", "direction"),
    [
        ("forty_degrees_off_the_front", "lateral_line", "face_camera"),
        ("half_kneeling_from_half_in_front", "hip_flexor", "turn_sideways"),
    ],
)
def test_a_view_between_is_refused_throughout_and_the_direction_given_at_once(
    name: str, stretch_id: str, direction: str
) -> None:
    found = analysis(name, stretch_id)
    assert found.reps == []
    assert said(found, "correction") == []
    first = found.cues[0]
    assert (first.kind, first.id) == ("direction", direction)
    assert first.t <= 2.0


def test_against_the_light_from_above_all_reps_count_and_nothing_is_said() -> None:
    found = analysis("high_camera_backlit", "hip_rotators")
    assert sides(found) == ["right", "left", "right"]
    assert said(found, "correction") == []


def test_a_shin_that_points_at_the_camera_does_not_turn_a_repetition_round() -> None:
    found = analysis("shin_at_the_camera", "hip_rotators")
    assert sides(found) == ["left", "right", "left", "right"]
    assert "too_fast" not in {f.rule for f in found.faults}


def test_a_knee_that_sinks_as_it_should_is_not_lazy_whatever_its_shin_seems_to_do() -> None:
    found = analysis("knees_from_a_low_camera", "hip_rotators")
    assert sides(found) == ["right", "left", "right", "left"]
    assert said(found, "correction") == []


def test_a_rest_that_looks_lower_than_the_ends_is_the_start_all_the_same() -> None:
    found = analysis("rests_lower_than_the_ends", "hip_rotators")
    assert sides(found) == ["left", "right", "left"]
    right, left = (r for r in found.reps[1:] if r.complete)
    assert right.t < 15.4 < left.t - left.duration_s, "she rests from 14.0 to 15.4"
