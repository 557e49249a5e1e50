"""What is learnt as the user's upright, and when it is learnt again."""

from dataclasses import replace

import pytest

from posecoach.desk.events import AskUpright, Learnt, Notified, NotLearnt
from posecoach.pose import Landmark, Pose
from tests.sitter import FRONT, SIDE, Scene, Sitter, View
from tests.unit.desk.play import NEVER, SLUMPED, UPRIGHT, Play, of

TALL, USUAL = Sitter(slump=-0.45, forward=-0.45), Sitter(slump=0.25, forward=0.25)


@pytest.mark.parametrize("view", [FRONT, SIDE])
def test_who_asks_to_be_learnt_anew_is_learnt_as_they_sit(view: View) -> None:
    play = Play(view, replace(NEVER, slump=60.0))
    play.sits(60, TALL)
    assert len(of(play.sits(120, USUAL), Notified)) == 1
    play.desk.learn_again(play.t, "first")
    assert len(of(play.sits(40, USUAL), Learnt)) == 1
    assert not of(play.sits(300, USUAL), Notified)
    assert len(of(play.sits(120, Sitter(slump=1.2, forward=0.7)), Notified)) == 1


def test_who_asks_to_be_learnt_anew_before_a_lower_camera_is_learnt_there() -> None:
    play = Play(FRONT)
    play.sits(60)
    play.scene = Scene(replace(FRONT, tilt=-25.0))
    play.desk.learn_again(play.t, "first")
    assert len(of(play.sits(40), Learnt)) == 1
    assert play.desk.where == "sitting"


def turned(play: Play, degrees: float, seconds: float, others: float = 0.0) -> None:
    """Works at a screen aside for a while."""
    ahead, play.scene = play.scene, Scene(replace(FRONT, yaw=degrees), 2)
    play.sits(seconds, others=others)
    play.scene = ahead


@pytest.mark.parametrize("degrees", [60.0, 75.0])
def test_who_works_at_two_screens_is_asked_once(degrees: float) -> None:
    play = Play(times=replace(NEVER, slump=60.0))
    play.sits(60)
    for _ in range(10):
        turned(play, degrees, 120)
        play.sits(240)
    assert len(of(play.events, AskUpright)) == 1
    assert not of(play.events, Notified)
    assert len(of(play.sits(120, SLUMPED), Notified)) == 1  # the first upright is known still
    play.sits(60)
    play.scene = Scene(replace(FRONT, yaw=degrees), 2)
    play.sits(60)
    assert len(of(play.sits(120, SLUMPED), Notified)) == 1  # and so is the other


def test_of_a_third_place_it_asks_half_an_hour_after_the_second() -> None:
    play = Play()
    play.sits(60)
    turned(play, 60.0, 120)
    play.sits(240)
    (asked,) = of(play.events, AskUpright)
    play.scene = Scene(replace(FRONT, yaw=-70.0), 2)
    play.sits(2400)
    again = of(play.events, AskUpright)[1:]
    assert [e.t - asked.t for e in again] == [pytest.approx(1800, abs=10)]


@pytest.mark.parametrize("company", [True, False])
def test_nobody_is_asked_in_company_or_while_it_is_put_off(company: bool) -> None:
    play = Play()
    play.sits(60)
    play.desk.put_off(play.t, 0.0 if company else 3600.0)
    for _ in range(3):
        turned(play, 60.0, 180, others=0.8 if company else 0.0)
        play.sits(300)
    assert not of(play.events, AskUpright)


def test_who_asked_to_be_learnt_anew_is_not_measured_by_what_was_before() -> None:
    play = Play()
    play.sits(60, TALL)
    turned(play, 60.0, 120)
    play.events += play.desk.learn_again(play.t, "first")
    play.sits(60, USUAL)
    turned(play, 60.0, 2400)
    asked = [e.reason for e in play.events if isinstance(e, AskUpright)]
    assert asked == ["turned", "first", "turned"]


def hidden(pose: Pose) -> Pose:
    """The shoulders and all below them are behind a screen."""
    seen = pose.visibility.copy()
    seen[Landmark.LEFT_SHOULDER :] = 0.2
    return replace(pose, visibility=seen)


def test_who_hides_the_shoulders_is_told_once_what_the_camera_must_see() -> None:
    play = Play()
    play.events += play.desk.learn_again(0.0, "first")
    found = play.shown(1200, lambda t: hidden(play.scene.pose(t, UPRIGHT)))
    assert [e.t for e in of(found, NotLearnt)] == [pytest.approx(180, abs=4)]
    assert of(play.sits(60), Learnt)


def test_who_comes_late_and_hides_the_shoulders_is_told_then() -> None:
    play = Play()
    play.events += play.desk.learn_again(0.0, "first")
    play.gone(240)
    found = play.shown(1200, lambda t: hidden(play.scene.pose(t, UPRIGHT)))
    assert [e.t for e in of(found, NotLearnt)] == [pytest.approx(300, abs=4)]


def test_who_is_quite_hidden_is_told_once() -> None:
    play = Play()
    play.events += play.desk.learn_again(0.0, "first")
    assert [e.t for e in of(play.gone(1200), NotLearnt)] == [pytest.approx(180, abs=4)]


def test_who_was_asked_again_and_left_is_told_nothing() -> None:
    play = Play()
    play.sits(60)
    play.events += play.desk.learn_again(play.t, "first")
    play.sits(10)
    assert not of(play.gone(600), NotLearnt)
