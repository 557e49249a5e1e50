"""The lessons page: step by step by keys and buttons, read aloud if wished, and how it looks."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from posecoach.app.desktop.pages.lessons import Lessons, Still
from posecoach.app.desktop.window import Window
from posecoach.sinks.voice import speaker
from posecoach.sinks.voice.speaker import SpeechLog
from posecoach.spec import load
from posecoach.spec.figures.lesson import lessons
from tests.unit.app.desktop.accessible import check
from tests.unit.app.desktop.looks import SIZES, compare, compare_looks
from tests.unit.app.desktop.user import press, shown


@pytest.fixture
def page(window: Window) -> Lessons:
    window.context.own = window.context.own.changed(lightness="light")
    window.go("lessons")
    found = window.page
    assert isinstance(found, Lessons)
    return found


def test_each_lesson_is_read_from_the_first_step_to_the_last(page: Lessons, window: Window) -> None:
    for one in lessons().values():
        press(page, f"{one.name}. {one.summary}")
        for number, step in enumerate(one.steps, start=1):
            text = shown(page)
            assert f"Step {number} of {len(one.steps)}" in text
            assert step.do in text
            assert step.why in text
            assert one.source in text
            figures = [f for f in page.findChildren(Still) if f.isVisible()]
            assert [f.accessibleName() for f in figures] == [step.figure.means]
            check(window)
            QTest.keyClick(window, Qt.Key.Key_PageDown)
        assert page.open_id == ""


def test_escape_goes_a_step_back_then_to_the_list_then_home(page: Lessons, window: Window) -> None:
    page.show_lesson("standing", 1)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert (page.open_id, page.step) == ("standing", 0)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert page.open_id == ""
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.page.name == "home"


def test_it_is_reached_from_the_tips_and_from_home(window: Window) -> None:
    for name, words in (("tips", "Lessons with figures"), ("home", "Lessons")):
        window.go(name)
        found = [
            b for b in window.page.findChildren(QPushButton) if b.accessibleName().startswith(words)
        ]
        found[0].click()
        assert window.page.name == "lessons"


def test_it_is_read_aloud_if_wished_and_silent_when_left(
    page: Lessons, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = SpeechLog()
    monkeypatch.setattr(speaker, "system_speaker", lambda _language: log)
    page.show_lesson("standing")
    assert not log.said
    press(page, "Read aloud")
    first, second = lessons()["standing"].steps[:2]
    assert [said for _, said in log.said] == [f"{first.do} {first.why}"]
    press(page, "Next")
    assert log.said[-1][1] == f"{second.do} {second.why}"
    press(page, "Stop reading aloud")
    press(page, "Next")
    assert len(log.said) == 2


def test_the_hinge_can_be_practised_where_there_is_a_stretch_of_that_name(
    page: Lessons, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = load.stretches()
    begun: list[list[str] | None] = []
    monkeypatch.setattr(window.sessions, "start", lambda names, _routine: begun.append(names))
    without = {k: v for k, v in known.items() if k != "hip_hinge"}
    monkeypatch.setattr(load, "stretches", lambda: without)
    page.show_lesson("hip_hinge")
    assert "Practise" not in " ".join(b.text() for b in page.findChildren(QPushButton))
    hinge = known["lateral_line"].model_copy(update={"id": "hip_hinge"})
    monkeypatch.setattr(load, "stretches", lambda: {**without, "hip_hinge": hinge})
    page.show_lesson("hip_hinge")
    press(page, "Practise")
    assert begun == [["hip_hinge"]]


# ---------------------------------------------------------------------- how it looks


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_at_each_size(size: str, window: Window, request: pytest.FixtureRequest) -> None:
    window.context.own = window.context.own.changed(lightness="light")
    window.resize(*SIZES[size])
    window.go("lessons")
    end = f"_{size}" if size else ""
    compare(f"lessons{end}", window, request)
    page = window.page
    assert isinstance(page, Lessons)
    page.show_lesson("getting_up", 2)
    compare(f"lesson{end}", window, request)


def test_the_pages_in_the_dark_in_high_contrast_and_german(
    page: Lessons, window: Window, request: pytest.FixtureRequest
) -> None:
    page.show_lesson("side_lying", 2)
    compare_looks("lesson", window, request)


@pytest.mark.parametrize("size", [(1024, 640), (768, 1366), (640, 400)])
def test_nothing_is_wider_than_the_window(size: tuple[int, int], window: Window) -> None:
    window.resize(*size)
    window.go("lessons")
    page = window.page
    assert isinstance(page, Lessons)
    views: list[Callable[[], None]] = [
        lambda: page.show_lesson(""),
        lambda: page.show_lesson("hip_hinge", 1),
    ]
    for view in views:
        view()
        QApplication.processEvents()
        for made in page.findChildren(QPushButton):
            if made.isVisible():
                right = made.mapTo(page, made.rect().topRight()).x()
                assert right <= page.width(), made.accessibleName()
