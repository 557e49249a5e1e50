"""The pause page with large text and a long name: the buttons keep their words."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from posecoach.app.desktop.window import Window
from posecoach.spec.load import stretch
from tests.unit.app.desktop.looks import look
from tests.unit.app.desktop.rig import begin


def test_a_long_name_takes_no_room_from_the_buttons(
    window: Window, wait: Callable[[Callable[[], object]], None], tmp_path: Path
) -> None:
    window.go("home")
    look(window, text_size=1.4)
    run, _ = begin(window, tmp_path, direct=False)
    wait(lambda: run.view is not None and run.view.now is not None)
    assert run.view is not None
    run.view.act("pause")
    wait(lambda: window.page.name == "pause")
    short = stretch("lateral_line").short_name
    name = next(label for label in window.page.findChildren(QLabel) if label.text() == short)
    name.setText("A stretch with a very long name that somebody thought of")
    for _ in range(5):
        QApplication.processEvents()
    for button in window.page.findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width(), button.text()
    for label in window.page.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
