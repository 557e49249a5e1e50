"""Whoever moves otherwise than most is counted, or told within seconds what hinders."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from posecoach.pose import Pose, Side
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
    found = coached("hip_flexor", _half_kneeling(keys))
    assert counts(found) == {"left": 4, "right": 0}
    assert not cues(found, "correction")


@pytest.mark.parametrize("starts", [(-12.0, 5.0), (-14.0, 6.0), (3.0, -14.0), (0.0, 6.0, -8.0)])
@pytest.mark.parametrize("end", [24.0, 30.0])
@pytest.mark.parametrize("rest_s", [0.6, 1.5])
def test_each_repetition_may_begin_elsewhere(
    starts: tuple[float, ...], end: float, rest_s: float
) -> None:
    """Sat back before one repetition, tall before the next; the end is the same."""
    found = coached("hip_flexor", _glides(starts * 2, [end] * (2 * len(starts)), rest_s))
    assert counts(found) == {"left": 2 * len(starts), "right": 0}
    assert counts(found, complete=False) == {"left": 0, "right": 0}


def test_who_turns_back_halfway_to_the_usual_end_has_done_half_a_repetition() -> None:
    """Wherever it begins."""
    found = coached("hip_flexor", _glides((-12.0, 6.0, 6.0, -12.0), [28.0, 28.0, 14.0, 4.0], 1.5))
    assert counts(found) == {"left": 2, "right": 0}


def test_a_pause_on_the_way_back_is_no_repetition_more() -> None:
    keys, t = [(0.0, 0.0), (2.0, 0.0)], 2.0
    for _ in range(3):
        for away in (40.0, 40.0, 18.0, 18.0, 0.0, 0.0):
            t += 1.5
            keys.append((t, away))
    found = coached("hip_flexor", _half_kneeling(keys))
    assert counts(found) == {"left": 3, "right": 0}


def _glides(starts: Sequence[float], ends: Sequence[float], rest_s: float) -> list[Pose]:
    keys, t = [(0.0, starts[0]), (2.0, starts[0])], 2.0
    for end, back in zip(ends, [*starts[1:], starts[0]], strict=True):
        keys += [(t + 2.0, end), (t + 2.6, end), (t + 5.0, back), (t + 5.0 + rest_s, back)]
        t += 5.0 + rest_s
    return _half_kneeling(keys)


def _half_kneeling(keys: Sequence[tuple[float, float]]) -> list[Pose]:
    """On the left knee along some (seconds, degrees), and a second more."""
    away, body = path(keys), body_of("hip_flexor")
    return [body(t, away(t), "left") for t in times(keys[-1][0] + 1.0, 15.0)]
