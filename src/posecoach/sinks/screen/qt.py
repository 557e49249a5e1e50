"""Runs a function before Qt ends the process because its display was lost.

On Linux, OpenCV's windows use Qt. When the X server goes away, Qt writes one message and then ends
the whole process. A message handler is the last chance to save the session.
"""

import ctypes
import re
from collections.abc import Callable
from pathlib import Path

_INSTALL = (  # mangled names of qInstallMessageHandler, with and without OpenCV's namespace
    "_ZN14QtOpenCVPython22qInstallMessageHandlerEPFvNS_9QtMsgTypeE"
    "RKNS_18QMessageLogContextERKNS_7QStringEE",
    "_Z22qInstallMessageHandlerPFv9QtMsgTypeRK18QMessageLogContextRK7QStringE",
)
_Handler = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_kept: list[object] = []  # Qt may call the handler at any time: it must not be freed


def on_message(act: Callable[[], None]) -> bool:
    """Makes Qt call ``act`` for each message that it writes; returns whether that worked.

    ``act`` runs in the window's thread, and must not raise.
    """
    try:
        maps = Path("/proc/self/maps").read_text("utf-8")
        found = re.search(r"/\S*libQt5Core\S*", maps)
        if found is None:
            return False
        core = ctypes.CDLL(found.group())
    except OSError:
        return False
    for name in _INSTALL:
        try:
            install = getattr(core, name)
        except AttributeError:
            continue
        handler = _Handler(lambda _kind, _where, _what: act())
        install.argtypes, install.restype = [_Handler], ctypes.c_void_p
        install(handler)
        _kept.append(handler)
        return True
    return False
