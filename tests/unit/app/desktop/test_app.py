"""How the app begins where the user's record is damaged, newer, or cannot be reached."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from posecoach.app.desktop import app as desktop
from posecoach.app.desktop.window import Window
from posecoach.app.run.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.errors import PosecoachError
from posecoach.records.store import Store
from tests.unit.app.desktop.user import press, shown


def used(act: Callable[[Window], bool]) -> int:
    """Opens the app; ``act`` is called with its window until it returns true, and ends it."""
    timer = QTimer()

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, Window) and window.isVisible() and window.ready and act(window):
                timer.stop()
                if not window.left:
                    window.close_app()

    timer.timeout.connect(look)
    timer.start(20)
    own = Settings(voice="off").changed(motion=False, full_screen=False)
    try:
        return desktop.home(own, RunOptions(voice="off", windowed=True))
    finally:
        timer.stop()


def answered(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(Store()) as store:
        store.set_setting("safety_accepted", "yes")
        return store.path


@pytest.mark.usefixtures("app")
def test_a_damaged_record_is_set_aside_and_the_window_says_so(data_folder: Path) -> None:
    answered(data_folder).write_bytes(b"no record" * 900)
    seen: list[str] = []

    def act(window: Window) -> bool:
        seen.append(f"{window.page.name}: {shown(window.page)}")
        return True

    assert used(act) == 0
    assert seen[0].startswith("first_run")
    assert "is damaged; it was set aside as posecoach-damaged-" in seen[0]


@pytest.mark.usefixtures("app")
def test_the_record_of_a_newer_version_is_told_in_the_window(data_folder: Path) -> None:
    path = answered(data_folder)
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 999")
    seen: list[str] = []

    def act(window: Window) -> bool:
        seen.append(f"{window.page.name}: {shown(window.page)}")
        press(window.page, "Close")
        return True

    with pytest.raises(PosecoachError, match="newer posecoach"):
        used(act)
    assert seen[0].startswith("trouble")
    assert "newer posecoach" in seen[0]


@pytest.mark.usefixtures("app")
def test_who_has_mended_the_data_folder_goes_on_without_starting_anew(data_folder: Path) -> None:
    data_folder.write_text("a file where the folder should be", "utf-8")
    seen: list[str] = []

    def act(window: Window) -> bool:
        seen.append(window.page.name)
        if window.page.name != "trouble":
            return True
        assert "data folder" in shown(window.page)
        press(window.page, "Try again")
        if window.page.name == "trouble" and data_folder.is_file():
            data_folder.unlink()
            answered(data_folder)
        return False

    assert used(act) == 0
    assert seen[0] == "trouble"
    assert seen[-1] == "home"
