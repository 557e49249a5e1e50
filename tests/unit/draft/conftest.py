"""Drafts that several tests look at, each made once."""

import pytest

from posecoach.draft.make import Draft, draft
from tests.movements import FPS, PEOPLE, movement, recorded, side_reach


@pytest.fixture(scope="session")
def squat() -> Draft:
    """A squat seen from the side."""
    return draft(recorded(movement("squat"), PEOPLE[0], 4, fps=FPS), "Deep squat")


@pytest.fixture(scope="session")
def reach() -> Draft:
    """A side reach seen from the front."""
    return draft(side_reach(), "My reach")
