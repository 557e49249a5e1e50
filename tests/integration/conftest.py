"""What the tests of the whole program share: a stream and a display."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from running import started

from posecoach.testing import mjpeg
from tests.shared import clip, need

TOOLS = ("Xvfb", "xdotool", "wmctrl", "openbox", "ffmpeg")


@pytest.fixture(scope="session")
def stream() -> Iterator[str]:
    """A phone as camera, which shows the lateral line at its own speed, again and again."""
    pictures = mjpeg.film(clip("demo_lateral"))
    with mjpeg.server(lambda: itertools.cycle(pictures)) as address:
        yield address


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen of its own, with a window manager as on a desktop."""
    need(all(shutil.which(t) for t in TOOLS), f"needs {', '.join(TOOLS)}")
    with started.screen() as (name, _):
        manager = subprocess.Popen(
            ["openbox"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL
        )
        yield name
        manager.terminate()
        manager.wait(10)
