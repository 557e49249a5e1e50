"""The whole coach on generated bodies: holds are timed, and only in the end position."""

from dataclasses import replace

import pytest

from posecoach.events import HoldChange, HoldSpan
from posecoach.judge.coach import Coach
from posecoach.pose import Landmark, Pose
from posecoach.spec.load import stretch
from tests.kinematic import Noise, Rep, lateral_body, sequence, times
from tests.unit.judge.coached import coached, counts, cues, events, faults, rules

HELD = Rep("left", 20.0, out_s=1.5, hold_s=6.0, back_s=1.5, pause_s=1.5)


def test_a_hold_is_timed_from_stop_to_begin_of_movement() -> None:
    moments = coached("lateral_line", sequence("lateral_line", [HELD]), "hold")
    (span,) = [e for e in events(moments) if isinstance(e, HoldSpan)]
    assert span.side == "left"
    assert span.start == pytest.approx(1.6 + 1.5, abs=0.4)
    assert span.end == pytest.approx(1.6 + 1.5 + 6.0, abs=0.5)
    assert span.held_s == pytest.approx(6.0, abs=0.6)
    assert moments[-1].held_s == {"left": pytest.approx(span.held_s), "right": 0.0}
    assert counts(moments) == {"left": 0, "right": 0}
    assert cues(moments, "correction") == []


def test_a_hold_of_the_hip_flexor_belongs_to_the_kneeling_side() -> None:
    plan = [Rep("right", 28.0, out_s=1.5, hold_s=5.0, back_s=1.5, pause_s=1.5)]
    moments = coached("hip_flexor", sequence("hip_flexor", plan), "hold")
    assert moments[-1].held_s["right"] == pytest.approx(5.0, abs=0.6)
    assert moments[-1].held_s["left"] == 0.0


def test_an_unseen_while_pauses_the_hold_and_does_not_reset_it() -> None:
    noise = Noise(dropouts=((5.0, 5.8),))
    moments = coached("lateral_line", sequence("lateral_line", [HELD], noise=noise), "hold")
    kinds = [e.kind for e in events(moments) if isinstance(e, HoldChange)]
    assert kinds[:3] == ["start", "pause", "resume"]
    (span,) = [e for e in events(moments) if isinstance(e, HoldSpan)]
    assert span.start == pytest.approx(1.6 + 1.5, abs=0.4)
    assert span.end == pytest.approx(1.6 + 1.5 + 6.0, abs=0.5)
    assert span.held_s > 3.5


def test_a_fault_in_a_hold_is_found_while_it_lasts() -> None:
    poses = sequence("lateral_line", [HELD], faults=["no_hip_shift"])
    moments = coached("lateral_line", poses, "hold")
    assert rules(moments) == {"no_hip_shift"}
    began = next(f for f in faults(moments) if f.end is None)
    assert began.start < 1.6 + 1.5 + 3.0


def test_a_coach_refuses_a_mode_that_the_stretch_does_not_have() -> None:
    with pytest.raises(ValueError, match="hold"):
        Coach(stretch("hip_rotators"), "hold")


def test_who_holds_short_of_the_end_position_hears_it_and_no_clock_runs() -> None:
    poses = sequence("lateral_line", [Rep("left", 5.0, hold_s=8.0)])
    moments = coached("lateral_line", poses, "hold")
    assert [e for m in moments for e in m.events if isinstance(e, HoldSpan)] == []
    assert [c.id for c in cues(moments, "guide")] == ["almost"]


def turned_aside(pose: Pose) -> Pose:
    """The same body without its width, as if seen from its side; its lean stays."""
    image = pose.image.copy()
    for pair in ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX", "EAR"):
        both = [Landmark[f"LEFT_{pair}"], Landmark[f"RIGHT_{pair}"]]
        middle = image[both, 0].mean()
        image[both, 0] = middle + 0.1 * (image[both, 0] - middle)
    return replace(pose, image=image)


def test_who_turns_aside_and_leans_is_not_in_a_hold_but_asked_to_face_the_camera() -> None:
    upright = sequence("lateral_line", [], tail_s=1.0)
    begin = upright[-1].t
    leaning = [lateral_body()(begin + t, 12.0, "left") for t in times(6.0, 15.0)[1:]]
    moments = coached("lateral_line", [*upright, *map(turned_aside, leaning)], "hold")
    assert [e for e in events(moments) if isinstance(e, HoldChange | HoldSpan)] == []
    assert "face_camera" in [c.id for c in cues(moments, "direction")]
    assert cues(moments, "correction") == []
