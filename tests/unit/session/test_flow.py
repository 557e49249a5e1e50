"""How a session guides: check, introduction, 3-2-1, pauses by itself, and moving on."""

from dataclasses import replace

import numpy as np
import pytest

from posecoach.cues.words import words
from posecoach.events import Cue, Rep
from posecoach.pose import Landmark, Pose
from posecoach.session.moment import SessionMoment
from posecoach.session.presence import PauseGesture, PresenceWatch
from posecoach.session.session import Session
from posecoach.session.sets import one_set
from posecoach.spec.load import stretch
from posecoach.testing.voice import Rehearsal
from tests.kinematic import Rep as Move
from tests.kinematic import sequence
from tests.postures import nobody, seated, standing

FPS = 15.0


def run(session: Session, poses: list[Pose]) -> list[SessionMoment]:
    return [session.update(p) for p in poses]


def said(found: list[SessionMoment]) -> list[tuple[str, int | None]]:
    return [(e.id, e.number) for m in found for e in m.events if isinstance(e, Cue)]


def still(start: float, seconds: float) -> list[Pose]:
    return [standing(start + i / FPS) for i in range(int(seconds * FPS))]


def gone(start: float, seconds: float) -> list[Pose]:
    return [nobody(start + i / FPS) for i in range(int(seconds * FPS))]


def crossed(start: float, seconds: float) -> list[Pose]:
    """Standing with the wrists crossed before the chest."""
    out = []
    for p in still(start, seconds):
        image = p.image.copy()
        shoulders = image[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]]
        hips = image[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
        chest = 0.65 * shoulders.mean(axis=0) + 0.35 * hips.mean(axis=0)
        across = (shoulders[0, 0] - shoulders[1, 0]) / 4
        image[Landmark.LEFT_WRIST] = chest - np.array([across, 0])
        image[Landmark.RIGHT_WRIST] = chest + np.array([across, 0])
        image[Landmark.LEFT_ELBOW] = shoulders[0] + np.array([0, 0.08])
        image[Landmark.RIGHT_ELBOW] = shoulders[1] + np.array([0, 0.08])
        out.append(replace(p, image=image))
    return out


def test_a_session_begins_with_a_check_then_tells_how_then_counts_to_the_begin() -> None:
    session = Session([one_set(stretch("lateral_line"))])
    found = run(session, [*gone(0.0, 2.0), *still(2.0, 21.0)])
    stages = list(dict.fromkeys(m.stage for m in found))
    assert stages[0] == "check"
    assert stages[-1] == "work"
    assert found[10].stage == "check"
    names = said(found)
    assert ("intro", None) in names
    order = [n for n in names if n[0] in ("intro", "ready", "go")]
    assert order == [("intro", None), ("ready", 3), ("ready", 2), ("ready", 1), ("go", None)]
    assert {m.countdown for m in found} >= {3, 2, 1, 0, None}


def test_who_stands_in_place_hears_how_it_goes_before_the_count() -> None:
    """Standing is the start position of the side reach: it must not cut the instructions off."""
    session = Session([one_set(stretch("lateral_line"), reps=1)] * 2, rest_s=1.0)
    moves = [Move("left", 30.0), Move("right", 30.0)]
    found = run(session, sequence("lateral_line", moves, lead_s=30.0))
    told = next(m.t for m in found if ("intro", None) in said([m]))
    count = next(m.t for m in found if ("ready", 3) in said([m]))
    voice = Rehearsal()
    voice.say(words(Cue(told, "guide", "intro"), stretch("lateral_line")).say, t=told)
    voice.close()
    assert voice.spoken[0].end < count < voice.spoken[0].end + 5.0
    found += run(session, still(found[-1].t + 0.1, 9.0))
    second = [m for m in found if m.position == 1]
    intro = next(m.t for m in second if ("intro", None) in said([m]))
    assert next(m.t for m in second if ("ready", 3) in said([m])) - intro < 4.0, "heard before"


def test_who_moves_early_has_begun_and_the_count_ends() -> None:
    session = Session([one_set(stretch("lateral_line"))])
    found = run(session, sequence("lateral_line", [Move("left", 20.0)], lead_s=1.2))
    reps = [e for m in found for e in m.events if isinstance(e, Rep)]
    assert [r.side for r in reps] == ["left"]
    numbers = [n for id_, n in said(found) if id_ == "ready"]
    assert 1 not in numbers
    assert ("go", None) not in said(found)


def test_the_hip_flexors_second_side_is_shown_anew_once_the_user_gets_up() -> None:
    session = Session([one_set(stretch("hip_flexor"), reps=1)])
    moves = [Move("left", 28.0), Move("right", 28.0)]
    found = run(session, sequence("hip_flexor", moves, lead_s=4.5))
    at = next(i for i, m in enumerate(found) if ("side_next", None) in said([m]))
    assert "intro" in {m.stage for m in found[at:]}
    counted = [n for id_, n in said(found[at:]) if id_ == "ready"]
    assert counted == [3, 2, 1]


def test_walking_out_pauses_and_coming_back_goes_on() -> None:
    session = Session([one_set(stretch("lateral_line"))])
    run(session, still(0.0, 5.0))
    away = run(session, gone(5.0, 30.0))
    assert away[-1].stage == "away"
    assert [n for n in said(away) if n[0] == "away"] == [("away", None)]
    assert not [e for m in away for e in m.events if isinstance(e, Cue) and m.stage == "away"][1:]
    back = run(session, still(35.0, 3.0))
    assert ("back", None) in said(back)
    assert "intro" in [what for what, _ in said(back)], "what was said meanwhile nobody heard"
    assert back[-1].stage == "intro"


def test_who_comes_back_in_the_middle_of_a_set_is_not_told_all_again() -> None:
    session = Session([one_set(stretch("lateral_line"))])
    run(session, still(0.0, 1.0))
    session.request("begin", 1.0)
    run(session, still(1.0, 7.0))
    run(session, gone(8.0, 20.0))
    back = run(session, still(28.0, 3.0))
    assert [what for what, _ in said(back)] == ["back"]
    assert back[-1].stage == "work"


def test_arms_that_are_crossed_while_listening_pause_nothing() -> None:
    session = Session([one_set(stretch("lateral_line"))])
    run(session, still(0.0, 2.0))
    assert {m.stage for m in run(session, crossed(2.0, 4.0))} <= {"check", "intro"}


def test_a_stretch_that_is_done_with_crossed_arms_is_not_paused_by_them() -> None:
    session = Session([one_set(stretch("trunk_rotation"))])
    run(session, crossed(0.0, 1.0))
    session.request("begin", 1.0)
    assert "paused" not in {m.stage for m in run(session, crossed(1.0, 12.0))}


def test_wrists_crossed_before_the_chest_pause_and_go_on() -> None:
    session = Session([one_set(stretch("lateral_line"))])
    run(session, still(0.0, 1.0))
    session.request("begin", 1.0)
    run(session, still(1.0, 5.0))
    first = run(session, crossed(6.0, 2.5))
    assert first[-1].stage == "paused"
    between = run(session, still(8.5, 3.0))
    assert {m.stage for m in between} == {"paused"}
    again = run(session, crossed(11.5, 2.5))
    assert ("resumed", None) in said(again)
    assert again[-1].stage != "paused"
    assert said(again).count(("resumed", None)) == 1, "held on, it is one wish"


@pytest.mark.parametrize("name", ["hip_flexor", "hip_rotators", "lateral_line"])
def test_no_stretch_contains_the_gesture_nor_lies_down(name: str) -> None:
    gesture, presence = PauseGesture(), PresenceWatch()
    amounts = {"hip_flexor": 45.0, "hip_rotators": 75.0, "lateral_line": 35.0}
    moves = [Move("left", amounts[name]), Move("right", amounts[name])]
    for p in sequence(name, moves):
        assert not gesture.update(p)
        assert presence.update(p) != "down"


def turned(p: Pose, degrees_: float) -> Pose:
    """The same body, turned in the picture about its hips."""
    px = p.image * (p.width, p.height)
    hip = px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    a = np.radians(degrees_)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    return replace(p, image=((px - hip) @ turn.T + hip) / (p.width, p.height))


def test_lying_down_pauses_and_sitting_up_goes_on() -> None:
    presence = PresenceWatch()
    t = 0.0
    for degrees_, seconds, expected in ((0, 3, "here"), (85, 3, "down"), (10, 2, "here")):
        for _ in range(int(seconds * FPS)):
            t += 1 / FPS
            now = presence.update(turned(seated(t), degrees_))
        assert now == expected


def test_a_fall_pauses() -> None:
    presence = PresenceWatch()
    for p in still(0.0, 2.0):
        presence.update(p)
    found = []
    for i in range(30):
        t = 2.0 + i / FPS
        share = min(1.0, i / 6)
        p = turned(standing(t), 55 * share)
        found.append(presence.update(replace(p, image=p.image + np.array([0.0, 0.5 * share]))))
    assert found[-1] == "down"


def test_sitting_down_quickly_is_no_fall() -> None:
    presence = PresenceWatch()
    for p in still(0.0, 2.0):
        presence.update(p)
    for i in range(45):
        t = 2.0 + i / FPS
        p = standing(t)
        now = presence.update(replace(p, image=p.image + np.array([0.0, 0.4 * min(1.0, i / 6)])))
    assert now == "here"


def test_a_set_can_be_repeated_and_a_stretch_left_out() -> None:
    sets = [one_set(stretch(n), reps=1) for n in ("lateral_line", "hip_flexor", "lateral_line")]
    session = Session(sets)
    run(session, still(0.0, 1.0))
    session.request("repeat", 1.0)
    assert [p.stretch.id for p in session.sets] == [
        "lateral_line", "lateral_line", "hip_flexor", "lateral_line",
    ]  # fmt: skip
    assert session.position == 1
    session.request("leave_out", 1.1)
    assert [p.stretch.id for p in session.sets[session.position :]] == ["hip_flexor"]


@pytest.mark.parametrize(
    ("following", "stage"), [("hip_flexor_standing", "rest"), ("hip_flexor", "move")]
)
def test_while_resting_the_set_that_is_over_can_be_repeated(following: str, stage: str) -> None:
    session = Session([one_set(stretch("lateral_line"), reps=1), one_set(stretch(following))])
    found = run(session, sequence("lateral_line", [Move("left", 20.0), Move("right", 20.0)]))
    assert found[-1].stage == stage
    assert (found[-1].rest_left_s is not None) == (stage == "rest")
    session.request("repeat", found[-1].t)
    again = session.update(standing(found[-1].t + 0.1))
    assert again.plan.stretch.id == "lateral_line"
    assert again.results[0].reps == {"left": 1, "right": 1}


def test_long_holds_are_breathed_through() -> None:
    session = Session([one_set(stretch("lateral_line"), "hold", hold_s=25.0, sides=("left",))])
    held = Move("left", 20.0, out_s=1.5, hold_s=27.0)
    found = run(session, sequence("lateral_line", [held]))
    assert [n for n in said(found) if n[0] == "breathe"] == [("breathe", None)] * 2
