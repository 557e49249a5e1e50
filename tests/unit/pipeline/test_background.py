"""A live run in a thread of its own: which pictures get a pose there."""

import pytest

from posecoach.events import Rep
from posecoach.landmarks.replay import TapeLandmarker
from posecoach.pipeline.background import Background
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan
from posecoach.spec.load import stretch
from posecoach.testing.clock import FakeClock
from tests.kinematic import alternating, sequence
from tests.unit.pipeline.live import FPS, Camera, Shown, still


@pytest.mark.parametrize("camera", [True, False])
def test_only_a_camera_or_a_stream_is_coached_with_fewer_poses(camera: bool) -> None:
    poses, shown, clock = still(6.0), Shown(), FakeClock()
    frames = Camera(poses)
    frames.is_live = camera
    session = Session([SetPlan(stretch("lateral_line"), "mobilizer")])
    coach = Background(frames, lambda: TapeLandmarker(poses), session, [shown], clock)
    coach.pictured.set()
    coach.start()
    coach.join(30.0)
    assert bool(shown.pictures) == camera


def test_a_page_is_told_from_another_thread() -> None:
    poses, shown = sequence("lateral_line", alternating("lateral_line", 2), fps=FPS), Shown()
    session = Session([SetPlan(stretch("lateral_line"), "mobilizer")])
    coach = Background(Camera(poses), lambda: TapeLandmarker(poses), session, [shown], FakeClock())
    coach.watch("idle")
    coach.pictured.set()
    coach.start()
    coach.join(30.0)
    assert shown.looked(1.0, poses[-1].t) == pytest.approx(10.0, abs=1.0)
    reps = [e for e in shown.events if isinstance(e, Rep)]
    assert [(r.side, r.complete) for r in reps] == [("left", True), ("right", True)] * 2
