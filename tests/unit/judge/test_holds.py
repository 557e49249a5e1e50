"""Holds: dated back, paused by movement and loss, never reset by a short one."""

import random
from collections.abc import Callable, Sequence

import pytest

from posecoach.events import HoldChange, HoldSpan
from posecoach.judge.holds import HoldTimer
from posecoach.pose import Side
from tests.kinematic import path, times

RANGE = 20.0
Found = list[HoldChange | HoldSpan]


def run(
    value: Callable[[float], float],
    seconds: float,
    *,
    fps: float = 20.0,
    lost: Sequence[tuple[float, float]] = (),
    side: Callable[[float], Side] = lambda _t: "left",
) -> tuple[Found, HoldTimer]:
    timer = HoldTimer()
    out: Found = []
    for t in times(seconds, fps):
        if any(a <= t < b for a, b in lost):
            out += timer.unseen(t)
        else:
            out += timer.update(t, value(t) / RANGE, value(t), side(t))
    return out, timer


def spans(found: Found) -> list[HoldSpan]:
    return [e for e in found if isinstance(e, HoldSpan)]


def kinds(found: Found) -> list[str]:
    return [e.kind for e in found if isinstance(e, HoldChange)]


def held(seconds: float = 10.0, top: float = RANGE) -> list[tuple[float, float]]:
    """In within 1..2.5 s, held for ``seconds``, out within 1.5 s, and a rest."""
    out = 2.5 + seconds
    return [(0.0, 0.0), (1.0, 0.0), (2.5, top), (out, top), (out + 1.5, 0.0), (out + 4.0, 0.0)]


@pytest.mark.parametrize("fps", [15, 20, 30, 60])
def test_a_hold_is_dated_from_stop_to_begin_of_movement_at_each_frame_rate(fps: int) -> None:
    found, timer = run(path(held(3.0)), 8.0, fps=fps)
    (span,) = spans(found)
    assert kinds(found)[0] == "start"
    assert span.side == "left"
    assert span.start == pytest.approx(2.5, abs=0.4)
    assert span.end == pytest.approx(5.5, abs=0.4)
    assert span.held_s == pytest.approx(span.end - span.start, abs=0.05)
    assert timer.state is None


def test_the_start_is_told_late_and_dated_back() -> None:
    timer = HoldTimer()
    value = path(held())
    for t in times(8.0, 30):
        for event in timer.update(t, value(t) / RANGE, value(t), "left"):
            assert isinstance(event, HoldChange)
            assert event.kind == "start"
            assert event.t < t, "stillness takes a while to be known"
            state = timer.state
            assert state is not None
            assert state.running
            assert state.held_s == pytest.approx(t - event.t)
            return
    pytest.fail("no hold began")


def test_the_clock_runs_with_the_time() -> None:
    _, timer = run(path(held()), 8.0)
    state = timer.state
    assert state is not None
    assert state.running
    assert state.held_s == pytest.approx(8.0 - 2.5, abs=0.4)


def test_time_under_way_is_not_held() -> None:
    slow = [(0.0, 0.0), (1.0, 0.0), (6.0, RANGE), (9.0, RANGE), (14.0, 0.0), (15.0, 0.0)]
    found, _ = run(path(slow), 15.0)
    (span,) = spans(found)
    assert span.held_s < 3.0 + 2.5


def test_stillness_short_of_the_end_position_is_no_hold() -> None:
    found, timer = run(path(held(top=0.5 * RANGE)), 16.0)
    assert found == []
    assert timer.state is None


def test_a_hold_shorter_than_a_second_is_dropped() -> None:
    found, _ = run(path(held(seconds=0.9)), 8.0)
    assert all(s.held_s >= 1.0 for s in spans(found))


def test_coming_half_out_pauses_and_coming_back_resumes_the_same_hold() -> None:
    keys = [(0.0, 0.0), (1.0, 0.0), (2.5, 20.0), (7.0, 20.0), (7.8, 7.0), (9.5, 7.0)]
    keys += [(10.5, 20.0), (15.0, 20.0), (16.5, 0.0), (18.0, 0.0)]
    found, _ = run(path(keys), 18.0)
    assert kinds(found)[:3] == ["start", "pause", "resume"]
    (span,) = spans(found)
    assert span.start == pytest.approx(2.5, abs=0.4)
    assert span.end == pytest.approx(15.0, abs=0.5)
    assert span.held_s == pytest.approx(4.5 + 4.5, abs=0.9)


def test_held_time_never_falls_while_a_hold_lasts() -> None:
    keys = [(0.0, 0.0), (1.0, 0.0), (2.5, 20.0), (7.0, 20.0), (7.8, 7.0), (9.5, 7.0)]
    keys += [(10.5, 20.0), (15.0, 20.0)]
    timer, value = HoldTimer(), path(keys)
    before = 0.0
    for t in times(15.0, 30):
        timer.update(t, value(t) / RANGE, value(t), "left")
        if timer.state is not None:
            # A pause is dated back to where the movement began: by a second or so at most.
            assert timer.state.held_s >= before - 1.6
            before = max(before, timer.state.held_s)
    assert before == pytest.approx(9.0, abs=1.2)


def test_small_trembling_does_not_pause() -> None:
    rng = random.Random(3)
    smooth = path(held())
    found, _ = run(lambda t: smooth(t) + rng.uniform(-0.4, 0.4), 16.0)
    assert kinds(found)[0] == "start"
    assert "resume" not in kinds(found)
    (span,) = spans(found)
    assert span.held_s == pytest.approx(10.0, abs=0.8)


def test_a_short_loss_pauses_at_the_last_sample_and_does_not_reset() -> None:
    found, _ = run(path(held()), 16.0, lost=[(6.0, 6.8)])
    changes = [e for e in found if isinstance(e, HoldChange)]
    assert [c.kind for c in changes[:3]] == ["start", "pause", "resume"]
    assert changes[1].t == pytest.approx(6.0, abs=0.1)
    (span,) = spans(found)
    assert span.start == pytest.approx(2.5, abs=0.4)


def test_a_blink_does_not_even_pause() -> None:
    found, _ = run(path(held()), 16.0, lost=[(6.0, 6.2)])
    assert kinds(found) in (["start"], ["start", "pause"])
    (span,) = spans(found)
    assert span.held_s == pytest.approx(10.0, abs=0.7)


def test_a_very_long_loss_ends_the_hold_where_it_was_last_seen() -> None:
    found, timer = run(path(held(20.0)), 15.0, lost=[(6.0, 15.1)])
    (span,) = spans(found)
    assert span.end == pytest.approx(6.0, abs=0.1)
    assert span.held_s == pytest.approx(3.5, abs=0.4)
    assert timer.state is None


def test_the_source_that_ends_in_a_hold_ends_it_there() -> None:
    found, timer = run(path(held(20.0)), 10.0)
    assert spans(found) == []
    (span,) = spans(timer.finish())
    assert span.end == pytest.approx(10.0, abs=0.05)
    assert span.held_s == pytest.approx(7.5, abs=0.4)
    assert timer.finish() == []


def test_each_side_has_its_own_hold() -> None:
    keys = held(5.0)
    once, again = path(keys), path(keys)
    length = keys[-1][0]
    found, _ = run(
        lambda t: once(t) if t < length else again(t - length),
        2 * length,
        side=lambda t: "left" if t < length else "right",
    )
    assert [s.side for s in spans(found)] == ["left", "right"]
    assert all(s.held_s == pytest.approx(5.0, abs=0.6) for s in spans(found))


def test_nothing_is_held_where_nothing_was_seen() -> None:
    timer = HoldTimer()
    assert timer.unseen(0.0) == []
    assert timer.unseen(99.0) == []
    assert timer.finish() == []
    assert timer.reversals_now() == 0


def test_bouncing_is_counted_over_the_last_two_seconds() -> None:
    keys = [(0.0, 0.0), (1.0, 20.0)]
    keys += [(1.5 + 0.5 * i, 20.0 if i % 2 else 14.0) for i in range(8)]
    _, timer = run(path(keys), 5.0)
    assert timer.reversals_now() >= 3
    _, still = run(path(held()), 9.0)
    assert still.reversals_now() == 0
