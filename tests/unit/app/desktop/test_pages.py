"""Every page against reviewed pictures in ``tests/golden/pages`` (made with ``--golden``)."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posecoach import language
from posecoach.app.desktop.pages.first_run import FirstRun
from posecoach.app.desktop.settings.page import SettingsPage
from posecoach.app.desktop.window import Window
from posecoach.events import Fault, Rep
from posecoach.records.day import DaySpell, write
from posecoach.records.store import Store
from tests.unit.app.desktop.looks import SIZES, compare, compare_looks
from tests.unit.app.desktop.rig import begin

pytestmark = pytest.mark.usefixtures("same_everywhere")


@pytest.fixture
def record(data_folder: Path) -> None:
    """Eight sessions in the last month; the left side goes further each time."""
    store = Store()
    for i, back in enumerate((24, 21, 17, 14, 10, 7, 3, 1)):
        at = datetime(2026, 3, 20, 11, 0, tzinfo=UTC) - timedelta(days=back)
        session = store.begin(kind="live", source="0", settings={})
        done = store.begin_set(session, 0, "lateral_line", "mobilizer", reps=1)
        store.add(done, Rep(8.0, 4.0, "left", True, 14.0 + 1.3 * i, 1.0, 4.0, 2))
        store.add(done, Rep(16.0, 12.0, "right", True, 15.0 + 0.3 * i, 1.0, 4.0, 2))
        for number in range(max(0, 6 - i)):
            store.add(done, Fault("no_hip_shift", "left", number * 1.0, number + 0.5))
        store.progress(done, 540.0, 500.0, [])
        store.discomfort(session, "before", 4)
        store.discomfort(session, "after", 3)
        store.end(session, "done", 540.0, 500.0)
        end = at + timedelta(minutes=9)
        store.db.execute(
            "UPDATE session SET started = ?, ended = ? WHERE id = ?",
            (at.isoformat(), end.isoformat(), session),
        )
    store.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["home", "library", "progress", "settings", "tips"])
@pytest.mark.usefixtures("record")
def test_calm_pages_at_each_size(
    name: str, size: str, window: Window, request: pytest.FixtureRequest
) -> None:
    window.resize(*SIZES[size])
    window.go(name)
    compare(f"{name}_{size}" if size else name, window, request)


@pytest.mark.parametrize("name", ["home", "library", "progress", "settings"])
@pytest.mark.usefixtures("record")
def test_calm_pages_in_the_dark_in_high_contrast_and_german(
    name: str, window: Window, request: pytest.FixtureRequest
) -> None:
    window.go(name)
    compare_looks(name, window, request)


def test_the_home_page_before_the_first_session(
    window: Window, request: pytest.FixtureRequest
) -> None:
    window.go("home")
    compare("home_empty", window, request)


@pytest.mark.parametrize("tongue", ["en", "de"])
def test_the_first_run(tongue: str, window: Window, request: pytest.FixtureRequest) -> None:
    language.use(tongue)
    try:
        window.go("first_run")
        page = window.page
        assert isinstance(page, FirstRun)
        seen = []
        for keys in ("", "enter", "n"):
            page.key(keys)
            seen.append(page.step)
            compare(f"first_run_{page.step}_{tongue}", window, request)
        page.key("n")
        for _ in range(4):
            seen.append(page.step)
            if page.step != "camera":  # there is none here
                compare(f"first_run_{page.step}_{tongue}", window, request)
            page.forward()
    finally:
        language.use("en")
    assert seen == ["safety", "emergency", "clinician", "camera", "voice", "you", "ready"]
    assert window.page.name == "home"


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("size", ["", "small"])
def test_the_progress_page_with_days_at_the_desk(
    size: str, window: Window, request: pytest.FixtureRequest
) -> None:
    with contextlib.closing(Store()) as store:
        for back, sat in ((5, 260), (4, 310), (3, 190), (1, 275), (0, 120)):
            began = datetime(2026, 3, 20, 9, 0, tzinfo=UTC) - timedelta(days=back)
            for part in (0.4, 0.6):
                spell = DaySpell("sitting", began, 60 * sat * part, 60 * sat * part * 0.9,
                                 60 * sat * part * 0.2)  # fmt: skip
                write(store, spell, exact=False)
                write(store, DaySpell("break", began, 300.0), exact=False)
    if size:
        window.resize(*SIZES[size])
    window.go("progress")
    compare(f"progress_desk{'_' + size if size else ''}", window, request)


@pytest.mark.parametrize("tab", ["desk", "voice", "you", "routine", "data"])
def test_the_groups_of_settings(tab: str, window: Window, request: pytest.FixtureRequest) -> None:
    window.go("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    page.open(tab)
    if tab != "data":  # it names a folder of this machine
        compare(f"settings_{tab}", window, request)


@pytest.mark.parametrize("size", ["", "portrait"])
def test_the_pages_of_a_session(
    size: str,
    window: Window,
    wait: Callable[[Callable[[], object]], None],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    window.resize(*SIZES[size])
    end = f"_{size}" if size else ""
    run, _ = begin(window, tmp_path, direct=False, asks=True)
    wait(lambda: window.page.name == "question")
    assert run.view is not None
    window.page.forward()
    wait(lambda: window.page.name == "coaching")
    wait(lambda: run.view is not None and run.view.now is not None)
    run.view.act("pause")
    wait(lambda: window.page.name == "pause")
    compare(f"pause{end}", window, request)
    window.page.forward()
    wait(lambda: window.page.name == "summary")
    compare(f"summary{end}", window, request)
