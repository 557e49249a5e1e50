"""The whole coach on generated bodies: exact counts, whatever tempo, camera and model do."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.judge.coach import Coach
from posecoach.judge.moment import Moment
from posecoach.pose import Landmark, Pose, Side, unmirrored
from posecoach.spec.load import stretch
from tests.kinematic import CLEAN, GOOD, Noise, Rep, alternating, excursions, sequence, times
from tests.postures import seated
from tests.unit.judge.coached import STRETCHES, coached, counts, cues, faults, reps, rules


@cache
def correct(name: str) -> tuple[Moment, ...]:
    """Two correct reps a side."""
    return tuple(coached(name, sequence(name, alternating(name, 2), fps=20)))


# ---------------------------------------------------------------------- correct movement


@pytest.mark.parametrize("name", STRETCHES)
def test_correct_reps_are_counted_exactly_and_left_in_peace(name: str) -> None:
    moments = correct(name)
    assert counts(moments) == {"left": 2, "right": 2}
    assert counts(moments, complete=False) == {"left": 0, "right": 0}
    assert faults(moments) == []
    assert cues(moments, "correction") == []
    planned: list[Side] = [r.side for r in alternating(name, 2)]
    assert [r.side for r in reps(moments)] == planned
    assert [c.number for c in cues(moments, "count")] == (
        [1, 2, 1, 2] if name == "hip_flexor" else [1, 1, 2, 2]
    )


@pytest.mark.parametrize("name", STRETCHES)
def test_what_a_rep_tells_is_what_was_done(name: str) -> None:
    for rep in reps(correct(name)):
        assert rep.complete
        assert rep.range_deg == pytest.approx(GOOD[name], rel=0.05)
        assert rep.duration_s == pytest.approx(1.8 + 0.6 + 1.8, abs=0.6)
        assert rep.speed_peaks == 2
        assert rep.t - rep.start == pytest.approx(rep.duration_s)


@pytest.mark.parametrize("name", STRETCHES)
def test_moments_are_consistent_in_themselves(name: str) -> None:
    spec = stretch(name)
    before = -1.0
    for m in correct(name):
        assert m.t >= before
        before = m.t
        assert set(m.rules) == {r.id for r in spec.rules if "mobilizer" in r.modes}
        if not m.framing.ok:
            assert m.phase == "unseen"
        if m.progress is not None:
            assert -0.5 < m.progress < 2.0
        assert m.hold is None


@pytest.mark.parametrize("name", STRETCHES)
def test_the_phases_come_in_order(name: str) -> None:
    order: list[str] = []
    for m in correct(name):
        if not order or order[-1] != m.phase:
            order.append(m.phase)
    assert order[:3] == ["unseen", "setup", "start"]
    text = " ".join(order)
    assert text.count("start out end back") == 4


@pytest.mark.parametrize("name", STRETCHES)
def test_the_same_poses_give_the_same_moments(name: str) -> None:
    poses = sequence(name, alternating(name, 1), noise=Noise(jitter=2.0, seed=5))
    assert coached(name, poses) == coached(name, poses)


# ---------------------------------------------------------------------- tempo and size


@pytest.mark.parametrize("name", STRETCHES)
def test_a_movement_that_turns_back_early_is_partial_and_not_counted(name: str) -> None:
    small = {"hip_flexor": 10.0, "hip_rotators": 13.0, "lateral_line": 5.5}[name]
    moments = coached(name, sequence(name, [Rep("right", small), Rep("right", GOOD[name])]))
    assert counts(moments) == {"left": 0, "right": 1}
    assert counts(moments, complete=False) == {"left": 0, "right": 1}
    assert [(r.complete, r.side) for r in reps(moments)] == [(False, "right"), (True, "right")]
    assert rules(moments) == {"partial"}
    assert [c.id for c in cues(moments, "guide")] == ["almost"]


def test_overshooting_the_start_is_no_partial_repetition() -> None:
    swing = Rep("right", 9.0, out_s=0.4, hold_s=0.1, back_s=0.4)
    slow = Rep("right", 9.0)
    for small, partials in ((swing, 0), (slow, 1)):
        poses = sequence("hip_rotators", [Rep("left", GOOD["hip_rotators"]), small])
        moments = coached("hip_rotators", poses)
        assert counts(moments) == {"left": 1, "right": 0}
        assert counts(moments, complete=False) == {"left": 0, "right": partials}
        assert len(cues(moments, "guide")) == partials


def test_one_leg_that_is_found_at_the_end_at_once_is_no_hurry() -> None:
    movement = [Rep("left", GOOD["hip_rotators"]), Rep("left", GOOD["hip_rotators"])]
    value, length = excursions(movement, 1.6, 0.6)
    poses = []
    for t in times(length, 15.0):
        roll = value(t)
        misread = 8.0 < roll < 25.0 and value(t + 0.1) > roll  # on the way out
        poses.append(seated(t, left_roll=roll, right_roll=50.0 if misread else roll, yaw=roll))
    moments = coached("hip_rotators", poses)
    assert counts(moments) == {"left": 2, "right": 0}
    assert "too_fast" not in rules(moments)


@pytest.mark.parametrize("name", STRETCHES)
def test_a_hurried_movement_is_too_fast(name: str) -> None:
    quick = Rep("left", GOOD[name], out_s=0.6, hold_s=0.6, back_s=1.2)
    moments = coached(name, sequence(name, [quick, quick]))
    assert counts(moments) == {"left": 2, "right": 0}
    assert rules(moments) == {"too_fast"}


@pytest.mark.parametrize("name", ["hip_rotators", "lateral_line"])
def test_straight_from_one_side_to_the_other_counts_both(name: str) -> None:
    across = [
        Rep("left", GOOD[name], back_s=3.0, through=True),
        Rep("right", GOOD[name], back_s=3.0, through=True),
        Rep("left", GOOD[name]),
    ]
    moments = coached(name, sequence(name, across, fps=30))
    assert counts(moments) == {"left": 2, "right": 1}
    assert [r.side for r in reps(moments)] == ["left", "right", "left"]
    assert faults(moments) == []


@pytest.mark.parametrize("name", STRETCHES)
@pytest.mark.parametrize("fps", [12, 60])
def test_counts_do_not_depend_on_the_frame_rate(name: str, fps: int) -> None:
    moments = coached(name, sequence(name, [Rep("left", 0.85 * GOOD[name])], fps=fps))
    assert counts(moments) == {"left": 1, "right": 0}
    assert faults(moments) == []


def test_earlier_ranges_move_the_mark_and_not_the_count() -> None:
    spec = stretch("lateral_line")
    with_memory = Coach(spec, memory={"left": 34.0, "right": 34.0})
    without = Coach(spec)
    poses = sequence("lateral_line", [Rep("left", 12.0)], noise=CLEAN)
    far, near = ([c.update(p) for p in poses] for c in (with_memory, without))
    assert counts(far) == counts(near) == {"left": 1, "right": 0}
    assert max(m.progress or 0.0 for m in far) < 0.5
    assert max(m.progress or 0.0 for m in near) > 0.6


# ---------------------------------------------------------------------- what cameras and models do


@pytest.mark.parametrize("name", STRETCHES)
@pytest.mark.parametrize("at", [2.2, 4.8])
def test_a_dropout_shorter_than_a_second_does_not_break_a_rep(name: str, at: float) -> None:
    noise = Noise(dropouts=((at, at + 0.7),))
    moments = coached(name, sequence(name, [Rep("right", GOOD[name])], noise=noise))
    assert counts(moments) == {"left": 0, "right": 1}


def test_a_long_loss_drops_the_rep_and_the_next_one_counts() -> None:
    noise = Noise(dropouts=((3.0, 5.0),))
    plan = [Rep("right", 20.0), Rep("right", 20.0)]
    moments = coached("lateral_line", sequence("lateral_line", plan, noise=noise))
    assert counts(moments) == {"left": 0, "right": 1}
    assert counts(moments, complete=False) == {"left": 0, "right": 0}


def test_swapped_leg_labels_do_not_disturb_the_half_kneeling_count() -> None:
    swaps = tuple((2.0 + 0.9 * i, 2.2 + 0.9 * i) for i in range(9))
    plan = [Rep("right", 28.0), Rep("right", 28.0)]
    moments = coached("hip_flexor", sequence("hip_flexor", plan, noise=Noise(swaps=swaps)))
    assert counts(moments) == {"left": 0, "right": 2}
    assert cues(moments, "correction") == []


def test_the_same_film_mirrored_and_set_right_gives_the_same_moments() -> None:
    poses = sequence("lateral_line", alternating("lateral_line", 1))
    twice = [unmirrored(unmirrored(p)) for p in poses]
    assert [r.side for r in reps(coached("lateral_line", twice))] == ["left", "right"]
    once = [unmirrored(p) for p in poses]
    assert [r.side for r in reps(coached("lateral_line", once))] == ["right", "left"]


@settings(max_examples=6)
@given(
    name=st.sampled_from(STRETCHES),
    fps=st.sampled_from([12, 15, 24]),
    jitter=st.floats(0.0, 1.5),
    share=st.floats(0.85, 1.2),
    tempo=st.floats(0.8, 1.6),
    seed=st.integers(0, 99),
)
def test_correct_movement_is_counted_whatever_the_camera_and_the_tempo(
    name: str, fps: int, jitter: float, share: float, tempo: float, seed: int
) -> None:
    one = Rep("left", GOOD[name] * share, 1.8 * tempo, 0.6, 1.8 * tempo, 1.2)
    poses = sequence(name, [one, one], fps=fps, noise=Noise(jitter=jitter, seed=seed))
    moments = coached(name, poses)
    assert counts(moments) == {"left": 2, "right": 0}
    assert cues(moments, "correction") == []


def test_who_goes_down_on_both_knees_as_a_repetition_ends_keeps_it() -> None:
    out_s, hold_s, back_s = 1.5, 0.6, 3.0
    poses = sequence("hip_flexor", [Rep("right", 28.0, out_s, hold_s, back_s)], tail_s=3.0)
    nearly_back = 1.6 + out_s + hold_s + 0.8 * back_s
    moments = coached("hip_flexor", [_both_down(p) if p.t > nearly_back else p for p in poses])
    assert counts(moments) == {"left": 0, "right": 1}


def _both_down(pose: Pose) -> Pose:
    image = pose.image.copy()
    image[Landmark.LEFT_KNEE, 1] = image[Landmark.RIGHT_KNEE, 1]
    return replace(pose, image=image)
