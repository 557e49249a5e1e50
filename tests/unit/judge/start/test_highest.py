"""Rotators by the highest place: no rest is needed, and a wrong first guess mends itself."""

from collections.abc import Sequence

import pytest

from posecoach.events import Rep as Counted
from posecoach.judge.coach import Coach
from posecoach.judge.moment import Moment
from posecoach.pose import Pose, Side
from posecoach.spec.load import stretch
from tests.kinematic import GOOD, Person, Rep, sequence

NAME = "hip_rotators"


def crossing(*sides: Side) -> list[Rep]:
    return [Rep(side, GOOD[NAME], 1.5, 0.8, 1.5, 0.0, through=True) for side in sides]


def coached(poses: Sequence[Pose]) -> list[Moment]:
    coach = Coach(stretch(NAME))
    return [*(coach.update(p) for p in poses), coach.finish()]


def test_who_begins_at_the_end_of_a_side_loses_that_one_at_most() -> None:
    poses = [p for p in sequence(NAME, crossing("left", "right", "left", "right")) if p.t >= 3.0]
    reps = coached(poses)[-1].reps
    assert reps["right"] == 2
    assert reps["left"] in (1, 2)


@pytest.mark.parametrize("stance", [0.6, 1.0, 2.0, 3.0])
def test_feet_wide_or_close_are_counted_alike(stance: float) -> None:
    person = Person(stance=stance, inward=15.0 * max(0.0, stance - 1.0))
    moments = coached(sequence(NAME, crossing("left", "right", "left"), person=person))
    assert moments[-1].reps == {"left": 2, "right": 1}


def test_the_range_is_about_the_shins_own_angle() -> None:
    moments = coached(sequence(NAME, crossing("left", "right")))
    found = [e for m in moments for e in m.events if isinstance(e, Counted)]
    assert [e.range_deg for e in found] == pytest.approx([GOOD[NAME]] * 2, rel=0.1)
