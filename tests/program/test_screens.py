"""Drawn screens against reviewed pictures in ``tests/golden`` (made with ``--golden``)."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach import words
from posecoach.coach.moment import Cue, Framing, HoldState, Moment
from posecoach.coach.session import SessionMoment, plan
from posecoach.pose import Pose
from posecoach.screen.overlay import Screen
from posecoach.spec.load import stretch
from tests.conftest import clip, poses_of

GOLDEN = Path(__file__).parents[1] / "golden"
SIZES = {"wide": (1280, 720), "small": (640, 480), "portrait": (720, 1280)}


@pytest.fixture(scope="module")
def bend(model_path: Path) -> tuple[np.ndarray, Pose]:
    """A frame of the lateral line at the end of a bend, with its pose."""
    source = cv2.VideoCapture(str(clip("lat_no_hip_shift")))
    frames = [source.read()[1] for _ in range(150)]
    source.release()
    for _, pose in zip(range(150), poses_of(clip("lat_no_hip_shift"), model_path), strict=False):
        last = pose
    return frames[-1], last


def moment(**changes: object) -> SessionMoment:
    """The end of a bend to the left, third rep."""
    base = Moment(
        t=5.0,
        mode="mobilizer",
        phase="end",
        framing=Framing(True),
        side="left",
        progress=0.9,
        target=1.0,
        reps={"left": 2, "right": 2},
        partials={"left": 0, "right": 0},
        held_s={"left": 0.0, "right": 0.0},
        hold=None,
        rules={},
        events=(),
    )
    chosen = replace(base, **changes)  # type: ignore[arg-type]
    found = plan(stretch("lateral_line"), chosen.mode)
    left = 12.0 if chosen.mode == "hold" else None
    return SessionMoment(5.0, "work", 0, found, chosen, "left", chosen.events, hold_left_s=left)


SCREENS = {
    "counting": moment(),
    "correction": moment(
        rules={"no_hip_shift": "broken"}, events=(Cue(5.0, "correction", "no_hip_shift", "left"),)
    ),
    "praise": moment(events=(Cue(5.0, "praise", "no_hip_shift", "left", "fixed"),)),
    "direction": moment(phase="unseen", framing=Framing(False, "show_feet"), progress=None),
    "setup": moment(phase="setup", progress=None),
    "hold": moment(
        mode="hold", hold=HoldState("left", 8.0, True), held_s={"left": 8.0, "right": 0.0}
    ),
}


def compare(name: str, canvas: np.ndarray, update: bool) -> None:
    path = GOLDEN / f"{name}.png"
    if update:
        path.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(path), canvas)
    golden = cv2.imread(str(path))
    assert golden is not None, f"{path} is missing; run pytest with --golden and look at it"
    assert golden.shape == canvas.shape
    # Landmarks may move by a pixel between processors: compare what an eye would see.
    a = cv2.GaussianBlur(golden, (0, 0), 3).astype(np.int16)
    b = cv2.GaussianBlur(canvas, (0, 0), 3).astype(np.int16)
    different = (np.abs(a - b).max(axis=2) > 40).mean()
    assert different < 0.004, f"{name}: {different:.2%} of the screen looks different"


@pytest.mark.parametrize("name", SCREENS)
def test_screens_look_as_reviewed(
    name: str, bend: tuple[np.ndarray, Pose], request: pytest.FixtureRequest
) -> None:
    canvas = Screen(size=(1280, 720)).coaching(bend[0], bend[1], SCREENS[name])
    compare(name, canvas, request.config.getoption("--golden"))


@pytest.mark.parametrize("shape", ["small", "portrait"])
def test_screens_hold_at_other_sizes(
    shape: str, bend: tuple[np.ndarray, Pose], request: pytest.FixtureRequest
) -> None:
    canvas = Screen(size=SIZES[shape]).coaching(bend[0], bend[1], SCREENS["correction"])
    compare(f"correction_{shape}", canvas, request.config.getoption("--golden"))


def test_the_safety_page_looks_as_reviewed(request: pytest.FixtureRequest) -> None:
    page = Screen().page("Before you start", words.SAFETY, "Enter: I have read this     q: not now")
    compare("safety", page, request.config.getoption("--golden"))


def test_an_empty_pose_and_no_picture_are_drawn_too() -> None:
    for frame in (None, np.zeros((240, 320, 3), np.uint8)):
        for now in SCREENS.values():
            canvas = Screen(size=(640, 360)).coaching(frame, Pose(5.0, 320, 240), now)
            assert canvas.shape == (360, 640, 3)


def test_what_is_read_from_two_metres_is_an_eighteenth_of_the_height() -> None:
    """The banner, the count and the names; the foot line alone is smaller."""
    theme = Screen().theme
    assert min(theme.huge, theme.large, theme.normal) >= 1 / 18
