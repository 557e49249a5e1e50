"""The safety pages of the first run: no answer that was not meant, and nothing cut off."""

import contextlib

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea

from posecoach import language
from posecoach.app.desktop.pages.first_run import FirstRun
from posecoach.app.desktop.window import Window
from posecoach.language import tr
from posecoach.records.store import Store
from posecoach.testing.clock import FakeClock
from tests.unit.app.desktop.looks import look
from tests.unit.app.desktop.user import shown


def opened(window: Window) -> FirstRun:
    window.go("first_run")
    page = window.page
    assert isinstance(page, FirstRun)
    return page


def buttons(page: FirstRun) -> dict[str, QAbstractButton]:
    return {b.text(): b for b in page.findChildren(QAbstractButton) if b.isVisible()}


def accepted() -> bool:
    with contextlib.closing(Store()) as store:
        return bool(store.setting("safety_accepted"))


def test_a_double_click_answers_no_question_that_was_not_read(
    window: Window, clock: FakeClock
) -> None:
    page = opened(window)
    clock.sleep(1.0)
    read = buttons(page)["I have read this"]
    at = read.mapTo(page, read.rect().center())
    QTest.mouseClick(read, Qt.MouseButton.LeftButton)
    assert page.step == "emergency"
    there = page.childAt(at)
    assert there is not None
    clock.sleep(0.3)
    QTest.mouseDClick(there, Qt.MouseButton.LeftButton)
    assert page.step == "emergency"
    clock.sleep(0.6)
    QTest.mouseClick(buttons(page)["No"], Qt.MouseButton.LeftButton)
    assert page.step == "clinician"


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_N]
)
def test_a_key_pressed_again_and_again_answers_nothing(
    key: Qt.Key, window: Window, clock: FakeClock
) -> None:
    page = opened(window)
    clock.sleep(1.0)
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert page.step == "emergency"
    for _ in range(7):
        clock.sleep(0.1)
        QTest.keyClick(window, key)
    assert page.step == "emergency"
    assert not accepted()


def test_no_answer_to_a_question_has_the_focus(window: Window, clock: FakeClock) -> None:
    page = opened(window)
    for answer in (Qt.Key.Key_Return, Qt.Key.Key_N):
        clock.sleep(1.0)
        QTest.keyClick(window, answer)
        clock.sleep(1.0)
        step = page.step
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_PageDown):
            QTest.keyClick(window, key)
        assert page.step == step
        assert not isinstance(window.focusWidget(), QAbstractButton)
    assert page.step == "clinician"


def test_a_page_can_be_left_before_it_may_be_answered(window: Window, clock: FakeClock) -> None:
    page = opened(window)
    clock.sleep(1.0)
    QTest.keyClick(window, Qt.Key.Key_Return)
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert isinstance(window.focusWidget(), QAbstractButton)
    assert page.step == "emergency"


@pytest.mark.parametrize("tongue", ["en", "de"])
def test_in_a_small_window_with_large_text_all_words_can_be_scrolled_to(
    tongue: str, window: Window, clock: FakeClock
) -> None:
    window.resize(1024, 600)
    opened(window)
    look(window, text_size=1.4)
    language.use(tongue)
    try:
        window.rebuild()
        page = opened(window)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_N, Qt.Key.Key_Y):
            QApplication.processEvents()
            area = next(a for a in page.findChildren(QScrollArea) if a.isVisible())
            for label in area.findChildren(QLabel):
                assert label.height() >= label.heightForWidth(label.width()), label.text()
                assert label.mapTo(area, QPoint()).x() + label.width() <= area.width()
            bar = area.verticalScrollBar()
            before = bar.value()
            if bar.maximum() > 0 and page.primary is None:
                QTest.keyClick(area, Qt.Key.Key_Down)
                assert bar.value() > before
            if bar.maximum() > 0:
                assert tr("There is more below: scroll down.") in shown(page)
                bar.setValue(bar.maximum())
                assert tr("There is more below: scroll down.") not in shown(page)
            clock.sleep(1.0)
            QTest.keyClick(window, key)
        assert page.step == "see_one"
    finally:
        language.use("en")


def test_a_new_sign_of_an_emergency_takes_the_answers_back(
    window: Window, clock: FakeClock
) -> None:
    with contextlib.closing(Store()) as store:
        store.set_setting("safety_accepted", "yes")
    opened(window)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Y):
        clock.sleep(1.0)
        QTest.keyClick(window, key)
    assert not accepted(), "the next start asks again"
