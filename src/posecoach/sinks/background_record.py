"""The record of a session, written in a thread of its own: a slow disk holds up nobody."""

import logging
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Literal

from posecoach.pipeline.sink import State, Step
from posecoach.session.session import Session
from posecoach.sinks.recorder import Recorder

log = logging.getLogger("posecoach")

_LAST_WAIT_S = 10.0


class BackgroundRecord:
    """Hands each call on to a recorder in a thread of its own, in order.

    The recorder is made at the first set: a run in which no picture ever came is no session.

    Args:
        begin: makes the recorder; called in that thread.
        last_wait_s: how long the end waits until all is written.
    """

    def __init__(self, begin: Callable[[], Recorder], *, last_wait_s: float = _LAST_WAIT_S) -> None:
        self._begin, self._last_wait_s = begin, last_wait_s
        self._recorder: Recorder | None = None
        self._calls: queue.Queue[Callable[[Recorder], None] | None] = queue.Queue()
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
        """Whether all is on the disk; asked after the end."""
        done = self._thread is None or not self._thread.is_alive()
        return done and not self._broken and (self._recorder is None or self._recorder.complete)

    @property
    def session(self) -> int:
        """The session's number; 0 before there is one."""
        return 0 if self._recorder is None else self._recorder.session

    def take(self, step: Step) -> None:
        now = step.now
        if now.new_set and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="record", daemon=True)
            self._thread.start()
        self._call(lambda recorder: recorder.take(now))

    def discomfort(self, when: Literal["before", "after"], value: int) -> None:
        """What the user says, 0 to 10."""
        self._call(lambda recorder: recorder.discomfort(when, value))

    def unwritten(self) -> list[str]:
        """Each rep and hold that is not on the disk, as a line of text; asked after the end."""
        return [] if self._recorder is None else self._recorder.unwritten()

    def end(self, state: State, session: Session) -> None:
        """Keeps today's ranges, closes the session, and waits some seconds until all is written."""
        for stretch, ranges in session.learnt.items():
            self._call(partial(Recorder.remember, stretch=stretch, ranges=ranges))
        self.close(state, seen_s=session.seen_s, judged_s=session.judged_s)

    def close(self, state: State, *, seen_s: float, judged_s: float) -> None:
        """Closes the session in the record."""
        if self._thread is None:
            return
        self._call(partial(Recorder.end, state=state, seen_s=seen_s, judged_s=judged_s))
        self._calls.put(None)
        self._thread.join(self._last_wait_s)
        if not self.complete:
            log.warning("the record could not be completed")

    def _call(self, call: Callable[[Recorder], None]) -> None:
        if self._thread is not None:
            self._calls.put(call)

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
