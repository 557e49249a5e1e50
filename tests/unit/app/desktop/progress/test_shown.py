"""The progress page shows calendar, chart and corrections, or why it cannot."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton
from running.year import make

from posecoach.app.desktop.progress import charts, words
from posecoach.app.desktop.progress.bars import Bars
from posecoach.app.desktop.window import Window
from posecoach.records.file import FILE_NAME
from posecoach.records.store import Store
from tests.unit.app.desktop.progress.shown import NOON, add, nine, settle, shown, texts, view_of

# ---------------------------------------------------------------------- empty, and broken


def test_without_a_session_there_is_a_kind_word_and_a_start(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(window.sessions, "start", lambda *given: started.append(given))
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
    (bars,) = view.findChildren(Bars)
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


def test_a_year_is_read_and_drawn(window: Window, data_folder: Path) -> None:
    data_folder.mkdir(exist_ok=True)
    make(data_folder / FILE_NAME, 90)
    view = view_of(window)
    assert len(view.tabs.buttons) == 3
    assert not view.grab().isNull()
