"""The settings page: all settings are there, each is kept at once, and nothing jumps."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QWidget,
)

from posecoach import language
from posecoach.app import settings
from posecoach.app.commands.machine import doctor
from posecoach.app.desktop.settings import cameras as settings_cameras
from posecoach.app.desktop.settings.page import GROUPS, SettingsPage
from posecoach.app.desktop.widgets.parts import Switch
from posecoach.app.desktop.window import Window
from posecoach.app.settings import Settings
from posecoach.clock import Clock
from posecoach.errors import SourceError
from posecoach.records.store import opened
from posecoach.sources import camera

CAMERAS = [(0, "Integrated Camera"), (2, "USB camera")]


@pytest.fixture(autouse=True)
def cameras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cameras, neither of which opens; no model is loaded to look at their pictures."""

    def fails(_source: str, _clock: Clock) -> camera.Camera:
        raise SourceError("There is no such camera.")

    monkeypatch.setattr(camera, "cameras", lambda: CAMERAS)
    monkeypatch.setattr("posecoach.app.run.sources.Camera", fails)
    monkeypatch.setattr(camera, "Camera", fails)
    monkeypatch.setattr("posecoach.app.desktop.pages.camera._Watcher.run", lambda _self: None)


@pytest.fixture
def page(window: Window) -> Iterator[SettingsPage]:
    language.use("en")
    window.go("settings")
    QApplication.processEvents()
    yield shown(window)
    window.page.leave()
    language.use("en")


def shown(window: Window) -> SettingsPage:
    page = window.page
    assert isinstance(page, SettingsPage)
    return page


def control(page: QWidget, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert isinstance(found, QWidget), f"there is no {name}"
    return found


def click(page: QWidget, name: str) -> None:
    found = control(page, name)
    assert isinstance(found, QAbstractButton)
    assert found.isEnabled()
    found.click()


def wait(until: Callable[[], object], longest_s: float = 20.0) -> None:
    end = time.monotonic() + longest_s
    while not until():
        assert time.monotonic() < end, "it took too long"
        QTest.qWait(10)


def said(page: SettingsPage) -> str:
    return page._status.text()


# ---------------------------------------------------------------------- what there is


def test_every_setting_is_on_the_page(page: SettingsPage) -> None:
    found: set[str] = set()
    for tab in GROUPS:
        page.open(tab)
        names = {child.objectName() for child in page.findChildren(QWidget)}
        found |= {name.split(":")[0] for name in names}
    assert {f.name for f in fields(Settings)} <= found


@pytest.mark.parametrize(
    ("tab", "name", "key", "value"),
    [
        ("camera", "camera:2", "camera", "2"),
        ("camera", "mirrored_input", "mirrored_input", True),
        ("camera", "model_size:auto", "model_size", "auto"),
        ("voice", "voice:cues", "voice", "cues"),
        ("data", "keep_last", "keep_last", False),
        ("look", "lightness:dark", "lightness", "dark"),
        ("look", "theme", "theme", "contrast"),
        ("look", "motion", "motion", True),
        ("look", "language:de", "language", "de"),
        ("look", "full_screen", "full_screen", True),
        ("you", "age:65plus", "age", "65plus"),
        ("you", "dose:gentle", "dose", "gentle"),
        ("you", "first_side:right", "first_side", "right"),
        ("routine", "routine:five_minutes", "routine", "five_minutes"),
        ("routine", "break_seconds:120", "break_seconds", "120"),
        ("routine", "leave_out:hip_flexor", "leave_out", ("hip_flexor",)),
    ],
)
def test_a_control_is_kept_at_once(
    page: SettingsPage, tab: str, name: str, key: str, value: object
) -> None:
    page.open(tab)
    click(page, name)
    assert getattr(settings.load(), key) == value
    assert said(page) == language.tr("Saved")


def test_the_text_size_is_kept_when_the_slider_is_let_go(page: SettingsPage) -> None:
    page.open("look")
    slider = control(page, "text_size")
    assert isinstance(slider, QSlider)
    slider.setSliderDown(True)
    slider.setSliderPosition(13)
    assert not settings.path().exists()
    slider.setSliderDown(False)
    assert settings.load().text_size == 1.3


def test_a_slider_takes_one_step_a_key(page: SettingsPage) -> None:
    page.open("look")
    slider = control(page, "text_size")
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert settings.load().text_size == 1.1


def test_what_was_left_out_can_be_brought_back(page: SettingsPage, window: Window) -> None:
    window.context.change(leave_out=("hip_flexor", "lateral_line", "one_of_another_version"))
    page.open("routine")
    left_out = control(page, "leave_out:hip_flexor")
    assert isinstance(left_out, Switch)
    assert not left_out.isChecked()
    left_out.click()
    assert settings.load().leave_out == ("lateral_line", "one_of_another_version")


def test_an_empty_routine_is_told(page: SettingsPage) -> None:
    page.open("routine")
    for name in ("hip_flexor", "hip_rotators", "lateral_line"):
        click(page, f"leave_out:{name}")
    told = [label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")]
    assert any("left out: bring one back" in words for words in told)


def test_a_setting_that_cannot_be_written_is_told(page: SettingsPage) -> None:
    settings.path().mkdir(parents=True)  # a folder in the place of the file
    page.open("voice")
    click(page, "voice:off")
    assert "cannot be" in said(page)
    assert page._status.property("kind") == "bad"


def test_a_key_changes_what_the_page_shows(page: SettingsPage, window: Window) -> None:
    page.open("look")
    window.context.kept("full_screen", True)
    full = control(page, "full_screen")
    assert isinstance(full, Switch)
    assert full.isChecked()


# ---------------------------------------------------------------------- the user's own routine


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    for dialog in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, dialog, lambda *_a: (str(path), ""))


def test_a_routine_of_ones_own(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('schema = 1\nname = "Mine"\n[[sets]]\nstretch = "hip_flexor"\n', "utf-8")
    choose_file(monkeypatch, file)
    page.open("routine")
    click(page, "routine_file")
    assert settings.load().routine == str(file)
    page.open("routine")
    own = control(page, f"routine:{file}")
    assert isinstance(own, QAbstractButton)
    assert own.isChecked()
    assert "Mine" in own.accessibleName()


def test_a_wrong_routine_is_told_and_not_taken(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('schema = 1\nname = "Wrong"\n[[sets]]\nstretch = "handstand"\n', "utf-8")
    choose_file(monkeypatch, file)
    page.open("routine")
    click(page, "routine_file")
    assert page.app.context.own.routine == "default"
    told = [label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")]
    assert any("handstand" in words for words in told)


# ---------------------------------------------------------------------- the camera


def reading() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "camera" and t.is_alive()]


@pytest.mark.parametrize("way", ["tab", "page", "rebuild", "close"])
def test_the_camera_is_closed_on_leaving(page: SettingsPage, window: Window, way: str) -> None:
    page.open("camera")
    QApplication.processEvents()
    assert len(reading()) == 1
    if way == "tab":
        page.open("voice")
    elif way == "page":
        window.go("tips")
        window.go("settings")
        window.page.leave()
    elif way == "rebuild":  # the old page's camera is closed, the new page opens it anew
        window.rebuild()
        QApplication.processEvents()
        assert len(reading()) <= 1
        shown(window).open("voice")
    else:
        window.hide()
    wait(lambda: not reading())


def test_cameras_are_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings_cameras, "_SYSFS", tmp_path)
    options, chosen = settings_cameras.options("USB camera")
    assert [(o.value, o.title, o.about) for o in options] == [
        ("0", "Integrated Camera", "built in"),
        ("2", "USB camera", "plugged in"),
    ]
    assert chosen == "2"
    options, chosen = settings_cameras.options("http://user:secret@phone:8080/video?token=1")
    assert options[0].value == chosen
    assert options[0].title == "http://phone:8080/video"


def test_a_stream_by_its_address(page: SettingsPage) -> None:
    page.open("camera")
    address = control(page, "address")
    assert isinstance(address, QLineEdit)
    address.setFocus()
    address.setText("ftp://phone/video")
    QTest.keyClick(address, Qt.Key.Key_Return)
    assert settings.load().camera == "0"
    address.setText("http://phone:8080/video")
    QTest.keyClick(address, Qt.Key.Key_Return)
    assert settings.load().camera == "http://phone:8080/video"


# ---------------------------------------------------------------------- tabs, focus, keys


def test_arrows_go_from_tab_to_tab(page: SettingsPage) -> None:
    page.open("you")
    QTest.keyClick(page._tabs.buttons["you"], Qt.Key.Key_Down)
    assert page.tab == "routine"
    QTest.keyClick(page._tabs.buttons["routine"], Qt.Key.Key_Down)
    assert page.tab == "desk"
    QTest.keyClick(page._tabs.buttons["desk"], Qt.Key.Key_Down)
    QTest.keyClick(page._tabs.buttons["data"], Qt.Key.Key_Down)
    assert page.tab == "camera"
    QTest.keyClick(page._tabs.buttons["camera"], Qt.Key.Key_Up)
    assert page.tab == "data"
    assert page._tabs.buttons["data"].isChecked()


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


# ---------------------------------------------------------------------- the user's data


def test_export_delete_import(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened() as store:
        session = store.begin(kind="live", source="0", settings={})
        store.end(session, "done", 60.0, 50.0)
    page.open("data")
    copy = tmp_path / "copy.json"
    choose_file(monkeypatch, copy)
    click(page, "export_json")
    wait(lambda: said(page) == f"1 sessions written to {copy}.")
    assert len(json.loads(copy.read_text("utf-8"))["sessions"]) == 1
    table = tmp_path / "copy.csv"
    choose_file(monkeypatch, table)
    click(page, "export_csv")
    wait(table.exists)
    click(page, "delete")
    with opened() as store:
        assert len(store.sessions()) == 1  # not before it is confirmed
    click(page, "delete_for_good")
    wait(lambda: said(page) == "1 sessions deleted.")
    with opened() as store:
        assert store.sessions() == []
    choose_file(monkeypatch, copy)
    click(page, "import")
    wait(lambda: said(page) == "1 sessions added; 0 were there already.")


def test_a_copy_that_cannot_be_written_is_told(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open("data")
    choose_file(monkeypatch, tmp_path / "nowhere" / "copy.json")
    click(page, "export_json")
    wait(lambda: "cannot be written" in said(page))


def test_a_wrong_copy_is_told(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open("data")
    file = tmp_path / "copy.json"
    file.write_text("[]", "utf-8")
    choose_file(monkeypatch, file)
    click(page, "import")
    wait(lambda: str(file) in said(page))


def test_the_check_and_the_report(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        doctor.Finding("camera", False, "none found: connect one"),
        doctor.Finding("model", True, "/there/full.task"),
    ]
    monkeypatch.setattr(doctor, "findings", lambda: found)
    monkeypatch.setattr("posecoach.app.commands.machine.bug_report.findings", lambda: found)
    page.open("data")
    click(page, "check")
    wait(lambda: said(page) == "Not all works: Camera.")
    told = [label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")]
    assert "Camera: does not work" in told
    assert "Body model: works" in told
    click(page, "report")
    text = control(page, "report_text")
    assert isinstance(text, QPlainTextEdit)
    wait(lambda: "none found: connect one" in text.toPlainText())
    click(page, "report_copy")
    assert QGuiApplication.clipboard().text() == text.toPlainText()
    file = tmp_path / "report.txt"
    choose_file(monkeypatch, file)
    click(page, "report_save")
    wait(file.exists)
    assert file.read_text("utf-8") == text.toPlainText() + "\n"


def test_the_safety_pages_come_again(page: SettingsPage, window: Window) -> None:
    page.open("data")
    click(page, "safety")
    assert window.page.name == "first_run"
    window.then()
    assert window.page.name == "settings"


# ---------------------------------------------------------------------- for everybody


@pytest.mark.parametrize("way", [0, -100])
def test_a_finger_scrolls_or_taps(page: SettingsPage, window: Window, way: int) -> None:
    window.resize(640, 480)
    page.open("you")
    QTest.qWait(100)
    found = control(page, "dose:gentle")
    page._area.ensureWidgetVisible(found)
    bar = page._area.verticalScrollBar()
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
    if page._content.width() > page._area.viewport().width():
        found.append("all of it")
    for child in page._card.findChildren(QWidget):
        if not child.isVisible() or child.objectName().startswith("qt_"):
            continue
        right = child.mapTo(page._content, child.rect().topRight()).x()
        if right > page._content.width():
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
