"""Watches the user at their desk, in a thread of its own: a look every few seconds."""

import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Protocol

from posecoach.app.desk.dayclock import DayClock
from posecoach.app.desk.eye import Eye
from posecoach.desk.desk import Desk
from posecoach.desk.events import Blindness, DeskEvent
from posecoach.landmarks.protocol import Landmarker, look_for_face
from posecoach.sources.frame import Frame

log = logging.getLogger("posecoach")

# From one look to the next; while nothing changes, the user's choice.
_LEARNING_S, _CHANGING_S, _DOUBT_S = 1.0, 2.0, 1.0
_LEAST_GAP_S = 0.3  # between two looks, on a machine that needs long for one
_SLICE_S = 0.05  # while waiting with the camera open: how soon it is let go
_LOST_S = 5.0  # between two attempts to find a camera that is not there
_NOTICED_S = 30.0  # a session may have begun so long before the camera was found to be taken
_AWAY_S = 5.0  # coming back is noticed as soon as leaving


def pause(desk: Desk, look_s: float) -> float:
    """Seconds from one look to the next.

    Args:
        desk: the day so far.
        look_s: the user's choice for while nothing changes.
    """
    if desk.blind is not None:
        return _LOST_S
    if desk.in_doubt:
        return _DOUBT_S
    if desk.learning:
        return look_s if desk.learns_in_vain else _LEARNING_S
    if desk.changing:
        return min(_CHANGING_S, look_s)
    return _AWAY_S if desk.where == "away" else look_s


class DayRecord(Protocol):
    """Where the day is kept."""

    def take(self, t: float, desk: Desk, events: list[DeskEvent]) -> None: ...

    def close(self, t: float) -> None: ...


class LiveDesk(threading.Thread):
    """Looks, follows and tells until it is ended.

    Attributes:
        told: called in this thread with the events of each look, which may be none.
        seeing: called in this thread when a look begins, with true, and when it ends.
        error: what ended it early, if anything did.
        looks: how many looks there were.
    """

    def __init__(
        self,
        desk: Desk,
        eye: Eye,
        load: Callable[[], Landmarker],
        clock: DayClock,
        *,
        look_s: float,
        record: DayRecord | None = None,
        stood: Callable[[float], bool] = lambda _seconds: False,
    ) -> None:
        """Prepares the day; ``start`` begins it.

        Args:
            desk: the day.
            eye: takes the looks.
            load: loads what finds the user in a picture.
            clock: the day's time.
            look_s: from one look to the next, while nothing changes.
            record: where the day is kept; None to keep nothing.
            stood: whether the user did something on their feet with another posecoach in the last
                so many seconds.
        """
        super().__init__(name="desk", daemon=True)
        self.desk, self._eye, self._load, self.clock = desk, eye, load, clock
        self._look_s, self._record, self._stood = look_s, record, stood
        self.told: Callable[[list[DeskEvent]], object] = lambda _events: None
        self.seeing: Callable[[bool], object] = lambda _on: None
        eye.seeing = lambda on: self.seeing(on)
        self.error: BaseException | None = None
        self.looks = 0
        self._ending, self._wake = threading.Event(), threading.Event()
        # Of the desk, between this thread and the one that asks for a pause.
        self._lock = threading.Lock()
        self._off: Blindness | None = None
        self._off_before: Blindness | None = None  # a break began

    # ------------------------------------------------------------------ asked from outside

    def stop_looking(self, why: Blindness) -> None:
        """No look until ``look_again``; the camera is let go before this returns."""
        with self._lock:
            self._off = why
            self._eye.release()
        self._wake.set()

    def look_again(self) -> None:
        """Looks again."""
        with self._lock:
            self._off = None
        self._wake.set()

    def break_begins(self) -> None:
        """No look during a break; the camera is let go before this returns."""
        self._off_before = self._off
        self.stop_looking("break")

    def break_over(self, *, done: bool, seated: bool = False) -> None:
        """A break has ended: looks again, unless it did not look before it.

        Args:
            done: the break was done; else they may have sat all the time.
            seated: it was done on a chair.
        """
        with self._lock:
            t = self.clock.now()
            events = self.desk.break_done(t, seated=seated) if done else []
            if self._record is not None:
                self._record.take(t, self.desk, events)
            self._off = self._off_before
        self.told(events)
        self._wake.set()

    def put_off(self, seconds: float | None) -> None:
        """Tells again after some seconds; None: not today."""
        wait_s = self.clock.until_tomorrow() if seconds is None else seconds
        with self._lock:
            self.desk.put_off(self.clock.now(), wait_s)

    def learn_again(self) -> None:
        """Learns the user's upright anew."""
        with self._lock:
            events = self.desk.learn_again(self.clock.now(), "first")
        self.told(events)
        self._wake.set()

    @property
    def off(self) -> Blindness | None:
        """Why it does not look at all; None if it looks."""
        return self._off

    def end(self) -> None:
        """Ends it and waits a little for it."""
        self._ending.set()
        self._wake.set()
        if self.ident is not None:
            self.join(5.0)

    # ------------------------------------------------------------------ the thread

    def run(self) -> None:
        try:
            self._watch()
        except BaseException as error:
            log.exception("at the desk")
            self.error = error
        finally:
            self._eye.close()
            with contextlib.suppress(Exception):
                t = self.clock.now()
                events = self.desk.finish(t)
                if self._record is not None:
                    self._record.take(t, self.desk, events)
                    self._record.close(t)
                self.told(events)

    def _watch(self) -> None:
        landmarker = self._load()
        try:
            self.told(self._first())
            while not self._ending.is_set():
                self._wake.clear()
                begun = self.clock.now()
                with self._lock:
                    events = self._look(landmarker)
                    t = self.clock.now()
                    if self._record is not None:
                        self._record.take(t, self.desk, events)
                self.told(events)
                least = self.clock.now() + _LEAST_GAP_S
                self._wait(max(least, begun + pause(self.desk, self._look_s)))
        finally:
            landmarker.close()

    def _first(self) -> list[DeskEvent]:
        """Asks the user to sit upright, unless that is known."""
        with self._lock:
            known = self.desk.own is not None
            return [] if known else self.desk.learn_again(self.clock.now(), "first")

    def _look(self, landmarker: Landmarker) -> list[DeskEvent]:
        if self._off is not None:
            t = self.clock.now()
            return self._was_taken(t) + self.desk.cannot_see(t, self._off)
        found = self._eye.look()
        t = self.clock.now()
        self.looks += 1
        if found == "taken":
            return self.desk.cannot_see(t, found)
        events = self._was_taken(t)
        if not isinstance(found, Frame):
            return events + self.desk.cannot_see(t, found)
        look_for_face(landmarker, self.desk.face_place)
        return events + self.desk.update(landmarker.detect(Frame(found.image, t)))

    def _was_taken(self, t: float) -> list[DeskEvent]:
        """The camera is free again: it may have been another posecoach, and no call."""
        taken_s = self.desk.taken_for(t)
        if taken_s is None or not self._stood(taken_s + _NOTICED_S):
            return []
        return self.desk.break_done(t)

    def _wait(self, until: float) -> None:
        """Waits; a camera that is kept open is let go at once when another program opens it."""
        while not self._ending.is_set() and not self._wake.is_set():
            left = until - self.clock.now()
            if left <= 0:
                return
            if not self._eye.held:
                self._wake.wait(left)
                return
            self._eye.wanted()
            self._wake.wait(min(left, _SLICE_S))
