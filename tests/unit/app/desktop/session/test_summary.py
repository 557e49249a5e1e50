"""The summary in small windows and with large text: nothing cut off, no button over another."""

from itertools import combinations
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from posecoach import language
from posecoach.app.desktop.window import Window
from posecoach.session.result import SetResult
from posecoach.spec.load import stretch
from posecoach.spec.rules import Mode
from tests.unit.app.desktop.looks import look


def over(window: Window) -> None:
    """A session of three stretches is over."""
    sets: list[tuple[str, Mode]] = [
        ("lateral_line", "mobilizer"), ("hip_flexor", "hold"), ("hip_rotators", "mobilizer"),
    ]  # fmt: skip
    done = [
        SetResult(
            stretch(name), mode, 40.0, ("left", "right"), {"left": 12, "right": 10},
            time_s=60.0, seen_s=60.0, judged_s=60.0, held_s={"left": 41.0, "right": 33.0},
        )
        for name, mode in sets
    ]  # fmt: skip
    work = SimpleNamespace(asks=True, results=lambda: tuple(done), answer=lambda *_: "Go on.")
    run = SimpleNamespace(work=work, direct=False, over=True, close=lambda: None, code=0)
    window.sessions.run, window.context.options.keep_last = cast("Any", run), True
    window.go("summary")


def place(part: QWidget, page: QWidget) -> QRect:
    """Where a part can be seen on a page: what is scrolled away is nowhere."""
    seen = part.visibleRegion().boundingRect()
    return seen.translated(part.mapTo(page, QPoint()))


@pytest.mark.parametrize("tongue", ["en", "de"])
@pytest.mark.parametrize(("size", "text"), [((1024, 600), 1.0), ((1024, 600), 1.4),
                                            ((1366, 768), 1.4), ((768, 1024), 1.2)])  # fmt: skip
def test_nothing_is_cut_off_and_no_button_lies_on_another(
    tongue: str, size: tuple[int, int], text: float, window: Window
) -> None:
    window.resize(*size)
    window.go("home")
    language.use(tongue)
    try:
        look(window, text_size=text)
        over(window)
        page = window.page
        for _ in range(5):
            QApplication.processEvents()
        buttons = [b for b in page.findChildren(QPushButton) if b.isVisible()]
        assert len(buttons) == 14
        for a, b in combinations(buttons, 2):
            assert not place(a, page).intersects(place(b, page)), (a.text(), b.text())
        for b in buttons:
            assert b.width() >= b.minimumSizeHint().width(), b.text()
            assert place(b, page).right() <= page.width(), b.text()
        for label in page.findChildren(QLabel):
            if label.isVisible() and label.text():
                least = label.heightForWidth(label.width())
                assert label.height() >= least, label.text()
                assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
    finally:
        language.use("en")
