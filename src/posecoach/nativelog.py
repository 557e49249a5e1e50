"""The log: our own events, and what native libraries write by themselves.

MediaPipe, FFmpeg and Qt write straight to file descriptor 2, past Python's sys.stderr. So the
descriptor is turned to a log file, and Python's own talk gets a copy of the real one. Both logs
are in the user's log folder, and neither grows without bound.
"""

import io
import logging
import os
import re
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from posecoach.paths import log_file

EVENTS = "posecoach-events.log"
_MOST_BYTES = 1 << 20
_KEPT = 2
_SECRETS = re.compile(r"(?P<scheme>[a-z]+://)[^\s/@'\"]+@|(?P<query>\?)[^\s'\"]*", re.IGNORECASE)

_turned = False


def without_secrets(text: str) -> str:
    """Text without user names, passwords and queries of addresses."""

    def cleaned(found: re.Match[str]) -> str:
        return f"{found['scheme']}…@" if found["scheme"] else "?…"

    # A query only counts inside an address: a question mark alone is punctuation.
    words = re.split(r"(\s+)", text)
    return "".join(_SECRETS.sub(cleaned, w) if "://" in w else w for w in words)


class _Discreet(logging.Formatter):
    """Formats lines, traces included, without credentials."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


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
        target = native_log(path) if path is not None else os.open(os.devnull, os.O_WRONLY)
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
        events_log(path.with_name(EVENTS))


def native_log(path: Path, most_bytes: int = _MOST_BYTES) -> int:
    """The native libraries' log, opened; a large one makes room for a new one first."""
    if path.exists() and path.stat().st_size > most_bytes:
        path.replace(path.with_suffix(".old.log"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


class _Private(RotatingFileHandler):
    """Its files can be read by the user alone."""

    def _open(self) -> io.TextIOWrapper:
        target = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return io.TextIOWrapper(
            os.fdopen(target, "ab", buffering=0),
            self.encoding,
            line_buffering=True,
            write_through=True,
        )


def events_log(path: Path, most_bytes: int = _MOST_BYTES) -> None:
    """From now on the log's lines go to a file, and to older ones as it grows."""
    logger = logging.getLogger("posecoach")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logging.raiseExceptions = False  # a full disk must not end in a trace on the terminal
    try:
        handler = _Private(
            path, maxBytes=most_bytes, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)


def verbose() -> None:
    """Sends the log's lines to the terminal too, and logs more of them."""
    logger = logging.getLogger("posecoach")
    logger.setLevel(logging.DEBUG)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet("%(levelname)s %(message)s"))
    logger.addHandler(handler)
