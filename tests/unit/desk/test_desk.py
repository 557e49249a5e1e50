"""One user at a desk: learnt, slumping, standing up, with others, and what is told when."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.app.desk.live import pause
from posecoach.desk.events import (
    AskUpright,
    DeskEvent,
    Learnt,
    Notified,
    NotLearnt,
    Paused,
    Resumed,
    Shifted,
    SpellBegan,
)
from posecoach.desk.look.posture import posture
from posecoach.desk.notify import Times
from tests.sitter import FRONT, SIDE, Scene, Sitter, View, nobody
from tests.unit.desk.play import NEVER, SLUMPED, Play, of, spells


@pytest.mark.parametrize("view", [FRONT, SIDE, replace(SIDE, yaw=-80.0), replace(FRONT, yaw=30.0)])
def test_a_slump_is_found_from_each_side_and_told_once(view: View) -> None:
    play = Play(view, replace(NEVER, slump=60.0))
    assert of(play.sits(30), Learnt)
    assert not of(play.sits(120), Notified)
    told = of(play.sits(300, SLUMPED), Notified)
    assert [t.t for t in told] == [pytest.approx(210, abs=6)]
    ((start, end),) = spells(play.sits(20), "slump")
    assert start == pytest.approx(150, abs=4)
    assert end == pytest.approx(450, abs=4)


@pytest.mark.parametrize("view", [FRONT, SIDE])
def test_somebody_who_keeps_moving_is_not_told(view: View) -> None:
    play = Play(view, replace(NEVER, slump=30.0))
    play.sits(30)
    for _ in range(60):
        play.sits(6, SLUMPED)
        play.sits(6)
    assert not of(play.events, Notified)
    assert not spells([*play.events, *play.desk.finish(play.t)], "slump")


@settings(max_examples=12)
@given(
    nod=st.floats(0, 18), x=st.floats(-0.08, 0.08), z=st.floats(-0.08, 0.06), seed=st.integers(0, 9)
)
def test_reading_leaning_a_little_and_moving_the_chair_is_no_slump(
    nod: float, x: float, z: float, seed: int
) -> None:
    play = Play(times=replace(NEVER, slump=30.0), seed=seed)
    play.sits(24)
    assert not of(play.sits(120, Sitter(nod=nod, x=x, z=z)), Notified)


@pytest.mark.parametrize(("degrees", "told"), [(0.0, 0), (5.0, 0), (18.0, 1), (-18.0, 1)])
def test_leaning_to_one_side_for_long_is_told_from_the_front(degrees: float, told: int) -> None:
    play = Play(times=replace(NEVER, slump=60.0))
    play.sits(60)
    assert len(of(play.sits(120, Sitter(tilt=degrees)), Notified)) == told


@pytest.mark.parametrize("height", [0.8, 1.15, 1.5])
def test_a_laptop_that_is_seen_a_little_aside_is_no_lean(height: float) -> None:
    play = Play(View(yaw=15.0, height=height), times=replace(NEVER, slump=60.0))
    play.sits(60)
    assert not of(play.sits(200), Notified)


def test_standing_up_and_leaving_are_noticed_within_ten_seconds() -> None:
    play = Play(SIDE)
    play.sits(60)
    stood = [e for e in play.sits(20, Sitter(stands=True)) if isinstance(e, SpellBegan)]
    assert [(e.kind, e.t - 60 <= 10) for e in stood] == [("standing", True)]
    play.sits(30)
    left = [e for e in play.gone(20) if isinstance(e, SpellBegan)]
    assert [(e.kind, e.t - 110 <= 10) for e in left] == [("away", True)]


@pytest.mark.parametrize("look_s", [3.0, 5.0, 8.0])
def test_with_every_choice_of_look_who_goes_is_noticed_within_ten_seconds(look_s: float) -> None:
    for shown in (nobody, lambda t: Scene(SIDE).pose(t, Sitter(stands=True))):
        play = Play(SIDE)
        play.sits(60)
        left = play.t  # just after a look
        t, events = left, list[DeskEvent]()
        while not events:
            t += pause(play.desk, look_s)
            assert t - left <= 10.0
            events = of(play.desk.update(shown(t)), SpellBegan)


WHOLE = View(distance=3.0, height=1.0, fov=45.0)


def test_who_stands_seen_whole_from_the_front_is_not_learnt_as_upright() -> None:
    play = Play(WHOLE)
    stood = play.sits(60, Sitter(stands=True))
    assert not of(stood, Learnt)
    assert "standing" in [e.kind for e in stood if isinstance(e, SpellBegan)]
    assert of(play.sits(30), Learnt)


@settings(max_examples=30)
@given(
    distance=st.floats(1.2, 3.0), height=st.floats(0.6, 1.9), yaw=st.floats(-90, 90),
    slump=st.floats(0, 1),
)  # fmt: skip
def test_nobody_who_sits_is_taken_to_stand_by_the_legs(
    distance: float, height: float, yaw: float, slump: float
) -> None:
    scene = Scene(View(yaw, distance, height, fov=80.0))
    found = posture(scene.pose(0.0, Sitter(slump=slump)))
    assert found is None or not found.legs_stand


def test_standing_up_begins_the_sitting_anew() -> None:
    play = Play(SIDE, replace(NEVER, sitting=300.0))
    play.sits(280)
    play.sits(20, Sitter(stands=True))
    assert not of(play.sits(290), Notified)
    assert len(of(play.sits(20), Notified)) == 1


def test_bending_out_of_the_picture_for_a_moment_is_no_rest() -> None:
    play = Play(times=replace(NEVER, sitting=300.0))
    play.sits(280)
    play.gone(10)
    assert len(of(play.sits(80), Notified)) == 1


def test_nothing_is_told_while_somebody_is_there_nor_right_after() -> None:
    play = Play(times=replace(NEVER, slump=60.0))
    play.sits(30)
    found = play.sits(120, SLUMPED, others=0.8)
    assert not of(found, Notified)
    assert of(found, Paused)
    assert spells(play.events, "slump") == []
    after = play.sits(120, SLUMPED)
    assert of(after, Resumed)
    assert [t.t >= 150 + 55 for t in of(after, Notified)] == [True]


def test_people_far_behind_do_not_matter() -> None:
    play = Play(times=replace(NEVER, slump=60.0))
    play.sits(30)
    assert len(of(play.sits(120, SLUMPED, others=0.35), Notified)) == 1
    assert not of(play.events, Paused)


def test_another_person_in_the_empty_chairs_picture_is_not_the_user() -> None:
    play = Play()
    play.sits(60)
    far = Scene(replace(FRONT, distance=2.4))
    found = play.shown(100, lambda t: far.pose(t, SLUMPED))
    assert [e.kind for e in found if isinstance(e, SpellBegan)] == ["away"]


def test_a_call_pauses_and_the_day_goes_on_after_it() -> None:
    play = Play(times=replace(NEVER, slump=60.0))
    play.sits(30)
    events = [e for i in range(60) for e in play.desk.cannot_see(play.t + 2.0 * i, "taken")]
    play.t += 120
    assert [type(e).__name__ for e in events] == ["SpellBegan", "Paused"]
    assert of(play.sits(10), Resumed)
    assert not of(play.sits(40, SLUMPED), Notified)
    assert len(of(play.sits(60, SLUMPED), Notified)) == 1


def test_a_covered_camera_is_not_taken_for_an_empty_chair() -> None:
    play = Play()
    play.sits(60)
    dark = play.shown(40, lambda t: replace(nobody(t), luminance=1.0))
    assert [e.why for e in dark if isinstance(e, Paused)] == ["covered"]
    assert not spells(dark, "sitting")


def test_a_machine_that_slept_ends_the_sitting() -> None:
    play = Play(times=replace(NEVER, sitting=300.0))
    play.sits(280)
    play.t += 3600
    found = play.sits(60)
    assert spells(found, "away") == [(278.0, 3880.0)]
    assert not of(found, Notified)


def test_who_slept_after_a_call_has_not_sat_all_night() -> None:
    play = Play(times=replace(NEVER, sitting=300.0))
    play.sits(280)
    for i in range(200):  # the call is longer than what was done before it can last
        play.desk.cannot_see(play.t + 2.0 * i, "taken")
    play.t += 12 * 3600
    assert not of(play.sits(100), Notified)


@pytest.mark.parametrize("asleep_s", [60.0, 250.0])
def test_a_machine_that_sleeps_while_nobody_is_there_does_not_undo_the_rest(
    asleep_s: float,
) -> None:
    play = Play(times=replace(NEVER, sitting=300.0))
    play.sits(280)
    play.gone(120)
    play.t += asleep_s
    found = play.sits(200)
    assert not of(found, Notified)
    assert spells(found, "away")[0][1] - spells(found, "away")[0][0] >= 120 + asleep_s


def test_what_hinders_learning_is_told_once_and_then_it_looks_less_often() -> None:
    play = Play()
    hidden = Sitter(stands=True)
    assert not play.sits(4)[2:]
    found = play.shown(400, lambda t: replace(play.scene.pose(t, hidden), t=t))
    assert not of(found, Learnt)
    assert play.desk.learns_in_vain
    assert pause(play.desk, 8.0) == 8.0
    assert len(of(found, NotLearnt)) <= 1


def test_a_laptop_that_turned_is_noticed_and_learnt_again() -> None:
    play = Play()
    play.sits(60)
    play.scene = Scene(replace(FRONT, yaw=75.0, distance=0.9))
    found = play.sits(120)
    assert len(of(found, AskUpright)) == 1
    assert len(of(found, Learnt)) == 1
    assert play.desk.own is not None
    assert play.desk.own.view == "side"


def test_a_tilted_lid_moves_the_upright_and_is_no_slump() -> None:
    play = Play(times=replace(NEVER, slump=60.0))
    play.sits(60)
    play.scene = Scene(replace(FRONT, tilt=7.0))
    found = play.sits(300)
    assert of(found, Shifted)
    assert not of(found, Notified)
    assert not of(found, AskUpright)
    assert len(of(play.sits(120, SLUMPED), Notified)) == 1


def test_a_slump_is_not_learnt_as_the_new_upright() -> None:
    play = Play(times=replace(NEVER, slump=60.0))
    play.sits(60)
    play.desk.learn_again(play.t, "shifted")
    play.sits(40, SLUMPED)
    assert play.desk.own is not None
    assert len(of(play.sits(200, SLUMPED), Notified)) == 1  # the posture is still the old one


@pytest.mark.parametrize(("minutes", "told"), [(5, 1), (60, 0)])
def test_put_off_is_told_again_later(minutes: float, told: int) -> None:
    play = Play(times=replace(NEVER, sitting=120.0))
    assert len(of(play.sits(130), Notified)) == 1
    play.desk.put_off(play.t, 60 * minutes)
    assert not of(play.sits(290), Notified)
    assert len(of(play.sits(60), Notified)) == told


def test_nobody_is_told_anything_before_the_upright_is_known() -> None:
    play = Play(times=Times(slump=10.0, still=10.0, sitting=10.0))
    assert not of(play.sits(18), Notified)
