"""The user's data among the settings: copies, deletion, the check and its report."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from posecoach.app.commands.machine import doctor
from posecoach.app.desktop.settings.page import SettingsPage
from posecoach.app.desktop.window import Window
from posecoach.records.store import opened
from tests.unit.app.desktop.settings.use import choose_file, click, control, said, wait


def test_export_delete_import(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened() as store:
        session = store.begin(kind="live", source="0", settings={})
        store.end(session, "done", 60.0, 50.0)
    page.open("data")
    copy = tmp_path / "copy.json"
    choose_file(monkeypatch, copy)
    click(page, "export_json")
    wait(lambda: said(page) == f"1 sessions written to {copy}.")
    assert len(json.loads(copy.read_text("utf-8"))["sessions"]) == 1
    table = tmp_path / "copy.csv"
    choose_file(monkeypatch, table)
    click(page, "export_csv")
    wait(table.exists)
    click(page, "delete")
    with opened() as store:
        assert len(store.sessions()) == 1  # not before it is confirmed
    click(page, "delete_for_good")
    wait(lambda: said(page) == "Everything is deleted.")
    with opened() as store:
        assert store.sessions() == []
    choose_file(monkeypatch, copy)
    click(page, "import")
    wait(lambda: said(page) == "1 sessions added; 0 were there already.")


def test_a_copy_that_cannot_be_written_is_told(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open("data")
    choose_file(monkeypatch, tmp_path / "nowhere" / "copy.json")
    click(page, "export_json")
    wait(lambda: "cannot be written" in said(page))


def test_a_wrong_copy_is_told(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open("data")
    file = tmp_path / "copy.json"
    file.write_text("[]", "utf-8")
    choose_file(monkeypatch, file)
    click(page, "import")
    wait(lambda: str(file) in said(page))


def test_the_check_and_the_report(
    page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        doctor.DoctorFinding("camera", False, "none found: connect one"),
        doctor.DoctorFinding("model", True, "/there/full.task"),
    ]
    monkeypatch.setattr(doctor, "findings", lambda: found)
    monkeypatch.setattr("posecoach.app.commands.machine.bug_report.findings", lambda: found)
    page.open("data")
    click(page, "check")
    wait(lambda: said(page) == "Not all works: Camera.")
    told = [label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")]
    assert "Camera: does not work" in told
    assert "Body model: works" in told
    click(page, "report")
    text = control(page, "report_text")
    assert isinstance(text, QPlainTextEdit)
    wait(lambda: "none found: connect one" in text.toPlainText())
    click(page, "report_copy")
    assert QGuiApplication.clipboard().text() == text.toPlainText()
    file = tmp_path / "report.txt"
    choose_file(monkeypatch, file)
    click(page, "report_save")
    wait(file.exists)
    assert file.read_text("utf-8") == text.toPlainText() + "\n"


def test_the_safety_pages_come_again(page: SettingsPage, window: Window) -> None:
    page.open("data")
    click(page, "safety")
    assert window.page.name == "first_run"
    window.handover.then()
    assert window.page.name == "settings"
