"""What the tests of the whole program share: a stream and a display."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

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
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        name = f":{pipe.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL
    )
    yield name
    for process in (manager, server):
        process.terminate()
        process.wait(10)
