"""A break: which stretch and side, when its time begins, and that it ends by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.events import Cue, Rep, SetBegun
from posecoach.pose import Pose
from posecoach.session.breaks import BreakSession, Past, candidates, choose
from posecoach.session.moment import SessionMoment
from posecoach.session.sets import SetPlan
from posecoach.spec.load import stretch, stretches
from posecoach.spec.schema import Stretch
from tests.kinematic import alternating, sequence
from tests.postures import nobody

REACH = stretch("lateral_line")


def like(id: str, *tried_on: str, **changes: object) -> Stretch:
    return REACH.model_copy(update={"id": id, "tried_on": tried_on, **changes})


def session(seconds: float = 20.0, **changes: object) -> BreakSession:
    return BreakSession(SetPlan(REACH, "mobilizer"), seconds, known=True, **changes)  # type: ignore[arg-type]


def empty(start: float, seconds: float) -> list[Pose]:
    return [nobody(start + i / 5) for i in range(round(seconds * 5))]


def moving(start: float, each: int = 6) -> list[Pose]:
    moves = [
        replace(m, out_s=1.2, hold_s=0.5, back_s=1.2, pause_s=0.8)
        for m in alternating("lateral_line", each)
    ]
    return [replace(p, t=p.t + start) for p in sequence("lateral_line", moves, lead_s=5.0)]


def run(one: BreakSession, poses: Iterable[Pose]) -> list[SessionMoment]:
    out = []
    for pose in poses:
        out.append(one.update(pose))
        if one.finished:
            break
    return out


def said(found: Sequence[SessionMoment]) -> list[str]:
    return [e.id for m in found for e in m.events if isinstance(e, Cue)]


# ---------------------------------------------------------------------- which stretch


def test_only_what_is_done_beside_a_desk_and_was_tried_is_for_a_break() -> None:
    assert [s.id for s in candidates(stretches().values())] == [
        "lateral_line",
        *("hip_flexor_standing", "hip_hinge", "lateral_line_chair"),
        "trunk_rotation",
    ]
    known = [
        like("floor", "recorded", level="floor"),
        like("untried"),
        like("guide", "recorded", judged=False),
        like("chair", "rendered", "recorded", level="chair"),
    ]
    assert [s.id for s in candidates(known)] == ["chair"]


def test_what_is_left_out_stays_out_and_what_is_less_well_tried_joins_where_there_are_few() -> None:
    known = [like(f"best{i}", "recorded") for i in range(3)]
    rendered = like("rendered", "rendered")
    assert rendered not in candidates([*known, rendered])
    assert rendered in candidates([*known, rendered], leave_out=("best0",))
    found = [s.id for s in candidates(stretches().values(), leave_out=("lateral_line",))]
    assert found
    assert "lateral_line" not in found


def test_what_was_tried_on_generated_bodies_joins_only_where_the_better_are_few() -> None:
    known = [like("best", "recorded"), like("rendered", "rendered")]
    drawn = like("drawn", "generated")
    assert [s.id for s in candidates([drawn, *known])] == ["best", "rendered", "drawn"]
    assert drawn not in candidates([drawn, *known, like("third", "rendered")])
    assert drawn not in candidates([drawn, *known], leave_out=("drawn",))


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=12))
def test_the_stretch_that_was_done_longest_ago_is_next(done: list[str]) -> None:
    found = [like(i, "recorded") for i in "abc"]
    past = [Past(i, {"left": 1.0, "right": 1.0}) for i in done]
    chosen = choose(found, past, 90.0).stretch.id
    never = [i for i in "abc" if i not in done]
    assert chosen == (never[0] if never else max("abc", key=done.index))


def test_breaks_one_after_the_other_take_every_stretch_in_turn() -> None:
    found = [like(i, "recorded") for i in "abc"]
    past: list[Past] = []
    for _ in range(6):
        chosen = choose(found, past, 90.0)
        past.insert(0, Past(chosen.stretch.id, {"left": 1.0, "right": 1.0}))
    assert [p.stretch for p in reversed(past)] == [*"abcabc"]


def test_the_side_that_did_less_begins_else_the_users_own_first_side() -> None:
    less_right = [Past(REACH.id, {"left": 3.0, "right": 2.0})]
    assert choose([REACH], less_right, 90.0).sides == ("right", "left")
    assert choose([REACH], [], 90.0, "right").sides == ("right", "left")
    even = [Past(REACH.id, {"left": 3.0, "right": 3.0})]
    assert choose([REACH], even, 90.0, "right").sides == ("right", "left")


def test_a_break_alternates_the_side_of_a_stretch_that_is_done_on_one_side() -> None:
    turned = like("turned", "recorded", sides="separate")
    first = choose([turned], [], 90.0)
    assert (first.sides, first.goal) == (("left",), None)
    past = [Past("turned", {"left": 4.0, "right": 0.0})]
    assert choose([turned], past, 90.0).sides == ("right",)


def test_what_moves_both_sides_at_once_has_no_second_side() -> None:
    both = like("both", "recorded", sides="together")
    assert choose([both], [], 90.0, "right").sides == ("left",)


@pytest.mark.parametrize("seconds", [60.0, 90.0, 180.0])
def test_a_hold_of_each_side_fits_the_time(seconds: float) -> None:
    held = like("held", "recorded", modes=("hold",))
    chosen = choose([held], [], seconds)
    assert chosen.hold_s is not None
    assert 10.0 <= chosen.hold_s <= 20.0
    assert 2 * chosen.hold_s <= seconds


# ---------------------------------------------------------------------- its time


def test_the_time_begins_when_the_user_is_there_and_the_set_is_recorded_from_then_on() -> None:
    one = session()
    waiting = run(one, empty(0.0, 20.0))
    assert waiting[-1].stage == "check"
    assert waiting[-1].left_s == 20.0
    assert said(waiting)[0] == "break_begin"
    assert "away" not in said(waiting)
    assert not any(isinstance(e, SetBegun) for m in waiting for e in m.events)
    there = run(one, moving(20.0))
    begun = next(m for m in there if m.new_set)
    assert isinstance(begun.events[0], SetBegun)
    assert begun.events[0].t == begun.t > 20.0
    assert (one.ending, one.finished) == ("done", True)
    assert 20.0 <= there[-1].t - begun.t <= 29.0
    assert said(there)[-1] == "break_done"
    assert one.results[0].time_s <= 29.0


def test_a_repetition_that_is_under_way_may_end() -> None:
    one = session(seconds=12.0)
    found = run(one, moving(0.0))
    assert found[-1].moment is not None
    assert found[-1].moment.phase not in ("out", "end", "back")
    counted = [e for m in found for e in m.events if isinstance(e, Rep)]
    assert counted
    assert all(rep.complete for rep in counted)


def test_it_ends_kindly_if_nobody_comes() -> None:
    one = session(patience_s=30.0)
    found = run(one, empty(0.0, 100.0))
    assert (one.ending, one.finished) == ("nobody", True)
    assert found[-1].t == pytest.approx(30.0, abs=0.5)
    assert said(found)[-1] == "break_nobody"
    assert not any(r.begun for r in one.results)


def test_it_ends_though_the_user_goes_away_for_good() -> None:
    one = session()
    come = moving(0.0, each=1)
    found = run(one, [*come, *empty(come[-1].t + 0.2, 60.0)])
    assert one.ending == "done"
    assert found[-1].t < 40.0


def test_a_pause_stops_its_time_but_not_for_ever() -> None:
    one = session()
    come = moving(0.0, each=1)
    run(one, come)
    left = one.update(nobody(come[-1].t + 0.2)).left_s
    one.request("pause", come[-1].t + 0.3)
    paused = run(one, empty(come[-1].t + 0.4, 60.0))
    assert paused[-1].stage == "paused"
    assert paused[-1].left_s == left
    run(one, empty(paused[-1].t + 0.2, 400.0))
    assert (one.ending, one.finished) == ("done", True)


@pytest.mark.parametrize("request_", ["next", "leave_out"])
def test_who_passes_the_stretch_over_has_skipped_and_is_not_praised(request_: str) -> None:
    one = session()
    run(one, [p for p in moving(0.0, each=1) if p.t < 3.0])
    assert one.come
    one.request(request_, 3.0)  # type: ignore[arg-type]
    found = run(one, empty(3.1, 5.0))
    assert (one.ending, one.finished) == (None, True)
    assert said(found)[-1] == "break_skipped"


def test_who_knows_the_stretch_hears_its_name_alone() -> None:
    for known, variant in ((True, "again"), (False, "first")):
        one = BreakSession(SetPlan(REACH, "mobilizer"), 20.0, known=known)
        found = run(one, moving(0.0, each=1))
        intro = [e for m in found for e in m.events if isinstance(e, Cue) and e.id == "intro"]
        assert [c.variant for c in intro] == [variant]
