"""Reads and writes sessions in the database; each event is committed as it happens.

Only the standard library is loaded here: ``history`` must answer at once.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import uuid as uuids
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from posecoach import __version__
from posecoach.errors import RecordError
from posecoach.records import alive, last
from posecoach.records.file import RecordFile, explained
from posecoach.records.schema import EVENT_TABLES
from posecoach.records.trace import Sample, pack

if TYPE_CHECKING:
    from posecoach.events import Cue, Fault, FramingLost, HoldSpan, Rep
    from posecoach.pose import Side
    from posecoach.spec.rules import Mode


@dataclass(frozen=True)
class SetSummary:
    """The counts of one set; ``together``: both sides at once, under the name of the left."""

    stretch: str
    mode: Mode
    reps: dict[Side, int]
    partials: dict[Side, int]
    held_s: dict[Side, float]
    judged: bool = True
    guided_s: float = 0.0
    together: bool = False


@dataclass(frozen=True)
class SessionSummary:
    """One session as ``history`` shows it.

    Attributes:
        occasion: 'break' for a short break; empty for any other session.
        work_s: seconds of work, as ``work_s`` tells.
    """

    id: int
    started: datetime
    ended: datetime | None
    state: str
    kind: str
    source: str
    sets: tuple[SetSummary, ...]
    occasion: str = ""
    work_s: float = 0.0

    @property
    def done(self) -> bool:
        """Whether anything was done: a repetition, even a partial one, or seconds of a stretch."""
        return any(
            any((*s.reps.values(), *s.partials.values(), *s.held_s.values(), s.guided_s))
            for s in self.sets
        )


def work_s(seen_s: float, sets_s: float) -> float:
    """Seconds of work of a session: in which the user was seen, or its sets went on.

    Args:
        seen_s: seconds in which the user was seen.
        sets_s: seconds that its sets took; 0 in records of version 1.
    """
    return max(seen_s, sets_s)


def _occasion(settings: str) -> str:
    """What a session was for, from its settings: 'break' or nothing."""
    if '"occasion"' not in settings:  # most sessions: reading each would take a while
        return ""
    found = json.loads(settings).get("occasion")
    return found if isinstance(found, str) else ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Store(RecordFile):
    """Writes sessions, and reads summaries of them."""

    def begin(
        self, *, kind: str, source: str, settings: dict[str, Any], model: str | None = None
    ) -> int:
        """Begins a session and returns its id; it counts as running until ``end`` or a crash."""
        uuid = uuids.uuid4().hex
        text = json.dumps(settings)
        _ = self.db  # raises before the lock file is made if the database cannot be opened
        running = alive.Alive(alive.lock_path(self.path, uuid))
        try:
            id_ = self.insert(
                "session",
                uuid=uuid,
                started=_now(),
                state="open",
                kind=kind,
                source=source,
                version=__version__,
                settings=text,
                model=model,
            )
        except BaseException:
            running.close()
            raise
        self._running[id_] = running
        return id_

    def begin_set(
        self,
        session: int,
        position: int,
        stretch: str,
        mode: Mode,
        *,
        reps: int | None = None,
        hold_s: float | None = None,
        sides: Sequence[Side] = ("left", "right"),
        judged: bool = True,
        together: bool = False,
    ) -> int:
        """Begins a set and returns its id; ``reps`` and ``hold_s`` are the goal for each side."""
        return self.insert(
            "stretch_set",
            session=session,
            position=position,
            stretch=stretch,
            mode=mode,
            dose_reps=reps,
            dose_hold_s=hold_s,
            sides=" ".join(sides),
            judged=int(judged),
            together=int(together),
        )

    def add(self, set_id: int, event: Rep | HoldSpan | Fault | Cue | FramingLost) -> None:
        """Writes one event of a set."""
        events = EVENT_TABLES[type(event).__name__]
        cells = {column: getattr(event, name) for column, name in events.columns.items()}
        if "measured" in cells:  # a fault
            measured = {f.measure: f.value for f in cells["measured"]}
            cells["measured"] = json.dumps(measured) if measured else None
            cells["end"] = cells["start"] if cells["end"] is None else cells["end"]
        self.insert(events.name, stretch_set=set_id, **cells)

    def progress(
        self,
        set_id: int,
        time_s: float,
        judged_s: float,
        samples: Iterable[Sample],
        guided_s: Mapping[Side, float] | None = None,
    ) -> None:
        """Updates the seconds worked, judged and guided of a set, and adds samples of its signal.

        ``guided_s``: by side, of a set that is not judged; None for all others.
        """
        found = list(samples)
        guided = (None, None) if guided_s is None else (guided_s["left"], guided_s["right"])
        with self.at_once():
            self.db.execute(
                "UPDATE stretch_set SET time_s = ?, judged_s = ?, guided_left_s = ?, "
                "guided_right_s = ? WHERE id = ?",
                (time_s, judged_s, *guided, set_id),
            )
            if found:
                self.insert("trace", stretch_set=set_id, data=pack(found))

    def discomfort(self, session: int, when: Literal["before", "after"], value: int | None) -> None:
        """Saves the user's discomfort before or after a session, 0 to 10; None deletes it."""
        self.db.execute(f"UPDATE session SET discomfort_{when} = ? WHERE id = ?", (value, session))

    def end(self, session: int, state: str, seen_s: float, judged_s: float) -> None:
        """Closes a session."""
        self.db.execute(
            "UPDATE session SET state = ?, ended = ?, seen_s = ?, judged_s = ? WHERE id = ?",
            (state, _now(), seen_s, judged_s, session),
        )
        running = self._running.pop(session, None)
        if running is not None:
            running.close()

    def remember_range(self, stretch: str, side: Side, degrees: float) -> None:
        """Averages today's range (weight 0.3) with that of earlier sessions (weight 0.7)."""
        self.db.execute(
            "INSERT INTO own_range VALUES (?, ?, ?, 1) ON CONFLICT (stretch, side) DO UPDATE SET "
            "degrees = 0.7 * degrees + 0.3 * excluded.degrees, sessions = sessions + 1",
            (stretch, side, degrees),
        )

    def forget(self, session: int | None) -> int:
        """Deletes one session, or all of them, the user's ranges and days; returns how many.

        Raises:
            RecordError: the session is still running.
        """
        where, values = ("", ()) if session is None else (" WHERE id = ?", (session,))
        for uuid, state in self.db.execute(f"SELECT uuid, state FROM session{where}", values):
            if state == "open" and alive.runs(self.path, uuid):
                raise RecordError("That session is still running; end it first.")
        # Overwrites the deleted data in the file, so that nobody can recover it.
        self.db.execute("PRAGMA secure_delete = ON")
        with self.at_once():
            done = self.db.execute(f"DELETE FROM session{where}", values).rowcount
            if session is None:
                self.db.execute("DELETE FROM own_range")
                self.db.execute("DELETE FROM desk_spell")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        last.forget(self.path)
        return done

    def ranges(self, stretch: str) -> dict[Side, float]:
        """The user's own range of each side from earlier sessions, degrees."""
        rows = self._db.execute(
            "SELECT side, degrees FROM own_range WHERE stretch = ?", (stretch,)
        ).fetchall()
        return dict(rows)

    def discomforts(self) -> list[tuple[int, int | None, int | None]]:
        """Id, discomfort before and discomfort after of each live session, oldest first."""
        return self._db.execute(
            "SELECT id, discomfort_before, discomfort_after FROM session WHERE kind = 'live' "
            "ORDER BY started, id"
        ).fetchall()

    def running(self) -> bool:
        """Whether a session runs now, in this program or another."""
        rows = self._db.execute("SELECT uuid FROM session WHERE state = 'open'").fetchall()
        return any(alive.runs(self.path, uuid) for (uuid,) in rows)

    def sessions(self, *, since: datetime | None = None) -> list[SessionSummary]:
        """All sessions, newest first; only those since ``since`` if it is given."""
        rows = self._db.execute(
            "SELECT id, started, ended, state, kind, source, settings, seen_s, "
            "(SELECT ifnull(sum(time_s), 0) FROM stretch_set WHERE session = session.id) "
            "FROM session ORDER BY started DESC, id DESC"
        ).fetchall()
        sets = self._sets()
        found = [
            SessionSummary(
                id=id_,
                started=datetime.fromisoformat(started),
                ended=datetime.fromisoformat(ended) if ended else None,
                state=state,
                kind=kind,
                source=source,
                sets=tuple(sets.get(id_, ())),
                occasion=_occasion(settings),
                work_s=work_s(seen, took),
            )
            for id_, started, ended, state, kind, source, settings, seen, took in rows
        ]
        return [s for s in found if since is None or s.started >= since]

    def _sets(self) -> dict[int, list[SetSummary]]:
        """The counts of all sets, by session id; three queries however many sessions there are."""
        out: dict[int, list[SetSummary]] = {}
        by_id: dict[int, SetSummary] = {}
        for id_, session, stretch, mode, judged, together, guided in self._db.execute(
            "SELECT id, session, stretch, mode, judged, together, ifnull(guided_left_s, 0) + "
            "ifnull(guided_right_s, 0) FROM stretch_set ORDER BY session, position"
        ):
            summary = SetSummary(
                stretch,
                mode,
                {"left": 0, "right": 0},
                {"left": 0, "right": 0},
                {"left": 0.0, "right": 0.0},
                bool(judged),
                guided,
                bool(together),
            )
            by_id[id_] = summary
            out.setdefault(session, []).append(summary)
        # Another process may add a set between two queries; such a set is skipped.
        for set_id, side, complete, n in self._db.execute(
            "SELECT stretch_set, side, complete, count(*) FROM rep GROUP BY 1, 2, 3"
        ):
            if set_id in by_id:
                (by_id[set_id].reps if complete else by_id[set_id].partials)[side] += n
        for set_id, side, held in self._db.execute(
            "SELECT stretch_set, side, sum(held_s) FROM hold GROUP BY 1, 2"
        ):
            if set_id in by_id:
                by_id[set_id].held_s[side] += held
        return out


@contextlib.contextmanager
def opened(path: Path | None = None) -> Iterator[Store]:
    """Opens the database for one command.

    Raises:
        RecordError: the database cannot be opened, read or written.
    """
    store = Store(path)
    try:
        yield store
    except sqlite3.Error as error:
        raise explained(store.path, error) from error
    finally:
        store.close()
