"""Recording a stretch of one's own in the window: from its name to the kept file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from posecoach import language
from posecoach.app import console
from posecoach.app.desktop.camera.choice import CameraChoice
from posecoach.app.desktop.record.live import RecordLive
from posecoach.app.desktop.record.recorder import Frames
from posecoach.app.desktop.record.recording import Recording
from posecoach.app.desktop.window import Window
from posecoach.app.run import sources
from posecoach.clock import Clock
from posecoach.draft.make import Draft, draft
from posecoach.landmarks import model
from posecoach.pose import Pose
from posecoach.sinks.voice.speaker import SpeechLog
from posecoach.sources import camera
from posecoach.sources.frame import Frame, FrameSource
from posecoach.sources.health import Trouble
from posecoach.spec.load import added, stretches
from posecoach.testing.camera import FaultyCamera
from posecoach.testing.landmarker import FakeLandmarker
from tests.movements import FPS, PEOPLE, movement, recorded
from tests.postures import nobody
from tests.unit.app.desktop.accessible import check
from tests.unit.app.desktop.looks import SIZES, compare, look
from tests.unit.app.desktop.user import press, shown

Wait = Callable[[Callable[[], object]], None]
_GREY = np.full((120, 160, 3), 90, np.uint8)


class ListedFrames:
    """A camera that gives a picture for each time, one at each look, and knows if it is released.

    It waits where nobody comes any more, as a camera does.
    """

    def __init__(self, times: Sequence[float]) -> None:
        self._times = times
        self.trouble: Trouble | None = None
        self.ended = False
        self.error: Exception | None = None

    def newest(self, after: int, timeout: float) -> tuple[int, Frame | None]:
        del timeout
        if self.ended or after >= len(self._times):
            return after, None
        return after + 1, Frame(_GREY, self._times[after])

    def end(self) -> None:
        self.ended = True


def squats(reps: int = 4) -> list[Pose]:
    """Nobody, then somebody who waits in the start position, squats, and rests there."""
    moving = [
        replace(p, t=p.t + 9.0) for p in recorded(movement("squat"), PEOPLE[0], reps, fps=FPS)
    ]

    def still(first: float, seconds: float) -> list[Pose]:
        return [replace(moving[0], t=first + i / FPS) for i in range(round(seconds * FPS))]

    before = [nobody(i / FPS) for i in range(10)]
    return [*before, *still(1.0, 8.0), *moving, *still(moving[-1].t + 1 / FPS, 12.0)]


@pytest.fixture(autouse=True)
def prepared(window: Window, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same cameras and colours on every machine; the preview shows a covered camera."""
    window.context.own = window.context.own.changed(lightness="light")
    monkeypatch.setattr(camera, "cameras", lambda: [(0, "Integrated Camera")])
    monkeypatch.setattr(model, "find_or_fetch", lambda: Path("none.task"))
    monkeypatch.setattr(console, "load_landmarker", lambda *_, **__: FakeLandmarker([]))

    def opener(_source: str, clock: Clock) -> tuple[Callable[[], FrameSource], bool]:
        return FaultyCamera(clock, "covered", gap_s=0.05, size=(160, 90)).open, True

    monkeypatch.setattr(sources, "opener", opener)
    yield
    Recording.of(window).quiet()


def fakes(window: Window, poses: Sequence[Pose]) -> tuple[Recording, list[ListedFrames], SpeechLog]:
    """A camera, a landmarker that finds these poses, and a voice that keeps what it says."""
    recording, opened, voice = Recording.of(window), [], SpeechLog()

    def source() -> Frames:
        opened.append(ListedFrames([p.t for p in poses]))
        return opened[-1]

    recording.source = source
    recording.load = lambda: FakeLandmarker(list(poses))
    recording.make_speaker = lambda: voice
    window.context.options.voice = "full"
    return recording, opened, voice


def begin(window: Window, name: str = "Deep squat") -> None:
    """From the library to the recording."""
    window.go("library")
    QApplication.processEvents()
    press(window.page, "Record one of your own")
    field = next(f for f in window.page.findChildren(QLineEdit) if f.isVisible())
    field.setFocus()
    QTest.keyClicks(field, name)
    press(window.page, "Record it")


@pytest.fixture(scope="module")
def squat() -> Draft:
    """A draft, made once."""
    return draft(recorded(movement("squat"), PEOPLE[0], 4, fps=FPS), "Deep squat")


def test_a_stretch_is_recorded_without_a_key_kept_and_thrown_away(
    window: Window, wait: Wait
) -> None:
    recording, opened, voice = fakes(window, squats())
    begin(window)
    assert window.page.name == "record_live"
    wait(lambda: window.page.name == "record")
    assert opened[0].ended, "the camera is released"
    wait(lambda: recording.step == "found")
    text = shown(window.page)
    for words in (
        "Step 3 of 4",
        "Repetitions found: 4",
        "seen from the side",
        "No picture is kept",
    ):
        assert words in text
    said = [s for _, s in voice.said]
    assert said[0] == "Stand so that all of you is in the picture."
    assert [s for s in said if s.isdigit()] == ["3", "2", "1"]
    assert said[-1] == "Repetitions found: 4."
    assert "deep_squat" not in stretches(), "it is asked first"
    press(window.page, "Keep it among your stretches")
    assert stretches()["deep_squat"].name == "Deep squat"
    assert str(recording.kept) in shown(window.page)
    window.go("library")
    QApplication.processEvents()
    assert "Deep squat" in shown(window.page)
    window.go("record")
    press(window.page, "Throw it away")
    assert "deep_squat" in stretches(), "it is asked once more"
    focus = window.focusWidget()
    assert focus is not None
    assert focus.accessibleName().startswith("Sure?")
    press(window.page, "Sure?")
    assert "deep_squat" not in stretches()
    assert window.page.name == "library"


def test_what_gives_no_stretch_is_told_with_what_to_do(window: Window, wait: Wait) -> None:
    recording, _, voice = fakes(window, squats(2))
    begin(window)
    wait(lambda: recording.step == "refused")
    assert "at least three are needed" in shown(window.page)
    assert "at least three are needed" in voice.said[-1][1]
    check(window)
    press(window.page, "Try again")
    assert recording.name == "Deep squat", "it need not be typed again"
    assert "Step 1 of 4" in shown(window.page)
    assert not added().stretches
    press(window.page, "Record it")
    assert "recorded" not in shown(window.page), "the last sentence of the time before"


@pytest.mark.parametrize("way", ["escape", "other page", "closed"])
def test_leaving_in_the_middle_releases_the_camera(window: Window, wait: Wait, way: str) -> None:
    recording, opened, _ = fakes(window, squats()[:100])
    begin(window)
    page = window.page
    assert isinstance(page, RecordLive)
    recorder = page.recorder
    assert recorder is not None
    wait(lambda: recorder.moving)
    if way == "escape":
        QTest.keyClick(window, Qt.Key.Key_Escape)
    elif way == "closed":
        window.close_app()
    else:
        window.go("home")
    assert opened[0].ended
    wait(recorder.done.is_set)
    assert recording.step == "name"
    assert recording.found is None


def test_who_is_done_early_says_so_with_page_down(window: Window, wait: Wait) -> None:
    recording, _, _ = fakes(window, squats()[:100])  # the camera waits for more
    begin(window)
    page = window.page
    assert isinstance(page, RecordLive)
    wait(lambda: page.recorder is not None and page.recorder.moving)
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    wait(lambda: recording.step == "refused")


def test_no_break_begins_while_somebody_records(window: Window, wait: Wait) -> None:
    fakes(window, squats()[:100])
    begin(window)
    window.breaks.put_off(0)
    wait(lambda: not window.breaks.told)
    assert window.page.name == "record_live"
    assert window.sessions.run is None


def test_a_kept_stretch_can_be_tried_at_once(
    window: Window, squat: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(window.sessions, "start", lambda *given: started.append(given))
    showing(window, squat, "kept")
    press(window.page, "Try it now")
    assert started == [(["deep_squat"], None)]


def test_a_trouble_of_the_camera_is_told(window: Window, wait: Wait) -> None:
    recording, opened, _ = fakes(window, squats()[:20])
    begin(window)
    opened[0].trouble = "covered"
    wait(lambda: "open its shutter" in shown(window.page))
    opened[0].ended = True
    wait(lambda: recording.step == "refused")
    assert "ended before all was recorded" in shown(window.page)


def test_a_name_that_is_taken_is_told_before_anything_is_recorded(window: Window) -> None:
    fakes(window, [])
    begin(window, "lateral line MOBILIZER")
    assert window.page.name == "record"
    assert "already" in shown(window.page)


def test_a_mistake_that_shows_nothing_leaves_what_was_found(
    window: Window, wait: Wait, squat: Draft
) -> None:
    recording, _, _ = fakes(window, squats()[:100])
    window.go("record")
    recording.name, recording.found = "Deep squat", squat
    recording.take(squats()[100:110])
    recording.refuse("In the recording of the mistake no repetition is seen.")
    assert recording.step == "found"
    assert recording.found is squat
    text = shown(window.page)
    assert "no repetition is seen" in text
    assert "Repetitions found: 4" in text


def test_the_keyboard_goes_from_the_name_to_the_camera_to_the_buttons(window: Window) -> None:
    window.go("record")
    QApplication.processEvents()
    order: list[str] = []
    for _ in range(8):
        focus = window.focusWidget()
        assert focus is not None
        name = focus.accessibleName().split(":")[0]
        if not (order and order[-1].startswith("Which side") and name.startswith("Which side")):
            order.append(name)  # a choice is one stop in an active window, which this may not be
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert order[0] == "Name of the stretch"
    assert order[1].startswith("Which side do you show?")
    assert order[2:4] == ["Camera", "Mirror the picture"]
    assert order[4] == "All stretches", "nothing can be recorded without a name"


# ---------------------------------------------------------------------- how it looks


def showing(window: Window, found: Draft, step: str) -> None:
    """A step of a recording that is over."""
    recording = Recording.of(window)
    recording.name, recording.found = found.stretch.name, found
    recording.kept = Path("/home/me/posecoach/stretches/deep_squat.toml")
    recording.trouble = "" if step != "refused" else (
        "Repetitions seen: 1; at least three are needed. Begin in the start "
        "position, and move out and back five times."
    )  # fmt: skip
    recording.step = step  # type: ignore[assignment]
    window.go("record")


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
    assert isinstance(page, RecordLive)
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
