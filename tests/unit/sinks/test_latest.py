"""The newest step for the window: every picture, and each cue once."""

from dataclasses import replace

import numpy as np

from posecoach.events import Cue
from posecoach.pipeline.sink import Step
from posecoach.sinks.latest import Latest
from posecoach.sources.frame import Frame
from tests.moments import SCREENS
from tests.postures import standing


def test_the_window_gets_each_picture_with_the_last_pose_and_each_cue_once() -> None:
    latest = Latest()
    cue = Cue(1.0, "guide", "paused")
    now = replace(SCREENS["paused"], t=1.0, events=(cue,))
    frames = [Frame(np.full((4, 4, 3), i, np.uint8), 1.0 + i / 30) for i in range(3)]
    pose = standing(1.0)
    latest.picture(frames[0])
    assert latest.newest() is None, "nothing is coached yet"
    latest.take(Step(frames[0], pose, now))
    latest.picture(frames[1])
    found = latest.newest()
    assert found is not None
    step, missed = found
    assert (step.frame, step.pose, step.now.cues, missed) == (frames[1], pose, (cue,), [])
    latest.picture(frames[2])
    found = latest.newest()
    assert found is not None
    assert (found[0].frame, found[0].now.events, found[1]) == (frames[2], (), [])
    assert found[0].now.t == frames[2].t
