"""Whether this machine can show a window. It needs no Qt, so that other commands may ask."""

import os
import socket
import sys
from pathlib import Path

NONE = "There is no display for a window; run with --headless, or on a desktop."
MISSING = (
    "The window's libraries are not complete on this machine ({what}). On Debian and Ubuntu the "
    "README names the packages; --headless works without them."
)


def available() -> bool:
    """Whether a window can be shown."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    name = os.environ.get("DISPLAY", "")
    return bool(name) and _x_server_answers(name)


def _x_server_answers(name: str) -> bool:
    """Whether an X server answers. Checked first: without one, Qt ends the whole process."""
    host, _, number = name.rpartition(":")
    screen = number.split(".")[0]
    if not screen.isdigit():
        return False
    try:
        if host in ("", "unix"):
            path = f"/tmp/.X11-unix/X{screen}"  # noqa: S108 - where X servers listen
            address = path if Path(path).exists() else f"\0{path}"
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(2.0)
                probe.connect(address)
        else:
            socket.create_connection((host, 6000 + int(screen)), 2.0).close()
    except OSError:
        return False
    return True
