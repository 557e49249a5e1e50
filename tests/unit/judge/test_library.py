"""The library's judged stretches on generated bodies: counted right, and never one for another."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from posecoach.events import Cue, Fault, HoldSpan, Rep
from posecoach.judge.coach import Coach
from posecoach.pose import Pose
from posecoach.spec.load import stretch, stretches
from posecoach.spec.rules import Mode
from tests.bodies import MOVERS, in_turn, mover, sequence_of, shaken, together
from tests.kinematic import Rep as Move
from tests.kinematic import alternating, sequence
from tests.sideview import Build, bird_dog, chair_hinge, step_forward

COUNTED = [n for n in MOVERS if n != "cat_cow" and "mobilizer" in stretch(n).modes]


def moves(name: str, count: int, hold_s: float = 0.6) -> list[Move]:
    """``count`` movements, of both sides in turn where there are two."""
    turns = stretch(name).sides == "alternate" or name == "bird_dog"
    return in_turn(count // 2, hold_s=hold_s) if turns else together(count, hold_s=hold_s)


def coached(
    name: str, poses: Sequence[Pose], mode: Mode | None = None
) -> tuple[int, list[str], list[str], float]:
    """Repetitions, faults, corrections and seconds held."""
    coach = Coach(stretch(name), mode)
    events = [e for p in poses for e in coach.update(p).events] + [*coach.finish().events]
    reps = sum(isinstance(e, Rep) and e.complete for e in events)
    faults = [e.rule for e in events if isinstance(e, Fault)]
    told = [e.id for e in events if isinstance(e, Cue) and e.kind == "correction"]
    return reps, faults, told, sum(e.held_s for e in events if isinstance(e, HoldSpan))


#: People, cameras, tempi and noise at the edges of what was measured.
VARIANTS = (
    (Build(way=-1, limbs=0.9, share=0.85, tip=5.0, visible=0.25), 1.2, 12.0, 1.5),
    (Build(way=1, limbs=1.1, share=1.2, tip=-5.0, visible=0.65), 0.8, 10.0, 2.6),
)


@pytest.mark.parametrize("variant", range(len(VARIANTS)))
@pytest.mark.parametrize("name", COUNTED)
def test_other_bodies_cameras_and_tempi_are_counted_exactly_and_left_in_peace(
    name: str, variant: int
) -> None:
    build, jitter, fps, out_s = VARIANTS[variant]
    reps = [replace(m, out_s=out_s, back_s=out_s, pause_s=0.9) for m in moves(name, 2)]
    poses = sequence_of(mover(name, build), reps, fps=fps, noise=shaken(variant, jitter))
    counted, faults, told, _ = coached(name, poses)
    assert counted == len(reps)
    assert faults == []
    assert told == []


@pytest.mark.parametrize("name", [n for n in MOVERS if "hold" in stretch(n).modes])
def test_holds_are_timed(name: str) -> None:
    reps = moves(name, 2, hold_s=8.0)
    poses = sequence_of(mover(name), reps, fps=12, noise=shaken(7, 0.8))
    held = coached(name, poses, "hold")[3]
    assert held == pytest.approx(8.0 * len(reps), abs=1.2 * len(reps))


@pytest.mark.parametrize("shown", [*MOVERS, "hip_flexor", "hip_rotators", "lateral_line"])
def test_no_stretch_counts_or_corrects_another_ones_movement(shown: str) -> None:
    if shown in MOVERS:
        reps = [Move("left", 1.0, out_s=1.5, back_s=1.5, hold_s=3.5)]
        poses = sequence_of(mover(shown), reps, fps=6, lead_s=1.5, tail_s=0.5)
    else:
        reps = [replace(m, hold_s=3.5) for m in alternating(shown, 1)[:1]]
        poses = sequence(shown, reps, fps=6)
    for s in stretches().values():
        for mode in s.modes:
            if s.id == shown or not s.judges(mode):
                continue
            counted, _, told, held = coached(s.id, poses, mode)
            assert (counted, told) == (0, []), f"{shown} as {s.id}"
            assert held < 2.0, f"{shown} as {s.id}"


def test_half_of_the_way_is_not_counted() -> None:
    for name in ("bridge", "childs_pose", "hip_hinge"):
        poses = sequence_of(mover(name, Build(share=0.22)), together(2), fps=12)
        assert coached(name, poses)[0] == 0, name


def test_a_leg_above_the_back_is_told_and_an_arm_that_stays_is_only_a_hint() -> None:
    def high(t: float, share: float, side: str) -> Pose:
        return bird_dog(t, share, side="left", high=30.0)

    counted, faults, told, _ = coached("bird_dog", sequence_of(high, together(3), fps=12))
    assert counted == 3
    assert set(faults) == {"leg_too_high"}
    assert told == ["leg_too_high"]

    def lazy(t: float, share: float, side: str) -> Pose:
        return bird_dog(t, share, Build(visible=0.9), side="left", arm_up=0.0)

    counted, faults, told, _ = coached("bird_dog", sequence_of(lazy, together(3), fps=12))
    assert counted == 3
    assert set(faults) == {"arm_not_reaching"}
    assert told == []


def test_getting_up_is_no_hinge_and_a_lunge_no_shift() -> None:
    def rises(t: float, share: float, side: str) -> Pose:
        return chair_hinge(t, share, rise=0.6 * share)

    assert coached("hip_hinge", sequence_of(rises, together(2), fps=12))[0] == 0

    def lunges(t: float, share: float, side: str) -> Pose:
        return step_forward(t, share, sink=0.55)

    assert coached("hip_flexor_standing", sequence_of(lunges, together(2), fps=12))[0] == 0


@pytest.mark.parametrize("name", ["cat_cow", "pelvic_tilt", "knee_rolls"])
def test_what_is_not_judged_has_no_coach(name: str) -> None:
    with pytest.raises(ValueError, match="not judged"):
        Coach(stretch(name))


def test_only_the_hold_of_the_figure_four_is_judged() -> None:
    found = stretch("figure_four")
    assert found.watched == "hold"
    assert found.rules == ()
