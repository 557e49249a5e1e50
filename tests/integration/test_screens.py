"""Drawn screens against reviewed pictures in ``tests/golden`` (made with ``--golden``)."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach import language
from posecoach.pose import Pose
from posecoach.sinks.screen.screen import Screen
from posecoach.sinks.screen.theme import CONTRAST, DARK, LIGHT, Theme, theme_of
from tests import pictures
from tests.moments import SCREENS, moment
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


def compare(name: str, canvas: np.ndarray, request: pytest.FixtureRequest) -> None:
    update = request.config.getoption("--golden")
    # Landmarks may move by a pixel between processors.
    pictures.compare(GOLDEN / f"{name}.webp", pictures.smaller(canvas), update=update, blur=3)


def drawn(screen: Screen, name: str, bend: tuple[np.ndarray, Pose]) -> np.ndarray:
    """A screen some seconds into its moment: figure, banner and arrow stand still."""
    now = SCREENS[name]
    start = moment(phase="start", progress=0.0)
    for i in range(8):  # the ghost is made from the user's start position
        screen.coaching(*bend, replace(start, t=now.t - 3.0 + 0.1 * i))
    if name.startswith("intro"):  # the figure's clock begins when the stage does
        screen.coaching(*bend, replace(now, t=now.t - 3.0))
    screen.coaching(*bend, now)
    canvas: np.ndarray = screen.coaching(*bend, replace(now, t=now.t + 0.5, events=()))
    return canvas


@pytest.mark.parametrize("name", SCREENS)
def test_screens_look_as_reviewed(
    name: str, bend: tuple[np.ndarray, Pose], request: pytest.FixtureRequest
) -> None:
    canvas = drawn(Screen(size=(1366, 768)), name, bend)
    compare(name, canvas, request)


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("name", ["correction", "intro", "check", "hold"])
def test_screens_hold_at_other_sizes(
    name: str, shape: str, bend: tuple[np.ndarray, Pose], request: pytest.FixtureRequest
) -> None:
    canvas = drawn(Screen(size=SIZES[shape]), name, bend)
    compare(f"{name}_{shape}", canvas, request)


@pytest.mark.parametrize("name", ["correction", "intro", "direction"])
def test_the_contrast_theme_with_large_text_looks_as_reviewed(
    name: str, bend: tuple[np.ndarray, Pose], request: pytest.FixtureRequest
) -> None:
    screen = Screen(size=(1366, 768), theme=theme_of("contrast", 1.4))
    compare(f"{name}_contrast", drawn(screen, name, bend), request)


@pytest.mark.parametrize(
    "name", ["correction", "direction", "intro", "rest", "hold_paused", "move", "guided"]
)
def test_german_screens_look_as_reviewed(
    name: str, bend: tuple[np.ndarray, Pose], request: pytest.FixtureRequest
) -> None:
    language.use("de")
    try:
        canvas = drawn(Screen(size=(1366, 768)), name, bend)
    finally:
        language.use("en")
    compare(f"{name}_german", canvas, request)


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
@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST])
def test_colours_that_mean_something_differ_for_every_eye(theme: Theme, kind: str | None) -> None:
    """At least 20 apart in CIELAB, where 2.3 is just noticeable; shapes differ besides."""
    pairs = [
        (theme.colours.correct, theme.colours.direct),
        (theme.colours.correct, theme.colours.primary),
        (theme.colours.left, theme.colours.right),
    ]
    for a, b in pairs:
        gap = float(np.linalg.norm(lab_as_seen(a, kind) - lab_as_seen(b, kind)))
        assert gap >= 20, f"{a} and {b} look alike ({gap:.0f}) to {kind}"


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance of a BGR colour, as WCAG 2 defines it."""
    rgb = np.array(colour[::-1], np.float64) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST])
def test_words_stand_out_from_their_ground(theme: Theme) -> None:
    """7 to 1 while coaching (dark and contrast), 4.5 to 1 on calm pages; edges 3 to 1."""
    least = 4.5 if theme is LIGHT else 7.0
    for ground in (
        theme.grounds.page,
        theme.grounds.surface,
        *(() if theme is LIGHT else (theme.overlay.scrim,)),
    ):
        for ink in (
            theme.colours.text,
            theme.colours.muted,
            theme.colours.primary,
            theme.colours.correct,
            theme.colours.direct,
        ):
            assert contrast(ink, ground) >= least
        assert contrast(theme.colours.edge, ground) >= 3.0
    assert contrast(theme.colours.on_primary, theme.colours.primary) >= 4.5


def test_an_empty_pose_and_no_picture_are_drawn_too() -> None:
    for frame in (None, np.zeros((240, 320, 3), np.uint8)):
        for now in SCREENS.values():
            canvas = Screen(size=(640, 360)).coaching(frame, Pose(5.0, 320, 240), now)
            assert canvas.shape == (360, 640, 3)


@pytest.mark.parametrize("text_size", [0.8, 1.0, 1.4])
def test_what_is_read_from_afar_is_an_eighteenth_of_the_height(text_size: float) -> None:
    theme = theme_of("normal", text_size)
    assert min(theme.sizes.count, theme.sizes.banner, theme.sizes.side, theme.sizes.state) >= 1 / 18
