"""What a screen reader is told of a session."""

import re

from posecoach.app.desktop.session.said import state
from posecoach.session.session import Session
from posecoach.session.sets import one_set
from posecoach.spec.load import stretch
from tests.kinematic import Rep, alternating, sequence


def test_the_steps_of_a_way_down_are_numbered() -> None:
    session = Session([one_set(stretch("lateral_line"), reps=1), one_set(stretch("hip_rotators"))])
    moments = [session.update(p) for p in sequence("lateral_line", alternating("lateral_line", 1))]
    assert moments[-1].stage == "move"
    assert re.search(r"\b1 of \d", state(moments[-1]))


def test_the_time_of_a_hold_is_told_in_tens_of_seconds() -> None:
    session = Session([one_set(stretch("lateral_line"), "hold", hold_s=30)])
    poses = sequence("lateral_line", [Rep("left", 24.0, hold_s=28.0)], fps=10)
    told = {state(session.update(p)) for p in poses}
    numbers = {n for text in told for n in re.findall(r"\d+", text)}
    assert numbers, "its time is told"
    assert numbers <= {"10", "20", "30"}
