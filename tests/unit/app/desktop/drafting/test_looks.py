"""How the steps of a recording look, at each size and in each look."""

import pytest

from posecoach import language
from posecoach.app.desktop.camera.choice import CameraChoice
from posecoach.app.desktop.drafting.live import DraftLive
from posecoach.app.desktop.drafting.recording import Recording
from posecoach.app.desktop.window import Window
from posecoach.draft.make import Draft
from tests.unit.app.desktop.accessible import check
from tests.unit.app.desktop.drafting.use import Wait, fakes, showing, squats
from tests.unit.app.desktop.looks import SIZES, compare, look
from tests.unit.app.desktop.user import shown


def close_camera(window: Window) -> None:
    """Its picture, early or late, is in no picture of the page."""
    choice = window.page.findChild(CameraChoice)
    assert choice is not None
    choice.stop()


@pytest.mark.parametrize("size", ["", "small", "portrait"])
def test_the_steps_at_each_size(
    size: str, window: Window, wait: Wait, squat: Draft, request: pytest.FixtureRequest
) -> None:
    end = f"_{size}" if size else ""
    window.resize(*SIZES[size])
    recording, _, _ = fakes(window, squats()[:100])
    recording.name = "Deep squat"
    window.go("record")
    close_camera(window)
    check(window)
    compare(f"record_name{end}", window, request)
    window.go("record_live")
    page = window.page
    assert isinstance(page, DraftLive)
    wait(lambda: page.recorder is not None and page.recorder.moving)
    wait(lambda: "five times" in shown(page))
    check(window)
    compare(f"record_live{end}", window, request)
    for step in ("found", "refused", "kept") if not size else ("found",):
        showing(window, squat, step)
        check(window)
        compare(f"record_{step}{end}", window, request)


def test_the_steps_in_the_dark_and_in_high_contrast(
    window: Window, squat: Draft, request: pytest.FixtureRequest
) -> None:
    showing(window, squat, "found")
    look(window, lightness="dark")
    compare("record_found_dark", window, request)
    look(window, theme="contrast", text_size=1.4)
    compare("record_found_contrast", window, request)
    Recording.of(window).step = "name"
    look(window, theme="contrast", text_size=1.4)
    close_camera(window)
    compare("record_name_contrast", window, request)


def test_the_steps_in_german(window: Window, squat: Draft, request: pytest.FixtureRequest) -> None:
    language.use("de")
    try:
        Recording.of(window).name = "Deep squat"
        window.go("record")
        close_camera(window)
        compare("record_name_german", window, request)
        showing(window, squat, "found")
        compare("record_found_german", window, request)
    finally:
        language.use("en")
