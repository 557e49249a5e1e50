"""Real people, from a folder that is not part of the project: ``POSECOACH_CLIPS`` names it.

Each clip goes once through the real model; its poses are coached as each stretch of the article.
"""

import os
from pathlib import Path

import pytest

from posecoach.events import Cue, Fault, Rep
from posecoach.judge.coach import Coach
from posecoach.pose import Pose
from posecoach.spec.library import ARTICLE
from posecoach.spec.load import stretches
from tests.shared import need, poses_of

NEGATIVES = [
    "neg_no_person_cars.mp4",
    "neg_people_enter_leave.mp4",
    "neg_two_people.mp4",
    "squat_front_5rep.mp4",
    "lunge_split_side_right_11rep.mp4",
    "sidebend_yoga_warrior_sideangle_triangle.mp4",
    "floor_kneelsit_side_arms_portrait.mp4",
    "bridge_side_webcam_1rep.mp4",
    "curl_side_upperbody.mp4",
    "forward_bend_webcam_overlay.gif",
    "stand_front_small_person.avi",
    "person_small_far_outdoor.mp4",
    "sitting_side_posture_67s.mp4",
    "upperbody_webcam_help.mkv",
    "upperbody_webcam_thanks.mkv",
    "upperbody_webcam_walk.mkv",
]


def real(name: str) -> Path:
    """A real clip of the shared set."""
    folder = os.environ.get("POSECOACH_CLIPS")
    need(folder, "POSECOACH_CLIPS does not name the folder of the shared clips")
    path = Path(folder or ".") / "real" / name
    need(path.is_file(), f"{path} is missing")
    return path


def coached(poses: list[Pose], stretch: str) -> tuple[list[Rep], list[Cue], list[Fault]]:
    known = stretches()[stretch]
    coach = Coach(known, next(m for m in known.modes if known.judges(m)))
    events = [e for pose in poses for e in coach.update(pose).events]
    events += coach.finish().events
    return (
        [e for e in events if isinstance(e, Rep)],
        [e for e in events if isinstance(e, Cue)],
        [e for e in events if isinstance(e, Fault)],
    )


@pytest.mark.parametrize("name", NEGATIVES)
def test_other_exercises_give_no_rep_and_no_correction(name: str, model_path: Path) -> None:
    poses = list(poses_of(real(name), model_path))
    for stretch in ARTICLE:  # `benchmarks/accuracy.py --matrix` takes all
        reps, cues, _ = coached(poses, stretch)
        assert [r for r in reps if r.complete] == [], stretch
        assert [c for c in cues if c.kind == "correction"] == [], stretch


def test_a_real_half_kneeling_stretch_is_counted_on_its_side(model_path: Path) -> None:
    poses = list(poses_of(real("halfkneel_hipflexor_side_right_1rep.mp4"), model_path))
    reps, cues, faults = coached(poses, "hip_flexor")
    assert [(r.side, r.complete) for r in reps] == [("right", True)]
    assert faults == []
    assert [c.kind for c in cues] == ["count"]


def test_half_kneeling_at_45_degrees_is_refused_or_counted_but_never_corrected(
    model_path: Path,
) -> None:
    poses = list(poses_of(real("halfkneel_rock_oblique_left_3rep_portrait.mp4"), model_path))
    reps, cues, _ = coached(poses, "hip_flexor")
    done = [r for r in reps if r.complete]
    assert [r.side for r in done] in ([], ["left"] * 3)
    if not done:
        assert any(c.id == "turn_sideways" for c in cues)
        assert [c for c in cues if c.kind == "correction"] == []
