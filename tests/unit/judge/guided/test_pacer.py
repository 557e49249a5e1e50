"""What is only shown: paced by the guide, timed while somebody is there, and never judged."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from posecoach.events import Cue, Fault, HoldSpan, Rep
from posecoach.judge.guided.pacer import PLACE_S, TURN_S, Pacer
from posecoach.judge.moment import Moment
from posecoach.pose import Pose
from posecoach.spec.figures.guide import PAUSE_S
from posecoach.spec.load import stretch
from posecoach.spec.schema import Stretch
from tests.bodies import on_chair
from tests.postures import nobody, standing
from tests.sideview import cat_cow


def seconds(length: float, *, gone: tuple[float, float] = (0.0, 0.0)) -> list[Pose]:
    """Somebody on all fours who does what they like; nobody from the first of ``gone`` on."""
    times = [i / 5 for i in range(round(length * 5))]
    return [nobody(t) if gone[0] <= t < gone[1] else cat_cow(t, (t % 2) / 2) for t in times]


def paced(pacer: Pacer, poses: Sequence[Pose]) -> list[Moment]:
    return [pacer.update(p) for p in poses]


def cues(found: Sequence[Moment]) -> list[Cue]:
    return [e for m in found for e in m.events if isinstance(e, Cue)]


CAT = stretch("cat_cow")
CYCLE = PAUSE_S + CAT.guide.rep_s


def test_each_movement_is_numbered_and_breathed_at_the_guides_tempo() -> None:
    pacer = Pacer(CAT, "mobilizer", reps=2, runs=True)
    found = paced(pacer, seconds(2 * CYCLE + 1))
    said = cues(found)
    assert [c.number for c in said if c.id == "pace"] == [1, 2]
    assert [c.id for c in said if c.kind == "guide"] == ["breathe_out", "breathe_in"] * 2
    assert said[0].t == pytest.approx(PAUSE_S, abs=0.3)
    assert pacer.over
    assert found[-1].pace is not None
    assert found[-1].pace.done_s["left"] == pytest.approx(2 * CYCLE, abs=0.5)


def test_nothing_is_counted_held_or_corrected_whatever_is_done() -> None:
    found = paced(Pacer(CAT, "mobilizer", reps=3, runs=True), seconds(30))
    assert not any(isinstance(e, Rep | HoldSpan | Fault) for m in found for e in m.events)
    for m in found:
        assert m.held_s == {"left": 0.0, "right": 0.0}
        assert m.hold is None
        assert m.signal is None


def test_it_waits_for_the_begin_and_gives_time_to_get_into_place() -> None:
    pacer = Pacer(CAT, "mobilizer", reps=2)
    found = paced(pacer, seconds(PLACE_S["floor"] + 3))
    assert found[0].phase == "setup"
    assert found[-1].phase == "start"
    assert next(m.t for m in found if m.phase == "start") == pytest.approx(15.0, abs=0.3)
    assert not cues(found)
    assert found[-1].pace is not None
    assert not found[-1].pace.runs
    early = Pacer(CAT, "mobilizer", reps=2)
    early.placed()
    assert early.update(cat_cow(0.0, 0.0)).phase == "start"


def test_the_time_stands_still_while_nobody_is_there() -> None:
    pacer = Pacer(CAT, "mobilizer", reps=20, runs=True)
    found = paced(pacer, seconds(80, gone=(10.0, 60.0)))
    assert found[-1].pace is not None
    assert found[-1].pace.done_s["left"] == pytest.approx(80 - 50 + 20, abs=1.0)


def test_sides_that_alternate_are_shown_in_turn() -> None:
    rolls = stretch("knee_rolls")
    cycle = PAUSE_S + rolls.guide.rep_s
    pacer = Pacer(rolls, "mobilizer", reps=2, runs=True)
    found = paced(pacer, seconds(4 * cycle + 1))
    shown = [(c.side, c.number) for c in cues(found) if c.id == "pace"]
    assert shown == [("left", 1), ("right", 1), ("left", 2), ("right", 2)]
    assert found[-1].pace is not None
    left, right = (found[-1].pace.done_s[s] for s in ("left", "right"))
    assert left == pytest.approx(right, abs=0.5)
    assert pacer.over


def test_a_hold_is_breathed_through_and_changes_sides_with_time_to_turn() -> None:
    chair = stretch("hip_flexor_chair")
    pacer = Pacer(chair, "hold", hold_s=20.0, runs=True)
    found = paced(pacer, seconds(40 + TURN_S["separate"] + 1))
    said = cues(found)
    assert [c.side for c in said if c.id == "side_next"] == ["right"]
    assert [c.number for c in said if c.id == "hold"] == [5, 4, 3, 2, 1] * 2
    assert {"breathe_in", "breathe_out"} <= {c.id for c in said}
    turning = [m for m in found if 20.5 < m.t < 20 + TURN_S["separate"] - 0.5]
    assert all(m.pace is not None and not m.pace.runs for m in turning)
    assert pacer.over


def setup_only() -> Stretch:
    """The rotation, of which only whether one sits in place is looked at."""
    known = stretch("trunk_rotation")
    data = known.model_dump(by_alias=True, exclude_unset=True)
    for key in ("rules", "rep"):
        data.pop(key)
    return Stretch.model_validate({**data, "judged": "setup"})


def test_where_the_set_up_is_judged_it_begins_when_one_is_in_place() -> None:
    pacer = Pacer(setup_only(), "mobilizer", reps=2)
    up = paced(pacer, [standing(i / 5) for i in range(40)])
    assert {m.phase for m in up} == {"unseen", "setup"}
    assert "on_a_chair" in {c.id for c in cues(up)}
    seated = paced(pacer, [replace(on_chair(i / 5), t=8 + i / 5) for i in range(15)])
    assert seated[-1].phase == "start"
    pacer.run()
    turned = paced(pacer, [replace(on_chair(0.0, turn=60.0), t=11 + i / 5) for i in range(60)])
    assert all(m.framing.ok for m in turned), "once begun, nothing is looked at"
    assert {c.kind for c in cues(turned)} <= {"guide", "count"}


def test_only_a_mode_that_the_stretch_has_is_paced() -> None:
    with pytest.raises(ValueError, match="hold"):
        Pacer(CAT, "hold")
