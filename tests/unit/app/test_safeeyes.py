"""The plugin for Safe Eyes: what it calls, and what it does with each exit code."""

import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from posecoach.app import breaks
from posecoach.paths import resource


@pytest.fixture
def plugin() -> ModuleType:
    path = resource("extras") / "safeeyes" / "posecoach" / "plugin.py"
    spec = importlib.util.spec_from_file_location("safeeyes_plugin", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def program(folder: Path, code: int, said: str = "") -> list[str]:
    """A command in place of posecoach, which keeps its arguments."""
    file = folder / "program.py"
    file.write_text(
        f"import sys\nopen({str(folder / 'called')!r}, 'a').write(' '.join(sys.argv[1:]))\n"
        f"print({said!r})\nsys.exit({code})\n"
    )
    return [sys.executable, str(file)]


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def due(seconds: int = 60, *, short: bool = False) -> SimpleNamespace:
    return SimpleNamespace(duration=seconds, is_short_break=lambda: short)


def begun(plugin: ModuleType, command: list[str], **settings: object) -> None:
    plugin.init(None, {}, {"options": "--windowed", **settings})
    plugin.breaks.command = command


def test_it_takes_the_place_of_a_long_break_and_calls_with_its_length(
    plugin: ModuleType, tmp_path: Path
) -> None:
    begun(plugin, program(tmp_path, 0))
    assert plugin.on_start_break(due(20, short=True)) is False
    assert plugin.on_start_break(due(600)) is True
    until(lambda: not plugin.breaks.busy)
    called = (tmp_path / "called").read_text()
    assert called == "break --no-wait --seconds 180 --windowed"


def test_while_one_runs_no_other_screen_comes_over_it(plugin: ModuleType, tmp_path: Path) -> None:
    begun(plugin, [sys.executable, "-c", "import time; time.sleep(60)"])
    assert plugin.on_start_break(due()) is True
    assert plugin.on_start_break(due(20, short=True)) is True
    plugin.on_exit()
    until(lambda: not plugin.breaks.busy)


def test_put_off_it_waits_as_long_as_the_user_chose(plugin: ModuleType, tmp_path: Path) -> None:
    begun(plugin, program(tmp_path, breaks.PUT_OFF, breaks.BreakEnd(breaks.PUT_OFF, 15).told()))
    assert plugin.on_start_break(due()) is True
    until(lambda: plugin.breaks.timer is not None)
    assert plugin.breaks.timer.interval == 15 * 60
    plugin.on_stop()
    assert not plugin.breaks.busy


def test_without_posecoach_safe_eyes_does_its_own_break(plugin: ModuleType) -> None:
    begun(plugin, ["/there/is/no/posecoach"])
    assert plugin.on_start_break(due()) is False


def test_its_codes_are_those_of_the_command(plugin: ModuleType) -> None:
    ours = {
        breaks.DONE, breaks.SKIPPED, breaks.PUT_OFF, breaks.NOBODY, breaks.NO_CAMERA, breaks.BUSY,
    }  # fmt: skip
    assert set(plugin.CODES) == ours
