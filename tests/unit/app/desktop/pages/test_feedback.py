"""The page for a count that was wrong: what it shows is what is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from posecoach.app.desktop.pages.feedback import Feedback
from posecoach.app.desktop.window import Window
from posecoach.landmarks import tape
from posecoach.records import feedback, last
from posecoach.records.file import database_path
from tests.kinematic import alternating, sequence
from tests.unit.app.desktop.looks import compare

Wait = Callable[[Callable[[], object]], None]


@pytest.fixture
def kept() -> None:
    """Two sets: repetitions, then a hold."""
    folder = last.folder(database_path())
    folder.mkdir()
    side = {"reps": 3, "partials": 0, "held_s": 12.0}
    poses = sequence("lateral_line", alternating("lateral_line", 1), fps=5)
    for number, mode in enumerate(("mobilizer", "hold"), 1):
        about = {
            "schema": 1, "posecoach": "0.1.0", "stretch": "lateral_line", "mode": mode,
            "sides": ["left", "right"], "goal": 6, "counted": {"left": side, "right": side},
            "events": [{"t": 4.0, "what": "correction", "side": None, "id": "no_hip_shift"}],
        }  # fmt: skip
        tape.save(last.file(folder, number), poses, about=about, compact=True)


@pytest.fixture
def page(window: Window) -> Feedback:
    window.go("feedback")
    assert isinstance(window.page, Feedback)
    return window.page


def part(page: Feedback, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def press(page: Feedback, name: str) -> None:
    button = part(page, name)
    assert isinstance(button, QAbstractButton)
    button.click()


def words(page: Feedback) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


@pytest.mark.usefixtures("kept")
def test_what_the_person_says_is_written_after_they_saw_what_is_in_it(
    page: Feedback, wait: Wait, tmp_path: Path
) -> None:
    wait(lambda: page.findChild(QComboBox))
    assert "No picture" in words(page)
    assert "12 s" in words(page), "the last set, a hold, comes first"
    press(page, "more:left")
    picker = part(page, "set")
    assert isinstance(picker, QComboBox)
    assert picker.count() == 2
    picker.activated.emit(0)
    wait(lambda: "12 s" not in words(page))
    press(page, "more:left")
    press(page, "less:right")
    press(page, "wrong:no_hip_shift")
    line = page.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setText(" a chair stood there ")
    page.write(tmp_path / "report.npz")
    wait(lambda: "Written" in words(page))
    about = feedback.load(tmp_path / "report.npz").about
    assert about.mode == "mobilizer"
    assert about.said == feedback.Said(
        left=4, right=2, wrong=("no_hip_shift",), note="a chair stood there"
    )


@pytest.mark.usefixtures("kept")
def test_a_file_that_cannot_be_written_is_told(page: Feedback, wait: Wait, tmp_path: Path) -> None:
    wait(lambda: page.findChild(QComboBox))
    page.write(tmp_path / "none" / "report.npz")
    wait(lambda: "cannot be written" in words(page))


def test_nothing_kept_is_said_and_nothing_can_be_saved(page: Feedback, wait: Wait) -> None:
    wait(lambda: "No session is kept" in words(page))
    assert not part(page, "save").isEnabled()


@pytest.mark.parametrize("size", [(1366, 768), (768, 1366)])
@pytest.mark.usefixtures("kept")
def test_how_it_looks(
    size: tuple[int, int], window: Window, wait: Wait, request: pytest.FixtureRequest
) -> None:
    window.resize(*size)
    window.go("feedback")
    wait(lambda: window.page.findChild(QComboBox))
    compare(f"feedback{'_portrait' if size[0] < size[1] else ''}", window, request)
