"""A stretch drafted from one recording counts other people, and nothing else."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecoach.draft.coached import events
from posecoach.draft.make import Draft, count, draft
from posecoach.draft.movement.series import read
from posecoach.errors import DraftError
from posecoach.events import Fault
from posecoach.pose import ANKLES, Landmark, Pose, Side
from posecoach.spec.load import load
from tests.kinematic import Person, Rep, sequence
from tests.movements import FPS, PEOPLE, movement, recorded, side_reach


@pytest.mark.parametrize("person", [1, 2, 3])
def test_other_people_are_counted(squat: Draft, person: int) -> None:
    poses = recorded(movement("squat"), PEOPLE[person], 3, fps=FPS)
    assert sum(count(squat.stretch, poses).values()) == 3


@pytest.mark.parametrize("other", ["toe touch", "cat-cow", "heel sit", "march"])
def test_another_movement_is_not_counted(squat: Draft, other: str) -> None:
    poses = recorded(movement(other), PEOPLE[1], 2, fps=FPS)
    assert sum(count(squat.stretch, poses).values()) == 0


def test_sides_that_take_turns_are_told_apart(reach: Draft) -> None:
    assert reach.stretch.sides == "alternate"
    poses = sequence("lateral_line", [Rep(s, 17.0) for s in ("right", "right", "left")], fps=FPS)
    assert count(reach.stretch, poses) == {"left": 1, "right": 2}


def test_each_repetition_left_out_is_counted_by_the_rest(squat: Draft, reach: Draft) -> None:
    assert squat.left_out_counted == (4, 4)
    assert reach.left_out_counted == (4, 4)


def test_one_side_from_the_side_counts_the_other_side_too() -> None:
    made = draft(sequence("hip_flexor", [Rep("right", 28.0)] * 3, fps=FPS), "Lunge")
    assert made.stretch.sides == "separate"
    poses = sequence("hip_flexor", [Rep("left", 24.0)] * 2, fps=FPS)
    assert count(made.stretch, poses) == {"left": 2, "right": 0}
    assert any("nearest the camera" in r for r in made.remarks)


def test_what_stays_at_its_end_is_a_hold() -> None:
    poses = sequence("lateral_line", [Rep("left", 20.0, hold_s=14.0)], fps=FPS)
    made = draft(poses, "Held reach")
    assert made.stretch.modes == ("hold",)
    assert made.stretch.dose["hold"].seconds == 15
    assert made.reps == {"left": 1, "right": 0}


def test_the_file_says_the_same_and_is_checked(squat: Draft, tmp_path: Path) -> None:
    file = tmp_path / "squat.toml"
    file.write_text(squat.text, "utf-8")
    assert load(file) == squat.stretch
    assert squat.stretch.evidence == "recorded once by its author"
    assert squat.stretch.id == "deep_squat"
    assert "# the rep signal" in squat.text


def test_the_figure_is_the_recorded_person(squat: Draft) -> None:
    start, end = squat.stretch.guide.start, squat.stretch.guide.end
    assert start["head"][1] > 2.4
    assert end["side_hip"][1] < start["side_hip"][1] - 0.2
    assert end["side_knee"][0] > start["side_knee"][0]  # forward


def test_a_mistake_becomes_a_rule() -> None:
    fault = sequence(
        "lateral_line", [Rep("left", 20.0), Rep("right", 20.0)], fps=FPS, faults=["no_hip_shift"]
    )
    made = draft(side_reach(), "Reach", mistakes={"Send your hips out": fault})
    rule = next(r for r in made.stretch.rules if r.id == "send_your_hips_out")
    assert rule.cue.say == "Send your hips out"
    assert not rule.hint


def test_a_mistake_that_looks_right_is_said_to() -> None:
    made = draft(side_reach(), "Reach", mistakes={"Breathe": side_reach(2)})
    assert all(r.id != "breathe" for r in made.stretch.rules)
    assert any("Breathe" in r for r in made.remarks)


def test_a_mistake_with_a_brace_in_its_name_is_refused_in_a_sentence() -> None:
    with pytest.raises(DraftError, match="brace"):
        draft(side_reach(2), "Reach", mistakes={"Mind {this}": side_reach(2)})


def test_a_mistake_without_a_repetition_costs_itself_alone() -> None:
    made = draft(side_reach(), "Reach", mistakes={"Breathe": side_reach(2)[:10]})
    assert any("Breathe" in r for r in made.remarks)


def told(made: Draft, name: str, poses: list[Pose]) -> int:
    found = events(made.stretch, poses)
    return sum(isinstance(e, Fault) and e.rule == name for e in found)


@pytest.mark.parametrize("fault", ["no_hip_shift", "head_not_tilting", "arm_not_reaching"])
def test_the_rule_of_a_mistake_is_broken_by_it_and_not_by_the_right_movement(fault: str) -> None:
    moves = [Rep(s, 20.0) for s in ("left", "right", "left", "right")]
    wrong = sequence("lateral_line", moves, fps=FPS, faults=[fault])
    made = draft(side_reach(), "Reach", mistakes={"Mind this": wrong})
    if any("Mind this" in r for r in made.remarks):
        assert all(r.id != "mind_this" for r in made.stretch.rules)
    else:
        assert told(made, "mind_this", wrong) >= 2
        assert told(made, "mind_this", side_reach()) == 0


def test_too_few_repetitions_are_refused() -> None:
    with pytest.raises(DraftError, match="Repetitions seen: 2;"):
        draft(recorded(movement("squat"), PEOPLE[0], 2, fps=FPS), "Squat")


def test_a_small_recorder_does_not_make_the_models_error_count() -> None:
    small = [Rep(s, 15.0) for s in ("left", "right", "left", "right")]
    made = draft(sequence("lateral_line", small, fps=FPS), "Small reach")
    assert sum(count(made.stretch, sequence("lateral_line", small[:2], fps=FPS)).values()) == 2
    sway = [Rep(s, 7.0) for s in ("left", "right")]
    assert sum(count(made.stretch, sequence("lateral_line", sway, fps=FPS)).values()) == 0


KNEES = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]


def turned_a_little(poses: Sequence[Pose], degrees: float) -> list[Pose]:
    """Knees that stand aside of the feet all the time, as somebody's who sits turned aside."""
    out = []
    for pose in poses:
        image = pose.image.copy()
        up = (pose.pixels[ANKLES, 1] - pose.pixels[KNEES, 1]) / pose.width
        image[KNEES, 0] += up * math.tan(math.radians(degrees))
        out.append(replace(pose, image=image))
    return out


def rotators(angles: Sequence[float]) -> list[Pose]:
    sides: tuple[Side, ...] = ("left", "right") * (len(angles) // 2)
    reps = [Rep(s, a) for s, a in zip(sides, angles, strict=True)]
    return sequence("hip_rotators", reps, fps=FPS)


@pytest.mark.parametrize("recorder", [-15.0, 0.0, 15.0])
def test_knees_that_take_turns_count_from_a_little_aside(recorder: float) -> None:
    made = draft(turned_a_little(rotators([26.0, 25.0, 27.0, 26.0]), recorder), "Windscreen wiper")
    assert made.stretch.sides == "alternate"
    assert made.reps == {"left": 2, "right": 2}
    for other in (-16.0, 16.0):
        poses = turned_a_little(rotators([24.0, 24.0]), other)
        assert count(made.stretch, poses) == {"left": 1, "right": 1}


def wiping(degrees: float, *, stance: float = 1.0, faults: Sequence[str] = ()) -> list[Pose]:
    """Two repetitions a side from side to side, begun at once."""
    reps = [Rep("left", degrees), Rep("right", degrees)] * 2
    who = Person(stance=stance)
    return sequence("hip_rotators", reps, fps=FPS, lead_s=0.1, person=who, faults=faults)


@pytest.mark.parametrize("recorder", [26.0, 75.0])
def test_knees_that_fall_are_counted_whatever_the_range_and_the_stance(recorder: float) -> None:
    made = draft(rotators([recorder] * 4), "Windscreen wiper")
    assert made.signal.candidate.name == "knees_arc"
    for degrees, stance in ((26.0, 1.0), (26.0, 2.2), (80.0, 1.0), (80.0, 2.2)):
        found = count(made.stretch, wiping(degrees, stance=stance))
        assert found == {"left": 2, "right": 2}, (degrees, stance)


def test_knees_that_fall_are_not_counted_where_the_trunk_tips_over() -> None:
    made = draft(rotators([45.0] * 4), "Windscreen wiper")
    assert sum(count(made.stretch, wiping(60.0, faults=["trunk_tips"])).values()) == 0


def test_a_bystander_who_was_followed_at_first_is_left_out() -> None:
    aside = [
        replace(p, image=p.image + np.array([0.45, -0.15]), t=p.t)
        for p in sequence("lateral_line", [], fps=FPS, lead_s=2.4, tail_s=0.2)
    ]
    own = rotators([45.0] * 4)
    later = [replace(p, t=p.t + aside[-1].t + 1 / FPS) for p in own]
    assert read([*aside, *later]).t[0] == pytest.approx(later[0].t, abs=0.4)
    assert draft([*aside, *later], "Windscreen wiper").reps == {"left": 2, "right": 2}


def test_soles_together_are_not_where_knees_start_to_fall() -> None:
    made = draft(rotators([45.0] * 4), "Windscreen wiper")
    reps = [Rep("left", 30.0), Rep("right", 30.0)] * 2
    butterfly = sequence("hip_rotators", reps, fps=FPS, person=Person(inward=-45.0))
    assert sum(count(made.stretch, butterfly).values()) == 0


def test_a_step_asks_for_one_knee_above_the_other() -> None:
    made = draft(sequence("hip_flexor", [Rep("right", 28.0)] * 3, fps=FPS), "Lunge")
    split = next(r for r in made.stretch.recognise if r.id == "knees_split")
    assert split.min > 0.2
    squat = draft(recorded(movement("squat"), PEOPLE[0], 4, fps=FPS), "Squat")
    assert all(r.id != "knees_split" for r in squat.stretch.recognise)
