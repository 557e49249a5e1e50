"""Opening, printing, exporting and deleting sessions on the progress page."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from posecoach.app.desktop.progress import tasks
from posecoach.app.desktop.window import Window
from posecoach.events import Rep
from posecoach.records.store import Store
from tests.unit.app.desktop.progress.shown import NOON, add, nine, press, settle, shown, texts, wait


@pytest.mark.parametrize(("button", "said"), [("Open a session", "Opened in"), ("Print", "print")])
def test_the_report_of_the_chosen_session_opens_in_the_browser(
    window: Window,
    store: Store,
    data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    button: str,
    said: str,
) -> None:
    nine(store)
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    page = shown(window)
    press(page, button)
    assert "Preparing the report" in texts(page)
    press(page, button)  # once is enough
    wait(page)
    assert opened == [str((data_folder / "report.html").resolve())]
    assert "<!doctype html>" in (data_folder / "report.html").read_text("utf-8")
    assert said in texts(page)


def test_without_a_browser_the_page_says_where_the_report_is(
    window: Window, store: Store, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, NOON)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    page = shown(window)
    press(page, "Open a session")
    wait(page)
    assert str(data_folder / "report.html") in texts(page)


def test_a_session_that_has_gone_meanwhile_is_told(window: Window, store: Store) -> None:
    session = add(store, NOON)
    page = shown(window)
    store.forget(session)
    press(page, "Open a session")
    wait(page)
    assert f"There is no session {session}" in texts(page)


@pytest.mark.parametrize(("name", "kind"), [("out.csv", "csv"), ("out.json", "json")])
def test_the_record_is_exported_to_a_file(
    window: Window,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    kind: tasks.ExportKind,
) -> None:
    nine(store)
    path = tmp_path / name
    page = shown(window)
    monkeypatch.setattr(tasks, "ask_where", lambda _page: None)
    press(page, "Export")
    monkeypatch.setattr(tasks, "ask_where", lambda _page: (path, kind))
    press(page, "Export")
    wait(page)
    assert f"Exported 9 sessions to {path}" in texts(page)
    assert path.read_text("utf-8").startswith("session," if kind == "csv" else "{")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, store: Store) -> None:
    add(store, NOON)
    assert "choose another place" in tasks.export(tmp_path / "none" / "a.csv", "csv")


def test_a_typed_ending_says_the_kind() -> None:
    assert tasks.kind_of(Path("a.JSON"), "csv") == "json"
    assert tasks.kind_of(Path("a.txt"), "json") == "json"


def test_one_session_is_deleted_only_after_asking(window: Window, store: Store) -> None:
    ids = nine(store)
    page = shown(window)
    press(page, "Delete…")
    assert page.asked is not None
    assert page.asked.one.hasFocus()
    page.forward()  # a clicker's button deletes nothing
    page.back()
    settle()
    assert page.view is not None
    assert page.view.delete.hasFocus()
    assert len(store.sessions()) == 9
    press(page, "Delete…")
    press(page, "Delete for good")
    assert {s.id for s in store.sessions()} == set(ids[:-1])
    assert "Deleted: 1 session." in texts(page)
    page.back()
    assert window.page.name == "home"


def test_all_sessions_are_deleted_together_with_the_own_ranges(
    window: Window, store: Store
) -> None:
    nine(store)
    store.remember_range("lateral_line", "left", 20.0)
    page = shown(window)
    press(page, "Delete…")
    assert page.asked is not None
    assert page.asked.all.text() == "All: 9 sessions"
    page.asked.all.click()
    press(page, "Delete for good")
    assert store.sessions() == []
    assert store.ranges("lateral_line") == {}
    assert "Deleted: 9 sessions." in texts(page)
    assert "Nothing here yet" in texts(page)


def test_a_session_that_still_runs_is_not_deleted(window: Window, store: Store) -> None:
    session = store.begin(kind="live", source="0", settings={})
    done = store.begin_set(session, 0, "lateral_line", "mobilizer", reps=1)
    store.add(done, Rep(8.0, 4.0, "left", True, 14.0, 1.0, 4.0, 2))
    page = shown(window)
    press(page, "Delete…")
    press(page, "Delete for good")
    assert "still running" in texts(page)
    assert len(store.sessions()) == 1


def test_what_is_deleted_is_of_the_month_that_is_shown_and_has_its_year(
    window: Window, store: Store
) -> None:
    now = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
    window.today = now.date
    add(store, datetime(2025, 12, 5, 12, 0, tzinfo=UTC))
    add(store, now)
    page = shown(window)
    assert page.view is not None
    page.view.calendar.show_month(2025, 12)
    settle()
    assert page.view.chosen.day.date().isoformat() == "2025-12-05"
    press(page, "Delete…")
    assert "5 December 2025" in texts(page)


def test_what_fails_in_the_background_is_told_in_words() -> None:
    def broken() -> str:
        raise sqlite3.OperationalError("no such table")

    assert tasks.sentence(broken) == "That did not work; the log says why."


def test_the_dialog_ends_the_name_by_the_kind(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose_json(dialog: QFileDialog) -> int:
        dialog.setDirectory(str(tmp_path))
        dialog.selectNameFilter(dialog.nameFilters()[1])
        dialog.filterSelected.emit(dialog.nameFilters()[1])
        return 1

    monkeypatch.setattr(QFileDialog, "exec", choose_json)
    page = shown(window)
    assert tasks.ask_where(page) == (tmp_path / "posecoach.json", "json")
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 0)
    assert tasks.ask_where(page) is None
