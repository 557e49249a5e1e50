"""What counts as a rest from sitting, and the silence after it."""

from dataclasses import replace

import pytest

from posecoach.desk.events import Blindness, Notified
from tests.sitter import SIDE, Sitter
from tests.unit.desk.day import MIN, Part, Run
from tests.unit.desk.play import NEVER, Play, of, spells

STANDING = Sitter(stands=True)


@pytest.mark.parametrize("stood_s", [0.0, 4.0, 8.0, 14.0])
def test_who_was_away_and_stands_at_the_desk_for_a_moment_has_rested(stood_s: float) -> None:
    play = Play(SIDE, replace(NEVER, sitting=300.0))
    play.sits(280)
    play.gone(600)
    play.sits(stood_s, STANDING)
    assert not of(play.sits(280), Notified)
    assert play.desk.sat_for() == pytest.approx(280, abs=10)


def test_standing_twice_with_a_short_way_between_is_one_rest() -> None:
    play = Play(SIDE, replace(NEVER, sitting=300.0))
    play.sits(280)
    for _ in range(2):
        play.sits(8, STANDING)
        play.gone(10)
    assert not of(play.sits(250), Notified)


def test_a_moment_on_the_feet_now_and_then_adds_up_to_no_rest() -> None:
    play = Play(SIDE, replace(NEVER, sitting=300.0))
    for _ in range(4):
        play.sits(80)
        play.sits(5, STANDING)
    assert len(of([*play.events, *play.sits(60)], Notified)) == 1


@pytest.mark.parametrize("gone", [True, False])
def test_nothing_is_told_in_the_minute_after_sitting_down(gone: bool) -> None:
    play = Play(SIDE, replace(NEVER, sitting=300.0))
    play.sits(290)
    back = play.t + (20 if gone else 6)
    _ = play.gone(20) if gone else play.sits(6, STANDING)
    told = of(play.sits(200), Notified)
    assert [60 <= t.t - back <= 75 for t in told] == [True]


@pytest.mark.parametrize(
    ("why", "unseen_min", "sat_min"),
    [("stopped", 6, 30), ("covered", 6, 30), ("lost", 10, 30), ("stopped", 60, 10),
     ("break", 6, 30), ("taken", 60, 30)],
)  # fmt: skip
def test_some_minutes_in_which_nobody_looked_are_no_rest(
    why: Blindness, unseen_min: float, sat_min: float
) -> None:
    run = Run((Part(20), Part(20 + unseen_min, blind=why, done=False), Part(30 + unseen_min)))
    run.play()
    assert run.desk.sat_for() == pytest.approx(sat_min * MIN, abs=20)


@pytest.mark.parametrize("length_min", [2, 8])
def test_a_break_that_was_done_is_a_rest_however_long_it_is(length_min: float) -> None:
    run = Run((Part(20), Part(20 + length_min, blind="break"), Part(30 + length_min)))
    run.play()
    assert run.desk.sat_for() == pytest.approx(10 * MIN, abs=20)
    ((start, end),) = spells(run.events, "standing")
    assert start == pytest.approx(20 * MIN, abs=6)
    assert end == pytest.approx((20 + length_min) * MIN, abs=6)


@pytest.mark.parametrize("gone_before_s", [0.0, 60.0])
def test_an_empty_chair_after_a_sleep_is_the_same_rest(gone_before_s: float) -> None:
    play = Play()
    play.sits(600)
    play.gone(gone_before_s)
    play.t += 7200
    play.gone(1200)
    play.sits(60)
    ((start, end),) = spells(play.events, "away")
    assert start == pytest.approx(600, abs=4)
    assert end == pytest.approx(9000 + gone_before_s, abs=4)
    assert play.desk.sat_for() <= 60


def test_times_in_which_nobody_looked_are_not_judged() -> None:
    play = Play()
    play.sits(300)
    for n in range(10):
        play.events += play.desk.cannot_see(play.t + 14.0 * n, "taken")
    play.t += 140
    play.sits(100)
    play.t += 100
    play.sits(100)
    assert play.desk.judged_s <= 500 - 20
    assert play.desk.sat_for() <= 500


@pytest.mark.parametrize("minutes", [2, 20])
@pytest.mark.parametrize("stood", [True, False])
def test_a_session_that_looked_like_a_call_is_a_rest(minutes: float, stood: bool) -> None:
    play = Play()
    play.sits(600)
    for _ in range(round(minutes * 6)):
        play.desk.cannot_see(play.t, "taken")
        play.t += 10
    assert play.desk.taken_for(play.t) == pytest.approx(60 * minutes, abs=10)
    if stood:
        play.events += play.desk.break_done(play.t)
    play.sits(300)
    assert play.desk.taken_for(play.t) is None
    assert play.desk.sat_for() == pytest.approx(300 if stood else 900, abs=20)


def test_a_long_break_is_a_rest_though_nobody_looked_at_its_end() -> None:
    play = Play()
    play.sits(600)
    play.events += play.desk.cannot_see(play.t, "break")
    play.t += 400
    play.events += play.desk.break_done(play.t)
    play.events += play.desk.cannot_see(play.t, "break")
    play.sits(100)
    assert [(start, end) for start, end in spells(play.events, "standing")] == [(600.0, 1000.0)]
    assert play.desk.sat_for() <= 100
