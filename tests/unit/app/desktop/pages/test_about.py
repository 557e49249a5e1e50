"""What is told of a stretch before it is begun, and the way from one to another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea

from posecoach import language
from posecoach.app.desktop.pages.about import About
from posecoach.app.desktop.pages.library import Library
from posecoach.app.desktop.window import Window
from posecoach.spec import plans
from posecoach.spec.load import stretches
from posecoach.testing.clock import FakeClock
from tests.unit.app.desktop.looks import SIZES, compare, compare_looks, look
from tests.unit.app.desktop.user import press
from tests.unit.spec.planfile import another, written

pytestmark = pytest.mark.usefixtures("same_everywhere")


def opened(window: Window, name: str) -> About:
    """The page of a stretch, by a press on its card."""
    window.go("library")
    QApplication.processEvents()
    assert isinstance(window.page, Library)
    window.page.cards[name].click()
    QApplication.processEvents()
    assert isinstance(window.page, About)
    return window.page


def read(page: About) -> str:
    """What a screen reader is given as one part."""
    return next(a for a in page.findChildren(QScrollArea) if a.isVisible()).accessibleName()


@pytest.mark.parametrize("name", ["bridge", "hip_flexor_chair", "cat_cow", "lateral_line"])
def test_all_that_the_file_tells_is_shown_and_read(name: str, window: Window) -> None:
    page, stretch = opened(window, name), stretches()[name]
    shown = "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    evidence = stretch.evidence[1:]  # it may begin a sentence
    for text in (stretch.summary, evidence, *stretch.alternatives, *stretch.not_for):
        assert text in shown
        assert text in read(page)
    assert [*page.links] == list(stretch.instead)


def test_nothing_is_begun_before_it_is_asked_for(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(window.sessions, "start", lambda names, _mode: begun.append(names))
    page = opened(window, "bridge")
    assert begun == []
    assert window.focusWidget() is page.primary, "Enter once more begins it"
    page.forward()
    assert begun == [["bridge"]]


def test_another_way_is_a_link_and_escape_leads_back_to_all(window: Window) -> None:
    page = opened(window, "hip_flexor")
    page.links["hip_flexor_chair"].click()
    QApplication.processEvents()
    assert stretches()["hip_flexor_chair"].summary in read(page)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.page.name == "library"


def test_tab_reaches_the_text_and_the_arrows_scroll_it(
    window: Window, wait: Callable[[Callable[[], object]], None]
) -> None:
    window.resize(*SIZES["small"])
    look(window, text_size=1.4)
    page = opened(window, "hip_flexor_chair")
    area = page.findChild(QScrollArea)
    assert area is not None
    wait(lambda: area.verticalScrollBar().maximum() > 0)
    seen = set()
    for _ in range(20):
        focus = window.focusWidget()
        assert focus is not None
        seen.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert {area, page.primary, *page.links.values()} <= seen
    area.setFocus()
    before = area.verticalScrollBar().value()
    QTest.keyClick(area, Qt.Key.Key_Down if before == 0 else Qt.Key.Key_Up)
    assert area.verticalScrollBar().value() != before


def test_a_stretch_that_was_taken_away_says_so(window: Window) -> None:
    page = opened(window, "bridge")
    page.show_stretch("gone")
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "This stretch is no longer there." in shown
    page.forward()
    assert window.page.name == "library"


def test_each_link_of_a_shipped_file_leads_to_another_stretch() -> None:
    known = stretches()
    for stretch in known.values():
        assert set(stretch.instead) <= set(known) - {stretch.id}


@pytest.mark.parametrize("size", SIZES)
def test_its_page_at_each_size(size: str, window: Window, request: pytest.FixtureRequest) -> None:
    window.resize(*SIZES[size])
    opened(window, "hip_flexor_chair")
    compare(f"stretch_{size}" if size else "stretch", window, request)


def test_its_page_in_the_dark_in_high_contrast_and_german(
    window: Window, request: pytest.FixtureRequest
) -> None:
    opened(window, "hip_flexor_chair")
    compare_looks("stretch", window, request)


def test_an_ampersand_in_a_name_is_a_letter_like_others(window: Window) -> None:
    language.use_catalogue("en", lambda text: f"{text} & more")
    try:
        page = opened(window, "hip_flexor")
        assert page.links
        for link in page.links.values():
            assert link.shortcut().isEmpty()
            assert "& more" in link.accessibleName()
    finally:
        language.use("en")


def test_a_stretch_of_ones_own_can_be_removed_where_it_is_shown(
    window: Window, clock: FakeClock, tmp_path: Path
) -> None:
    assert not [b for b in opened(window, "bridge").findChildren(QPushButton)
                if b.text() == "Remove"]  # fmt: skip
    path = tmp_path / "my_reach.toml"
    plans.save(plans.load(written(tmp_path, sets=[{"stretch": "my_reach"}],
                                  stretches=[another()])), path)  # fmt: skip
    kept = plans.keep(plans.load(path))
    page = opened(window, "my_reach")
    for words in ("Remove", "Sure?"):
        press(page, words)
        clock.sleep(1.0)
    assert "take it out there first" in "".join(label.text() for label in page.findChildren(QLabel))
    plans.remove(kept)
    press(page, "Remove")
    press(page, "Sure?")
    assert "my_reach" in stretches()
    clock.sleep(1.0)
    press(page, "Sure?")
    assert "my_reach" not in stretches()
    assert window.page.name == "library"
