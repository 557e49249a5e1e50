"""What is learnt as the user's upright, and when it is learnt again."""

from dataclasses import replace

import pytest

from posecoach.desk.events import Learnt, Notified
from tests.sitter import FRONT, SIDE, Scene, Sitter, View
from tests.unit.desk.play import NEVER, Play, of

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
