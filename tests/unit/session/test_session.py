"""A session moves on by dose, pause and skip; its coaches know nothing of each other."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from posecoach.events import Cue, Fault, HoldSpan, Rep, SetBegun
from posecoach.judge.coach import Coach
from posecoach.pose import Pose
from posecoach.session.moment import SessionMoment
from posecoach.session.session import Session
from posecoach.session.sets import one_set
from posecoach.spec.load import stretch
from tests.kinematic import Rep as Move
from tests.kinematic import alternating, sequence
from tests.postures import nobody


def moves(name: str, each: int) -> list[Move]:
    quick = alternating(name, each)
    return [replace(m, out_s=1.2, hold_s=0.5, back_s=1.2, pause_s=0.8) for m in quick]


def shifted(poses: Sequence[Pose], start: float) -> list[Pose]:
    return [replace(p, t=p.t + start) for p in poses]


def cues(found: Sequence[SessionMoment], *ids: str) -> list[str]:
    said = [e for m in found for e in m.events if isinstance(e, Cue)]
    return [c.id for c in said if c.id in ids]


def lateral(each: int = 1, start: float = 0.0) -> list[Pose]:
    return shifted(sequence("lateral_line", moves("lateral_line", each)), start)


def test_a_plan_takes_the_specs_dose_where_none_is_given() -> None:
    assert one_set(stretch("hip_flexor")).reps == 6
    held = one_set(stretch("hip_flexor"), "hold")
    assert (held.mode, held.reps, held.hold_s) == ("hold", None, 20)
    assert one_set(stretch("lateral_line"), reps=2).reps == 2
    assert one_set(stretch("lateral_line"), "hold", hold_s=7.0).hold_s == 7.0
    with pytest.raises(ValueError, match="hold"):
        one_set(stretch("hip_rotators"), "hold")


def test_a_set_ends_with_its_dose_on_both_sides_and_the_next_begins_after_a_rest() -> None:
    sets = [one_set(stretch("lateral_line"), reps=1), one_set(stretch("hip_rotators"), reps=1)]
    session = Session(sets)
    first = [session.update(p) for p in lateral()]
    assert cues(first, "intro", "set_done", "session_done") == ["intro", "set_done"]
    assert first[0].new_set
    assert first[-1].stage == "move"
    assert session.position == 1
    done = next(m for m in first if "set_done" in cues([m], "set_done"))
    assert done.results[0].reps == {"left": 1, "right": 1}
    assert done.position == 0

    start = first[-1].t + 1 / 15
    poses = shifted(sequence("hip_rotators", moves("hip_rotators", 1), lead_s=8.0), start)
    second = [session.update(p) for p in poses]
    resting = [m for m in second if m.stage == "move"]
    assert resting
    assert all(m.moment is None for m in resting)
    began = next(m for m in second if m.new_set)
    assert session.rest_s <= began.t - done.t <= session.rest_s + 2.0
    assert began.plan.stretch.id == "hip_rotators"
    assert session.finished
    assert second[-1].stage == "done"
    assert cues(second, "session_done") == ["session_done"]
    assert session.update(nobody(999.0)).stage == "done"
    assert session.summary() == ["lateral_line: left 1, right 1", "hip_rotators: left 1, right 1"]


def test_a_set_is_not_over_before_both_sides_are() -> None:
    session = Session([one_set(stretch("lateral_line"), reps=1)])
    only_left = sequence("lateral_line", [Move("left", 20.0)] * 2)
    found = [session.update(p) for p in only_left]
    assert not session.finished
    assert found[-1].results[-1].reps == {"left": 2, "right": 0}
    assert found[-1].side == "right", "what is left to do"


def test_one_side_alone_may_be_the_dose() -> None:
    session = Session([one_set(stretch("lateral_line"), reps=1, sides=("right",))])
    for p in sequence("lateral_line", [Move("right", 20.0)]):
        session.update(p)
    assert session.finished


def test_a_stretch_with_separate_sides_says_when_to_swap() -> None:
    session = Session([one_set(stretch("hip_flexor"), reps=1)])
    found = [session.update(p) for p in sequence("hip_flexor", moves("hip_flexor", 1))]
    said = [e for m in found for e in m.events if isinstance(e, Cue) and e.id == "side_next"]
    assert [c.side for c in said] == ["right"]
    assert session.finished


def test_a_set_without_a_dose_goes_on() -> None:
    endless = replace(one_set(stretch("lateral_line")), reps=None)
    session = Session([endless])
    for p in lateral(2):
        session.update(p)
    assert not session.finished


def test_pause_stops_counting_and_goes_on_where_it_was() -> None:
    session = Session([one_set(stretch("lateral_line"), reps=2)])
    first = [session.update(p) for p in lateral(1)]
    t = first[-1].t
    session.request("pause", t)
    paused = [session.update(p) for p in lateral(1, t + 0.05)]
    assert {m.stage for m in paused} == {"paused"}
    assert all(m.moment is None for m in paused)
    assert cues(paused, "paused") == ["paused"]
    t = paused[-1].t
    session.request("pause", t)
    after = [session.update(p) for p in lateral(1, t + 0.05)]
    assert cues(after[:1], "resumed") == ["resumed"]
    assert session.finished
    counted = [m.results[0].reps for m in after]
    assert counted[0] == {"left": 1, "right": 1}
    assert counted[-1] == {"left": 2, "right": 2}


def test_skip_goes_on_without_a_rest_and_gives_what_was_open() -> None:
    sets = [one_set(stretch("lateral_line"), "hold"), one_set(stretch("lateral_line"), reps=1)]
    session = Session(sets)
    held = Move("left", 20.0, out_s=1.5, hold_s=8.0)
    for p in sequence("lateral_line", [held]):
        if p.t > 7.0:
            break
        session.update(p)
    session.request("next", 7.0)
    following = session.update(nobody(7.05))
    span, begun, *cues_after = following.events
    assert isinstance(span, HoldSpan), "what was open comes before the set that follows"
    assert span.held_s == pytest.approx(7.0 - 3.1, abs=0.6)
    assert isinstance(begun, SetBegun)
    assert (begun.position, begun.stretch, begun.reps) == (1, "lateral_line", 1)
    assert all(isinstance(e, Cue) for e in cues_after)
    assert following.stage == "intro"
    assert following.new_set
    assert following.position == 1
    session.request("next", 7.1)
    assert session.finished
    assert cues([session.update(nobody(7.15))], "session_done") == ["session_done"]


def test_a_hold_set_counts_its_last_seconds_down() -> None:
    session = Session([one_set(stretch("lateral_line"), "hold", hold_s=6.0, sides=("left",))])
    held = Move("left", 20.0, out_s=1.5, hold_s=8.5)
    found = [session.update(p) for p in sequence("lateral_line", [held])]
    said = [e for m in found for e in m.events if isinstance(e, Cue) and e.id == "hold"]
    assert [c.number for c in said] == [5, 4, 3, 2, 1]
    left = [m.hold_left_s for m in found if m.hold_left_s is not None]
    assert left[0] <= 6.0
    assert min(left) == pytest.approx(0.0, abs=0.1)
    assert session.finished


def test_the_time_that_was_seen_and_judged() -> None:
    session = Session([one_set(stretch("lateral_line"), reps=9)])
    for i in range(41):
        session.update(nobody(i / 20))
    assert session.seen_s == session.judged_s == 0.0
    for p in lateral(1, 2.05):
        last = session.update(p)
    assert session.seen_s == pytest.approx(last.t - 2.0, abs=0.1)
    assert session.seen_s - 1.0 < session.judged_s <= session.seen_s
    before = session.seen_s
    session.update(replace(lateral(1)[0], t=last.t + 60.0))
    assert session.seen_s - before <= 0.5, "a gap is not time that was seen"


def test_the_end_of_the_source_gives_what_was_open() -> None:
    session = Session([one_set(stretch("hip_flexor"), reps=9)])
    poses = sequence("hip_flexor", [Move("right", 28.0, hold_s=6.0)], faults=["chest_down"])
    for p in poses:
        if p.t > 6.0:
            break
        session.update(p)
    open_ = session.finish().events
    assert [e.rule for e in open_ if isinstance(e, Fault)] == ["chest_down"]
    assert not any(isinstance(e, Rep) for e in open_)


def test_a_session_that_never_began_has_nothing_open() -> None:
    assert Session([one_set(stretch("hip_flexor"))]).finish().events == ()


def test_the_users_earlier_range_reaches_the_coach_of_its_stretch_alone() -> None:
    sets = [one_set(stretch("lateral_line"), reps=1), one_set(stretch("hip_rotators"), reps=1)]
    session = Session(sets, {"lateral_line": {"left": 30.0}})
    session.update(nobody(0.0))
    assert isinstance(session.coach, Coach)
    assert session.coach.ranges.target("left") == 30.0
    session.request("next", 0.1)
    session.update(nobody(0.2))
    assert isinstance(session.coach, Coach)
    assert session.coach.ranges.target("left") == stretch("hip_rotators").rep.target


def resting(*names: str) -> tuple[Session, float]:
    """A session that rests before the second of its sets, and the time."""
    first, *rest = (one_set(stretch(n), reps=1) for n in names)
    session = Session([first, *rest], rest_s=30.0)
    found = [session.update(p) for p in lateral()]
    assert found[-1].stage == "move", "a rest with the way down"
    return session, found[-1].t


def test_next_while_resting_ends_the_rest_and_skips_nothing() -> None:
    session, t = resting("lateral_line", "hip_rotators", "hip_flexor")
    session.request("next", t)
    now = session.update(nobody(t + 0.1))
    assert now.plan.stretch.id == "hip_rotators"
    assert now.stage != "rest"


def test_leaving_out_while_resting_is_about_the_stretch_that_comes_next() -> None:
    session, t = resting("lateral_line", "hip_rotators", "hip_rotators", "hip_flexor")
    session.request("leave_out", t)
    now = session.update(nobody(t + 0.1))
    assert now.stage == "move", "the way goes on, to what is next now"
    assert now.plan.stretch.id == "hip_flexor"
    assert not session.finished


def test_leaving_out_the_last_one_while_resting_ends_the_session_once() -> None:
    session, t = resting("lateral_line", "hip_rotators")
    session.request("leave_out", t)
    assert session.finished
    found = [session.update(nobody(t + 0.1 * i)) for i in range(1, 4)]
    assert {m.stage for m in found} == {"done"}
    assert cues(found, "session_done") == ["session_done"]


def test_a_hold_that_is_done_is_left_without_a_word_of_pause() -> None:
    session = Session([one_set(stretch("lateral_line"), "hold", hold_s=5.0)])
    held = [Move("left", 22.0, hold_s=8.0), Move("right", 22.0, hold_s=8.0)]
    poses = sequence("lateral_line", held, lead_s=3.0, tail_s=3.0)
    found = [session.update(p) for p in poses]
    assert session.results[0].full
    assert cues(found, "hold_pause") == []


def test_a_pause_stops_the_rest_between_two_sets() -> None:
    session = Session([one_set(stretch("lateral_line"), reps=1)] * 2)
    first = [session.update(p) for p in lateral()]
    assert first[-1].stage == "rest"
    t = first[-1].t
    session.request("pause", t)
    assert session.update(nobody(t + 60.0)).stage == "paused"
    session.request("pause", t + 60.0)
    assert session.update(nobody(t + 60.5)).stage == "rest"


def test_whoever_stays_on_one_side_hears_which_is_next() -> None:
    session = Session([one_set(stretch("lateral_line"), reps=2)])
    poses = sequence("lateral_line", [Move("left", 20.0)] * 6, lead_s=3.0)
    found = [session.update(p) for p in poses]
    told = [e for m in found for e in m.events if isinstance(e, Cue) and e.id == "side_next"]
    assert [c.side for c in told] == ["right", "right"], "at the third and the fifth"
    assert not session.finished
