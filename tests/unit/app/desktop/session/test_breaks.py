"""A break in the window: put off, left for this time, and over without a summary."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from posecoach.app.desktop.session.breaks.later import Later
from posecoach.app.desktop.session.breaks.run import BreakRun
from posecoach.app.desktop.window import Window
from posecoach.records.store import Store

Wait = Callable[[Callable[[], object]], None]
_TAPE = Path(__file__).parents[4] / "tapes" / "fault_head_upright.npz"


@pytest.fixture
def taken(window: Window, wait: Wait) -> BreakRun:
    """A break that has begun in the window, with a tape in place of the camera."""
    window.context.options.source = str(_TAPE)
    window.go("home")
    press(window, "Take a break")
    wait(lambda: window.sessions.run is not None and window.sessions.run.view is not None)
    run = window.sessions.run
    assert isinstance(run, BreakRun)
    return run


def press(window: Window, words: str) -> None:
    found = [b for b in window.page.findChildren(QPushButton) if b.accessibleName() == words]
    assert found, words
    found[0].click()


def shown(window: Window) -> str:
    labels = window.page.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_put_off_it_is_told_on_the_home_page_and_can_be_cancelled(
    taken: BreakRun, window: Window, wait: Wait
) -> None:
    before = datetime.now(UTC).astimezone()
    press(window, "Put it off for 15 minutes")
    wait(lambda: window.page.name == "home")
    minutes = int((datetime.now(UTC).astimezone() - before).total_seconds() // 60) + 2
    near = [before + timedelta(minutes=15 + more) for more in range(minutes)]
    assert any(f"A break begins at {t:%H:%M}" in shown(window) for t in near), shown(window)
    press(window, "Cancel it")
    assert window.breaks.told == ""
    assert "A break begins" not in shown(window)


def test_left_for_this_time_nothing_is_said_and_nothing_recorded(
    taken: BreakRun, window: Window, wait: Wait
) -> None:
    press(window, "Not this time")
    wait(lambda: window.page.name == "home")
    assert window.handover.problem == ""
    assert window.breaks.told == ""
    store = Store()
    assert not [s for s in store.sessions() if s.sets and any(s.sets[0].reps.values())]
    store.close()


def test_what_was_put_off_does_not_come_into_a_session_that_runs(
    taken: BreakRun, window: Window, wait: Wait
) -> None:
    window.breaks.put_off(0)
    wait(lambda: window.breaks.told == "")
    assert window.sessions.run is taken


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (768, 1366), (640, 400)])
def test_its_buttons_lie_beside_each_other_within_the_window(
    size: tuple[int, int], taken: BreakRun, window: Window
) -> None:
    window.resize(*size)
    page = taken.page
    later = page.findChildren(QPushButton)
    boxes = [b.geometry() for b in later if b.accessibleName().startswith(("Put it", "Not this"))]
    assert len(boxes) == 4
    for i, box in enumerate(boxes):
        assert page.rect().contains(box)
        assert not any(box.intersects(other) for other in boxes[i + 1 :])
    assert isinstance(page.later, Later)
