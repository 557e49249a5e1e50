"""Ends the program cleanly on Ctrl-C, SIGTERM and SIGHUP."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


_early: list[int] = []  # signals that came before a ``StopSignal`` watched


def _exit(number: int, _frame: FrameType | None) -> None:
    """Exits. Python may drop the exception during an import, so the signal is stored too."""
    _early.append(number)
    raise SystemExit(128 + number)


def stoppable() -> None:
    """Makes each of the signals exit the program, unless a ``StopSignal`` watches them."""
    if threading.current_thread() is threading.main_thread():
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _exit)


class StopSignal:
    """Stores the first signal, so that a session can end cleanly and be saved."""

    def __init__(self) -> None:
        self.caught: int | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self.caught = number

    @property
    def ended(self) -> bool:
        """Whether one of the signals came."""
        return self.caught is not None

    @contextmanager
    def watching(self) -> Iterator["StopSignal"]:
        """Catches the signals while the block runs; does nothing outside the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        numbers = [getattr(signal, n) for n in _NAMES if hasattr(signal, n)]
        before = {n: signal.signal(n, self) for n in numbers}
        if self.caught is None and _early:  # it came before, and the exception was dropped
            self.caught = _early[0]
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
