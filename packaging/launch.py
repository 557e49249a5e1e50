"""Starts posecoach where it is packed with its own Python (see posecoach.spec)."""

import contextlib
import multiprocessing
import os
import runpy
import sys
from pathlib import Path

#: What child processes of the program may run, as '-m MODULE' or '-c CODE'. There is no Python here
#: to take such options, so the program does it itself.
_CHILDREN = ("joblib.externals.loky.backend", "loky.backend", "multiprocessing")


def _as_python(args: list[str]) -> bool:
    """Does what a child process was started for; returns whether this is one."""
    while args and args[0].startswith("-") and args[0] not in ("-m", "-c"):
        args = args[1:]  # options of Python itself, such as -E
    if len(args) < 2:
        return False
    option, what = args[:2]
    if option == "-m" and what == "posecoach":
        sys.argv[1:] = args[2:]
        return False
    if option == "-m" and what.startswith(_CHILDREN):
        sys.argv = args[1:]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
        return True
    if option == "-c" and what.startswith(tuple(f"from {name}" for name in _CHILDREN)):
        sys.argv = ["-c", *args[2:]]
        exec(what, {"__name__": "__main__"})
        return True
    return False


#: Between a program, the display and the drivers for drawing. A desktop has them; a bare system may
#: not. In the order in which they need each other.
_DRAWING = ("libxcb.so.1", "libGLdispatch.so.0", "libGLX.so.0", "libGL.so.1", "libEGL.so.1",
            "libGLESv2.so.2")  # fmt: skip


def missing_libraries() -> None:
    """Loads our own copy of what this system lacks; what it has is newer and knows its drivers."""
    import ctypes

    # Not beside sys.executable: that may be a link to it, such as AppRun of an AppImage.
    within = Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent))
    for name in _DRAWING:
        try:
            ctypes.CDLL(name)
        except OSError:
            own = within / "fallback" / name
            with contextlib.suppress(OSError):
                ctypes.CDLL(str(own), mode=ctypes.RTLD_GLOBAL)


def _own_libraries_for_us_alone() -> None:
    """Other programs that we start (the voice, the browser) must find the system's libraries."""
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH"):
        before = os.environ.pop(f"{name}_ORIG", None)
        if before is not None:
            os.environ[name] = before
        elif getattr(sys, "frozen", False):
            os.environ.pop(name, None)


if __name__ == "__main__":
    if sys.platform.startswith("linux"):
        missing_libraries()
    multiprocessing.freeze_support()
    if not _as_python(sys.argv[1:]):
        _own_libraries_for_us_alone()
        if sys.stdout is None:  # a window program of Windows has no streams: nobody would read them
            sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        from posecoach.app.cli import main

        main()
