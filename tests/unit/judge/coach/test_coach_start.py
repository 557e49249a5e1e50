"""The whole coach on generated bodies: who cannot be judged yet is led to the start."""

import pytest

from posecoach.pose import Landmark, Pose
from tests.kinematic import Rep, path, sequence
from tests.postures import half_kneeling, nobody, seated, standing
from tests.unit.judge.coached import STRETCHES, coached, counts, cues, reps


@pytest.mark.parametrize("name", STRETCHES)
def test_nobody_in_the_picture_is_told_once_in_a_while_and_counts_nothing(name: str) -> None:
    moments = coached(name, [nobody(i / 10) for i in range(80)])
    assert [c.id for c in cues(moments, "direction")] == ["show_whole_body"]
    assert counts(moments) == {"left": 0, "right": 0}
    assert {m.phase for m in moments} == {"unseen"}


def test_in_the_dark_more_light_is_asked_for() -> None:
    dark = [Pose(i / 10, 640, 480, luminance=12.0) for i in range(20)]
    assert [c.id for c in cues(coached("lateral_line", dark), "direction")] == ["more_light"]


def test_the_far_knee_is_told_to_swap_within_two_seconds() -> None:
    """Kneels on the left knee and shows the right side: the front foot is the nearer one."""
    poses = [half_kneeling(i / 30, side="left", facing=1) for i in range(90)]
    front = [Landmark.RIGHT_ANKLE, Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX]
    for pose in poses:
        pose.image[front, 1] += 0.05
    moments = coached("hip_flexor", poses)
    assert [c.id for c in cues(moments, "direction")] == ["swap_knee_or_turn"]
    assert cues(moments, "direction")[0].t <= 2.0
    assert moments[-1].framing.ok, "what is seen is coached"


def test_front_on_is_told_to_turn_for_a_stretch_seen_from_the_side() -> None:
    moments = coached("hip_flexor", [standing(i / 30) for i in range(60)])
    assert "turn_sideways" in {c.id for c in cues(moments, "direction")}


def test_what_was_to_be_asked_of_somebody_else_is_not_asked_of_the_user() -> None:
    """Another person is found for a while, front-on; then the user, who does it right."""
    asked_at = cues(coached("hip_flexor", [standing(i / 30) for i in range(60)]), "direction")[0].t
    for before in (0.02, 0.12, 0.22):
        poses = []
        for i in range(120):
            pose = half_kneeling(i / 30)
            if pose.t < asked_at - before:
                pose = standing(i / 30)
                pose.image[:, 0] += 0.3
            poses.append(pose)
        moments = coached("hip_flexor", poses)
        assert cues(moments, "direction") == [], before
        assert moments[-1].framing.ok


def test_side_on_is_told_to_face_the_camera_for_a_stretch_seen_from_the_front() -> None:
    for name in ("lateral_line", "hip_rotators"):
        moments = coached(name, [half_kneeling(i / 30) for i in range(60)])
        assert "face_camera" in {c.id for c in cues(moments, "direction")}


def test_who_stands_instead_of_sitting_is_guided_to_the_start() -> None:
    moments = coached("hip_rotators", [standing(i / 15) for i in range(75)])
    assert [c.id for c in cues(moments, "guide")] == ["seated"]
    assert "start" not in {m.phase for m in moments}


def test_reps_are_not_counted_before_the_start_position_was_seen() -> None:
    """Bent to the side from the first frame on: the first return is no rep."""
    late = [
        p for p in sequence("lateral_line", [Rep("left", 20.0), Rep("left", 20.0)]) if p.t > 3.5
    ]
    moments = coached("lateral_line", late)
    assert counts(moments) == {"left": 1, "right": 0}


def test_a_sitting_body_is_not_mistaken_for_the_standing_start() -> None:
    moments = coached("lateral_line", [seated(i / 15) for i in range(45)])
    assert {m.phase for m in moments} <= {"unseen", "setup"}


def test_who_leans_over_where_the_legs_are_bent_hears_to_straighten_them() -> None:
    """Neither a count nor silence: the one thing that hinders, within another repetition."""
    poses = sequence("lateral_line", [Rep("left", 20.0), Rep("right", 20.0)] * 3)
    for pose in poses:
        pose.image[[25, 26], 0] += (0.12, -0.12)  # both knees bent outward
    moments = coached("lateral_line", poses)
    assert counts(moments) == {"left": 0, "right": 0}
    told = cues(moments, "guide")
    assert told[0].id == "long_legs"
    assert told[0].t <= 12.0


def glides(keys: list[tuple[float, float]]) -> list[Pose]:
    """Half-kneeling, the thigh through (seconds, degrees) at thirty frames a second."""
    way = path(keys)
    return [half_kneeling(i / 30, thigh=way(i / 30)) for i in range(int(keys[-1][0] * 30))]


def test_who_begins_at_once_and_rests_at_the_end_is_counted_from_the_first_on() -> None:
    keys = [(0.0, 0.0), (0.3, 0.0), (1.8, 17.0), (3.3, 17.0), (4.8, 0.0), (5.4, 0.0)]
    again = [(t + 5.4, v) for t, v in keys[1:]]
    assert [r.complete for r in reps(coached("hip_flexor", glides([*keys, *again])))] == [True] * 2


@pytest.mark.parametrize("rest_s", [1.0, 2.0, 6.0])
def test_who_settles_further_forward_and_starts_from_there_is_counted(rest_s: float) -> None:
    settled = [(0.0, 0.0), (0.3, 0.0), (1.8, 17.0), (1.8 + rest_s, 17.0)]
    t = settled[-1][0]
    rep = [(t + 2.0, 42.0), (t + 3.0, 42.0), (t + 5.0, 17.0), (t + 6.0, 17.0)]
    again = [(u + 6.0, v) for u, v in rep]
    found = reps(coached("hip_flexor", glides([*settled, *rep, *again])))
    assert [r.complete for r in found] == [True] * 2


def test_a_repetition_that_is_back_counts_though_its_rest_shows_the_start_first() -> None:
    """A busy machine stalls: the end of the way back is seen late, and then it rests already."""
    keys = [(0.0, 0.0), (0.4, 0.0), (1.6, 26.0), (3.9, 26.0), (5.1, 0.0), (7.5, 0.0)]
    for stalled_at in (5.0, 5.3, 5.6):
        for step in (0.25, 0.29):
            poses = [
                p for p in glides(keys) if p.t < stalled_at - 0.5 or p.t * 30 % (step * 30) < 1
            ]
            found = reps(coached("hip_flexor", poses))
            assert [r.complete for r in found] == [True], (stalled_at, step)
