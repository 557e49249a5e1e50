"""The question before a session: who is advised to rest is not taken along by the clock."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from posecoach.app.desktop.session.ask import Ask
from posecoach.app.desktop.window import Window
from posecoach.testing.clock import FakeClock
from tests.unit.app.desktop.rig import begin
from tests.unit.app.desktop.user import press

Wait = Callable[[Callable[[], object]], None]


@pytest.fixture
def asked(window: Window, wait: Wait, tmp_path: Path, clock: FakeClock) -> Ask:
    clock.sleep(1.0)
    begin(window, tmp_path, direct=False, asks=True)
    wait(lambda: window.page.name == "question")
    page = window.page
    assert isinstance(page, Ask)
    return page


def offered(page: Ask) -> list[str]:
    made = [b for b in page.findChildren(QPushButton) if b.isVisible() and not b.isCheckable()]
    return [b.text() for b in made]


def test_with_advice_to_stop_nothing_goes_on_by_itself(
    asked: Ask, window: Window, clock: FakeClock, wait: Wait
) -> None:
    assert offered(asked) == ["Go on without"]
    QTest.keyClick(window, Qt.Key.Key_9)
    wait(lambda: offered(asked) == ["End", "Go on all the same"])
    for _ in range(10):
        clock.sleep(5.0)
        QTest.qWait(70)
    assert window.page.name == "question"
    assert window.focusWidget() is asked.primary
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    wait(lambda: window.page.name == "home")


def test_who_goes_on_all_the_same_decides_so(asked: Ask, window: Window, wait: Wait) -> None:
    press(asked, "Discomfort before we start? 8")
    wait(lambda: len(offered(asked)) == 2)
    press(asked, "Go on all the same")
    wait(lambda: window.page.name == "coaching")


def test_a_slip_can_be_put_right(asked: Ask, window: Window, clock: FakeClock, wait: Wait) -> None:
    press(asked, "Discomfort before we start? 9")
    wait(lambda: len(offered(asked)) == 2)
    press(asked, "Discomfort before we start? 2")
    wait(lambda: offered(asked) == ["Go on"])
    QApplication.processEvents()
    clock.sleep(6.0)
    wait(lambda: window.page.name == "coaching")
