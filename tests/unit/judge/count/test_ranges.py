"""The user's own range: learnt, limited, and lowered only by today's movement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.events import Rep as RepEvent
from posecoach.judge.coach import Coach
from posecoach.judge.count.ranges import RangeLearner
from posecoach.pose import Side
from posecoach.spec.load import stretch
from posecoach.spec.schema import RepSignal
from tests.kinematic import Rep, sequence
from tests.unit.judge.coached import counts

SPEC = RepSignal(measure="lean", signed=True, range=20.0, bounds=(10.0, 40.0))


def test_before_anything_is_known_the_spec_counts() -> None:
    r = RangeLearner(SPEC)
    assert r.counting("left") == r.target("left") == 20.0
    assert r.counting(None) == r.target(None) == 20.0
    assert r.learnt() == {}


def test_the_first_two_reps_set_the_mark_and_later_ones_move_it_slowly() -> None:
    r = RangeLearner(SPEC)
    r.complete("left", 30.0)
    assert r.target("left") == 30.0
    r.complete("left", 26.0)
    assert r.target("left") == 28.0
    r.complete("left", 38.0)
    assert r.target("left") == pytest.approx(30.0)
    r.complete("left", 5.0)
    assert r.target("left") == pytest.approx(0.85 * 30.0)
    assert r.target("right") == 20.0
    assert r.learnt() == {"left": pytest.approx(25.5)}


@given(st.lists(st.floats(0.1, 200), max_size=20), st.floats(0.1, 200))
def test_the_mark_stays_within_bounds(peaks: list[float], earlier: float) -> None:
    r = RangeLearner(SPEC, {"left": earlier})
    assert 10.0 <= r.target("left") <= 40.0
    for peak in peaks:
        r.complete("left", peak)
        assert 10.0 <= r.target("left") <= 40.0
        assert r.counting("left") == 20.0, "complete reps never make counting harder or easier"


def test_an_earlier_range_sets_the_mark_and_not_the_count() -> None:
    earlier: dict[Side, float] = {"left": 35.0}
    r = RangeLearner(SPEC, earlier)
    assert r.target("left") == 35.0
    assert r.target("right") == 20.0
    assert r.counting("left") == 20.0


def test_three_partial_reps_alike_are_the_range_of_today() -> None:
    r = RangeLearner(SPEC)
    for peak in (8.0, 9.0):
        r.partial("left", peak)
        assert r.counting("left") == 20.0
    r.partial("left", 8.5)
    assert r.counting("left") == 8.5
    assert r.counting("right") == 20.0
    assert r.counting(None) == 8.5


@pytest.mark.parametrize("peaks", [(6.0, 9.0, 8.0), (3.0, 3.0, 3.0)])
def test_partial_reps_that_differ_or_are_tiny_change_nothing(peaks: tuple[float, ...]) -> None:
    r = RangeLearner(SPEC)
    for peak in peaks:
        r.partial("left", peak)
    assert r.counting("left") == 20.0


def test_who_has_shown_a_complete_rep_is_not_counted_for_less() -> None:
    r = RangeLearner(SPEC)
    r.complete("left", 22.0)
    for _ in range(3):
        r.partial("left", 9.0)
    assert r.counting("left") == 20.0


def test_a_small_range_is_given_up_when_more_is_shown() -> None:
    r = RangeLearner(SPEC)
    for _ in range(3):
        r.partial("left", 9.0)
    r.complete("left", 9.2)
    assert r.counting("left") == 9.0
    r.complete("left", 18.0)
    assert r.counting("left") == 20.0


def test_a_small_range_counts_from_the_fourth_time_in_the_whole_coach() -> None:
    reps = [Rep("left", 6.0, 1.2, 0.5, 1.2, 1.0)] * 5
    coach = Coach(stretch("lateral_line"))
    moments = [coach.update(p) for p in sequence("lateral_line", reps)]
    assert counts(moments, complete=False)["left"] == 3
    assert counts(moments)["left"] == 2


def test_half_of_the_users_own_range_is_not_far_enough() -> None:
    r = RangeLearner(SPEC)
    assert r.far_enough("left", 12.0), "nothing is known yet"
    r.complete("left", 30.0)
    assert not r.far_enough("left", 16.0)
    assert r.far_enough("left", 17.0)
    assert r.far_enough("right", 16.0), "each side has its own range"


def test_a_misread_peak_does_not_make_the_next_ones_partial() -> None:
    r = RangeLearner(SPEC)
    r.complete("left", 90.0)
    assert r.far_enough("left", 18.0)


def test_who_tires_is_counted_after_three_alike() -> None:
    r = RangeLearner(SPEC)
    r.complete("left", 30.0)
    for peak in (14.0, 13.0):
        r.partial("left", peak)
        assert not r.far_enough("left", 14.0)
    r.partial("left", 14.0)
    assert r.far_enough("left", 14.0)
    assert r.counting("left") == 20.0, "the spec's own least range stays"


def test_the_coach_calls_half_a_reach_partial_and_counts_whoever_stays_there() -> None:
    coach = Coach(stretch("lateral_line"))
    reps = [Rep("left", 30.0), *[Rep("left", 15.0)] * 5]
    done = [
        e.complete
        for pose in sequence("lateral_line", reps)
        for e in coach.update(pose).events
        if isinstance(e, RepEvent)
    ]
    assert done == [True, False, False, False, True, True]
