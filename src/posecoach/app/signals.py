"""Ends the program in order on Ctrl-C, SIGTERM and SIGHUP."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


_came: list[int] = []  # signals before a session watched them


def _exit(number: int, _frame: FrameType | None) -> None:
    """Exits; while modules are imported, Python may drop the exception, so it is noted too."""
    _came.append(number)
    raise SystemExit(128 + number)


def stoppable() -> None:
    """From now on each of the signals exits the program, unless a ``StopSignal`` watches them."""
    if threading.current_thread() is threading.main_thread():
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _exit)


class StopSignal:
    """Notes Ctrl-C, SIGTERM and SIGHUP, so that a session can end in order and be saved."""

    def __init__(self) -> None:
        self.caught: int | None = _came[0] if _came else None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self.caught = number

    @property
    def ended(self) -> bool:
        """One of the signals came."""
        return self.caught is not None

    @contextmanager
    def watching(self) -> Iterator["StopSignal"]:
        """Catches the signals while the block runs; does nothing outside the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        numbers = [getattr(signal, n) for n in _NAMES if hasattr(signal, n)]
        before = {n: signal.signal(n, self) for n in numbers}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
