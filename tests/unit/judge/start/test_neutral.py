"""The user's own neutral: learnt from quiet moments, within limits."""

import math

import pytest

from posecoach.judge.coach import Coach
from posecoach.judge.start.neutral import NeutralLearner
from posecoach.measure.reading import Neutrals
from posecoach.measure.track import Tracker
from posecoach.pose import Side
from posecoach.spec.load import stretch
from tests.kinematic import Noise, Rep, noisy, sequence
from tests.postures import half_kneeling, standing
from tests.unit.judge.coached import counts


def learner(name: str) -> tuple[NeutralLearner, Neutrals, Tracker]:
    spec = stretch(name)
    neutrals = Neutrals(spec.measures)
    sided = spec.sides == "separate"
    found = NeutralLearner(dict(spec.measures), neutrals, sided=sided)
    return found, neutrals, Tracker(spec.half_kneeling)


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
    assert counts(moments) == {"left": 1, "right": 1}
