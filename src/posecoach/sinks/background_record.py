"""Writes the record in a background thread, so that a slow disk does not delay coaching."""

import logging
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Literal

from posecoach.pipeline.sink import EndState, Step
from posecoach.session.session import Session
from posecoach.sinks.recorder import Recorder

log = logging.getLogger("posecoach")

#: The longest that the end of a session waits until everything is written.
LAST_WAIT_S = 10.0


class BackgroundRecord:
    """A background recorder: passes each call, in order, to a recorder in a thread of its own.

    The thread starts with the first set, so a run without any picture is not recorded.

    Args:
        begin: creates the recorder; called in the thread.
        last_wait_s: the longest that the end waits until everything is written.
    """

    def __init__(self, begin: Callable[[], Recorder], *, last_wait_s: float = LAST_WAIT_S) -> None:
        self._begin, self._last_wait_s = begin, last_wait_s
        self._recorder: Recorder | None = None
        self._calls: queue.Queue[Callable[[Recorder], None] | None] = queue.Queue()
        self._crashed = False
        self._thread: threading.Thread | None = None

    @property
    def begun(self) -> bool:
        """Whether a set has begun, so that there is something to record."""
        return self._thread is not None

    @property
    def failed(self) -> bool:
        """Whether something could not be written at the first attempt."""
        return self._crashed or (self._recorder is not None and self._recorder.failed)

    @property
    def complete(self) -> bool:
        """Whether everything is written; valid after the end."""
        done = self._thread is None or not self._thread.is_alive()
        return done and not self._crashed and (self._recorder is None or self._recorder.complete)

    @property
    def session(self) -> int:
        """The session's id; 0 before it is written."""
        return 0 if self._recorder is None else self._recorder.session

    def take(self, step: Step) -> None:
        now = step.now
        if now.new_set and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="record", daemon=True)
            self._thread.start()
        self._call(lambda recorder: recorder.write(now))

    def discomfort(self, when: Literal["before", "after"], value: int) -> None:
        """Records the user's discomfort, 0 to 10."""
        self._call(lambda recorder: recorder.discomfort(when, value))

    def unwritten(self) -> list[str]:
        """One line of text for each rep and hold that is not written; valid after the end."""
        return [] if self._recorder is None else self._recorder.unwritten()

    def end(self, state: EndState, session: Session) -> None:
        """Records today's ranges, closes the session, and waits until everything is written."""
        for stretch, ranges in session.learnt.items():
            self._call(partial(Recorder.remember, stretch=stretch, ranges=ranges))
        self.close(state, seen_s=session.seen_s, judged_s=session.judged_s)

    def close(self, state: EndState, *, seen_s: float, judged_s: float) -> None:
        """Closes the session, and waits until everything is written."""
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
        warned = False
        while (call := self._calls.get()) is not None:
            try:
                if self._recorder is None:
                    self._recorder = self._begin()
                call(self._recorder)
            except Exception:  # coaching goes on without the record
                log.exception("the record")
                self._crashed = True
            if self.failed and not warned:
                warned = True
                log.warning("the record cannot be written just now; it is tried again")
