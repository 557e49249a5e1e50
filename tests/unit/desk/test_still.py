"""Sitting almost still, and what is a movement."""

from dataclasses import replace
from itertools import pairwise

import pytest

from posecoach.desk.events import Notified
from tests.sitter import FRONT, Scene, Sitter
from tests.unit.desk.play import NEVER, UPRIGHT, Play, of, spells

STILL = replace(NEVER, still=900.0)


@pytest.mark.parametrize(
    ("yaw", "z", "seconds"), [(60.0, 0.0, 40), (0.0, 0.32, 100), (60.0, 0.0, 8)]
)
def test_whoever_turns_or_leans_in_every_five_minutes_is_not_still(
    yaw: float, z: float, seconds: float
) -> None:
    play = Play(times=STILL)
    play.sits(60)
    for _ in range(6):
        play.sits(300)
        play.scene = Scene(replace(FRONT, yaw=yaw), 2)
        play.sits(seconds, Sitter(z=z))
        play.scene = Scene(FRONT, 3)
    assert not of(play.events, Notified)
    assert len(spells(play.events, "still")) == 6


def test_a_glance_aside_is_no_movement() -> None:
    play = Play(times=STILL)
    play.sits(60)
    for _ in range(4):
        play.sits(300)
        play.scene = Scene(replace(FRONT, yaw=60.0), 2)
        play.sits(2)
        play.scene = Scene(FRONT, 3)
    assert len(of(play.events, Notified)) == 1


def test_one_stillness_ends_where_the_next_begins() -> None:
    play = Play()
    for n in range(4):
        play.sits(600, replace(UPRIGHT, x=0.15 * (n % 2)))
    play.events += play.desk.finish(play.t)
    found = spells(play.events, "still")
    assert len(found) == 4
    assert all(a[1] <= b[0] for a, b in pairwise(found))
