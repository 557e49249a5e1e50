"""Counting: start, end, start, with bands and dwell times; nothing else is a rep."""

import math
import random
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.judge.count.excursion import Excursion
from posecoach.judge.count.machine import RepMachine
from posecoach.spec.schema import RepSignal
from tests.kinematic import Rep, excursions, path, times

RANGE = 20.0
SPEC = RepSignal(measure="lean", range=RANGE, bounds=(8.0, 40.0))
SIGNED = RepSignal(measure="lean", signed=True, range=RANGE, bounds=(8.0, 40.0))


def run(
    value: Callable[[float], float],
    seconds: float,
    *,
    fps: float = 30.0,
    spec: RepSignal = SPEC,
    lost: Sequence[tuple[float, float]] = (),
) -> tuple[list[Excursion], RepMachine]:
    machine = RepMachine(spec)
    out = []
    for t in times(seconds, fps):
        if any(a <= t < b for a, b in lost):
            continue
        found = machine.update(t, value(t))
        if found is not None:
            out.append(found)
    return out, machine


def one(amplitude: float, *, out_s: float = 1.5, hold_s: float = 0.5, back_s: float = 1.5) -> Rep:
    return Rep("left", amplitude, out_s, hold_s, back_s, 1.0)


def test_one_way_out_and_back_is_one_rep() -> None:
    value, seconds = excursions([one(22.0)], 1.0, 1.0)
    (rep,), machine = run(value, seconds)
    assert rep.complete
    assert rep.sign == 1
    assert rep.peak == pytest.approx(22.0, abs=0.2)
    assert rep.start == pytest.approx(1.2, abs=0.35)
    assert rep.end == pytest.approx(4.5, abs=0.35)
    assert machine.phase == "start"
    assert machine.sign is None


def test_phases_follow_the_movement_in_order() -> None:
    value, seconds = excursions([one(22.0)], 1.0, 1.0)
    machine = RepMachine(SPEC)
    seen: list[str] = []
    for t in times(seconds, 30):
        machine.update(t, value(t))
        if not seen or seen[-1] != machine.phase:
            seen.append(machine.phase)
    assert seen == ["start", "out", "end", "back", "start"]


def test_a_rep_that_turns_back_early_is_partial() -> None:
    value, seconds = excursions([one(0.45 * RANGE)], 1.0, 1.0)
    (rep,), _ = run(value, seconds)
    assert not rep.complete
    assert rep.peak == pytest.approx(9.0, abs=0.2)


def test_swaying_under_the_band_is_nothing() -> None:
    value, seconds = excursions([one(0.18 * RANGE)] * 4, 1.0, 1.0)
    found, machine = run(value, seconds)
    assert found == []
    assert machine.phase == "start"


@pytest.mark.parametrize("level", [0.15, 0.20, 0.40, 0.60])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_trembling_at_a_threshold_counts_nothing(level: float, seed: int) -> None:
    """Single samples on either side of a limit make neither reps nor partial ones."""
    rng = random.Random(seed)
    value = path([(0.0, 0.0), (1.0, 0.0), (2.5, level * RANGE)])
    machine = RepMachine(SPEC)
    found = []
    for t in times(10.0, 30):
        shake = rng.uniform(-0.04, 0.04) * RANGE if t > 2.5 else 0.0
        done = machine.update(t, value(t) + shake)
        found += [done] if done else []
    assert not any(e.complete for e in found)
    assert len(found) <= 1, "one slow sway out may be told as one partial rep, no more"


@given(st.lists(st.floats(-0.04, 0.04), min_size=60, max_size=240), st.sampled_from([0.2, 0.6]))
def test_no_trembling_at_a_threshold_ever_counts(shakes: list[float], level: float) -> None:
    machine = RepMachine(SPEC)
    found = []
    for i, shake in enumerate([-level] * 30 + shakes):
        done = machine.update(i / 30, (level + shake) * RANGE)
        found += [done] if done else []
    assert not any(e.complete for e in found)


def test_a_glitch_into_the_end_shorter_than_the_dwell_is_no_rep() -> None:
    spike = {60: 25.0, 61: 25.0, 62: 25.0}
    found, _ = run(lambda t: spike.get(round(t * 30), 0.0), 6.0)
    assert not any(e.complete for e in found)


def test_trembling_about_the_leaving_band_does_not_split_a_rep() -> None:
    keys = [(0.0, 0.0), (1.0, 0.0), (2.5, 22.0)]
    for i in range(6):  # dips to .45 of the range and up again: never left the end
        keys += [(3.0 + i, 0.45 * RANGE), (3.5 + i, 22.0)]
    keys += [(10.0, 0.0), (11.0, 0.0)]
    found, _ = run(path(keys), 11.0)
    assert [e.complete for e in found] == [True]


def test_several_reps_in_a_row_are_each_counted_once() -> None:
    value, seconds = excursions([one(22.0), one(18.0), one(9.0), one(25.0)], 1.0, 1.0)
    found, _ = run(value, seconds)
    assert [e.complete for e in found] == [True, True, False, True]


def test_straight_crossing_from_left_to_right_counts_both() -> None:
    left = Rep("left", 22.0, 1.5, 0.4, 2.5, through=True)
    right = Rep("right", 22.0, 1.5, 0.4, 1.5, pause_s=1.0)
    value, seconds = excursions([left, right], 1.0, 1.0)
    found, _ = run(value, seconds, spec=SIGNED)
    assert [(e.sign, e.complete) for e in found] == [(1, True), (-1, True)]
    assert found[0].end <= found[1].start + 0.5


def test_a_signal_without_a_sign_does_not_count_the_way_behind_the_start() -> None:
    value, seconds = excursions([Rep("right", 22.0)], 1.0, 1.0)
    assert run(value, seconds)[0] == []


@pytest.mark.parametrize("fps", [12, 15, 20, 24, 30, 50, 60])
def test_counts_do_not_depend_on_the_frame_rate(fps: int) -> None:
    reps = [one(22.0), one(9.0), one(16.0), one(24.0, out_s=0.8, hold_s=0.3, back_s=0.8)]
    value, seconds = excursions(reps, 1.0, 1.0)
    found, _ = run(value, seconds, fps=fps)
    assert [e.complete for e in found] == [True, False, True, True]
    for rep, degrees in zip(found, (22.0, 9.0, 16.0, 24.0), strict=True):
        assert rep.peak == pytest.approx(degrees, rel=0.05)


@pytest.mark.parametrize("start", [1.5, 2.0, 2.6, 3.2, 3.8])
def test_a_gap_shorter_than_a_second_does_not_break_a_rep(start: float) -> None:
    value, seconds = excursions([one(22.0, hold_s=1.0)], 1.0, 1.5)
    found, _ = run(value, seconds, lost=[(start, start + 0.8)])
    assert [e.complete for e in found] == [True]


def test_a_gap_is_not_dwelling() -> None:
    """One sample beyond the limit and then nothing for a second proves no end position."""
    machine = RepMachine(RepSignal(measure="x", range=RANGE, bounds=(8, 40), dwell_s=0.5))
    for i in range(30):
        machine.update(i / 30, 0.0)
    machine.update(1.0, 10.0)
    machine.update(1.03, 15.0)
    machine.update(2.03, 15.0)
    assert machine.phase == "out"


def test_a_movement_shorter_than_the_least_is_dropped() -> None:
    spec = RepSignal(measure="x", range=RANGE, bounds=(8, 40), least_s=3.0)
    value, seconds = excursions([one(22.0, out_s=0.6, hold_s=0.4, back_s=0.6)], 1.0, 1.0)
    assert run(value, seconds, spec=spec)[0] == []
    assert len(run(value, seconds)[0]) == 1


def test_a_lowered_range_counts_smaller_movements() -> None:
    value, seconds = excursions([one(9.0)], 1.0, 1.0)
    machine = RepMachine(SPEC)
    machine.range_deg = 10.0
    found = [e for t in times(seconds, 30) if (e := machine.update(t, value(t)))]
    assert [e.complete for e in found] == [True]


def test_reset_drops_what_was_in_progress() -> None:
    value, seconds = excursions([one(22.0)], 1.0, 1.0)
    machine = RepMachine(SPEC)
    found = []
    for t in times(seconds, 30):
        if t == 2.5:
            machine.reset()
            assert machine.left_at is None
        done = machine.update(t, value(t) if t < 2.5 else 0.0)
        found += [done] if done else []
    assert found == []
    assert machine.finish() is None


def test_the_end_of_the_source_counts_what_had_already_come_back() -> None:
    value, _ = excursions([one(22.0)], 1.0, 1.0)
    _, on_the_way_out = run(value, 2.2)
    assert on_the_way_out.finish() is None
    found, nearly_back = run(value, 4.1)
    assert found == []
    rep = nearly_back.finish()
    assert rep is not None
    assert rep.complete
    assert nearly_back.finish() is None


@pytest.mark.parametrize("fps", [10.0, 12.0, 15.0, 60.0])
def test_rest_short_of_the_neutral_is_noticed_at_any_frame_rate(fps: float) -> None:
    value = path([(0.0, 0.0), (1.0, 0.0), (2.5, 22.0), (3.0, 22.0), (4.5, 5.0), (8.0, 5.0)])
    (rep,), _ = run(value, 8.0, fps=fps)
    assert rep.complete
    assert rep.end == pytest.approx(4.5, abs=0.5)


def test_who_never_returns_to_the_neutral_but_rests_in_the_start_still_counts() -> None:
    """The neutral was learnt in a bad place; resting quietly in the start position is a return."""
    value = path([(0, 0.0), (1.0, 0.0), (2.5, 22.0), (3.0, 22.0), (4.5, 8.5), (8.0, 8.5)])
    machine = RepMachine(SPEC)
    found = [e for t in times(8.0, 30) if (e := machine.update(t, value(t), resting=t > 4.5))]
    assert [e.complete for e in found] == [True]


@settings(max_examples=30)
@given(
    amplitudes=st.lists(st.sampled_from([0.1, 0.3, 0.4, 0.75, 0.9, 1.3]), min_size=1, max_size=5),
    fps=st.integers(12, 60),
    out_s=st.floats(0.9, 2.5),
    hold_s=st.floats(0.3, 1.5),
)
def test_each_movement_is_complete_partial_or_nothing_by_its_size_alone(
    amplitudes: list[float], fps: int, out_s: float, hold_s: float
) -> None:
    reps = [Rep("left", a * RANGE, out_s, hold_s, out_s, 1.2) for a in amplitudes]
    value, seconds = excursions(reps, 1.0, 1.0)
    found, _ = run(value, seconds, fps=fps)
    assert [e.complete for e in found] == [a > 0.6 for a in amplitudes if a > 0.2]
    for before, after in pairwise(found):
        assert before.start < before.end <= after.start + 0.3


def test_what_an_excursion_says_of_its_tempo() -> None:
    value, seconds = excursions([one(24.0, out_s=2.0, back_s=3.0)], 1.0, 1.0)
    (rep,), _ = run(value, seconds)
    rise, fall = rep.rise_s(), rep.fall_s()
    assert rise is not None
    assert fall is not None
    # A minimum-jerk movement goes from 10 to 90 % in 0.507 of its time.
    assert rise == pytest.approx(0.507 * 2.0, rel=0.05)
    assert fall == pytest.approx(0.507 * 3.0, rel=0.08)
    assert rep.peak_speed() == pytest.approx(1.875 * 24.0 / 2.0, rel=0.05)
    assert rep.speed_peaks() == 2


def test_a_movement_with_stops_has_more_peaks_of_speed() -> None:
    keys = [(0.0, 0.0), (1.0, 0.0), (1.6, 7.0), (2.2, 7.0), (2.8, 15.0), (3.4, 15.0), (4.0, 22.0)]
    keys += [(4.5, 22.0), (6.0, 0.0), (7.0, 0.0)]
    (rep,), _ = run(path(keys), 7.0)
    assert rep.speed_peaks() > 2


@pytest.mark.parametrize("depth", [0.05, -0.3, -0.9])
@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0])
def test_some_wrong_pictures_at_the_end_do_not_make_two_of_one(depth: float, fps: float) -> None:
    """Legs found on each other for an eighth of a second: nobody goes there and back so fast."""
    value, seconds = excursions([one(22.0, hold_s=1.5)], 1.0, 1.0)

    def slipped(t: float) -> float:
        return depth * RANGE if 3.0 <= t < 3.125 else value(t)

    found, _ = run(slipped, seconds, fps=fps, spec=SIGNED)
    assert [r.complete for r in found] == [True]
    assert found[0].end == pytest.approx(5.5, abs=0.4)


def test_a_hurried_crossing_to_the_other_side_is_two() -> None:
    """From one end to the other in .35 s, without a stop in the middle."""
    moves = [Rep("left", 22.0, 1.0, 0.5, 0.18, 0.0), Rep("right", 22.0, 0.18, 0.5, 1.0, 1.0)]
    value, seconds = excursions(moves, 1.0, 1.0)
    found, _ = run(value, seconds, spec=SIGNED)
    assert [r.sign for r in found] == [1, -1]


def test_who_turns_round_at_the_start_without_a_rest_is_counted_each_time() -> None:
    """At a few frames a second the turn is over before any rest can be seen."""
    for fps in (10, 15, 30):
        machine, done = RepMachine(SPEC), []
        for i in range(fps * 9):
            t = i / fps
            value = RANGE * (1.0 - math.cos(2 * math.pi * t / 1.5)) / 2
            found = machine.update(t, value)
            done += [found] if found is not None else []
        assert len(done) >= 5, fps
        assert all(x.complete for x in done)
        assert [round(x.end / 1.5, 0) for x in done][:5] == [1, 2, 3, 4, 5]


def test_who_rests_a_little_off_the_neutral_is_counted_each_time() -> None:
    value, seconds = excursions([one(26.0)] * 3, 1.0, 1.0)
    found, _ = run(lambda t: 7.0 + value(t), seconds)  # guessed: the next must not be lost
    assert [e.complete for e in found] == [True, True, True]


def found_on_both_sides(size: Callable[[float], float], seconds: float, at: float) -> list[int]:
    """Directions of the complete reps where the other side is found from ``at`` seconds on."""
    machine = RepMachine(SIGNED)
    out = []
    before = True
    for t in times(seconds, 30.0):
        if before and t >= at:
            before = False
            assert machine.change_sides(size(t))
        out.append(machine.update(t, size(t) if before else -size(t)))
    return [e.sign for e in out if e is not None and e.complete]


def test_a_side_that_was_misread_is_put_right_and_one_movement_stays_one() -> None:
    size = path([(0, 0), (1, 0), (2.5, 40), (3.5, 40), (5, 0), (6, 0)])
    assert found_on_both_sides(size, 6.0, at=2.3) == [-1]


def test_who_crosses_to_the_other_side_beside_the_start_does_two() -> None:
    size = path([(0, 0), (1, 0), (2, 40), (3, 40), (4, 10), (5, 40), (6, 40), (7.5, 0), (9, 0)])
    assert found_on_both_sides(size, 9.0, at=4.4) == [1, -1]
