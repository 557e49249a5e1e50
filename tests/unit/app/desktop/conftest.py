"""The application and a window for the tests of its pages, without a display."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from posecoach.app.desktop import start
from posecoach.app.desktop.app import PAGES
from posecoach.app.desktop.context import Context
from posecoach.app.desktop.window import Window
from posecoach.app.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.app.signals import StopSignal


@pytest.fixture(scope="session")
def app() -> QApplication:
    """The one application of the process."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return start.application()


@pytest.fixture
def window(app: QApplication) -> Iterator[Window]:
    """A window with default settings, shown, without motion."""
    own = Settings(motion=False, lightness="light", language="en")
    made = Window(Context(own, RunOptions()), dict(PAGES), StopSignal())
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    app.processEvents()
    yield made
    app.removeEventFilter(made)
    made.hide()
    made.deleteLater()
    app.sendPostedEvents(None, 0)
