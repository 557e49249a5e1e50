"""Qt, which OpenCV's windows are made of on Linux, ends the whole process when its display goes.

It writes one message before it does. A handler of messages is the last moment in which the process
can still save what was done.
"""

import ctypes
import re
from collections.abc import Callable
from pathlib import Path

_INSTALL = (  # qInstallMessageHandler, in OpenCV's own name space and in none
    "_ZN14QtOpenCVPython22qInstallMessageHandlerEPFvNS_9QtMsgTypeE"
    "RKNS_18QMessageLogContextERKNS_7QStringEE",
    "_Z22qInstallMessageHandlerPFv9QtMsgTypeRK18QMessageLogContextRK7QStringE",
)
_Handler = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_kept: list[object] = []  # Qt calls it for as long as the process lives


def on_message(act: Callable[[], None]) -> bool:
    """Calls ``act`` at each message that Qt writes; whether that could be arranged.

    ``act`` runs in the thread that shows the window. It must not raise.
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
