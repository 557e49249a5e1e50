"""The progress page: calendar, chart, corrections, and opening, exporting and deleting sessions."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from year import make

from posecoach import language
from posecoach.app.desktop.progress import charts
from posecoach.app.desktop.progress import tasks as tasks
from posecoach.app.desktop.progress import words as words
from posecoach.app.desktop.progress.page import Progress
from posecoach.app.desktop.progress.view import View
from posecoach.app.desktop.widgets.style import Scale
from posecoach.app.desktop.window import Window
from posecoach.events import Fault, Rep
from posecoach.records.file import FILE_NAME
from posecoach.records.store import Store
from posecoach.reports import figures
from posecoach.sinks.screen.theme import DARK

NOON = datetime.now(UTC).astimezone().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    language.use("en")
    yield
    language.use("en")


@pytest.fixture
def store(data_folder: Path) -> Iterator[Store]:
    data_folder.mkdir(exist_ok=True)
    made = Store(data_folder / FILE_NAME)
    yield made
    made.close()


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


def view_of(window: Window) -> View:
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
    while page._task is not None and page._task.busy:
        assert time.monotonic() < end
        QApplication.processEvents()
        time.sleep(0.01)


# ---------------------------------------------------------------------- empty, and broken


def test_without_a_session_there_is_a_kind_word_and_a_start(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(window, "start", lambda names, routine: started.append((names, routine)))
    page = shown(window)
    assert "after your first session" in texts(page)
    assert page.primary is not None
    page.primary.click()
    assert started == [(None, None)]


def test_a_demo_is_no_progress(window: Window, store: Store) -> None:
    session = add(store, NOON)
    store.db.execute("UPDATE session SET kind = 'demo' WHERE id = ?", (session,))
    assert shown(window).view is None


def test_a_record_that_cannot_be_read_is_told_in_one_sentence(
    window: Window, data_folder: Path
) -> None:
    data_folder.mkdir(exist_ok=True)
    (data_folder / FILE_NAME).write_text("no database at all, " * 100)
    page = shown(window)
    assert page.view is None
    assert "Your record cannot be shown" in texts(page)
    assert page.primary is not None
    page.primary.click()  # it was set aside, and a new one begun
    settle()
    assert "Nothing here yet" in texts(page)


# ---------------------------------------------------------------------- what is shown


def test_days_with_a_session_are_buttons_that_say_how_long_it_was(
    window: Window, store: Store
) -> None:
    at = datetime(2025, 3, 20, 12).astimezone()
    for hours in (0, 1, -24, -25 * 24):
        add(store, at + timedelta(hours=hours))
    view = view_of(window)
    days = view.calendar.days
    assert {d: b.accessibleName() for d, b in days.items()} == {
        date(2025, 3, 19): "Wednesday 19, 9 minutes",
        date(2025, 3, 20): "Thursday 20, 2 sessions, 18 minutes",
    }
    assert days[date(2025, 3, 20)].isChecked()
    assert all(b.width() >= 48 and b.height() >= 48 for b in days.values())
    view.calendar.earlier.click()
    assert list(view.calendar.days) == [date(2025, 2, 23)]
    assert not view.calendar.earlier.isEnabled()
    assert "1 session, 9 minutes" in texts(view)
    view.calendar.later.click()
    view.calendar.later.click()
    assert "No session in this month" in texts(view)


def test_a_day_chooses_its_session_and_a_time_one_of_several(window: Window, store: Store) -> None:
    first, second, third = (add(store, NOON - timedelta(hours=h)) for h in (48, 1, 0))
    view = view_of(window)
    assert view.chosen.id == third
    times = [b for b in view.findChildren(QPushButton) if b.property("session")]
    assert [b.isChecked() for b in times] == [False, True]
    times[0].click()
    assert view.chosen.id == second
    day = (NOON - timedelta(hours=48)).date()
    view.calendar.show_month(day.year, day.month)
    view.calendar.days[day].click()
    assert view.chosen.id == first
    assert "Chosen: " + words.whole_day(day, date.today()) in texts(view)
    assert "9 minutes · Discomfort: 4 before, 3 after" in texts(view)


def test_the_chart_is_a_picture_that_tells_its_finding(window: Window, store: Store) -> None:
    nine(store)
    view = view_of(window)
    (chart,) = view.findChildren(charts.RangeChart)
    told = chart.accessibleName()
    assert told.startswith("How far you reach, Side reach. Left: more than at first (+16° ± 5°); ")
    assert "Right: about the same (0° ± 5°). 9 sessions, " in told
    role = QAccessible.queryAccessibleInterface(chart).role()
    assert role == QAccessible.Role.Graphic
    assert "more than at first (+16° ± 5°)" in texts(view)


def test_corrections_that_became_rarer_are_bars_and_words(window: Window, store: Store) -> None:
    nine(store)
    view = view_of(window)
    (bars,) = view.findChildren(charts.Bars)
    assert bars.accessibleName().endswith(
        "first 6, last 0; in each session: 6, 5, 4, 3, 2, 1, 0, 0, 0"
    )
    assert "6 → 0" in texts(view)


def test_with_few_sessions_it_is_too_early_to_say(window: Window, store: Store) -> None:
    add(store, NOON)
    view = view_of(window)
    assert texts(view).lower().count("too early to say (1 of 5 sessions)") == 3
    assert view.grab().width() == view.width()


def test_a_stretch_that_was_only_held_has_no_chart(window: Window, store: Store) -> None:
    session = add(store, NOON)
    store.begin_set(session, 1, "hip_flexor", "hold", hold_s=20.0)
    store.begin_set(session, 2, "gone_from_the_specs", "hold", hold_s=20.0)
    view = view_of(window)
    assert list(view.tabs.buttons) == ["hip_flexor", "lateral_line", "gone_from_the_specs"]
    assert "Nothing to draw" in texts(view)
    view.tabs.buttons["lateral_line"].click()
    assert "Nothing to draw" not in texts(view)
    view = view_of(window)  # it stays chosen
    assert view.tabs.buttons["lateral_line"].isChecked()


# ---------------------------------------------------------------------- what can be done


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
    kind: tasks.Kind,
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
    assert page._asked is not None
    assert page._asked.one.hasFocus()
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
    assert page._asked is not None
    assert page._asked.all.text() == "All: 9 sessions"
    page._asked.all.click()
    press(page, "Delete for good")
    assert store.sessions() == []
    assert store.ranges("lateral_line") == {}
    assert "Deleted: 9 sessions." in texts(page)
    assert "Nothing here yet" in texts(page)


def test_a_session_that_still_runs_is_not_deleted(window: Window, store: Store) -> None:
    session = store.begin(kind="live", source="0", settings={})
    store.begin_set(session, 0, "lateral_line", "mobilizer", reps=1)
    page = shown(window)
    press(page, "Delete…")
    press(page, "Delete for good")
    assert "still running" in texts(page)
    assert len(store.sessions()) == 1


def test_what_fails_in_the_background_is_told_in_words() -> None:
    def broken() -> str:
        raise sqlite3.OperationalError("no such table")

    assert tasks._sentence(broken) == "That did not work; the log says why."


def press(page: Progress, button: str) -> None:
    (found,) = [b for b in page.findChildren(QPushButton) if b.text() == button and b.isVisible()]
    found.click()
    settle()


# ---------------------------------------------------------------------- its shape


@pytest.mark.parametrize("size", [(640, 480), (768, 1024), (1024, 768), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("code", ["en", "de"])
def test_nothing_is_wider_than_the_window(
    window: Window, store: Store, size: tuple[int, int], code: str
) -> None:
    language.use(code)
    nine(store)
    window.resize(*size)
    QApplication.processEvents()
    view = view_of(window)
    inner = view.area.widget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= view.area.viewport().width()
    assert inner.width() == view.area.viewport().width()
    focus = QApplication.focusWidget()
    assert focus is not None
    top = focus.mapTo(window, focus.rect().topLeft()).y()
    assert 0 < top < window.height() - focus.height()  # where the focus begins is seen


def test_everything_is_reached_by_the_tab_key(window: Window, store: Store) -> None:
    nine(store)
    page = shown(window)
    begin = QApplication.focusWidget()
    reached = []
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus.accessibleName())
        focus.focusNextChild()
        if QApplication.focusWidget() is begin:
            break
    assert page.view is not None
    assert reached[0] == "Open a session"
    expected = [
        "Print", "Export", "Delete…", "Side reach",
        page.view.calendar.days[page.view.chosen.day.date()].accessibleName(),
        *(c.accessibleName() for c in page.view.findChildren(charts.Picture)),
    ]  # fmt: skip
    assert [name for name in expected if name not in reached] == []


def test_arrows_go_from_day_to_day_and_from_stretch_to_stretch(
    window: Window, store: Store
) -> None:
    at = datetime(2025, 3, 20, 12).astimezone()
    ids = [add(store, at - timedelta(days=days)) for days in (9, 7, 2, 0)]
    store.begin_set(ids[0], 1, "hip_flexor", "hold", hold_s=20.0)
    view = view_of(window)
    view.calendar.days[at.date()].setFocus()
    chosen = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        chosen.append(view.chosen.id)
    assert chosen == [ids[2], ids[0], ids[1]]
    view.tabs.buttons["hip_flexor"].setFocus()
    QTest.keyClick(view.tabs.buttons["hip_flexor"], Qt.Key.Key_Right)
    assert view.tabs.buttons["lateral_line"].isChecked()
    assert "Nothing to draw" not in texts(view)


def test_a_year_is_read_and_drawn(window: Window, data_folder: Path) -> None:
    data_folder.mkdir(exist_ok=True)
    make(data_folder / FILE_NAME, 90)
    view = view_of(window)
    assert len(view.tabs.buttons) == 3
    assert not view.grab().isNull()


# ---------------------------------------------------------------------- words and numbers


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(11, 19, (10, 20, 5)), (0.5, 1.5, (0, 2, 1)), (20, 20, (20, 21, 1)), (3, 170, (0, 200, 50))],
)
def test_a_grid_has_few_round_lines(
    low: float, high: float, expected: tuple[float, float, float]
) -> None:
    assert charts.steps(low, high) == expected


def test_a_chart_of_nothing_draws_nothing(app: QApplication) -> None:
    assert not charts.RangeChart([], {}, "nothing", DARK, Scale()).grab().isNull()


def test_days_are_written_as_the_language_does() -> None:
    day = date(2025, 3, 20)
    assert words.whole_day(day, day) == "Thursday 20 March"
    assert words.whole_day(day, date(2026, 1, 1)) == "Thursday 20 March 2025"
    assert words.chart_days([day, date(2026, 3, 20)]) == ["Mar 2025", "Mar 2026"]
    language.use("de")
    assert words.whole_day(day, day) == "Donnerstag, 20. März"
    assert words.weekdays()[0] == "Mo"
    assert words.chart_days([day]) == ["20. März"]


def test_a_change_of_nothing_has_no_sign() -> None:
    points = ((NOON, 20.0),) * 5
    trend = figures.Trend("lateral_line", "left", points, -0.4, 5.0, "same")
    assert words.finding(trend) == "about the same (0° ± 5°)"


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
