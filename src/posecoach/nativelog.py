"""What native libraries write by themselves goes to the log, not to the terminal.

MediaPipe, FFmpeg and Qt write straight to file descriptor 2, past Python's sys.stderr. So the
descriptor is turned to the log file, and Python's own talk gets a copy of the real one.
"""

import io
import logging
import os
import sys
from logging.handlers import RotatingFileHandler

from posecoach.paths import log_file

_turned = False
_MOST_BYTES = 1 << 20


def turn_to_log() -> None:
    """Turns descriptor 2 to the log file; does nothing where that cannot be done."""
    global _turned
    if _turned:
        return
    _turned = True
    path = log_file()
    try:
        sys.stderr.flush()
        real = os.dup(2)
        if path is not None:
            if path.exists() and path.stat().st_size > _MOST_BYTES:
                path.replace(path.with_suffix(".old.log"))
            target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        else:
            target = os.open(os.devnull, os.O_WRONLY)
        os.dup2(target, 2)
        os.close(target)
        sys.stderr = io.TextIOWrapper(
            os.fdopen(real, "wb", buffering=0),
            encoding="utf-8",
            errors="replace",
            line_buffering=True,
            write_through=True,
        )
    except (OSError, ValueError):
        return
    if path is not None:
        try:
            handler = RotatingFileHandler(
                path.with_name("posecoach-events.log"),
                maxBytes=_MOST_BYTES,
                backupCount=2,
                encoding="utf-8",
                delay=True,
            )
        except OSError:
            return
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        root = logging.getLogger("posecoach")
        root.addHandler(handler)
        root.setLevel(logging.INFO)
