"""One monotonic clock for the whole program, and a fake that tests and replays turn by hand."""

import time
from typing import Protocol


class Clock(Protocol):
    """Seconds that never step back, from an arbitrary zero."""

    def now(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's monotonic clock."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))
