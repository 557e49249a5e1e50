"""Writes one session to the record as it happens; what cannot be written yet stays in memory."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from posecoach.events import Cue, Fault, FramingLost, HoldSpan, Rep, SetBegun
from posecoach.pose import Side
from posecoach.records.store import Store
from posecoach.records.trace import EVERY_S, Sample
from posecoach.session.moment import SessionMoment

log = logging.getLogger("posecoach")

_FLUSH_S = 1.0
Written = Rep | HoldSpan | Fault | Cue | FramingLost
#: Errors for which trying again is useless: the event itself breaks a rule of the tables.
_PERMANENT = frozenset(
    f"SQLITE_CONSTRAINT_{what}"
    for what in ("CHECK", "NOTNULL", "DATATYPE", "UNIQUE", "PRIMARYKEY", "FOREIGNKEY")
) | {"SQLITE_MISMATCH", "SQLITE_TOOBIG"}


class _Progress:
    """The times and the signal of the current set that are not written yet."""

    def __init__(self) -> None:
        self.time_s = self.judged_s = self.written = 0.0
        self.guided_s: Mapping[Side, float] | None = None
        self.samples: list[Sample] = []
        self.sampled = float("-inf")


class Recorder:
    """Writes one session as it happens.

    If the disk is full or read-only, the session goes on: ``failed`` becomes true, events wait in
    memory, and each later write first tries the waiting ones again, in order. An event that can
    never be written (such as one with a NaN) is logged and dropped.

    The methods may be called from any thread.

    Attributes:
        session: the session's id; 0 before it is written.
        failed: something could not be written at the first attempt.
    """

    def __init__(
        self,
        store: Store,
        *,
        kind: str,
        source: str,
        settings: dict[str, Any],
        model: str | None = None,
    ) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._set = 0
        self._progress = _Progress()
        self._waiting: list[Callable[[], None]] = []
        self.session = 0
        self.failed = False

        def begin() -> None:
            self.session = store.begin(kind=kind, source=source, settings=settings, model=model)

        self._write_or_wait(begin)

    def write(self, now: SessionMoment) -> None:
        """Records the events, the signal and the times of one moment."""
        with self._lock:
            self.add(now.events)
            self._track_progress(now)

    def add(self, events: Sequence[object]) -> None:
        """Records events in order; a fault is written when it has ended."""
        for event in events:
            if isinstance(event, SetBegun):
                self._begin_set(event)
            elif isinstance(event, Written) and not (
                isinstance(event, Fault) and event.end is None
            ):
                self._write_or_wait(partial(self._write, event))

    def _begin_set(self, event: SetBegun) -> None:
        with self._lock:
            self._flush()
            self._progress = _Progress()
            self._write_or_wait(partial(self._write_set, event))

    def _write_set(self, event: SetBegun) -> None:
        self._set = 0  # if this fails, later events must not be added to the previous set
        e = event
        self._set = self._store.begin_set(
            self.session, e.position, e.stretch, e.mode, reps=e.reps, hold_s=e.hold_s,
            sides=e.sides, judged=e.judged, together=e.together,
        )  # fmt: skip

    def _write(self, event: Written) -> None:
        self._store.add(self._set, event)

    def discomfort(self, when: Literal["before", "after"], value: int) -> None:
        """Records the user's discomfort, 0 to 10."""
        self._write_or_wait(lambda: self._store.discomfort(self.session, when, value))

    def end(self, state: str, *, seen_s: float, judged_s: float) -> None:
        """Closes the session."""
        with self._lock:
            self._flush()
            self._write_or_wait(lambda: self._store.end(self.session, state, seen_s, judged_s))

    def remember(self, stretch: str, ranges: Mapping[Side, float]) -> None:
        """Records the user's ranges of today, degrees."""
        for side, degrees in ranges.items():
            self._write_or_wait(partial(self._store.remember_range, stretch, side, degrees))

    @property
    def complete(self) -> bool:
        """Whether everything is written."""
        return not self._waiting

    def unwritten(self) -> list[str]:
        """One line of text for each rep and hold that is not written."""
        with self._lock:
            waiting = list(self._waiting)
        out: list[str] = []
        for write in waiting:
            for event in write.args if isinstance(write, partial) else ():
                if isinstance(event, Rep):
                    whole = "" if event.complete else ", partial"
                    range_ = f"{event.range_deg:.0f} camera degrees"
                    out.append(
                        f"{event.t:7.1f} s  {event.side} rep, {range_}, "
                        f"{event.duration_s:.1f} s{whole}"
                    )
                elif isinstance(event, HoldSpan):
                    out.append(f"{event.start:7.1f} s  {event.side} hold, {event.held_s:.1f} s")
        return out

    # ------------------------------------------------------------------ time and signal

    def _track_progress(self, now: SessionMoment) -> None:
        """Collects the times and a thinned signal of the current set; writes them every second."""
        if now.moment is None:
            return
        p, t, result = self._progress, now.t, now.results[-1]
        p.time_s, p.judged_s = result.time_s, result.judged_s
        p.guided_s = dict(result.guided_s) if result.guided else None
        if now.moment.signal is not None and t - p.sampled >= EVERY_S - 1e-3:
            p.samples.append((t, now.moment.signal))
            p.sampled = t
        if p.time_s - p.written >= _FLUSH_S:
            self._flush()

    def _flush(self) -> None:
        p = self._progress
        if p.time_s <= p.written:
            return
        p.written = p.time_s
        samples, p.samples = p.samples, []
        self._write_or_wait(
            partial(self._write_progress, p.time_s, p.judged_s, samples, p.guided_s)
        )

    def _write_progress(
        self,
        time_s: float,
        judged_s: float,
        samples: list[Sample],
        guided_s: Mapping[Side, float] | None,
    ) -> None:
        self._store.progress(self._set, time_s, judged_s, samples, guided_s)

    # ------------------------------------------------------------------ the queue

    def _write_or_wait(self, write: Callable[[], None]) -> None:
        with self._lock:
            self._waiting.append(write)
            try:
                while self._waiting:
                    try:
                        self._waiting[0]()
                    except (ValueError, OverflowError) as error:
                        log.warning("an event cannot be recorded: %s", error)
                    except sqlite3.Error as error:
                        if getattr(error, "sqlite_errorname", "") not in _PERMANENT:
                            raise
                        log.warning("an event cannot be recorded: %s", error)
                    del self._waiting[0]
            except sqlite3.Error as error:
                if not self.failed:
                    log.warning("the record cannot be written: %s", error)
                self.failed = True
