"""What of a look is a slump, and what is only another place."""

from dataclasses import replace

import pytest

from posecoach.desk.events import Notified, Shifted
from tests.sitter import FRONT, Scene, Sitter, View
from tests.unit.desk.play import NEVER, Play, of

NEAR = View(distance=0.6, height=1.0)


@pytest.mark.parametrize("view", [NEAR, replace(NEAR, height=1.3), FRONT])
@pytest.mark.parametrize(
    ("lower", "tilt"), [(0.08, 0.0), (0.12, 0.0), (0.15, 0.0), (0.0, 11.0), (0.0, 14.0)]
)
def test_a_lowered_chair_or_a_tilted_lid_close_to_the_camera_is_no_slump(
    view: View, lower: float, tilt: float
) -> None:
    play = Play(view, replace(NEVER, slump=60.0))
    play.sits(60)
    play.scene = Scene(replace(view, tilt=tilt), 2)
    found = play.sits(200, Sitter(lower=lower))
    assert of(found, Shifted)
    assert not of(found, Notified)
    slumped = play.sits(120, Sitter(lower=lower, slump=1.0, forward=0.4))
    assert len(of(slumped, Notified)) == 1


@pytest.mark.parametrize("view", [NEAR, View(distance=0.75, height=1.3)])
@pytest.mark.parametrize(("slump", "forward"), [(1.0, 0.0), (0.7, 0.0), (0.6, 0.4), (0.0, 1.0)])
def test_slumps_close_to_the_camera_are_found(view: View, slump: float, forward: float) -> None:
    play = Play(view, replace(NEVER, slump=60.0))
    play.sits(60)
    assert len(of(play.sits(120, Sitter(slump=slump, forward=forward)), Notified)) == 1


def test_whoever_leans_to_one_side_on_a_lowered_chair_is_told() -> None:
    play = Play(times=replace(NEVER, slump=60.0))
    play.sits(60)
    assert len(of(play.sits(120, Sitter(lower=0.06, tilt=18.0)), Notified)) == 1
