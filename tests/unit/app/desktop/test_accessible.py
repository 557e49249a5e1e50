"""What a screen reader finds on each page: a name, a role and a state for everything."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from posecoach.app.desktop.page_list import PAGES
from posecoach.app.desktop.window import Window
from tests.unit.app.desktop.accessible import check, tree
from tests.unit.app.desktop.rig import begin

Wait = Callable[[Callable[[], object]], None]
_OF_A_SESSION = ("coaching", "question", "pause", "summary")
_WITH_A_CAMERA = ("record", "record_live")  # checked at each step in record/
_CALM = [name for name in PAGES if name not in (*_OF_A_SESSION, *_WITH_A_CAMERA)]


@pytest.mark.parametrize("name", _CALM)
def test_everything_on_a_calm_page_has_a_name_and_a_role(window: Window, name: str) -> None:
    window.go(name)
    QApplication.processEvents()
    assert len(check(window)) >= 1


def test_everything_of_a_session_has_a_name_a_role_and_words_for_its_state(
    window: Window, wait: Wait, tmp_path: Path
) -> None:
    run, _ = begin(window, tmp_path, direct=False, asks=True)
    wait(lambda: window.page.name == "question")
    assert sum("10" in n or n[-1].isdigit() or "0" in n for n in check(window)) >= 11
    window.page.forward()
    wait(lambda: window.page.name == "coaching" and run.view is not None and run.view.now)
    assert "Pause" in " ".join(check(window)) or "Begin" in " ".join(check(window))
    QTest.keyClick(window, Qt.Key.Key_Space)
    wait(lambda: window.page.name == "pause")
    assert [n.strip() for n in check(window)] == [
        "Go on", "Repeat", "Skip", "Leave out for good", "End",
    ]  # fmt: skip
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    wait(lambda: window.page.name == "coaching")

    def counted() -> str:
        labels = [w for w in window.page.findChildren(QWidget) if w.accessibleName() == "Count"]
        element = QAccessible.queryAccessibleInterface(labels[0])
        return "" if element is None else str(element.object().property("text"))

    wait(lambda: "1 of 2" in counted())
    assert counted().startswith("Side reach, ")
    wait(lambda: window.page.name == "summary")
    assert "Done" in check(window)


def test_the_keyboard_reaches_everything_in_a_sensible_order(window: Window) -> None:
    window.go("home")
    QApplication.processEvents()
    order = []
    first = window.focusWidget()
    assert first is not None
    now: QWidget = first
    for _ in range(30):
        order.append(now.accessibleName())
        QTest.keyClick(now, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        assert focus is not None
        now = focus
        if now is first:
            break
    assert order[0].startswith("Start: Today's three stretches")
    assert order[1] == "Five minutes instead"
    text = "\n".join(order)
    for words in ("Hip flexor stretch", "Hip rotator", "Lateral line", "Try it without a camera"):
        assert words in text
    assert {"Home", "Tips"} <= set(order)
    assert len(order) == len(set(order)), "each once"


def test_the_page_that_is_shown_is_marked_in_the_header(window: Window) -> None:
    window.go("tips")
    QApplication.processEvents()
    top = QAccessible.queryAccessibleInterface(window)
    assert top is not None
    found = {
        e.text(QAccessible.Text.Name): bool(e.state().checked)
        for e in tree(top)
        if e.state().focusable
    }
    assert found["Tips"]
    assert not found["Home"]
