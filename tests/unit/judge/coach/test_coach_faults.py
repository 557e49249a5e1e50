"""The whole coach on generated bodies: planted faults are found, said, and nothing else."""

from dataclasses import replace
from functools import cache

import pytest

from posecoach.judge.moment import Moment
from posecoach.pose import Landmark, Pose
from posecoach.spec.rules import Mode
from tests.kinematic import Person, Rep, alternating, sequence
from tests.unit.judge.coached import coached, counts, cues, faults, reps, rules


@cache
def faulty(name: str, fault: str) -> tuple[Moment, ...]:
    return tuple(coached(name, sequence(name, alternating(name, 2), fps=12, faults=[fault])))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("hip_flexor", "chest_down"),
        ("hip_flexor", "head_down"),
        ("hip_flexor", "leaning_back"),
        ("hip_flexor", "not_stacked"),
        ("hip_rotators", "knees_apart"),
        ("hip_rotators", "eyes_not_following"),
        ("hip_rotators", "hands_off_floor"),
        ("hip_rotators", "feet_hip_width"),
        ("lateral_line", "no_hip_shift"),
        ("lateral_line", "head_not_tilting"),
        ("lateral_line", "arm_not_reaching"),
    ],
)
def test_a_planted_fault_is_found_in_each_rep_and_nothing_else(name: str, fault: str) -> None:
    moments = faulty(name, fault)
    assert counts(moments) == {"left": 2, "right": 2}, "a faulty rep is a rep"
    assert rules(moments) == {fault}
    ended = [f for f in faults(moments) if f.end is not None]
    assert [f.side for f in ended] == [r.side for r in alternating(name, 2)]
    for found, rep in zip(ended, reps(moments), strict=True):
        assert found.end is not None
        assert rep.start - 0.5 <= found.start <= found.end <= rep.t + 1.0


def test_where_others_may_look_alike_form_is_judged_from_the_first_counted_rep_on() -> None:
    """Whoever merely sits there and leans over is doing something else."""
    moments = faulty("hip_rotators", "trunk_tips")
    assert counts(moments) == {"left": 2, "right": 2}
    assert rules(moments) == {"trunk_tips"}
    first = next(r for r in reps(moments))
    assert all(f.start >= first.t for f in faults(moments))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("hip_flexor", "chest_down"),
        ("hip_rotators", "knees_apart"),
        ("lateral_line", "no_hip_shift"),
    ],
)
def test_what_is_wrong_is_said_at_most_once_a_rep(name: str, fault: str) -> None:
    moments = faulty(name, fault)
    said = cues(moments, "correction")
    assert said
    assert {c.id for c in said} == {fault}
    edges = [r.t for r in reps(moments)]
    spoken_in = [sum(c.t > e for e in edges) for c in said]
    assert len(spoken_in) == len(set(spoken_in))


@pytest.mark.parametrize("fault", ["eyes_not_following", "hands_off_floor"])
def test_some_faults_are_recorded_at_once_and_said_only_when_they_come_again(fault: str) -> None:
    moments = faulty("hip_rotators", fault)
    first = min(f.start for f in faults(moments))
    second_rep = reps(moments)[1].t
    assert first < reps(moments)[0].t
    assert all(c.t >= second_rep for c in cues(moments, "correction"))


def test_a_dark_or_tiny_face_is_not_blamed_for_looking_ahead() -> None:
    poses = sequence("hip_rotators", alternating("hip_rotators", 2), faults=["eyes_not_following"])
    dark = [replace(p, face_contrast=40.0) for p in poses]
    tiny = [replace(p, width=p.width // 10, height=p.height // 10) for p in poses]
    for unreadable in (dark, tiny):
        moments = coached("hip_rotators", unreadable)
        assert counts(moments) == {"left": 2, "right": 2}
        assert rules(moments) == set()


def test_a_dark_face_that_was_seen_to_turn_is_judged_from_then_on() -> None:
    movement = alternating("hip_rotators", 2)
    good = sequence("hip_rotators", movement)
    ahead = sequence("hip_rotators", movement, faults=["eyes_not_following"])
    first = reps(coached("hip_rotators", good))[0].t
    poses = [g if g.t < first else a for g, a in zip(good, ahead, strict=True)]
    moments = coached("hip_rotators", [replace(p, face_contrast=40.0) for p in poses])
    assert rules(moments) == {"eyes_not_following"}
    assert len(faults(moments)) == 3


def test_a_hint_is_advice_and_no_correction() -> None:
    moments = faulty("hip_rotators", "feet_hip_width")
    assert cues(moments, "correction") == []
    assert {c.id for c in cues(moments, "guide")} == {"feet_hip_width"}


def test_a_dropped_chest_brings_the_head_down_and_is_one_fault() -> None:
    assert rules(faulty("hip_flexor", "chest_down")) == {"chest_down"}


def test_a_head_that_turns_to_the_screen_is_unknown_and_no_fault() -> None:
    def to_the_screen(p: Pose) -> Pose:
        image = p.image.copy()
        for side, way in (("LEFT", 1), ("RIGHT", -1)):
            image[Landmark[f"{side}_EAR"], 0] += way * 0.10 * 140.0 / p.width
        return replace(p, image=image)

    poses = sequence("hip_flexor", [Rep("right", 28.0)] * 2, faults=["head_down"])
    assert rules(coached("hip_flexor", poses)) == {"head_down"}
    turned = coached("hip_flexor", [to_the_screen(p) for p in poses])
    assert rules(turned) == set()
    assert counts(turned)["right"] == 2


def test_praise_follows_what_was_put_right() -> None:
    name = "hip_flexor"
    bad = sequence(name, [Rep("right", 28.0)], faults=["chest_down"], tail_s=0.0)
    shift = bad[-1].t + 1 / 15
    good = sequence(name, [Rep("right", 28.0)], lead_s=0.5)
    moments = coached(name, [*bad, *(_later(p, shift) for p in good)])
    (praise,) = cues(moments, "praise")
    (said,) = cues(moments, "correction")
    assert praise.id == said.id == "chest_down"
    assert praise.variant == "fixed"
    assert praise.t > said.t


@pytest.mark.parametrize("mode", ["mobilizer", "hold"])
@pytest.mark.parametrize("fault", ["chest_down", "head_down", "leaning_back"])
def test_who_never_puts_it_right_is_not_praised(fault: str, mode: Mode) -> None:
    """A fault becomes smaller on the way back, and is gone at the start."""
    reps = [Rep("left", 28.0, hold_s=0.6 if mode == "mobilizer" else 12.0)] * 4
    moments = coached("hip_flexor", sequence("hip_flexor", reps, faults=[fault]), mode)
    assert cues(moments, "correction")
    assert not cues(moments, "praise")


def _later(p: Pose, seconds: float) -> Pose:
    return Pose(
        p.t + seconds,
        p.width,
        p.height,
        found=p.found,
        image=p.image,
        depth=p.depth,
        world=p.world,
        visibility=p.visibility,
        luminance=p.luminance,
        face_contrast=p.face_contrast,
    )


def test_a_small_lean_with_a_small_shift_of_the_hips_is_in_order() -> None:
    small = [Rep("left", 10.0), Rep("right", 10.0)]
    moments = coached("lateral_line", sequence("lateral_line", small, person=Person(shift=0.4)))
    assert "no_hip_shift" not in rules(moments)
    assert counts(moments) == {"left": 1, "right": 1}


def test_a_deep_lean_over_hips_that_hardly_move_is_told() -> None:
    deep = [Rep("left", 35.0), Rep("right", 35.0)]
    moments = coached("lateral_line", sequence("lateral_line", deep, person=Person(shift=0.15)))
    assert "no_hip_shift" in rules(moments)
