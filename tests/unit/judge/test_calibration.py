"""The user's own neutral and range: learnt, limited, and lowered only by today's movement."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.judge.calibration import NeutralLearner, RangeLearner
from posecoach.judge.coach import Coach
from posecoach.measure.reading import Neutrals
from posecoach.measure.track import Tracker
from posecoach.pose import Side
from posecoach.spec.load import stretch
from posecoach.spec.schema import Rep as RepSpec
from tests.kinematic import Noise, Rep, half_kneeling, noisy, sequence, standing

SPEC = RepSpec(measure="lean", signed=True, range=20.0, bounds=(10.0, 40.0))


# ---------------------------------------------------------------------- range


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
    assert moments[-1].partials["left"] == 3
    assert moments[-1].reps["left"] == 2


# ---------------------------------------------------------------------- neutral


def learner(name: str) -> tuple[NeutralLearner, Neutrals, Tracker]:
    spec = stretch(name)
    neutrals = Neutrals(spec.measures)
    sided = spec.sides == "separate"
    found = NeutralLearner(dict(spec.measures), neutrals, sided=sided)
    return found, neutrals, Tracker(half_kneeling=spec.roles == "half_kneeling")


def test_the_neutral_is_the_median_of_quiet_moments() -> None:
    learns, neutrals, tracker = learner("lateral_line")
    for i in range(21):
        wild = 7.5 if i % 7 == 0 else 3.0
        body = tracker.update(standing(i / 20, lean=wild)).body
        assert body is not None
        assert learns.add(body, None) == pytest.approx(i / 20)
    learns.learn()
    sides: tuple[Side | None, ...] = (None, "left", "right")
    for side in sides:
        assert neutrals.get("lean", side) == pytest.approx(3.0)
    assert neutrals.get("hip_shift", "left") == pytest.approx(0.0)


def test_a_restart_forgets_the_quiet() -> None:
    learns, neutrals, tracker = learner("lateral_line")
    for i in range(10):
        body = tracker.update(standing(i / 20, lean=5.0)).body
        assert body is not None
        learns.add(body, None)
    learns.restart()
    body = tracker.update(standing(1.0, lean=1.0)).body
    assert body is not None
    assert learns.add(body, None) == 0.0
    learns.learn()
    assert neutrals.get("lean", None) == pytest.approx(1.0)


def test_a_hunched_start_is_not_learnt_as_straight() -> None:
    learns, neutrals, tracker = learner("hip_flexor")
    for i in range(30):
        body = tracker.update(half_kneeling(i / 20, trunk=30.0)).body
        assert body is not None
        learns.add(body, "right")
    learns.learn()
    assert neutrals.get("trunk", "right") == 12.0
    assert neutrals.get("trunk", "left") == 0, "the other side keeps the default"


def test_what_was_hardly_seen_is_not_learnt() -> None:
    learns, neutrals, tracker = learner("lateral_line")
    for i in range(20):
        pose = standing(i / 20, lean=4.0)
        if i >= 4:
            pose.visibility[[23, 24]] = 0.0
        body = tracker.update(pose).body
        assert body is not None
        learns.add(body, None)
    learns.learn()
    assert neutrals.get("lean", None) == 0


@pytest.mark.parametrize("crooked", [-6.0, 6.0])
def test_who_stands_crooked_is_measured_from_there(crooked: float) -> None:
    """A camera that hangs askew, or a habit: both sides count alike."""
    reps = [Rep("left", 16.0), Rep("right", 16.0)]
    poses = []
    for p in sequence("lateral_line", reps):
        cos, sin = math.cos(math.radians(crooked)), math.sin(math.radians(crooked))
        hip = p.image[[23, 24]].mean(axis=0) * [640, 480]
        px = p.image * [640, 480] - hip
        turned = px @ [[cos, sin], [-sin, cos]] + hip
        p.image[:] = turned / [640, 480]
        poses.append(p)
    coach = Coach(stretch("lateral_line"))
    moments = [coach.update(p) for p in noisy(poses, Noise(jitter=0.3))]
    assert moments[-1].reps == {"left": 1, "right": 1}
