"""Looks through the camera, which another program may want at any moment."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pytest

from posecoach.app.desk.dayclock import DayClock
from posecoach.app.desk.eye import Eye
from posecoach.sources.frame import Frame
from posecoach.sources.inuse import Device, Registry, Unknown, camera_use
from tests.unit.app.desk.camera import Camera


class Use(Unknown):
    """Another program, switched by hand."""

    def __init__(self) -> None:
        self.on = False

    def taken(self) -> bool:
        return self.on


def test_a_look_opens_and_closes_the_camera() -> None:
    camera, seen = Camera(), list[bool]()
    eye = Eye(camera.open)
    eye.seeing = seen.append
    assert isinstance(eye.look(), Frame)
    assert (camera.opened, camera.closed, seen) == (1, 1, [True, False])


def test_a_camera_that_is_kept_stays_open_until_the_end() -> None:
    camera = Camera()
    eye = Eye(camera.open, keep=True)
    for _ in range(3):
        eye.look()
    assert (camera.opened, camera.closed, eye.held) == (1, 0, True)
    eye.close()
    assert camera.closed == 1


def test_a_camera_in_use_is_not_opened() -> None:
    camera, use = Camera(), Use()
    use.on = True
    assert Eye(camera.open, use).look() == "taken"
    assert camera.opened == 0


@pytest.mark.parametrize("keep", [False, True])
def test_a_program_that_opens_the_camera_during_a_look_gets_it_at_the_next_frame(
    keep: bool,
) -> None:
    use = Use()

    def third(n: int) -> None:
        use.on = n >= 3

    camera = Camera(at_frame=third)
    eye = Eye(camera.open, use, keep=keep)
    assert eye.look() == "taken"
    assert (camera.frames, camera.closed, eye.held) == (3, 1, False)
    use.on, camera.at_frame = False, lambda _n: None
    assert isinstance(eye.look(), Frame)


def test_between_looks_a_kept_camera_is_let_go_when_it_is_wanted() -> None:
    camera, use = Camera(), Use()
    eye = Eye(camera.open, use, keep=True)
    eye.look()
    assert not eye.wanted()
    use.on = True
    assert eye.wanted()
    assert camera.closed == 1


def test_no_camera_is_told_apart_from_a_taken_one() -> None:
    camera, use = Camera(broken=True), Use()
    assert Eye(camera.open, use).look() == "lost"


def test_a_shutter_is_seen() -> None:
    camera = Camera(picture=np.full((48, 64, 3), 30, np.uint8))
    assert Eye(camera.open).look() == "covered"


@contextlib.contextmanager
def opened_by_another(path: Path) -> Iterator[None]:
    """Another process has the file open."""
    code = "import sys; f = open(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield
        other.communicate(b"")


@pytest.mark.skipif(sys.platform != "linux", reason="devices are files on Linux")
def test_another_process_that_opens_a_device_is_seen_at_once(tmp_path: Path) -> None:
    path = tmp_path / "video9"
    path.touch()
    device = Device(path)
    assert not device.taken()
    with path.open():  # this program's own look
        assert not device.taken()
    with opened_by_another(path):
        assert device.taken()
        assert device.taken()
    assert not device.taken()
    device.close()


@pytest.mark.skipif(sys.platform != "linux", reason="devices are files on Linux")
def test_a_device_that_was_taken_out_and_put_in_again_is_watched_anew(tmp_path: Path) -> None:
    path = tmp_path / "video9"
    path.touch()
    device = Device(path)
    assert not device.taken()
    path.unlink()
    assert not device.taken()
    path.touch()
    assert not device.taken()
    with opened_by_another(path):
        assert device.taken()
    device.close()


def test_a_device_that_is_not_there_is_not_in_use(tmp_path: Path) -> None:
    device = Device(tmp_path / "none")
    assert not device.taken()
    device.close()


@pytest.mark.parametrize(
    ("system", "kind"), [("Linux", Device), ("Darwin", Unknown), ("Windows", Unknown)]
)
def test_each_system_has_its_own_way(
    system: str, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    if system == "Windows":
        pytest.importorskip("winreg")
        kind = Registry
    use = camera_use(0)
    assert type(use) is kind
    use.close()
    assert type(camera_use(None)) is Unknown


@dataclass
class Key:
    """A key of a made-up registry."""

    path: str

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, a: type[BaseException] | None, b: BaseException | None, c: TracebackType | None
    ) -> None:
        pass


class MadeRegistry:
    """Windows' notes: the time at which each program stopped, 0 while it uses the camera."""

    HKEY_CURRENT_USER = "user"

    def __init__(self, stopped: dict[str, int]) -> None:
        self.stopped = stopped

    def OpenKey(self, _root: str, path: str) -> Key:  # noqa: N802 - Windows' name
        return Key(path.rpartition("webcam")[2].strip("\\"))

    def QueryInfoKey(self, key: Key) -> tuple[int]:  # noqa: N802
        return (len(self._below(key)),)

    def EnumKey(self, key: Key, number: int) -> str:  # noqa: N802
        return self._below(key)[number]

    def QueryValueEx(self, key: Key, _name: str) -> tuple[int]:  # noqa: N802
        if key.path not in self.stopped:
            raise OSError("none")
        return (self.stopped[key.path],)

    def _below(self, key: Key) -> list[str]:
        head = f"{key.path}\\" if key.path else ""
        return sorted({p[len(head) :].split("\\")[0] for p in self.stopped if p.startswith(head)})


@pytest.mark.parametrize(
    ("stopped", "taken"),
    [
        ({"Camera_app": 5, "NonPackaged\\C:#meet.exe": 7}, False),
        ({"Camera_app": 0, "NonPackaged\\C:#meet.exe": 7}, True),
        ({"Camera_app": 5, "NonPackaged\\C:#meet.exe": 0}, True),
        ({"NonPackaged\\C:#Python#python.exe": 0}, False),
        ({}, False),
    ],
)
def test_windows_notes_say_who_uses_the_camera(stopped: dict[str, int], taken: bool) -> None:
    assert Registry(MadeRegistry(stopped), r"C:\Python\python.exe").taken() == taken


def test_the_clock_counts_the_hours_of_a_suspended_machine() -> None:
    now = {"monotonic": 100.0, "wall": 1000.0}
    clock = DayClock(lambda: now["monotonic"], lambda: now["wall"])
    for key in now:
        now[key] += 10
    assert clock.now() == 10
    now["wall"] += 3600
    assert clock.now() == 3610
    now["wall"] += 5  # a wall clock that is put right
    assert clock.now() == 3610
    now["wall"] -= 100
    now["monotonic"] += 1
    assert clock.now() == 3611


@pytest.mark.parametrize(("hour", "until_h"), [(17, 11), (23, 5), (1, 3)])
def test_tomorrow_begins_in_the_early_morning(hour: int, until_h: int) -> None:
    wall = datetime(2026, 6, 10, hour).timestamp()
    clock = DayClock(lambda: 0.0, lambda: wall)
    assert clock.until_tomorrow() == pytest.approx(3600.0 * until_h)
