"""Whoever moves otherwise than most is counted, or told within seconds what hinders."""

from dataclasses import replace

import numpy as np
import pytest

from posecoach.pose import Side
from tests.kinematic import GOOD, Rep, alternating, body_of, path, sequence, times
from tests.postures import nobody
from tests.unit.judge.coached import STRETCHES, coached, counts, cues

SIDES_IN_TURN: tuple[Side, Side] = ("left", "right")


@pytest.mark.parametrize("degrees", [14.0, 18.0, 20.0, 21.0])
def test_knees_that_fall_little_are_counted_once_that_is_their_range(degrees: float) -> None:
    reps = [Rep(SIDES_IN_TURN[i % 2], degrees) for i in range(12)]
    assert counts(coached("hip_rotators", sequence("hip_rotators", reps))) == {
        "left": 3,
        "right": 3,
    }


@pytest.mark.parametrize("name", STRETCHES)
@pytest.mark.parametrize("back", [0.45, 0.6])
def test_who_comes_back_half_way_is_told_how_to_move(name: str, back: float) -> None:
    """Ten small movements near the end, without coming back to the start."""
    keys, t = [(0.0, 0.0), (1.6, 0.0)], 1.6
    for _ in range(10):
        keys += [(t + 1.5, GOOD[name]), (t + 3.0, back * GOOD[name])]
        t += 3.0
    away = path(keys)
    body = body_of(name)
    found = coached(name, [body(u, away(u), "left") for u in times(t, 15.0)])
    told = [c.t for c in cues(found, "guide") if c.id == "out_and_back"]
    assert told
    assert told[0] < 20.0


@pytest.mark.parametrize("name", ["hip_rotators", "lateral_line"])
@pytest.mark.parametrize("aside", [-0.1, 0.06, 0.12])
def test_who_comes_back_to_another_place_is_not_said_to_move_the_feet(
    name: str, aside: float
) -> None:
    """Gone for six seconds, then in movement at once, a step aside."""
    first = sequence(name, alternating(name, 2))
    gone = [nobody(first[-1].t + i / 10) for i in range(1, 60)]
    start = gone[-1].t + 1 / 15
    later = [
        replace(p, t=p.t + start, image=p.image + np.array([aside, 0.0]))
        for p in sequence(name, alternating(name, 2), lead_s=0.3)
    ]
    found = coached(name, [*first, *gone, *later])
    assert "feet_move" not in {c.id for c in cues(found, "correction")}


@pytest.mark.parametrize("leaned", [8.0, 14.0, 17.0])
@pytest.mark.parametrize("out_s", [1.5, 2.0])
def test_who_rests_with_a_lean_and_then_comes_taller_is_counted_from_there(
    leaned: float, out_s: float
) -> None:
    """Hands on the thigh while listening; then tall, and to and fro without a rest."""
    full = GOOD["hip_flexor"]
    keys, t = [(0.0, leaned), (6.0, leaned), (7.5, 0.0)], 7.5
    for _ in range(4):
        keys += [(t + out_s, full), (t + out_s + 0.2, full), (t + 2 * out_s + 0.2, 0.0)]
        t += 2 * out_s + 0.2
    away = path(keys)
    body = body_of("hip_flexor")
    found = coached("hip_flexor", [body(u, away(u), "left") for u in times(t + 1.0, 15.0)])
    assert counts(found) == {"left": 4, "right": 0}
    assert not cues(found, "correction")
