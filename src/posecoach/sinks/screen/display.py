"""Windows, behind a small protocol: OpenCV's HighGUI, and a fake that keeps what was shown."""

import ctypes
import ctypes.util
import logging
import os
import select
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import cv2

from posecoach.errors import DisplayError
from posecoach.sinks.screen import qt
from posecoach.sources.frame import Image

TITLE = "posecoach"  # ASCII alone: some window systems garble the rest
_ESC = 27
_MEANWHILE_MS = 50  # another connection may notice the server's end a little earlier
LOST = "The display has gone; what was done is saved. Start again."


class Display(Protocol):
    """Shows canvases and hands over keys."""

    def show(self, canvas: Image) -> str | None:
        """Shows a canvas; gives the key pressed since ('q', 'space', 'esc', 'closed' …).

        Raises:
            DisplayError: the display has gone.
        """
        ...

    def size(self) -> tuple[int, int]:
        """Width and height that canvases should have."""
        ...

    def toggle_full_screen(self) -> None: ...

    def close(self) -> None: ...


class _Connection:
    """A connection of our own to the X server, to know when it goes.

    Qt ends the whole process when it notices that itself; so it is asked before each call.
    """

    def __init__(self, x11: ctypes.CDLL, name: str) -> None:
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
        x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
        x11.XConnectionNumber.argtypes = [ctypes.c_void_p]
        self._x11 = x11
        self._handle = x11.XOpenDisplay(name.encode())

    @property
    def answers(self) -> bool:
        return bool(self._handle)

    @property
    def gone(self) -> bool:
        """Whether the server has gone; never blocks."""
        return self.goes(0)

    def goes(self, within_ms: int) -> bool:
        """Whether the server has gone, or goes within so many milliseconds."""
        if not self._handle:
            return False
        poll = select.poll()
        poll.register(self._x11.XConnectionNumber(self._handle), select.POLLHUP | select.POLLERR)
        return any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(within_ms))

    def close(self) -> None:
        if self._handle and not self.gone:  # Xlib would end the process, too
            self._x11.XCloseDisplay(self._handle)
        self._handle = None


def _connection() -> _Connection | None:
    library = ctypes.util.find_library("X11") if sys.platform == "linux" else None
    return _Connection(ctypes.CDLL(library), os.environ.get("DISPLAY", "")) if library else None


def _x_display_answers(name: str) -> bool:
    """Whether an X server answers. Asked first: with none, Qt ends the whole process."""
    library = ctypes.util.find_library("X11")
    if library:
        own = _Connection(ctypes.CDLL(library), name)
        answers = own.answers
        own.close()
        return answers
    host, _, number = name.rpartition(":")
    screen = number.split(".")[0]
    if not screen.isdigit():
        return False
    try:
        if host in ("", "unix"):
            path = Path(f"/tmp/.X11-unix/X{screen}")  # noqa: S108 - where X servers listen
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(2.0)
                probe.connect(str(path))
        else:
            socket.create_connection((host, 6000 + int(screen)), 2.0).close()
    except OSError:
        return False
    return True


def available() -> bool:
    """Whether a window can be shown here at all."""
    if sys.platform in ("win32", "darwin"):
        return True
    name = os.environ.get("DISPLAY", "")
    return bool(name) and _x_display_answers(name)


class Window:
    """A HighGUI window. All calls come from the main thread (macOS insists on it).

    Attributes:
        when_lost: saves what was done. Called where the display goes while Qt waits for keys: Qt
            then ends the process, and nothing can be raised any more.
    """

    when_lost: Callable[[], object] | None = None

    def __init__(self, *, full_screen: bool = True, size: tuple[int, int] = (1280, 720)) -> None:
        """Opens the window.

        Raises:
            DisplayError: there is no display.
        """
        if not available():
            raise DisplayError(
                "There is no display for a window; run with --headless, or on a desktop."
            )
        self._size = size
        self._full = full_screen
        self._connection = _connection()
        try:
            cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
            cv2.resizeWindow(TITLE, *size)
            self._apply()
            if self._connection is not None:
                qt.on_message(self._message)
        except cv2.error as error:
            raise DisplayError("A window cannot be opened here; run with --headless.") from error
        self._seen = False

    def _message(self) -> None:
        """Qt complains; where the display has gone, this is its last word."""
        if self._connection is None or not self._connection.goes(_MEANWHILE_MS):
            return
        try:
            if self.when_lost is not None:
                self.when_lost()
            print(LOST, file=sys.stderr)
            sys.stdout.flush()
        except BaseException:
            logging.getLogger("posecoach").exception("when the display had gone")
        finally:
            os._exit(1)

    def _apply(self) -> None:
        mode = cv2.WINDOW_FULLSCREEN if self._full else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(TITLE, cv2.WND_PROP_FULLSCREEN, mode)

    def show(self, canvas: Image) -> str | None:
        if self._connection is not None and self._connection.gone:
            raise DisplayError(LOST)
        cv2.imshow(TITLE, canvas)
        code = cv2.waitKey(1)
        try:
            visible = cv2.getWindowProperty(TITLE, cv2.WND_PROP_VISIBLE) >= 1
        except cv2.error:
            visible = False
        if not visible and self._seen:
            return "closed"
        self._seen = self._seen or visible
        if code == -1:
            return None
        code &= 0xFF
        if code == _ESC:
            return "esc"
        if code in (10, 13):
            return "enter"
        return "space" if code == 32 else chr(code).lower()

    def size(self) -> tuple[int, int]:
        """The canvas that the window fits to itself, keeping its shape."""
        return self._size

    def toggle_full_screen(self) -> None:
        self._full = not self._full
        self._apply()

    def close(self) -> None:
        if self._connection is not None:
            if self._connection.gone:
                return
            self._connection.close()
        try:
            cv2.destroyAllWindows()
            cv2.waitKey(1)
        except cv2.error:
            pass
