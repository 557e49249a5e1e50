"""What the tests of the settings page share: its cameras, and the page."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from posecoach import language
from posecoach.app.desktop.settings.page import SettingsPage
from posecoach.app.desktop.window import Window
from posecoach.clock import Clock
from posecoach.errors import SourceError
from posecoach.sources import camera
from tests.unit.app.desktop.settings.use import CAMERAS, shown


@pytest.fixture(autouse=True)
def cameras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cameras, neither of which opens; no model is loaded to look at their pictures."""

    def fails(_source: str, _clock: Clock) -> camera.Camera:
        raise SourceError("There is no such camera.")

    monkeypatch.setattr(camera, "cameras", lambda: CAMERAS)
    monkeypatch.setattr("posecoach.app.run.sources.Camera", fails)
    monkeypatch.setattr(camera, "Camera", fails)
    monkeypatch.setattr("posecoach.app.desktop.camera.check.Watcher.run", lambda _self: None)


@pytest.fixture
def page(window: Window) -> Iterator[SettingsPage]:
    language.use("en")
    window.go("settings")
    QApplication.processEvents()
    yield shown(window)
    window.page.leave()
    language.use("en")
