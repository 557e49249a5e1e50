"""Recordings that give no draft, each with its reason."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from posecoach import language
from posecoach.draft.make import draft
from posecoach.errors import DraftError
from posecoach.pose import Landmark, Pose
from tests.movements import FPS, PEOPLE, movement, recorded
from tests.postures import nobody, standing

_SECONDS = 12.0
_TIMES = [i / FPS for i in range(round(_SECONDS * FPS))]


def refusal(poses: Sequence[Pose]) -> str:
    with pytest.raises(DraftError) as told:
        draft(poses, "Nothing")
    return str(told.value)


def test_nobody_there() -> None:
    assert "seen for only 0%" in refusal([nobody(t) for t in _TIMES])


def test_too_short() -> None:
    assert "too short" in refusal([])
    assert "too short" in refusal([standing(t) for t in _TIMES[:20]])


def test_nothing_swings() -> None:
    assert "Nothing swings" in refusal([standing(t) for t in _TIMES])


def test_only_depth_swings() -> None:
    def turned(t: float) -> Pose:
        found = standing(t)
        world = found.world.copy()
        turn = np.sin(2 * np.pi * t / 4) * 0.2
        for side, sign in (("LEFT", 1), ("RIGHT", -1)):
            world[Landmark[f"{side}_SHOULDER"], 2] = sign * turn
        return replace(found, world=world)

    assert "Turn by a quarter" in refusal([turned(t) for t in _TIMES])


def test_a_point_is_hidden_half_of_the_time() -> None:
    def hidden(pose: Pose) -> Pose:
        if pose.t % 2 < 1:
            return pose
        visibility = pose.visibility.copy()
        arms = [m for m in Landmark if m.name.endswith(("ELBOW", "WRIST"))]
        visibility[arms] = 0.1
        return replace(pose, visibility=visibility)

    poses = recorded(movement("arm out on all fours"), PEOPLE[0], 4, fps=FPS)
    hidden_poses = [hidden(p) for p in poses]
    said = refusal(hidden_poses)
    assert "too little is seen of your" in said
    assert "elbows" in said or "hands" in said
    language.use("de")
    try:
        german = refusal(hidden_poses)
    finally:
        language.use("en")
    assert "Ellbogen" in german or "Hände" in german
