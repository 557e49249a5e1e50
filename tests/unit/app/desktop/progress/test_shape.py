"""The progress page fits each window, and keys reach all of it."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posecoach import language
from posecoach.app.desktop.progress import charts
from posecoach.app.desktop.window import Window
from posecoach.records.store import Store
from tests.unit.app.desktop.progress.shown import add, nine, shown, texts, view_of


@pytest.mark.parametrize("size", [(640, 480), (768, 1024), (1024, 768), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("code", ["en", "de"])
def test_nothing_is_wider_than_the_window(
    window: Window, store: Store, size: tuple[int, int], code: str
) -> None:
    language.use(code)
    nine(store)
    window.resize(*size)
    QApplication.processEvents()
    view = view_of(window)
    inner = view.area.widget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= view.area.viewport().width()
    assert inner.width() == view.area.viewport().width()
    focus = QApplication.focusWidget()
    assert focus is not None
    top = focus.mapTo(window, focus.rect().topLeft()).y()
    assert 0 < top < window.height() - focus.height()  # where the focus begins is seen


def test_everything_is_reached_by_the_tab_key(window: Window, store: Store) -> None:
    nine(store)
    page = shown(window)
    begin = QApplication.focusWidget()
    reached = []
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus.accessibleName())
        focus.focusNextChild()
        if QApplication.focusWidget() is begin:
            break
    assert page.view is not None
    assert reached[0] == "Open a session"
    expected = [
        "Print", "Export", "Delete…", "Side reach",
        page.view.calendar.days[page.view.chosen.day.date()].accessibleName(),
        *(c.accessibleName() for c in page.view.findChildren(charts.Picture)),
    ]  # fmt: skip
    assert [name for name in expected if name not in reached] == []


def test_arrows_go_from_day_to_day_and_from_stretch_to_stretch(
    window: Window, store: Store
) -> None:
    at = datetime(2025, 3, 20, 12).astimezone()
    ids = [add(store, at - timedelta(days=days)) for days in (9, 7, 2, 0)]
    store.begin_set(ids[0], 1, "hip_flexor", "hold", hold_s=20.0)
    view = view_of(window)
    view.calendar.days[at.date()].setFocus()
    chosen = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        chosen.append(view.chosen.id)
    assert chosen == [ids[2], ids[0], ids[1]]
    view.tabs.buttons["hip_flexor"].setFocus()
    QTest.keyClick(view.tabs.buttons["hip_flexor"], Qt.Key.Key_Right)
    assert view.tabs.buttons["lateral_line"].isChecked()
    assert "Nothing to draw" not in texts(view)
