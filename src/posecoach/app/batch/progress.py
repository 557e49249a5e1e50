"""Tells how far many recordings are, and how long the rest will take."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing rich takes 0.1 s
    from rich.console import Console

#: Called with the recordings done, as a number that may have a part of one.
OnProgress = Callable[[float], None]
_LINE_EVERY_S = 60.0


@contextmanager
def telling(console: "Console", total: int, *, lines: bool) -> Iterator[OnProgress]:
    """A bar with the time left on a terminal; elsewhere a line a minute, if ``lines``."""
    if console.is_terminal:
        with _bar(console, total) as told:
            yield told
    else:
        yield _LineProgress(console, total) if lines else lambda _done: None


@contextmanager
def _bar(console: "Console", total: int) -> Iterator[OnProgress]:
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn("{task.fields[whole]} of {task.total:.0f} recordings"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(elapsed_when_finished=False),
        console=console,
        transient=True,
        speed_estimate_period=300.0,
    ) as bars:
        bar = bars.add_task("", total=total, whole=0)
        yield lambda done: bars.update(bar, completed=done, whole=int(done))


class _LineProgress:
    def __init__(self, console: "Console", total: int) -> None:
        self._console, self._total = console, total
        self._begun = self._told = time.monotonic()

    def __call__(self, done: float) -> None:
        now = time.monotonic()
        if now - self._told < _LINE_EVERY_S or done <= 0:
            return
        self._told = now
        left = (now - self._begun) / done * (self._total - done)
        self._console.print(f"{int(done)} of {self._total} recordings; {in_words(left)} left.")


def in_words(seconds: float) -> str:
    """About how long that is: '40 s', '12 min', '3.5 h', '2.1 days'."""
    for unit, size in (("days", 86400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 1.5 * size:
            n = seconds / size
            return f"{n:.0f} {unit}" if n >= 10 or unit == "min" else f"{n:.1f} {unit}"
    return f"{seconds:.0f} s"
