"""What tests of all kinds use: folders, clips with their truth, and the program itself."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.pose import Pose
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame

HERE = Path(__file__).parent
ROOT = HERE.parent
GOLDEN = HERE / "golden"
TAPES = HERE / "tapes"
CLIPS = HERE / "clips"
DEMO = ROOT / "src" / "posecoach" / "demo"
#: Clips that ship with the program, by the names of their truth.
SHIPPED = {
    "demo_hip_flexor": "demo_hip_flexor",
    "demo_rotator": "demo_hip_rotators",
    "demo_lateral": "demo_lateral_line",
    "hip_chest_down_r2": "demo_hip_flexor_fault",
    "rot_eyes_forward_r34": "demo_hip_rotators_fault",
    "lat_no_hip_shift": "demo_lateral_line_fault",
}
STRETCHES = {"hip_flexor": "hip_flexor", "rotator": "hip_rotators", "lateral": "lateral_line"}


def clip(name: str) -> Path:
    """The film of a rendered clip."""
    return DEMO / f"{SHIPPED[name]}.mp4" if name in SHIPPED else CLIPS / f"{name}.mp4"


def truth(name: str) -> dict[str, Any]:
    """The ground truth of a rendered clip."""
    found: dict[str, Any] = json.loads((CLIPS / f"{name}.json").read_text("utf-8"))
    return found


def true_reps(name: str) -> dict[str, int]:
    """Complete repetitions a side by the ground truth."""
    out = {"left": 0, "right": 0}
    for event in truth(name)["events"]:
        if "partial" not in event["faults"]:
            out[event["side"].removeprefix("reach_")] += 1
    return out


def frames_of(path: Path) -> list[Frame]:
    """Every frame of a video."""
    source = VideoFile(path)
    out = []
    while (frame := source.read()) is not None:
        out.append(frame)
    source.close()
    return out


def poses_of(path: Path, model_file: Path) -> Iterator[Pose]:
    """Every frame of a video through the real model."""
    source = VideoFile(path)
    with MediaPipeLandmarker(model_file) as landmarker:
        while (frame := source.read()) is not None:
            yield landmarker.detect(frame)
    source.close()


def need(condition: object, reason: str) -> None:
    """Skips a test that this machine cannot run; in CI that is a failure."""
    if condition:
        return
    if os.environ.get("POSECOACH_CI"):
        pytest.fail(f"not skipped in CI: {reason}")
    pytest.skip(reason)


def posecoach(*args: str, timeout: float = 240, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs the program to its end; ``env`` adds environment variables."""
    return subprocess.run(
        [sys.executable, "-m", "posecoach", *args],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def until(condition: Callable[[], object], what: str, seconds: float = 90) -> None:
    """Waits for what must come; fails where it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"never happened: {what}")
        time.sleep(0.2)
