"""Recording a stretch of one's own in the window: from its name to the kept file."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posecoach.app.desktop.drafting.live import DraftLive
from posecoach.app.desktop.window import Window
from posecoach.draft.make import Draft
from posecoach.spec.load import added, stretches
from posecoach.testing.clock import FakeClock
from tests.unit.app.desktop.accessible import check
from tests.unit.app.desktop.drafting.use import Wait, begin, fakes, showing, squats
from tests.unit.app.desktop.user import press, shown


def test_a_stretch_is_recorded_without_a_key_kept_and_thrown_away(
    window: Window, wait: Wait, clock: FakeClock
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
    assert said[0] == "Be where the camera sees all of you."
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
    press(window.page, "Sure?")
    assert "deep_squat" in stretches(), "that was a double click"
    clock.sleep(1.0)
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
    assert isinstance(page, DraftLive)
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
    assert isinstance(page, DraftLive)
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


@pytest.mark.parametrize(("words", "then"), [("Throw it away", "library"), ("Record it", "record")])
def test_what_was_recorded_is_not_lost_by_one_press_nor_by_a_double_click(
    window: Window, squat: Draft, clock: FakeClock, words: str, then: str
) -> None:
    recording, _, _ = fakes(window, squats())
    showing(window, squat, "found")
    press(window.page, words)
    press(window.page, "Sure?")
    assert "Repetitions found: 4" in shown(window.page)
    clock.sleep(1.0)
    press(window.page, "Sure?")
    assert recording.found is None
    assert window.page.name == then


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


def test_escape_leaves_the_field_for_the_name(window: Window) -> None:
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window.go("record")
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Name of the stretch"
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert window.page.name == "library"


def test_one_of_ones_own_is_recorded_anew_once_that_is_sure(
    window: Window, wait: Wait, squat: Draft, clock: FakeClock
) -> None:
    recording, _, _ = fakes(window, squats())
    showing(window, squat, "found")
    press(window.page, "Keep it among your stretches")
    before = stretches()["deep_squat"]
    press(window.page, "All stretches")
    begin(window)
    assert window.page.name == "record"
    assert "takes its place" in shown(window.page)
    press(window.page, "Sure?")
    assert window.page.name == "record", "that was a double click"
    clock.sleep(1.0)
    press(window.page, "Sure?")
    assert window.page.name == "record_live"
    wait(lambda: recording.step == "found")
    press(window.page, "Keep it among your stretches")
    assert list(added().stretches) == ["deep_squat"]
    assert stretches()["deep_squat"] != before
