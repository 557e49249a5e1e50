"""What a user does on the settings page, and reads there."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget

from posecoach.app.desktop.settings.page import SettingsPage
from posecoach.app.desktop.window import Window

CAMERAS = [(0, "Integrated Camera"), (2, "USB camera")]


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
    return page.status.text()


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    for dialog in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, dialog, lambda *_a: (str(path), ""))
