"""Keeps the day in the record: sittings and breaks, without finer times than the user wished."""

import logging
import sqlite3
from datetime import datetime, timedelta

from posecoach.desk.desk import Desk
from posecoach.desk.events import DeskEvent, Notified, SpellBegan, SpellEnded
from posecoach.errors import RecordError
from posecoach.records import day
from posecoach.records.store import Store

log = logging.getLogger("posecoach")

_EVERY_S = 60.0  # between two writings of a sitting that goes on
_SITTING_S = 60.0  # shorter sittings are not recorded
_BREAK_S = (60.0, 3 * 3600.0)  # shorter ones are not recorded; after longer ones a new day begins


class DayLog:
    """Writes what happens as it happens; where the record cannot be written, the day goes on."""

    def __init__(self, store: Store, began: float, *, exact: bool) -> None:
        """Begins with an empty day.

        Args:
            store: the record; closed with the log.
            began: the wall clock's time at 0 s of the looks, seconds since 1970.
            exact: keep times to the minute, and not only to the hour.
        """
        self._store, self._exact = store, exact
        self._zero = datetime.fromtimestamp(began).astimezone()
        self._sitting: day.DaySpell | None = None
        self._there = False  # it has been written to the record
        self._since = self._written = 0.0
        self._judged = self._slump = 0.0  # of the whole day, at the begin of the sitting

    def take(self, t: float, desk: Desk, events: list[DeskEvent]) -> None:
        """Takes the events of a look."""
        for event in events:
            match event:
                case SpellBegan(_, "sitting", since):
                    self._begin(since, desk)
                    self._written = t
                case SpellEnded(_, spell) if spell.kind == "sitting":
                    self._update(spell.end, desk)
                    self._sitting = None
                case SpellEnded(_, spell) if spell.kind in ("standing", "away"):
                    if _BREAK_S[0] <= spell.length <= _BREAK_S[1]:
                        self._write(day.DaySpell("break", self._at(spell.start), spell.length))
                case Notified() if self._sitting is not None:
                    self._sitting.told += 1
        if self._sitting is not None and desk.blind is None and t - self._written >= _EVERY_S:
            self._update(t, desk)
            self._written = t

    def _at(self, t: float) -> datetime:
        return self._zero + timedelta(seconds=t)

    def _begin(self, t: float, desk: Desk) -> None:
        self._sitting, self._since = day.DaySpell("sitting", self._at(t)), t
        self._judged, self._slump = desk.judged_s, desk.slump_s
        self._there = False

    def _update(self, t: float, desk: Desk) -> None:
        if self._sitting is None or t - self._since < _SITTING_S:
            return
        if self._there and self._forgotten(self._sitting):  # what comes now is another sitting
            self._begin(t, desk)
            return
        length = t - self._since
        self._sitting.length_s = length
        self._sitting.judged_s = min(desk.judged_s - self._judged, length)
        self._sitting.slump_s = min(desk.slump_s - self._slump, self._sitting.judged_s)
        self._there = self._write(self._sitting) or self._there

    def _forgotten(self, spell: day.DaySpell) -> bool:
        """Whether the user had a spell forgotten that was written already."""
        try:
            return not day.kept(self._store, spell)
        except (sqlite3.Error, RecordError):
            return False

    def _write(self, spell: day.DaySpell) -> bool:
        """Writes a spell; returns whether it could."""
        try:
            day.write(self._store, spell, exact=self._exact)
        except (sqlite3.Error, RecordError) as error:
            log.warning("the day could not be kept: %s", error)
            return False
        return True

    def close(self, _t: float) -> None:
        """Closes the record."""
        self._store.close()
