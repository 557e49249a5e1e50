"""The display protocol, and its implementation as a window of OpenCV's HighGUI."""

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

TITLE = "posecoach"  # ASCII only: some window systems garble other characters
_ESC = 27
_MEANWHILE_MS = 50  # Qt's connection may notice slightly before ours that the server is gone
LOST = "The display has gone; what was done is saved. Start again."


class Display(Protocol):
    """Shows canvases and returns the keys that were pressed."""

    def show(self, canvas: Image) -> str | None:
        """Shows a canvas; returns the key pressed since the last call, or None.

        Keys are characters, 'space', 'enter' and 'esc'; 'closed' is the window's close box.

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
    """Our own connection to the X server, to notice when the server is gone.

    Qt ends the whole process when it notices that itself, so this is checked before each Qt call.
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
        """Whether the server is gone; does not block."""
        return self.is_gone_within(0)

    def is_gone_within(self, within_ms: int) -> bool:
        """Whether the server is gone, or goes within ``within_ms`` milliseconds."""
        if not self._handle:
            return False
        poll = select.poll()
        poll.register(self._x11.XConnectionNumber(self._handle), select.POLLHUP | select.POLLERR)
        return any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(within_ms))

    def close(self) -> None:
        if self._handle and not self.gone:  # without a server, Xlib would end the process
            self._x11.XCloseDisplay(self._handle)
        self._handle = None


def _connection() -> _Connection | None:
    library = ctypes.util.find_library("X11") if sys.platform == "linux" else None
    return _Connection(ctypes.CDLL(library), os.environ.get("DISPLAY", "")) if library else None


def _x_display_answers(name: str) -> bool:
    """Whether an X server answers. Checked first: without one, Qt ends the whole process."""
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
    """Whether this machine can show a window."""
    if sys.platform in ("win32", "darwin"):
        return True
    name = os.environ.get("DISPLAY", "")
    return bool(name) and _x_display_answers(name)


class Window:
    """A HighGUI window. All calls must come from the main thread, as macOS requires.

    Attributes:
        when_lost: saves the session. Called if the display is lost while Qt waits for keys: then
            Qt ends the process, and an exception cannot get out.
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
        """Called for each message of Qt; if the display is lost, saves the session and exits."""
        if self._connection is None or not self._connection.is_gone_within(_MEANWHILE_MS):
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
        """The size of the canvas; the window scales it, keeping its shape."""
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
