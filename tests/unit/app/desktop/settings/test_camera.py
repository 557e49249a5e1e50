"""The camera among the settings: told apart, looked through, and let go."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from posecoach.app import settings
from posecoach.app.desktop.camera import cameras
from posecoach.app.desktop.settings.page import SettingsPage
from posecoach.app.desktop.window import Window
from tests.unit.app.desktop.settings.use import control, shown, wait


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


def test_cameras_are_told_apart(tmp_path: Path) -> None:
    options, chosen = cameras.options("USB camera", tmp_path)
    assert [(o.value, o.title, o.about) for o in options] == [
        ("0", "Integrated Camera", "built in"),
        ("2", "USB camera", "plugged in"),
    ]
    assert chosen == "2"
    options, chosen = cameras.options("http://user:secret@phone:8080/video?token=1", tmp_path)
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
