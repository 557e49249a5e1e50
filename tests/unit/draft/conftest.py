"""Drafts that several tests look at, each made once."""

import pytest

from posecoach.draft.make import Draft, draft
from posecoach.pose import Pose
from tests.kinematic import Rep, sequence
from tests.movements import MOVEMENTS, PEOPLE, Movement, recorded

FPS = 10.0


def movement(name: str) -> Movement:
    """A movement that no shipped stretch knows."""
    return next(m for m in MOVEMENTS if m.name == name)


def side_reach(reps: int = 4) -> list[Pose]:
    """A side reach, the sides in turn."""
    return sequence(
        "lateral_line",
        [Rep("left" if i % 2 == 0 else "right", 20.0) for i in range(reps)],
        fps=FPS,
    )


@pytest.fixture(scope="session")
def squat() -> Draft:
    """A squat seen from the side."""
    return draft(recorded(movement("squat"), PEOPLE[0], 4, fps=FPS), "Deep squat")


@pytest.fixture(scope="session")
def reach() -> Draft:
    """A side reach seen from the front."""
    return draft(side_reach(), "My reach")
