"""Python's end while a thread is within OpenCV."""

import os
import subprocess
import sys

import pytest

_PROGRAM = """
import sys, threading, time
import cv2, numpy as np
from posecoach.app import cli
from posecoach.errors import PosecoachError

picture, within = np.zeros((1500, 1500, 3), np.uint8), threading.Event()

def blur():
    while True:
        within.set()
        cv2.GaussianBlur(picture, (31, 31), 0)

def command():
    threading.Thread(target=blur, daemon=True).start()
    within.wait()
    time.sleep(0.02)
    print("saved", end="")
    %s

cli.app = command
cli.main()
"""


@pytest.mark.parametrize(
    ("end", "code"),
    [("return", 0), ("sys.exit(3)", 3), ("raise PosecoachError('no camera')", 1)],
)
def test_a_thread_within_opencv_changes_no_exit_code(end: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM % end],
        capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ),
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert done.stdout == "saved"
    assert done.stderr.strip() == ("no camera" if "raise" in end else "")
