"""The record, written beside: a locked database or a slow disk holds up nobody."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, Protocol

from posecoach.pose import Side
from posecoach.session.session import SessionMoment

log = logging.getLogger("posecoach")

_LAST_WAIT_S = 10.0


class Record(Protocol):
    """Takes one session as it happens."""

    @property
    def failed(self) -> bool: ...

    @property
    def complete(self) -> bool: ...

    @property
    def session(self) -> int: ...

    def take(self, now: SessionMoment) -> None: ...

    def discomfort(self, when: Literal["before", "after"], value: int) -> None: ...

    def remember(self, stretch: str, ranges: dict[Side, float]) -> None: ...

    def add(self, events: Sequence[object]) -> None: ...

    def unwritten(self) -> list[str]: ...

    def end(self, state: str, *, seen_s: float, judged_s: float) -> None: ...


def _take(record: Record, now: SessionMoment) -> None:
    record.take(now)


def _discomfort(record: Record, when: Literal["before", "after"], value: int) -> None:
    record.discomfort(when, value)


def _remember(record: Record, stretch: str, ranges: dict[Side, float]) -> None:
    record.remember(stretch, ranges)


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

    @property
    def session(self) -> int:
        """The session's number; 0 before there is one."""
        return 0 if self._recorder is None else self._recorder.session

    def take(self, now: SessionMoment) -> None:
        if now.new_set and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="record", daemon=True)
            self._thread.start()
        if self._thread is not None:
            self._calls.put(partial(_take, now=now))

    def discomfort(self, when: Literal["before", "after"], value: int) -> None:
        if self._thread is not None:
            self._calls.put(partial(_discomfort, when=when, value=value))

    def remember(self, stretch: str, ranges: dict[Side, float]) -> None:
        if self._thread is not None:
            self._calls.put(partial(_remember, stretch=stretch, ranges=ranges))

    def add(self, events: Sequence[object]) -> None:
        if events and self._thread is not None:
            kept = tuple(events)
            self._calls.put(lambda r: r.add(kept))

    def unwritten(self) -> list[str]:
        """Each rep and hold that is not on the disk, as a line of text; asked after ``end``."""
        return [] if self._recorder is None else self._recorder.unwritten()

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
