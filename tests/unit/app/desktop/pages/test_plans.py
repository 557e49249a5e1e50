"""The pages of plans: made with buttons alone, opened from a file, and how they look."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from posecoach.app.desktop.pages.plans.edit import PlanEdit
from posecoach.app.desktop.pages.plans.page import PlansPage
from posecoach.app.desktop.window import Window
from posecoach.spec import plans
from posecoach.testing.clock import FakeClock
from tests.unit.app.desktop.accessible import check
from tests.unit.app.desktop.looks import SIZES, compare, compare_looks, look
from tests.unit.app.desktop.user import press, shown
from tests.unit.spec.planfile import another, written

pytestmark = pytest.mark.usefixtures("same_everywhere")


def edit(window: Window) -> PlanEdit:
    window.go("plans")
    press(window.page, "Make a plan")
    page = window.page
    assert isinstance(page, PlanEdit)
    return page


def named(page: PlanEdit, name: str) -> None:
    field = next(f for f in page.findChildren(QLineEdit) if f.isVisible())
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, name)


def made(window: Window, name: str = "Fridays") -> PlanEdit:
    """A plan of two stretches that is being made."""
    window.handover.remembered["plan_stretch"] = "lateral_line"  # whatever else there is
    page = edit(window)
    named(page, name)
    press(page, "Fri")
    press(page, "Add it")
    press(page, "Add it")
    press(page, "More: 1.")
    press(page, "Longer rest")
    return page


def test_a_plan_is_made_with_buttons_and_is_then_the_days_routine(window: Window) -> None:
    page = made(window)
    first = page.draft.sets[0].stretch
    press(page, "Save")
    assert window.page.name == "plans"
    plan = plans.plan("fridays")
    assert (plan.days, plan.rest_s) == (("fri",), 10)
    assert [s.stretch for s in plan.sets] == [first, first]
    assert plan.sets[0].reps is not None
    assert "Fridays" in shown(window.page)
    window.go("home")
    assert "Today: Fridays" in shown(window.page)


def test_nothing_can_be_saved_before_there_is_a_name_and_a_stretch(window: Window) -> None:
    page = edit(window)
    save = next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "Save")
    assert not save.isEnabled()
    named(page, "Mine")
    assert not page.draft.ready
    press(page, "Add it")
    assert page.primary is not None
    assert page.primary.isEnabled()


def test_what_is_changed_is_dropped_with_escape_and_kept_with_save(
    window: Window, clock: FakeClock
) -> None:
    press(made(window), "Save")
    press(window.page, "Change: Fridays")
    page = window.page
    press(page, "Remove: 2.")
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.page is page, "it is asked, and not answered at once"
    assert "not saved yet" in shown(page)
    clock.sleep(1.0)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.page.name == "plans"
    assert len(plans.plan("fridays").sets) == 2
    press(window.page, "Change: Fridays")
    press(window.page, "Remove: 2.")
    press(window.page, "Save")
    assert len(plans.plan("fridays").sets) == 1


def test_what_is_being_made_outlives_a_change_of_the_look(window: Window) -> None:
    page = made(window)
    look(window, text_size=1.2)
    assert window.page is not page
    new = window.page
    assert isinstance(new, PlanEdit)
    assert new.draft.name == "Fridays"
    assert len(new.draft.sets) == 2


def test_what_was_not_changed_is_left_without_a_question(window: Window) -> None:
    press(made(window), "Save")
    press(window.page, "Change: Fridays")
    press(window.page, "Cancel")
    assert window.page.name == "plans"
    press(window.page, "Make a plan")
    press(window.page, "Cancel")
    assert window.page.name == "plans"


def test_a_plan_that_is_being_made_outlives_a_look_at_another_one(window: Window) -> None:
    press(made(window), "Save")
    made(window, "Mondays")
    window.go("plans")
    press(window.page, "Change: Fridays")
    press(window.page, "Cancel")
    page = edit(window)
    assert page.draft.name == "Mondays"
    assert len(page.draft.sets) == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_PageDown, Qt.Key.Key_F])
def test_the_keys_of_the_list_of_stretches_choose_one(window: Window, key: Qt.Key) -> None:
    page = made(window)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    box = page.findChild(QComboBox)
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, key)
    assert window.page is page
    assert not window.isFullScreen()
    assert not plans.kept().plans


def test_a_name_that_is_taken_is_told_and_nothing_is_lost(window: Window) -> None:
    press(made(window), "Save")
    page = made(window)
    press(page, "Save")
    assert window.page is page
    assert "There is “Fridays” already" in shown(page)
    assert "posecoach plan" not in shown(page)
    assert len(page.draft.sets) == 2


@pytest.mark.parametrize(
    ("name", "says"),
    [("Fridays!", "There is “Fridays” already"), ("Mondays\u202e", "cannot be shown")],
)
def test_a_name_that_could_not_be_kept_is_told_before(window: Window, name: str, says: str) -> None:
    press(made(window), "Save")
    page = made(window, "")
    QApplication.clipboard().setText(name)
    next(f for f in page.findChildren(QLineEdit) if f.isVisible()).paste()
    press(page, "Save")
    assert window.page is page
    assert says in shown(page)
    assert list(plans.kept().plans) == ["fridays"]
    assert not plans.kept().wrong


def test_the_focus_stays_on_the_button_that_was_pressed(window: Window) -> None:
    page = made(window)
    QApplication.processEvents()
    more = next(
        b
        for b in page.findChildren(QPushButton)
        if b.accessibleName().startswith("More: 1.") and b.isVisible()
    )
    more.setFocus()
    more.click()
    QApplication.processEvents()
    focus = page.focusWidget()
    assert focus is not None
    assert focus.accessibleName().startswith("More: 1.")


def test_a_plan_that_was_given_is_shown_and_kept_only_if_the_user_agrees(
    window: Window, tmp_path: Path
) -> None:
    given = written(tmp_path, sets=[{"stretch": "my_reach"}], stretches=[another()])
    window.go("plans")
    page = window.page
    assert isinstance(page, PlansPage)
    page.open_file(given)
    text = shown(page)
    for words in ("My mornings", "A physiotherapist", "My reach", "recorded and rendered people"):
        assert words in text
    check(window)
    press(page, "Not now")
    assert not plans.kept().plans
    page.open_file(given)
    press(page, "Keep it")
    assert list(plans.kept().plans) == ["my_mornings"]


def test_a_wrong_file_is_told_in_a_sentence(window: Window, tmp_path: Path) -> None:
    window.go("plans")
    page = window.page
    assert isinstance(page, PlansPage)
    page.open_file(written(tmp_path, run="rm"))
    assert "This file holds no plan that can be used" in shown(page)
    assert "unknown key" in shown(page)


def test_a_plan_is_removed_after_it_was_asked_once(window: Window, clock: FakeClock) -> None:
    press(made(window), "Save")
    press(window.page, "Remove: Fridays")
    assert list(plans.kept().plans) == ["fridays"]
    press(window.page, "Sure? Press once more: Fridays")
    assert list(plans.kept().plans) == ["fridays"], "that was a double click"
    clock.sleep(1.0)
    press(window.page, "Sure? Press once more: Fridays")
    assert not plans.kept().plans


def test_a_plan_is_removed_by_keyboard_alone(window: Window, clock: FakeClock) -> None:
    press(made(window), "Save")
    remove = next(
        b
        for b in window.page.findChildren(QPushButton)
        if b.accessibleName() == "Remove: Fridays" and b.isVisible()
    )
    remove.setFocus()
    for _ in range(2):
        focus = window.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Return)
        clock.sleep(1.0)
    assert not plans.kept().plans


# ---------------------------------------------------------------------- how it looks


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_at_each_size(
    size: str, window: Window, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    end = f"_{size}" if size else ""
    window.resize(*SIZES[size])
    page = made(window, "Monday to Friday")
    for day in ("Mon", "Wed"):
        press(page, day)
    check(window)
    compare(f"plan_edit{end}", window, request)
    press(page, "Save")
    compare(f"plans{end}", window, request)
    if not size:
        opened = window.page
        assert isinstance(opened, PlansPage)
        opened.open_file(written(tmp_path, sets=[{"stretch": "my_reach"}], stretches=[another()]))
        compare("plan_given", window, request)


def test_the_page_in_the_dark_in_high_contrast_and_german(
    window: Window, request: pytest.FixtureRequest
) -> None:
    made(window)
    compare_looks("plan_edit", window, request)
