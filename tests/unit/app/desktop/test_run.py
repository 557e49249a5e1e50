"""A session in the window, from the first picture to what is kept, with a fake camera."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from posecoach.app.desktop.session.coaching import Coaching
from posecoach.app.desktop.session.summary import Summary
from posecoach.app.desktop.window import Window
from posecoach.records.store import Store
from posecoach.sinks.screen.layout import Grid
from posecoach.testing.clock import FakeClock
from tests.unit.app.desktop.rig import FakeWork, Mover, begin

Wait = Callable[[Callable[[], object]], None]


def stage(window: Window) -> str:
    run = window.sessions.run
    now = run.view.now if run is not None and run.view is not None else None
    return "" if now is None else now.stage


def on_page(window: Window) -> str:
    return " ".join(label.text() for label in window.page.findChildren(QLabel))


def work_of(window: Window) -> FakeWork:
    assert window.sessions.run is not None
    assert isinstance(window.sessions.run.work, FakeWork)
    return window.sessions.run.work


def recorded(folder: Path) -> list[tuple[str, dict[str, int]]]:
    with contextlib.closing(Store(folder / "app.db")) as store:
        return [
            (s.state, {side: n for done in s.sets for side, n in done.reps.items()})
            for s in store.sessions()
        ]


def test_a_session_goes_from_question_to_summary_and_home(
    window: Window, wait: Wait, tmp_path: Path
) -> None:
    begin(window, tmp_path, direct=False, asks=True)
    assert window.page.name == "coaching"
    wait(lambda: window.page.name == "question")
    QTest.keyClick(window, Qt.Key.Key_3)
    wait(lambda: window.page.name == "coaching" or work_of(window).answers)
    assert work_of(window).answers == [("before", 3)]
    window.page.forward()  # a clicker goes on without reading the advice to its end
    wait(lambda: window.page.name == "coaching")
    wait(lambda: window.page.name == "summary")
    assert isinstance(window.page, Summary)
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    assert window.page.name == "summary", "that was meant for the page before"
    wait(lambda: window.page.settled)
    QTest.keyClick(window, Qt.Key.Key_2)
    assert work_of(window).answers[-1] == ("after", 2)
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    assert window.page.name == "home"
    assert window.sessions.run is None
    assert recorded(tmp_path) == [("done", {"left": 2, "right": 2})]


def test_pause_has_large_buttons_and_goes_on_where_it_was(
    window: Window, wait: Wait, tmp_path: Path
) -> None:
    begin(window, tmp_path, direct=False)
    wait(lambda: stage(window) in ("intro", "work"))
    QTest.keyClick(window, Qt.Key.Key_Space)
    wait(lambda: window.page.name == "pause")
    assert stage(window) == "paused"
    assert window.focusWidget() is window.page.primary
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    wait(lambda: window.page.name == "coaching" and stage(window) != "paused")


def test_the_pause_button_keeps_off_the_rail(
    window: Window, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Mover, "aside", 0.25)  # at the left of the mirrored picture
    begin(window, tmp_path, direct=False)
    wait(lambda: stage(window) == "work")
    page = window.page
    assert isinstance(page, Coaching)

    def placed(grid: Grid) -> bool:
        rail = QRect(grid.rail.x0, grid.rail.y0, grid.rail.width, grid.rail.height)
        return not page.pause_button.geometry().intersects(rail) and (
            page.pause_button.x() == grid.pause.x0
        )

    wait(lambda: placed(Grid((page.width(), page.height()), rail_right=True)))
    window.resize(760, 1100)
    wait(lambda: placed(Grid((page.width(), page.height()))))


def test_escape_pauses_first_and_then_ends(window: Window, wait: Wait, tmp_path: Path) -> None:
    begin(window, tmp_path, direct=False)
    wait(lambda: stage(window))
    QTest.keyClick(window, Qt.Key.Key_Escape)
    wait(lambda: window.page.name == "pause")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    wait(lambda: window.page.name == "home")
    assert recorded(tmp_path)[0][0] == "ended"


def test_leaving_a_stretch_out_for_good_asks_once(
    window: Window, wait: Wait, tmp_path: Path, clock: FakeClock
) -> None:
    from posecoach.app.desktop.session.pause import Pause

    begin(window, tmp_path, direct=False)
    wait(lambda: stage(window))
    QTest.keyClick(window, Qt.Key.Key_Space)
    wait(lambda: window.page.name == "pause")
    page = window.page
    assert isinstance(page, Pause)
    page.leave_out.click()
    assert "once more" in page.leave_out.text()
    assert stage(window) == "paused"
    page.leave_out.click()
    QApplication.processEvents()
    assert stage(window) == "paused", "that was a double click"
    clock.sleep(1.0)
    page.leave_out.click()
    wait(lambda: window.page.name in ("summary", "home"))


def test_window_closed_ends_the_session_in_order(
    window: Window, wait: Wait, tmp_path: Path
) -> None:
    begin(window, tmp_path, direct=True)
    wait(lambda: stage(window))
    window.close()
    wait(lambda: window.left)
    assert window.code == 0
    assert recorded(tmp_path)[0][0] == "ended"


def test_the_close_box_ends_the_app_from_the_summary_too(
    window: Window, wait: Wait, tmp_path: Path
) -> None:
    begin(window, tmp_path, direct=True)
    wait(lambda: window.page.name == "summary")
    window.close()
    assert window.left
    assert recorded(tmp_path)[0][0] == "done"


def test_a_window_closed_before_coaching_begins_records_nothing(
    window: Window, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(window, tmp_path, direct=True)
    window.close()
    assert window.left
    assert "nothing was done" in capsys.readouterr().out


@pytest.mark.parametrize("breaks_at", ["begin", "finish"])
def test_an_internal_mistake_is_told_once_and_the_window_goes_on(
    breaks_at: str, window: Window, wait: Wait, tmp_path: Path
) -> None:
    begin(window, tmp_path, direct=False, breaks_at=breaks_at)
    wait(lambda: window.page.name == "home")
    assert window.sessions.run is None
    assert "internal mistake (RuntimeError: a defect)" in on_page(window)
    window.rebuild()  # as when the window's size changes
    assert "internal mistake" in on_page(window)
    window.go("tips")
    window.go("home")
    wait(lambda: "internal mistake" not in on_page(window))


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_end_the_app_in_order(
    name: str, window: Window, wait: Wait, tmp_path: Path
) -> None:
    if not hasattr(signal, name):
        pytest.skip(f"this system has no {name}")
    begin(window, tmp_path, direct=True)
    wait(lambda: stage(window))
    with window.stop.watching():
        signal.raise_signal(getattr(signal, name))
        wait(lambda: window.left)
    assert recorded(tmp_path)[0][0] == "ended"


def test_display_lost_is_told_and_the_record_is_whole(tmp_path: Path) -> None:
    """Qt's last message before it ends the process saves the session, and says so."""
    saved = tmp_path / "saved"
    code = (
        "from pathlib import Path\n"
        "from PySide6.QtCore import qWarning\n"
        "from posecoach.app.desktop import start\n"
        "start.application()\n"
        f"start.when_lost(lambda: Path({str(saved)!r}).write_text('saved'))\n"
        "qWarning('The X11 connection broke (error 1). Did the X11 server die?')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "display has gone" in done.stderr
    assert saved.read_text() == "saved"


def test_a_trouble_of_the_camera_is_on_the_screen_and_told_to_a_screen_reader(
    window: Window, wait: Wait, tmp_path: Path
) -> None:
    run, camera = begin(window, tmp_path, direct=False)
    wait(lambda: stage(window))
    camera.state = "absent"
    wait(lambda: run.view is not None and "check its cable" in run.view.note)
    camera.state = "well"
    wait(lambda: run.view is not None and not run.view.note)
