"""Sessions for the progress page, and what a user does and reads there."""

import time
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from posecoach.app.desktop.progress.page import Progress
from posecoach.app.desktop.progress.view import ProgressView
from posecoach.app.desktop.window import Window
from posecoach.events import Fault, Rep
from posecoach.records.store import Store

NOON = datetime.now(UTC).astimezone().replace(hour=12, minute=0, second=0, microsecond=0)


def add(store: Store, at: datetime, degrees: float = 20.0, faults: int = 0) -> int:
    """A session of nine minutes with side reaches."""
    session = store.begin(kind="live", source="0", settings={})
    done = store.begin_set(session, 0, "lateral_line", "mobilizer", reps=1)
    store.add(done, Rep(8.0, 4.0, "left", True, degrees, 1.0, 4.0, 2))
    store.add(done, Rep(16.0, 12.0, "right", True, 18.0, 1.0, 4.0, 2))
    for i in range(faults):
        store.add(done, Fault("no_hip_shift", "left", i * 1.0, i + 0.5))
    store.progress(done, 540.0, 500.0, [])
    store.discomfort(session, "before", 4)
    store.discomfort(session, "after", 3)
    store.end(session, "done", 540.0, 500.0)
    store.db.execute(
        "UPDATE session SET started = ?, ended = ? WHERE id = ?",
        (at.astimezone(UTC).isoformat(), at.astimezone(UTC).isoformat(), session),
    )
    return session


def nine(store: Store) -> list[int]:
    """Nine sessions, one a day, that get better on the left."""
    return [
        add(store, NOON - timedelta(days=9 - i), 20.0 + 2 * i, faults=max(0, 6 - i))
        for i in range(9)
    ]


def shown(window: Window) -> Progress:
    window.go("progress")
    settle()
    page = window.page
    assert isinstance(page, Progress)
    return page


def view_of(window: Window) -> ProgressView:
    view = shown(window).view
    assert view is not None
    return view


def texts(of: QWidget) -> str:
    found: list[QLabel | QPushButton] = [*of.findChildren(QLabel), *of.findChildren(QPushButton)]
    return "\n".join(f.text() for f in found if f.isVisibleTo(of))


def settle() -> None:
    """Until Qt has placed what is new."""
    for _ in range(5):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def wait(page: Progress) -> None:
    """Until the work in hand is done."""
    end = time.monotonic() + 30
    while page.task is not None and page.task.busy:
        assert time.monotonic() < end
        QApplication.processEvents()
        time.sleep(0.01)


def press(page: Progress, button: str) -> None:
    (found,) = [b for b in page.findChildren(QPushButton) if b.text() == button and b.isVisible()]
    found.click()
    settle()
