"""The log of each fault is kept."""

import logging

import pytest


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="posecoach")
