"""The home page: what it says of today's routine and of the settings, and when the day changes."""

import contextlib
from datetime import timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from posecoach import language
from posecoach.app import settings
from posecoach.app.desktop import kept
from posecoach.app.desktop.widgets.card import CardButton
from posecoach.app.desktop.window import Window
from posecoach.app.plandraft import PlanDraft
from posecoach.events import Rep
from posecoach.records.store import Store
from posecoach.spec import plans
from posecoach.spec.routine import RoutineSet
from tests.unit.app.desktop.looks import TODAY, look
from tests.unit.app.desktop.user import shown

pytestmark = pytest.mark.usefixtures("same_everywhere")


def read(window: Window) -> str:
    QApplication.processEvents()
    return shown(window.page)


def plan_of_today(sides: str) -> None:
    one = RoutineSet.model_validate({"stretch": "lateral_line", "sides": sides, "reps": 2})
    plans.keep(PlanDraft("Mine", frozenset({"fri"}), (one,)).plan())


def test_a_plan_of_one_side_is_told_as_such_and_with_its_own_dose(window: Window) -> None:
    plan_of_today("left")
    window.go("home")
    said = read(window)
    assert "About one minute · Left" in said
    assert "right" not in said.split("About one minute")[1].splitlines()[0]
    assert "usual dose" not in said


def test_where_nothing_is_left_to_do_no_minutes_are_told(window: Window) -> None:
    window.context.own = window.context.own.changed(
        leave_out=("hip_flexor", "hip_rotators", "lateral_line")
    )
    window.go("home")
    said = read(window)
    assert "About" not in said
    assert "bring one back in Settings, under Routine" in said
    assert "posecoach settings" not in said


def test_what_is_wrong_in_the_settings_is_told_at_home(window: Window) -> None:
    settings.path().parent.mkdir(parents=True, exist_ok=True)
    settings.path().write_text('voice = "loud"\n', "utf-8")
    window.go("home")
    assert "found 'loud'" in read(window)


def test_the_new_days_plan_is_shown_after_midnight(window: Window) -> None:
    plan_of_today("both")
    window.today = lambda: TODAY - timedelta(days=1)
    window.go("home")
    assert "Today: Mine" not in read(window)
    window.today = lambda: TODAY
    for timer in window.page.findChildren(QTimer):
        timer.timeout.emit()
    assert "Today: Mine" in read(window)


@pytest.mark.parametrize(("moved", "number"), [(False, 0), (True, 1)])
def test_a_session_in_which_nothing_was_done_is_no_session(*, moved: bool, number: int) -> None:
    with contextlib.closing(Store()) as store:
        session = store.begin(kind="live", source="0", settings={})
        done = store.begin_set(session, 0, "lateral_line", "mobilizer", reps=1)
        if moved:
            store.add(done, Rep(8.0, 4.0, "left", True, 14.0, 1.0, 4.0, 2))
        store.end(session, "done", 9.0, 9.0)
    assert len(kept.sessions()) == number
    assert ("first session" in kept.work_on()) is not moved


@pytest.mark.parametrize("name", ["home", "library"])
def test_the_words_of_a_card_are_whole_with_large_text(name: str, window: Window) -> None:
    window.go(name)
    language.use("de")
    try:
        for size in ((1366, 768), (1024, 600)):
            window.resize(*size)
            look(window, text_size=1.4)
            for _ in range(5):
                QApplication.processEvents()
            cards = window.page.findChildren(CardButton)
            assert cards
            for card in cards:
                for label in card.findChildren(QLabel):
                    assert label.height() >= label.heightForWidth(label.width()), label.text()
    finally:
        language.use("en")
