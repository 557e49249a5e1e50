"""Rotators by the highest place: no rest is needed, and a wrong first guess mends itself."""

from collections.abc import Sequence

import pytest

from posecoach.events import Rep as Counted
from posecoach.judge.coach import Coach
from posecoach.judge.moment import Moment
from posecoach.judge.start.highest import HighestPlace
from posecoach.measure.body import Body
from posecoach.measure.reading import Neutrals
from posecoach.measure.track import Tracker
from posecoach.pose import Pose, Side
from posecoach.spec.load import stretch
from tests.kinematic import GOOD, Person, Rep, sequence
from tests.postures import seated
from tests.unit.judge.coached import counts

NAME = "hip_rotators"


def crossing(*sides: Side) -> list[Rep]:
    return [Rep(side, GOOD[NAME], 1.5, 0.8, 1.5, 0.0, through=True) for side in sides]


def coached(poses: Sequence[Pose]) -> list[Moment]:
    coach = Coach(stretch(NAME))
    return [*(coach.update(p) for p in poses), coach.finish()]


def test_who_begins_at_the_end_of_a_side_loses_that_one_at_most() -> None:
    poses = [p for p in sequence(NAME, crossing("left", "right", "left", "right")) if p.t >= 3.0]
    reps = counts(coached(poses))
    assert reps["right"] == 2
    assert reps["left"] in (1, 2)


@pytest.mark.parametrize("stance", [0.6, 1.0, 2.0, 3.0])
def test_feet_wide_or_close_are_counted_alike(stance: float) -> None:
    person = Person(stance=stance, inward=15.0 * max(0.0, stance - 1.0))
    moments = coached(sequence(NAME, crossing("left", "right", "left"), person=person))
    assert counts(moments) == {"left": 2, "right": 1}


def test_the_range_is_about_the_shins_own_angle() -> None:
    moments = coached(sequence(NAME, crossing("left", "right")))
    found = [e for m in moments for e in m.events if isinstance(e, Counted)]
    assert [e.range_deg for e in found] == pytest.approx([GOOD[NAME]] * 2, rel=0.1)


def sitting(t: float) -> Body:
    body = Tracker(None, front=True).update(seated(t)).body
    assert body is not None
    return body


def test_the_end_of_a_movement_is_no_start_though_it_looks_as_high() -> None:
    spec = stretch(NAME)
    found = {}
    for away in (False, True):
        highest = HighestPlace(spec, Neutrals(spec.measures))
        ups_and_downs = [0.0] * 10 + [0.16] * 20 + [0.0] * 20 + [0.16] * 10
        renewed = []
        for i, height in enumerate(ups_and_downs + [0.22] * 30 + [0.15] * 10):
            if highest.update(sitting(i / 10), None, height, away=away and 60 <= i < 90):
                renewed.append(i)
        found[away] = renewed
    assert any(i >= 60 for i in found[False]), "without the knowledge it would be"
    assert all(i < 60 for i in found[True])


@pytest.mark.parametrize("back", [2.0, 4.0, 6.0])
def test_a_start_guessed_in_the_first_movement_is_given_up_for_the_true_one(back: float) -> None:
    """The first way out falls from no start that was seen; the way back passes the true one."""
    sides: list[Side] = ["left", "right", "left", "right", "left"]
    reps = [Rep(s, 0.7 * GOOD[NAME], back / 2, 1.0, back, 0.0, through=True) for s in sides]
    found = counts(coached(sequence(NAME, reps, lead_s=0.0)))
    assert found["right"] == 2
    assert found["left"] >= 2
