"""Whether another program uses a camera, so that posecoach never keeps it from a meeting.

What a system can say differs:

- **Linux:** a camera streams to one program alone. Who has its device open can be read for the
  user's own programs in ``/proc``, and each opening is told at once (inotify), before the other
  program asks for the picture. So the camera is let go within a few milliseconds.
- **Windows:** the system notes which programs use a camera, and when they stopped. It is read
  before each look and while the camera is open.
- **macOS:** a camera serves several programs at once; nobody is kept from it, and nothing is asked.
"""

import contextlib
import ctypes
import os
import platform
import sys
from pathlib import Path
from typing import Any, Protocol

_OPENED = 0x20  # inotify's IN_OPEN
_FLAGS = os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0)
_STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"


class CameraUse(Protocol):
    """Says whether another program uses the camera, or is about to."""

    def taken(self) -> bool: ...

    def close(self) -> None: ...


class Unknown:
    """Where nothing can be said, or nothing need be."""

    def taken(self) -> bool:
        return False

    def close(self) -> None:
        pass


class Device:
    """A device file of Linux. Other users' programs are not seen in ``/proc``."""

    def __init__(self, path: Path) -> None:
        """Begins to watch; a device that is not there is not in use."""
        self._path = path
        self._watch: int | None = None
        self._file: tuple[int, int] | None = None
        self._taken = True  # unknown until the first check
        self._watch_it()

    def _watch_it(self) -> None:
        """Begins to watch the file; anew where there is another one of that name.

        A camera that was taken out and put in again is another file, and nobody is told of a
        file that is gone.
        """
        now = _identity(self._path)
        if self._watch is not None and now == self._file:
            return
        self.close()
        self._watch, self._file, self._taken = _inotify(self._path), now, True

    def taken(self) -> bool:
        """Whether another process has it open now. Costs next to nothing while nobody opens it."""
        self._watch_it()
        if self._watch is not None and not self._opened() and not self._taken:
            return False
        self._taken = any(pid != os.getpid() for pid in _holders(str(self._path)))
        return self._taken

    def _opened(self) -> bool:
        """Whether it was opened since the last call, by this process or another."""
        assert self._watch is not None
        with contextlib.suppress(OSError):  # nothing to read: nobody did
            return bool(os.read(self._watch, 4096))
        return False

    def close(self) -> None:
        if self._watch is not None:
            os.close(self._watch)
            self._watch = None


def _holders(path: str) -> set[int]:
    """The processes of this user that have a file open."""
    found = set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            for link in (folder / "fd").iterdir():
                with contextlib.suppress(OSError):
                    if str(link.readlink()) == path:
                        found.add(int(folder.name))
                        break
    return found


def _identity(path: Path) -> tuple[int, int] | None:
    """Tells a file from a later one of the same name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_ctime_ns


def _inotify(path: Path) -> int | None:
    """A descriptor that becomes readable when the file is opened; None where there is none."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        handle = int(libc.inotify_init1(_FLAGS))
        if handle < 0:
            return None
        if libc.inotify_add_watch(handle, os.fsencode(path), _OPENED) < 0:
            os.close(handle)
            return None
    except (OSError, AttributeError):
        return None
    return handle


class Registry:
    """What Windows notes on the use of cameras.

    A program that uses one has no time at which it stopped. This program's own entry is left out.
    """

    def __init__(self, registry: Any = None, own: str = sys.executable) -> None:
        if registry is None:
            import importlib

            registry = importlib.import_module("winreg")
        self._registry = registry
        self._own = own.replace("\\", "#").lower()

    def taken(self) -> bool:
        try:
            return any(self._uses(name) for name in self._programs())
        except OSError:
            return False

    def _programs(self) -> list[str]:
        names = [f"{_STORE}\\{n}" for n in self._names(_STORE) if n != "NonPackaged"]
        other = f"{_STORE}\\NonPackaged"
        return names + [f"{other}\\{n}" for n in self._names(other) if n.lower() != self._own]

    def _names(self, path: str) -> list[str]:
        try:
            key = self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, path)
        except OSError:
            return []
        with key:
            number = self._registry.QueryInfoKey(key)[0]
            return [self._registry.EnumKey(key, i) for i in range(number)]

    def _uses(self, path: str) -> bool:
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, path) as key:
                return int(self._registry.QueryValueEx(key, "LastUsedTimeStop")[0]) == 0
        except OSError:
            return False

    def close(self) -> None:
        pass


def camera_use(number: int | None) -> CameraUse:
    """What tells on this system of the camera with a number; None: it is no camera."""
    if number is None:
        return Unknown()
    system = platform.system()
    if system == "Linux":
        return Device(Path(f"/dev/video{number}"))
    return Registry() if system == "Windows" else Unknown()
