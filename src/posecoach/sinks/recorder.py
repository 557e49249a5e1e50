"""Writes one session as it happens; keeps in memory what cannot be written yet."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

from posecoach.events import Cue, Fault, HoldSpan, Rep
from posecoach.judge.moment import Moment
from posecoach.pose import SIDES, Side
from posecoach.records.store import Loss, Store
from posecoach.records.trace import EVERY_S, Sample
from posecoach.session.session import SessionMoment
from posecoach.spec.schema import Mode

log = logging.getLogger("posecoach")

_FLUSH_S = 1.0
_MOST_STEP_S = 0.5
_LEAST_LOSS_S = 0.5
#: What no later try can mend: the event itself breaks a rule of the tables.
_NEVER = frozenset(
    f"SQLITE_CONSTRAINT_{what}"
    for what in ("CHECK", "NOTNULL", "DATATYPE", "UNIQUE", "PRIMARYKEY", "FOREIGNKEY")
) | {"SQLITE_MISMATCH", "SQLITE_TOOBIG"}


class _Set:
    """What is counted of the set in work between two writes."""

    def __init__(self) -> None:
        self.last: float | None = None
        self.written = 0.0
        self.time_s = self.judged_s = 0.0
        self.samples: list[Sample] = []
        self.sampled = float("-inf")
        self.judged = False
        self.lost_at: float | None = None
        self.direction: str | None = None


class Recorder:
    """Writes one session as it happens.

    A disk that is full or turns read-only does not end a session: ``failed`` tells once, what
    happens is kept, and each later write tries again, in order. An event that can never be
    written (a number that is none) is dropped with a line in the log, and holds up nothing.

    Its methods may be called from the coaching thread and the main thread alike.
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
        self._now = _Set()
        self._waiting: list[Callable[[], None]] = []
        self.session = 0
        self.failed = False
        self._do(partial(self._begin, kind, source, settings, model))

    def _begin(self, kind: str, source: str, settings: dict[str, Any], model: str | None) -> None:
        self.session = self._store.begin(kind=kind, source=source, settings=settings, model=model)

    def take(self, now: SessionMoment) -> None:
        """All that is to be kept of one moment: events, the signal, time judged and unseen."""
        with self._lock:
            if now.new_set:
                p = now.plan
                self.begin_set(
                    now.position,
                    p.stretch.id,
                    p.mode,
                    reps=p.reps,
                    hold_s=p.hold_s,
                    sides=p.sides,
                )
            if now.moment is not None:
                self._follow(now.moment)
            self.add(now.events)

    def begin_set(
        self,
        position: int,
        stretch: str,
        mode: Mode,
        *,
        reps: int | None = None,
        hold_s: float | None = None,
        sides: Sequence[Side] = SIDES,
    ) -> None:
        """The next set of the session, with the dose that is asked for a side."""
        with self._lock:
            self._flush()
            self._now = _Set()
            self._do(partial(self._write_set, position, stretch, mode, reps, hold_s, sides))

    def _write_set(
        self,
        position: int,
        stretch: str,
        mode: Mode,
        reps: int | None,
        hold_s: float | None,
        sides: Sequence[Side],
    ) -> None:
        self._set = 0  # what follows must not be written to the set before, should this fail
        self._set = self._store.begin_set(
            self.session, position, stretch, mode, reps=reps, hold_s=hold_s, sides=sides
        )

    def add(self, events: Sequence[object]) -> None:
        """Events of the present set; faults are written when they are over."""
        for event in events:
            if isinstance(event, Fault) and event.end is None:
                continue
            if isinstance(event, Rep | HoldSpan | Fault | Cue | Loss):
                self._do(partial(self._write, event))

    def _write(self, event: Rep | HoldSpan | Fault | Cue | Loss) -> None:
        self._store.add(self._set, event)

    def discomfort(self, when: Literal["before", "after"], value: int) -> None:
        """What the user says, 0 to 10."""
        self._do(partial(self._write_discomfort, when, value))

    def _write_discomfort(self, when: Literal["before", "after"], value: int) -> None:
        self._store.discomfort(self.session, when, value)

    def end(self, state: str, *, seen_s: float, judged_s: float) -> None:
        """Closes the session."""
        with self._lock:
            self._flush()
            self._do(partial(self._write_end, state, seen_s, judged_s))

    def _write_end(self, state: str, seen_s: float, judged_s: float) -> None:
        self._store.end(self.session, state, seen_s, judged_s)

    def remember(self, stretch: str, ranges: dict[Side, float]) -> None:
        """The user's own ranges of today."""
        for side, degrees in ranges.items():
            self._do(partial(self._store.remember_range, stretch, side, degrees))

    @property
    def complete(self) -> bool:
        """Whether all is on the disk."""
        return not self._waiting

    def unwritten(self) -> list[str]:
        """Each rep and hold that is not on the disk, as a line of text."""
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

    def _follow(self, moment: Moment) -> None:
        s, t = self._now, moment.t
        step = 0.0 if s.last is None else min(max(0.0, t - s.last), _MOST_STEP_S)
        s.last = t
        s.time_s += step
        if moment.framing.ok:
            s.judged_s += step
            self._end_loss(t)
            s.judged = True
        elif s.judged and s.lost_at is None:
            s.lost_at, s.direction = t, moment.framing.direction
        elif s.lost_at is not None:
            s.direction = s.direction or moment.framing.direction
        if moment.signal is not None and t - s.sampled >= EVERY_S - 1e-3:
            s.samples.append((t, moment.signal))
            s.sampled = t
        if s.time_s - s.written >= _FLUSH_S:
            self._flush()

    def _end_loss(self, t: float) -> None:
        s = self._now
        if s.lost_at is not None:
            if t - s.lost_at >= _LEAST_LOSS_S:
                self.add([Loss(s.lost_at, t, s.direction)])
            s.lost_at = None

    def _flush(self) -> None:
        s = self._now
        if s.time_s <= s.written:
            return
        s.written = s.time_s
        samples, s.samples = s.samples, []
        self._do(partial(self._write_progress, s.time_s, s.judged_s, samples))

    def _write_progress(self, time_s: float, judged_s: float, samples: list[Sample]) -> None:
        self._store.progress(self._set, time_s, judged_s, samples)

    # ------------------------------------------------------------------ the queue

    def _do(self, write: Callable[[], None]) -> None:
        with self._lock:
            self._waiting.append(write)
            try:
                while self._waiting:
                    try:
                        self._waiting[0]()
                    except (ValueError, OverflowError) as error:
                        log.warning("an event cannot be recorded: %s", error)
                    except sqlite3.Error as error:
                        if getattr(error, "sqlite_errorname", "") not in _NEVER:
                            raise
                        log.warning("an event cannot be recorded: %s", error)
                    del self._waiting[0]
            except sqlite3.Error as error:
                if not self.failed:
                    log.warning("the record cannot be written: %s", error)
                self.failed = True
