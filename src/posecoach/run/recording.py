"""The record, written beside: a locked database or a slow disk holds up nobody."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from posecoach.spec.schema import Mode

log = logging.getLogger("posecoach")

_LAST_WAIT_S = 10.0


class Record(Protocol):
    """Takes one session as it happens."""

    @property
    def failed(self) -> bool: ...

    @property
    def complete(self) -> bool: ...

    def begin_set(self, position: int, stretch: str, mode: Mode) -> None: ...

    def add(self, events: Sequence[object]) -> None: ...

    def end(self, state: str, *, seen_s: float, judged_s: float) -> None: ...


class Beside:
    """Hands each call on to a recorder in a thread of its own, in order.

    The recorder is made at the first set: a run in which no picture ever came is no session.
    """

    def __init__(self, begin: Callable[[], Record]) -> None:
        self._begin = begin
        self._recorder: Record | None = None
        self._calls: queue.Queue[Callable[[Record], None] | None] = queue.Queue()
        self._broken = False
        self._thread: threading.Thread | None = None

    @property
    def begun(self) -> bool:
        """Whether there is anything to record at all."""
        return self._thread is not None

    @property
    def failed(self) -> bool:
        """Whether something could not be written so far."""
        return self._broken or (self._recorder is not None and self._recorder.failed)

    @property
    def complete(self) -> bool:
        """Whether all is on the disk; asked after ``end``."""
        done = self._thread is None or not self._thread.is_alive()
        return done and not self._broken and (self._recorder is None or self._recorder.complete)

    def begin_set(self, position: int, stretch: str, mode: Mode) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="record", daemon=True)
            self._thread.start()
        self._calls.put(lambda r: r.begin_set(position, stretch, mode))

    def add(self, events: Sequence[object]) -> None:
        if events and self._thread is not None:
            kept = tuple(events)
            self._calls.put(lambda r: r.add(kept))

    def end(self, state: str, *, seen_s: float, judged_s: float) -> None:
        """Closes the session, and waits some seconds until all is written."""
        if self._thread is None:
            return
        self._calls.put(lambda r: r.end(state, seen_s=seen_s, judged_s=judged_s))
        self._calls.put(None)
        self._thread.join(_LAST_WAIT_S)
        if not self.complete:
            log.warning("the record could not be completed")

    def _run(self) -> None:
        told = False
        while (call := self._calls.get()) is not None:
            try:
                if self._recorder is None:
                    self._recorder = self._begin()
                call(self._recorder)
            except Exception:  # the session goes on without its record, and says so
                log.exception("the record")
                self._broken = True
            if self.failed and not told:
                told = True
                log.warning("the record cannot be written just now; it is tried again")
