"""Drawn screens against reviewed pictures in ``tests/golden`` (made with ``--golden``)."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from posecoach.sinks.screen.overlay import Screen

from posecoach.cues import tips, words
from posecoach.pose import Pose
from posecoach.sinks.screen.theme import CONTRAST, THEME, Theme, theme_of
from tests.moments import SCREENS
from tests.shared import GOLDEN, clip, poses_of

SIZES = {"small": (640, 480), "large": (1920, 1080), "portrait": (720, 1280)}


@pytest.fixture(scope="module")
def bend(model_path: Path) -> tuple[np.ndarray, Pose]:
    """A frame of the lateral line at the end of a bend, with its pose."""
    source = cv2.VideoCapture(str(clip("lat_no_hip_shift")))
    frames = [source.read()[1] for _ in range(150)]
    source.release()
    for _, pose in zip(range(150), poses_of(clip("lat_no_hip_shift"), model_path), strict=False):
        last = pose
    return frames[-1], last


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
    screen = Screen(size=(1280, 720), tip=tips.one(1))
    if name.startswith("intro"):  # the figure's clock begins when the stage does
        screen.coaching(bend[0], bend[1], replace(SCREENS[name], t=5.0))
    canvas = screen.coaching(bend[0], bend[1], SCREENS[name])
    compare(name, canvas, request.config.getoption("--golden"))


@pytest.mark.parametrize("shape", ["small", "large", "portrait"])
@pytest.mark.parametrize("name", ["correction", "intro", "check", "summary"])
def test_screens_hold_at_other_sizes(
    name: str, shape: str, bend: tuple[np.ndarray, Pose], request: pytest.FixtureRequest
) -> None:
    canvas = Screen(size=SIZES[shape], tip=tips.one(1)).coaching(bend[0], bend[1], SCREENS[name])
    if shape == "large":  # kept small in the repository
        small = cv2.resize(canvas, (1280, 720), interpolation=cv2.INTER_AREA)
        canvas = np.asarray(small, np.uint8)
    compare(f"{name}_{shape}", canvas, request.config.getoption("--golden"))


@pytest.mark.parametrize("name", ["correction", "intro"])
def test_the_contrast_theme_looks_as_reviewed(
    name: str, bend: tuple[np.ndarray, Pose], request: pytest.FixtureRequest
) -> None:
    screen = Screen(size=(1280, 720), theme=theme_of("contrast", 1.2))
    canvas = screen.coaching(bend[0], bend[1], SCREENS[name])
    compare(f"{name}_contrast", canvas, request.config.getoption("--golden"))


def test_all_keys_look_as_reviewed(request: pytest.FixtureRequest) -> None:
    canvas = Screen(help=True).coaching(None, None, SCREENS["counting"])
    compare("keys", canvas, request.config.getoption("--golden"))


# Brettel-like matrices of Viénot, Brettel and Mollon (1999), for linear RGB.
BLIND = {
    "protan": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
    "deutan": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
    "tritan": [[1.0, 0.14461, -0.14461], [0.0, 0.85924, 0.14076], [0.0, 0.85924, 0.14076]],
}


def lab_as_seen(colour: tuple[int, int, int], kind: str | None) -> np.ndarray:
    """A theme's BGR colour in CIELAB, as somebody with that colour blindness sees it."""
    rgb = np.array(colour[::-1], np.float64) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    if kind is not None:
        linear = np.clip(np.array(BLIND[kind]) @ linear, 0, 1)
    back = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    pixel = back.astype(np.float32).reshape(1, 1, 3)
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0], np.float64)


@pytest.mark.parametrize("kind", [None, *BLIND])
@pytest.mark.parametrize("theme", [THEME, CONTRAST])
def test_colours_that_mean_something_differ_for_every_eye(theme: Theme, kind: str | None) -> None:
    """At least 20 apart in CIELAB, where 2.3 is just noticeable; shapes differ besides."""
    means = {"good": theme.good, "warn": theme.warn, "bad": theme.bad, "guide": theme.guide}
    for a, b in combinations(means, 2):
        gap = float(np.linalg.norm(lab_as_seen(means[a], kind) - lab_as_seen(means[b], kind)))
        assert gap >= 20, f"{a} and {b} look alike ({gap:.0f}) to {kind}"


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
