"""All settings are on their page, and each is kept at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSlider, QWidget

from posecoach import language
from posecoach.app import settings
from posecoach.app.desktop.settings.page import GROUPS, SettingsPage
from posecoach.app.desktop.widgets.parts import Switch
from posecoach.app.desktop.window import Window
from tests.unit.app.desktop.settings.use import choose_file, click, control, said

# ---------------------------------------------------------------------- what there is


def test_every_setting_is_on_the_page(page: SettingsPage) -> None:
    found: set[str] = set()
    for tab in GROUPS:
        page.open(tab)
        names = {child.objectName() for child in page.findChildren(QWidget)}
        found |= {name.split(":")[0] for name in names}
    assert set(settings.names()) <= found


@pytest.mark.parametrize(
    ("tab", "name", "key", "value"),
    [
        ("camera", "camera:2", "camera", "2"),
        ("camera", "mirrored_input", "mirrored_input", True),
        ("camera", "model_size:auto", "model_size", "auto"),
        ("voice", "voice:cues", "voice", "cues"),
        ("data", "keep_last", "keep_last", False),
        ("look", "lightness:dark", "lightness", "dark"),
        ("look", "theme", "theme", "contrast"),
        ("look", "motion", "motion", True),
        ("look", "language:de", "language", "de"),
        ("look", "full_screen", "full_screen", True),
        ("you", "age:65plus", "age", "65plus"),
        ("you", "dose:gentle", "dose", "gentle"),
        ("you", "first_side:right", "first_side", "right"),
        ("routine", "routine:five_minutes", "routine", "five_minutes"),
        ("routine", "break_seconds:120", "break_seconds", "120"),
        ("routine", "leave_out:hip_flexor", "leave_out", ("hip_flexor",)),
    ],
)
def test_a_control_is_kept_at_once(
    page: SettingsPage, tab: str, name: str, key: str, value: object
) -> None:
    page.open(tab)
    click(page, name)
    assert settings.load().value(key) == value
    assert said(page) == language.tr("Saved")


def test_the_text_size_is_kept_when_the_slider_is_let_go(page: SettingsPage) -> None:
    page.open("look")
    slider = control(page, "text_size")
    assert isinstance(slider, QSlider)
    slider.setSliderDown(True)
    slider.setSliderPosition(13)
    assert not settings.path().exists()
    slider.setSliderDown(False)
    assert settings.load().look.text_size == 1.3


def test_a_slider_takes_one_step_a_key(page: SettingsPage) -> None:
    page.open("look")
    slider = control(page, "text_size")
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert settings.load().look.text_size == 1.1


def test_what_was_left_out_can_be_brought_back(page: SettingsPage, window: Window) -> None:
    window.context.change(leave_out=("hip_flexor", "lateral_line", "one_of_another_version"))
    page.open("routine")
    left_out = control(page, "leave_out:hip_flexor")
    assert isinstance(left_out, Switch)
    assert not left_out.isChecked()
    left_out.click()
    assert settings.load().leave_out == ("lateral_line", "one_of_another_version")


def test_an_empty_routine_is_told(page: SettingsPage) -> None:
    page.open("routine")
    for name in ("hip_flexor", "hip_rotators", "lateral_line"):
        click(page, f"leave_out:{name}")
    told = [label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")]
    assert any("left out: bring one back" in words for words in told)


def test_a_setting_that_cannot_be_written_is_told(page: SettingsPage) -> None:
    settings.path().mkdir(parents=True)  # a folder in the place of the file
    page.open("voice")
    click(page, "voice:off")
    assert "cannot be" in said(page)
    assert page.status.property("kind") == "bad"


def test_a_key_changes_what_the_page_shows(page: SettingsPage, window: Window) -> None:
    page.open("look")
    window.context.kept("full_screen", True)
    full = control(page, "full_screen")
    assert isinstance(full, Switch)
    assert full.isChecked()


# ---------------------------------------------------------------------- the user's own routine


def test_a_routine_of_ones_own(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('schema = 1\nname = "Mine"\n[[sets]]\nstretch = "hip_flexor"\n', "utf-8")
    choose_file(monkeypatch, file)
    page.open("routine")
    click(page, "routine_file")
    assert settings.load().routine == str(file)
    page.open("routine")
    own = control(page, f"routine:{file}")
    assert isinstance(own, QAbstractButton)
    assert own.isChecked()
    assert "Mine" in own.accessibleName()


def test_a_wrong_routine_is_told_and_not_taken(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('schema = 1\nname = "Wrong"\n[[sets]]\nstretch = "handstand"\n', "utf-8")
    choose_file(monkeypatch, file)
    page.open("routine")
    click(page, "routine_file")
    assert page.app.context.own.routine == "default"
    told = [label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")]
    assert any("handstand" in words for words in told)


def test_a_routines_card_takes_as_long_as_what_is_left_of_it(page: SettingsPage) -> None:
    page.open("routine")
    before = control(page, "routine:default").accessibleName()
    click(page, "leave_out:hip_flexor")
    click(page, "leave_out:hip_rotators")
    after = control(page, "routine:default").accessibleName()
    assert before != after
    assert "minute" in after
