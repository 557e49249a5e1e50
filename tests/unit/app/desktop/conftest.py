"""What the tests of the app's pages share: Qt without a screen, and a window."""

import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from posecoach.app.desktop import start
from posecoach.app.desktop.context import Context
from posecoach.app.desktop.page_list import PAGES
from posecoach.app.desktop.window import Window
from posecoach.app.run.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.app.signals import StopSignal
from posecoach.sources import camera
from posecoach.testing.clock import FakeClock
from tests.unit.app.desktop.looks import TODAY


@pytest.fixture(scope="session")
def app() -> QApplication:
    """Qt, drawing into memory."""
    before = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return start.application()
    finally:  # programs that other tests start in this process's name have real windows
        if before is None:
            del os.environ["QT_QPA_PLATFORM"]
        else:
            os.environ["QT_QPA_PLATFORM"] = before


@pytest.fixture
def window(app: QApplication) -> Iterator[Window]:
    """A window of usual size with the usual settings; nothing glides, so that nothing waits."""
    own = Settings(voice="off").changed(motion=False, full_screen=False)
    context = Context(own, RunOptions(voice="off", windowed=True))
    made = Window(context, dict(PAGES), StopSignal())
    made.resize(1366, 768)
    made.show()
    yield made
    made.close_app()
    made.deleteLater()


@pytest.fixture
def clock(window: Window) -> FakeClock:
    """The window's clock, turned by hand."""
    window.context.clock = FakeClock()
    return window.context.clock


@pytest.fixture
def same_everywhere(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same day, cameras and colours on every machine."""
    window.today = lambda: TODAY
    monkeypatch.setattr(camera, "cameras", lambda: [(0, "Integrated Camera"), (2, "USB camera")])
    window.context.own = window.context.own.changed(lightness="light")


@pytest.fixture
def wait(app: QApplication) -> Callable[[Callable[[], object]], None]:
    """Lets Qt work until something has happened; fails where it never does."""

    def until(condition: Callable[[], object], seconds: float = 30.0) -> None:
        loop, passed = QEventLoop(), [0.0]
        timer = QTimer()

        def look() -> None:
            passed[0] += 0.01
            if condition() or passed[0] > seconds:
                loop.quit()

        timer.timeout.connect(look)
        timer.start(10)
        loop.exec()
        timer.stop()  # a failure keeps it, and Qt may not free a running timer in another thread
        assert condition(), "never happened"

    return until
