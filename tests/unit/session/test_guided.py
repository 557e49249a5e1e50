"""A session with sets that are only shown, and with ways down and up between its sets."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from posecoach.cues.words import NOT_WATCHED, words
from posecoach.events import Cue, SetBegun
from posecoach.pose import Pose
from posecoach.session.moment import SessionMoment
from posecoach.session.moving import PATIENT_S, Moving
from posecoach.session.result import closing_words
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan, estimated_s, one_set
from posecoach.spec.figures.ways import way, ways
from posecoach.spec.load import stretch
from posecoach.spec.routine import routine, shipped
from tests.bodies import on_chair
from tests.kinematic import alternating, sequence
from tests.postures import seated, standing
from tests.sideview import bridge, cat_cow

FPS = 5


def run(session: Session, poses: Sequence[Pose], start: float) -> list[SessionMoment]:
    """The poses from ``start`` on, five a second."""
    return [session.update(replace(p, t=start + i / FPS)) for i, p in enumerate(poses)]


def ids(found: Sequence[SessionMoment]) -> list[str]:
    return [e.id for m in found for e in m.events if isinstance(e, Cue)]


def on_fours(seconds: float) -> list[Pose]:
    return [cat_cow(0.0, (i % 10) / 10) for i in range(round(seconds * FPS))]


def stands(seconds: float) -> list[Pose]:
    return [standing(0.0)] * round(seconds * FPS)


def reached(after: SetPlan) -> tuple[Session, float]:
    """A session on its way from the standing side reach to another set, and the time."""
    session = Session([one_set(stretch("lateral_line"), reps=1), after])
    moments = map(session.update, sequence("lateral_line", alternating("lateral_line", 1)))
    return session, next(m.t for m in moments if m.stage == "move") + 1 / FPS


def test_a_set_that_is_only_shown_says_so_and_ends_with_its_time() -> None:
    session = Session([one_set(stretch("cat_cow"), reps=2)])
    found = run(session, on_fours(60), 0.0)
    begun = next(e for m in found for e in m.events if isinstance(e, SetBegun))
    assert (begun.judged, begun.together, begun.sides) == (False, True, ("left",))
    intro = next(e for m in found for e in m.events if isinstance(e, Cue) and e.id == "intro")
    assert NOT_WATCHED["nothing"] in words(intro, stretch("cat_cow")).say
    assert session.finished
    result = session.results[0]
    assert result.guided
    assert result.full
    assert result.guided_s["left"] == pytest.approx(17.0, abs=1.5)
    assert result.reps == {"left": 0, "right": 0}
    assert result.judged_s == 0.0
    assert "form" not in closing_words(session.results)[0]
    assert session.summary() == ["cat_cow: guided 17 s"]


def test_who_lies_or_is_on_all_fours_there_is_not_taken_for_one_who_fell() -> None:
    session = Session([one_set(stretch("bridge"), reps=2)])
    found = run(session, [bridge(0.0, 0.0)] * (20 * FPS), 0.0)
    assert {m.stage for m in found} <= {"check", "intro", "work"}
    assert "down" not in ids(found)


def test_the_way_up_is_shown_said_and_waited_for() -> None:
    sets = [one_set(stretch("cat_cow"), reps=1), one_set(stretch("lateral_line"), reps=1)]
    session = Session(sets)
    first = run(session, on_fours(60), 0.0)
    assert first[-1].stage == "move"
    moved = [m for m in first if m.stage == "move"]
    assert all(m.moment is None and m.way is not None for m in moved)
    steps = way(stretch("cat_cow"), stretch("lateral_line"))
    told = ids(moved)
    assert told == [s.id for s in steps][: len(told)]
    assert told[0] == "come_to_knees"
    up = run(session, stands(4), 60.0)
    assert up[-1].stage == "intro"
    assert up[-1].plan.stretch.id == "lateral_line"


def test_the_way_ends_when_the_user_says_so_or_after_a_patient_time() -> None:
    def waiting() -> tuple[Session, float]:
        session = Session(
            [one_set(stretch("cat_cow"), reps=1), one_set(stretch("lateral_line"), reps=1)]
        )
        t = 0.0
        for pose in on_fours(60):
            if session.update(replace(pose, t=t)).stage == "move":
                break
            t += 1 / FPS
        return session, t

    session, t = waiting()
    session.request("begin", t)
    assert session.update(replace(cat_cow(0.0, 0.0), t=t + 0.2)).stage == "intro"
    session, t = waiting()
    found = run(session, on_fours(PATIENT_S + 4), t + 0.2)
    began = next(m.t for m in found if m.stage != "move")
    assert began - t == pytest.approx(PATIENT_S, abs=1.0)


@pytest.mark.parametrize("names", [("cat_cow", "bridge"), ("bridge", "cat_cow")])
def test_where_nothing_tells_that_the_user_is_in_place_the_way_ends_with_its_steps(
    names: tuple[str, str],
) -> None:
    moving = Moving(stretch(names[0]), stretch(names[1]), 0.0, 5.0)
    lasts = sum(s.lasts_s for s in moving.steps)
    found = next(t for t in range(100) if moving.update(replace(cat_cow(0.0, 0.0), t=float(t))))
    assert lasts <= found <= lasts + 1 < PATIENT_S


def test_there_is_a_way_only_between_different_levels() -> None:
    assert way(stretch("cat_cow"), stretch("bird_dog")) == ()
    assert way(stretch("lateral_line"), stretch("hip_flexor_standing")) == ()
    down = [s.id for s in way(stretch("lateral_line"), stretch("bridge"))]
    assert down == ["hold_on", "one_knee", "hands_down", "sit_aside", "lie_over_side"]
    assert [s.id for s in way(stretch("hip_hinge"), stretch("lateral_line"))] == [
        "to_the_edge",
        "rise",
    ]
    for step in ways().steps:
        assert step.text.show
        assert ways().guide(step).rep_s > 0


def test_sitting_down_on_a_chair_ends_the_way_there() -> None:
    sets = [
        one_set(stretch("hip_flexor_standing"), reps=1),
        one_set(stretch("figure_four"), hold_s=5),
    ]
    session = Session(sets)
    session.update(standing(0.0))
    session.request("next", 0.2)  # nothing was done: no way is shown, as nothing is rested
    assert session.update(replace(standing(0.0), t=0.4)).stage != "move"
    session, t = reached(sets[1])
    assert run(session, stands(5), t)[-1].stage == "move"
    assert run(session, [on_chair(0.0)] * (4 * FPS), t + 5.0)[-1].stage == "intro"


def test_a_routine_takes_longer_by_its_ways() -> None:
    stays = [
        one_set(stretch("lateral_line"), reps=1),
        one_set(stretch("hip_flexor_standing"), reps=1),
    ]
    goes = [one_set(stretch("lateral_line"), reps=1), one_set(stretch("hip_rotators"), reps=1)]
    alone = [estimated_s([s], 6.0) for s in goes]
    assert estimated_s(goes, 6.0) == pytest.approx(sum(alone) + 19.0)
    assert estimated_s(stays, 6.0) == pytest.approx(sum(estimated_s([s], 6.0) for s in stays) + 6.0)


@pytest.mark.parametrize("name", ["chair", "floor"])
def test_the_new_routines_stay_where_they_say(name: str) -> None:
    assert name in shipped()
    levels = {stretch(s.stretch).level for s in routine(name).sets}
    assert levels == ({"standing", "chair"} if name == "chair" else {"floor"})


def test_seated_on_the_floor_is_in_place_for_the_rotators() -> None:
    session, t = reached(one_set(stretch("hip_rotators")))
    found = run(session, [seated(0.0)] * (8 * FPS), t)
    began = next(m.t for m in found if m.stage != "move")
    assert began == pytest.approx(t + session.rest_s, abs=0.4)
