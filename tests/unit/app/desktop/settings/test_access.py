"""The settings page by keys, fingers and screen readers; nothing jumps or is cut."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider, QWidget

from posecoach import language
from posecoach.app.desktop.settings.page import GROUPS, SettingsPage
from posecoach.app.desktop.window import Window
from tests.unit.app.desktop.settings.use import click, control, said, shown, wait

# ---------------------------------------------------------------------- tabs, focus, keys


def test_arrows_go_from_tab_to_tab(page: SettingsPage) -> None:
    page.open("you")
    QTest.keyClick(page.tabs.buttons["you"], Qt.Key.Key_Down)
    assert page.tab == "routine"
    QTest.keyClick(page.tabs.buttons["routine"], Qt.Key.Key_Down)
    assert page.tab == "desk"
    QTest.keyClick(page.tabs.buttons["desk"], Qt.Key.Key_Down)
    QTest.keyClick(page.tabs.buttons["data"], Qt.Key.Key_Down)
    assert page.tab == "camera"
    QTest.keyClick(page.tabs.buttons["camera"], Qt.Key.Key_Up)
    assert page.tab == "data"
    assert page.tabs.buttons["data"].isChecked()


@pytest.mark.parametrize("name", ["lightness:dark", "theme", "text_size", "motion", "language:de"])
def test_tab_and_focus_survive_a_new_look(page: SettingsPage, window: Window, name: str) -> None:
    page.open("look")
    found = control(page, name)
    found.setFocus()
    if isinstance(found, QSlider):
        found.setValue(12)
    else:
        click(page, name)
    wait(lambda: window.page is not page)
    new = shown(window)
    assert new.tab == "look"
    focus = window.focusWidget()
    assert focus is not None
    assert new.isAncestorOf(focus)
    assert focus.objectName() == name
    assert said(new) == language.tr("Saved")


def test_escape_goes_home_but_first_answers_a_question(page: SettingsPage, window: Window) -> None:
    page.open("data")
    click(page, "delete")
    page.back()
    assert window.page is page
    assert said(page) == "Nothing was deleted."
    page.back()
    assert window.page.name == "home"
    window.go("settings")


# ---------------------------------------------------------------------- for everybody


@pytest.mark.parametrize("way", [0, -100])
def test_a_finger_scrolls_or_taps(page: SettingsPage, window: Window, way: int) -> None:
    window.resize(640, 480)
    page.open("you")
    QTest.qWait(100)
    found = control(page, "dose:gentle")
    page.area.ensureWidgetVisible(found)
    bar = page.area.verticalScrollBar()
    bar.setValue(bar.value() - 60)
    QTest.qWait(50)
    before, at = bar.value(), found.mapTo(window, found.rect().center())
    handle, device = window.windowHandle(), QTest.createTouchDevice()
    for step in range(12):
        touch, place = QTest.touchEvent(handle, device), at + QPoint(0, way * min(step, 10) // 10)
        send = touch.press if step == 0 else touch.move if step < 11 else touch.release
        send(1, place, handle)
        touch.commit()
        QTest.qWait(25)
    QTest.qWait(300)
    assert (bar.value() > before) == (way < 0)
    assert window.context.own.dose == ("usual" if way else "gentle")


@pytest.mark.parametrize("tab", list(GROUPS))
def test_everything_that_takes_the_focus_has_a_name_and_a_role(
    page: SettingsPage, tab: str
) -> None:
    page.open(tab)
    takes = [
        child
        for child in page.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not child.objectName().startswith("qt_")
    ]
    assert len(takes) > len(GROUPS)
    names = []
    for child in takes:
        told = QAccessible.queryAccessibleInterface(child)
        assert told is not None, child
        assert told.text(QAccessible.Text.Name).strip(), child
        assert told.role() != QAccessible.Role.NoRole, child
        names.append(told.text(QAccessible.Text.Name))
    assert len(set(names)) == len(names), "two controls have the same name"


def cut_off(page: SettingsPage) -> list[str]:
    """What goes over the right edge, or has too little height for its words."""
    found = []
    if page.content.width() > page.area.viewport().width():
        found.append("all of it")
    for child in page.card.findChildren(QWidget):
        if not child.isVisible() or child.objectName().startswith("qt_"):
            continue
        right = child.mapTo(page.content, child.rect().topRight()).x()
        if right > page.content.width():
            found.append(f"{child} {child.accessibleName()}")
        wraps = isinstance(child, QLabel) and child.wordWrap()
        if wraps and child.height() < child.heightForWidth(child.width()):
            found.append(child.accessibleName() or str(child))
    return found


@pytest.mark.parametrize("tab", list(GROUPS))
@pytest.mark.parametrize("size", [(640, 480), (768, 1366), (1024, 768), (1920, 1080)])
def test_nothing_is_cut(
    window: Window, page: SettingsPage, tab: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.context.change(text_size=1.4, language="de")
    wait(lambda: window.page is not page)
    new = shown(window)
    new.open(tab)
    wait(lambda: not cut_off(new))  # the layout settles; slowly on a busy machine
