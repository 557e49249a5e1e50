"""Properties are tried on the same examples each time, and never against the clock."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same_each_time", derandomize=True, deadline=None, max_examples=200)
settings.register_profile("thousands", derandomize=True, deadline=None, max_examples=4000)
settings.load_profile("same_each_time")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record file of the test's own."""
    return tmp_path / "posecoach.db"
