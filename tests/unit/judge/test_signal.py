"""The rep signal in time: filter, speed, peaks, reversals, all in seconds and not in frames."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.judge.count.shape import speed_peaks, speeds, time_between, unevenness
from posecoach.judge.signal import History, SignalFilter, reversals, slope
from tests.kinematic import minimum_jerk, path, times

Samples = list[tuple[float, float]]


def sampled(keys: Samples, fps: float = 30.0) -> Samples:
    value = path(keys)
    return [(t, value(t)) for t in times(keys[-1][0], fps)]


def test_the_filter_starts_where_the_signal_does_and_keeps_a_constant() -> None:
    f = SignalFilter()
    assert f.update(0.0, 17.0) == 17.0
    assert all(f.update(i / 30, 17.0) == pytest.approx(17.0) for i in range(1, 90))


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_a_single_wild_sample_hardly_shows(fps: int) -> None:
    f = SignalFilter()
    worst = 0.0
    for i in range(3 * fps):
        worst = max(worst, f.update(i / fps, 60.0 if i == fps else 0.0))
    assert worst < 1.0


@given(st.lists(st.floats(-90, 90), min_size=2, max_size=60), st.integers(10, 60))
def test_the_filter_stays_within_what_it_was_given(values: list[float], fps: int) -> None:
    f = SignalFilter()
    for i, value in enumerate(values):
        out = f.update(i / fps, value)
        assert min(values) - 1e-9 <= out <= max(values) + 1e-9


@pytest.mark.parametrize("fps", [12, 30, 60])
def test_the_filter_follows_a_rep_closely_at_each_frame_rate(fps: int) -> None:
    f = SignalFilter()
    keys = [(0.0, 0.0), (1.0, 0.0), (3.0, 25.0), (3.8, 25.0), (5.8, 0.0), (7.0, 0.0)]
    found = [(t, f.update(t, v)) for t, v in sampled(keys, fps)]
    assert max(v for _, v in found) == pytest.approx(25.0, abs=1.0)
    up = next(t for t, v in found if v > 12.5)
    assert up == pytest.approx(2.0, abs=0.3), "half way, with little delay"
    assert found[-1][1] == pytest.approx(0.0, abs=1.0)


def test_the_filter_makes_a_tremble_smaller() -> None:
    rng = random.Random(4)
    f = SignalFilter()
    raw = [rng.gauss(10, 2) for _ in range(300)]
    out = [f.update(i / 30, v) for i, v in enumerate(raw)]
    assert np.std(out[30:]) < 0.4 * np.std(raw[30:])


def test_after_a_long_gap_the_filter_starts_anew() -> None:
    f = SignalFilter()
    for i in range(30):
        f.update(i / 30, 0.0)
    assert f.update(3.0, 30.0) == 30.0


def test_a_reset_forgets() -> None:
    f = SignalFilter()
    f.update(0.0, 50.0)
    f.reset()
    assert f.update(0.03, 1.0) == 1.0


@pytest.mark.parametrize("fps", [12, 30, 60])
def test_the_speed_of_a_steady_movement(fps: int) -> None:
    h = History(2.0)
    for i in range(fps):
        h.add(i / fps, 7.0 * i / fps)
    assert h.speed() == pytest.approx(7.0)
    assert h.speed(0.5) == pytest.approx(7.0)
    assert h.spread(0.5) == pytest.approx(7.0 * 0.5, abs=7.0 / fps)


def test_too_short_a_history_has_no_speed() -> None:
    h = History(2.0)
    assert h.speed() is None
    assert h.spread(1.0) is None
    h.add(0.0, 1.0)
    h.add(0.1, 5.0)
    assert h.speed() is None
    assert h.spread(1.0) is None


def test_a_history_keeps_its_seconds_and_no_more() -> None:
    h = History(1.0)
    for i in range(100):
        h.add(i / 10, float(i))
    assert h.since(-1.0)[0][0] == pytest.approx(8.9)
    assert [v for _, v in h.since(9.75)] == [98.0, 99.0]
    h.clear()
    assert h.since(-1.0) == []
    assert h.speed() is None


@given(st.floats(-50, 50), st.floats(-20, 20), st.integers(4, 40))
def test_the_slope_of_a_line_is_the_lines(a: float, b: float, n: int) -> None:
    line = [(i / n, a + b * i / n) for i in range(n + 1)]
    assert slope(line, 1.0) == pytest.approx(b, abs=1e-6)


def test_a_slope_needs_most_of_its_time_and_two_moments() -> None:
    assert slope([], 1.0) is None
    assert slope([(0.0, 1.0)], 1.0) is None
    assert slope([(0.0, 1.0), (0.5, 2.0)], 1.0) is None
    assert slope([(0.0, 1.0), (0.6, 2.2)], 1.0) == pytest.approx(2.0)
    assert slope([(1.0, 1.0), (1.0, 2.0)], 0.0) is None


@pytest.mark.parametrize("fps", [15, 30, 60])
def test_speeds_of_a_minimum_jerk_movement(fps: int) -> None:
    found = speeds(sampled([(0.0, 0.0), (2.0, 20.0)], fps))
    assert found.max() == pytest.approx(1.875 * 20.0 / 2.0, rel=0.03)
    assert found.min() > -0.5


def test_too_few_samples_have_no_speeds() -> None:
    assert len(speeds([])) == 0
    assert len(speeds([(0.0, 0.0), (0.1, 1.0)])) == 0
    assert speed_peaks([]) == 0
    assert speed_peaks([(i / 30, 5.0) for i in range(30)]) == 0


@pytest.mark.parametrize("fps", [15, 30, 60])
@pytest.mark.parametrize("stops", [0, 1, 2, 3])
def test_each_stop_adds_a_peak_of_speed(fps: int, stops: int) -> None:
    keys = [(0.0, 0.0)]
    for i in range(stops + 1):
        t = keys[-1][0]
        keys += [(t + 0.7, 8.0 * (i + 1)), (t + 1.2, 8.0 * (i + 1))]
    assert speed_peaks(sampled(keys, fps)) == stops + 1


def stepping(stops: int, size: float, pause: float = 0.2) -> Samples:
    """Out in quick steps with rests between them."""
    keys = [(0.0, 0.0)]
    for i in range(stops + 1):
        t = keys[-1][0]
        keys += [(t + 0.16, size * (i + 1) / (stops + 1)), (t + 0.16 + pause, keys[-1][1])]
        keys[-1] = (keys[-1][0], keys[-2][1])
    return keys


def trembling(samples: Samples, sigma: float, seed: int) -> Samples:
    noise = random.Random(seed)
    return [(t, v + noise.gauss(0.0, sigma)) for t, v in samples]


@pytest.mark.parametrize("fps", [12, 15, 20, 30, 60])
@pytest.mark.parametrize("seed", range(5))
def test_two_legs_that_stop_and_go_together_are_uneven_and_smooth_ones_are_not(
    fps: int, seed: int
) -> None:
    jerky = sampled(stepping(3, 45.0), fps)
    smooth = sampled([(0.0, 0.0), (1.6, 45.0)], fps)
    for samples, uneven in ((jerky, True), (smooth, False)):
        found = unevenness(trembling(samples, 1.0, seed), trembling(samples, 1.0, seed + 50))
        assert found is not None
        assert (found > 0.34) is uneven


def test_what_shakes_one_leg_alone_is_the_cameras_doing() -> None:
    smooth, jerky = sampled([(0.0, 0.0), (1.44, 45.0)]), sampled(stepping(3, 45.0))
    alone = unevenness(smooth, jerky[: len(smooth)])
    assert alone is not None
    assert alone < 0.25


def test_unevenness_has_no_unit_and_no_first_leg() -> None:
    one, other = sampled(stepping(2, 40.0)), sampled(stepping(2, 30.0))
    found = unevenness(one, other)
    assert found == pytest.approx(unevenness(other, one))
    assert found == pytest.approx(
        unevenness([(t, -3 * v) for t, v in one], [(t, -v) for t, v in other])
    )


def test_unevenness_of_what_was_hardly_seen_is_unknown() -> None:
    still = [(i / 30, 5.0) for i in range(30)]
    assert unevenness([], []) is None
    assert unevenness(still, still) is None
    one = sampled([(0.0, 0.0), (2.0, 45.0)])
    assert unevenness(one[:6], one[:6]) is None
    gap = one[:20] + one[40:]
    assert unevenness(gap, gap) is None


def test_time_between_two_levels_has_its_closed_form() -> None:
    line = [(i / 10, float(i)) for i in range(101)]
    assert time_between(line, 15.0, 95.0) == pytest.approx(8.0)
    assert time_between(line[20:], 15.0, 95.0) is None  # its begin was not seen
    assert time_between([*line[:40], *line[45:]], 15.0, 95.0) is None  # nor was its middle
    assert time_between(line, 15.0, 150.0) is None
    smooth = [(i / 100, minimum_jerk(i / 100)) for i in range(101)]
    assert time_between(smooth, 0.1, 0.9) == pytest.approx(0.5068, abs=0.002)


def test_the_last_way_up_is_timed_and_not_an_earlier_try() -> None:
    keys = [(0.0, 0.0), (1.0, 6.0), (2.0, 0.0), (3.0, 0.0), (5.0, 20.0)]
    found = time_between(sampled(keys, 60), 2.0, 18.0)
    assert found == pytest.approx(0.507 * 2.0, abs=0.05)


@pytest.mark.parametrize(("turns", "expected"), [(0, 0), (1, 1), (4, 4), (7, 7)])
def test_reversals_are_turns_of_direction(turns: int, expected: int) -> None:
    keys: Samples = [(0.0, 0.0)]
    for i in range(turns + 1):
        keys.append((float(i + 1), 0.0 if i % 2 else 5.0))
    assert reversals(sampled(keys), 3.0) == expected


@given(st.lists(st.floats(0, 2.9), max_size=60))
def test_trembling_under_the_limit_never_reverses(values: list[float]) -> None:
    assert reversals([(float(i), v) for i, v in enumerate(values)], 3.0) == 0


def test_reversals_of_a_sine() -> None:
    wave = [(i / 50, 4.0 * math.sin(2 * math.pi * i / 50)) for i in range(200)]
    assert reversals(wave, 3.0) == 8
