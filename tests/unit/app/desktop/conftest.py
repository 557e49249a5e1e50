"""A Qt application without a display, and a window with default settings."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from posecoach import language
from posecoach.app import choices
from posecoach.app.desktop import start
from posecoach.app.desktop.app import PAGES
from posecoach.app.desktop.context import Context
from posecoach.app.desktop.window import Window
from posecoach.app.settings import Settings
from posecoach.app.signals import StopSignal


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> QApplication:
    """The application of this process."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return start.application()


@pytest.fixture
def window(app: QApplication) -> Iterator[Window]:
    """A window that is shown, with default settings."""
    own = Settings(full_screen=False, motion=False)
    language.use("en")
    made = Window(Context(own, choices.options(own)), dict(PAGES), StopSignal())
    made.resize(1280, 720)
    made.show()
    yield made
    made.quit(0)
    made.deleteLater()
    language.use("en")
