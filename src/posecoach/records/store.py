"""The database of sessions. Each event is committed when it happens.

Only the standard library is loaded here: ``history`` must answer at once.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import sqlite3
import time
import uuid as uuids
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from posecoach import __version__
from posecoach.errors import RecordError
from posecoach.paths import data_dir, reason
from posecoach.records import alive, schema
from posecoach.records.trace import Sample, pack

if TYPE_CHECKING:
    from posecoach.coach.moment import Cue, Fault, HoldSpan, Rep
    from posecoach.pose import Side
    from posecoach.spec.schema import Mode

FILE_NAME = "posecoach.db"
VERSION = schema.VERSION
_BUSY_MS = 3000
_REOPEN_S = 2.0


@dataclass(frozen=True)
class SetSummary:
    """What one session did of one stretch."""

    stretch: str
    mode: Mode
    reps: dict[Side, int]
    partials: dict[Side, int]
    held_s: dict[Side, float]


@dataclass(frozen=True)
class SessionSummary:
    """One session as ``history`` shows it."""

    id: int
    started: datetime
    ended: datetime | None
    state: str
    kind: str
    source: str
    sets: tuple[SetSummary, ...]


@dataclass(frozen=True)
class Loss:
    """Time without a picture to judge by, in seconds, and what would have helped."""

    start: float
    end: float
    direction: str | None


def database_path() -> Path:
    """Where the database is; its folder is made.

    Raises:
        RecordError: the data folder cannot be made or read.
    """
    return data_dir() / FILE_NAME


def damaged(error: sqlite3.Error) -> bool:
    """Whether an error says that the file itself is broken."""
    text = str(error)
    return any(sign in text for sign in ("malformed", "not a database", "encrypted"))


def explained(path: Path, error: sqlite3.Error) -> RecordError:
    """An error of SQLite as a sentence."""
    if damaged(error):
        return RecordError(
            f"The record {path} is damaged; move it away to start a new one, "
            "the old one may be mended with SQLite's '.recover'."
        )
    return RecordError(
        f"The record {path} cannot be opened ({error}); "
        "check its permissions and the space, or set POSECOACH_DATA to another folder."
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Store:
    """One connection to the database."""

    def __init__(self, path: Path | None = None, *, patient: bool = False) -> None:
        """Opens the database, makes it where there is none, and upgrades an older one.

        Sessions that were cut off are closed as 'interrupted'. A damaged file is set aside.

        Args:
            path: the file; the user's own by default.
            patient: for coaching, which a record must not stop: where the file is damaged a new
                one is begun, and where it cannot be opened it is tried again with each event.
                ``remark`` then says what happened.

        Raises:
            RecordError: it cannot be opened, is damaged, or was written by a newer posecoach.
        """
        self.path = path or database_path()
        self.remark = ""
        self._running: dict[int, alive.Alive] = {}
        self._away = False
        self._tried = 0.0
        try:
            self._db = self._open()
        except RecordError as error:
            aside = isinstance(error, _SetAsideError)
            if not patient or isinstance(error, _NewerError):
                raise
            self.remark = str(error)
            if aside:
                self._db = self._open()
            else:
                self._away, self._tried = True, time.monotonic()
                self._db = sqlite3.connect(
                    ":memory:", isolation_level=None, check_same_thread=False
                )
                schema.bring_up(self._db)

    def _open(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = None
        try:
            if not self.path.exists():
                # Made by us first, so that nobody else may read it at any moment.
                with contextlib.suppress(FileExistsError):
                    os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            db = sqlite3.connect(
                self.path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
            )
            self._prepare(db)
        except sqlite3.DatabaseError as error:
            if db is not None:
                db.close()
            if damaged(error):
                raise self._set_aside() from error
            raise explained(self.path, error) from error
        except OSError as error:
            raise RecordError(
                f"The record {self.path} cannot be opened ({reason(error)}); "
                "check the folder's permissions and space."
            ) from error
        except BaseException:
            if db is not None:
                db.close()
            raise
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        version = schema.version_of(db)
        if version > VERSION:
            raise _NewerError(
                f"The record {self.path} was written by a newer posecoach; install that version, "
                "or set POSECOACH_DATA to another folder."
            )
        db.execute("PRAGMA foreign_keys = ON")
        if version != VERSION:
            db.execute("PRAGMA journal_mode = WAL")
            schema.bring_up(db)
        self._close_interrupted(db)

    def _set_aside(self) -> RecordError:
        """Renames a damaged file, so that a new record can be begun and the old one mended."""
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        to = self.path.with_name(f"{self.path.stem}-damaged-{stamp}{self.path.suffix}")
        try:
            self.path.rename(to)
            for tail in ("-wal", "-shm"):
                side = self.path.with_name(self.path.name + tail)
                if side.exists():
                    side.rename(to.with_name(to.name + tail))
        except OSError as error:
            return RecordError(
                f"The record {self.path} is damaged, and cannot be set aside ({reason(error)}); "
                "move it away to start a new one."
            )
        return _SetAsideError(
            f"The record {self.path} is damaged; it was set aside as {to.name} beside it and a "
            "new one is begun. SQLite's '.recover' may mend the old one."
        )

    def _close_interrupted(self, db: sqlite3.Connection) -> None:
        """Closes sessions whose program is gone; ended when the last thing was written."""
        for left in self.path.parent.glob(f"{self.path.name}-*.running"):
            alive.sweep(left)  # of a program that was ended before its session was written, too
        rows = db.execute("SELECT id, uuid FROM session WHERE state = 'open'").fetchall()
        for id_, uuid in rows:
            if alive.runs(self.path, uuid):
                continue
            # A record that cannot be written can still be read.
            with contextlib.suppress(sqlite3.OperationalError):
                db.execute(
                    "UPDATE session SET state = 'interrupted', "
                    "judged_s = max(judged_s, coalesce("
                    "(SELECT sum(judged_s) FROM stretch_set WHERE session = ?1), 0)), "
                    "seen_s = max(seen_s, coalesce("
                    "(SELECT sum(judged_s) FROM stretch_set WHERE session = ?1), 0)), "
                    "ended = strftime('%Y-%m-%dT%H:%M:%S+00:00', julianday(started) + coalesce("
                    "(SELECT max(t) FROM (SELECT max(rep.t) AS t FROM rep JOIN stretch_set s ON "
                    "s.id = rep.stretch_set WHERE s.session = ?1 UNION ALL SELECT max(cue.t) FROM "
                    "cue JOIN stretch_set s ON s.id = cue.stretch_set WHERE s.session = ?1)), 0)"
                    " / 86400.0) WHERE id = ?1 AND state = 'open'",
                    (id_,),
                )

    @property
    def db(self) -> sqlite3.Connection:
        """The connection, opened again where it could not be before.

        Raises:
            sqlite3.OperationalError: it still cannot be opened.
        """
        if self._away:
            now = time.monotonic()
            if now - self._tried < _REOPEN_S:
                raise sqlite3.OperationalError("the record cannot be opened")
            self._tried = now
            try:
                opened = self._open()
            except RecordError as error:
                raise sqlite3.OperationalError(str(error)) from error
            settings = self._db.execute("SELECT key, value FROM setting").fetchall()
            self._db.close()
            self._db, self._away = opened, False
            self._db.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", settings)
        return self._db

    def close(self) -> None:
        for running in self._running.values():
            running.close()
        self._running.clear()
        self._db.close()

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """All that is written in the block is written, or nothing of it."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise

    # ------------------------------------------------------------------ writing

    def insert(self, table: str, **values: Any) -> int:
        """One row; gives its id.

        Raises:
            ValueError: a number that is not finite.
            sqlite3.Error: it cannot be written.
        """
        for name, value in values.items():
            if isinstance(value, float) and not math.isfinite(value):
                raise ValueError(f"{table}.{name} is {value}")
        names = ", ".join(f'"{n}"' for n in values)
        marks = ", ".join("?" for _ in values)
        cursor = self.db.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values())
        )
        return int(cursor.lastrowid or 0)

    def begin(
        self, *, kind: str, source: str, settings: dict[str, Any], model: str | None = None
    ) -> int:
        """A new session; gives its id. It counts as running until it ends or the process does."""
        uuid = uuids.uuid4().hex
        text = json.dumps(settings)
        _ = self.db  # first of all the record must be there
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
    ) -> int:
        """A new set of a session, with the dose that was asked for a side; gives its id."""
        return self.insert(
            "stretch_set",
            session=session,
            position=position,
            stretch=stretch,
            mode=mode,
            dose_reps=reps,
            dose_hold_s=hold_s,
            sides=" ".join(sides),
        )

    def add(self, set_id: int, event: Rep | HoldSpan | Fault | Cue | Loss) -> None:
        """Writes one event of a set."""
        from posecoach.coach.moment import Cue, Fault, HoldSpan, Rep

        match event:
            case Rep():
                self.insert(
                    "rep",
                    stretch_set=set_id,
                    t=event.t,
                    side=event.side,
                    complete=int(event.complete),
                    range_deg=event.range_deg,
                    of_target=event.of_target,
                    duration_s=event.duration_s,
                    speed_peaks=event.speed_peaks,
                )
            case HoldSpan():
                self.insert(
                    "hold",
                    stretch_set=set_id,
                    side=event.side,
                    start=event.start,
                    end=event.end,
                    held_s=event.held_s,
                )
            case Fault():
                end = event.start if event.end is None else event.end
                self.insert(
                    "fault",
                    stretch_set=set_id,
                    rule=event.rule,
                    side=event.side,
                    start=event.start,
                    end=end,
                )
            case Cue():
                self.insert(
                    "cue",
                    stretch_set=set_id,
                    t=event.t,
                    kind=event.kind,
                    rule=event.id,
                    side=event.side,
                )
            case Loss():
                self.insert(
                    "framing_loss",
                    stretch_set=set_id,
                    start=event.start,
                    end=event.end,
                    direction=event.direction,
                )

    def progress(
        self, set_id: int, time_s: float, judged_s: float, samples: Iterable[Sample]
    ) -> None:
        """How far a set is: seconds worked, seconds judged, and new samples of the signal."""
        found = list(samples)
        with self.at_once():
            self.db.execute(
                "UPDATE stretch_set SET time_s = ?, judged_s = ? WHERE id = ?",
                (time_s, judged_s, set_id),
            )
            if found:
                self.insert("trace", stretch_set=set_id, data=pack(found))

    def discomfort(self, session: int, when: Literal["before", "after"], value: int | None) -> None:
        """What the user says of a session's discomfort, 0 to 10; None takes it back."""
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
        """Mixes today's own range into what is kept of earlier sessions (share 0.3)."""
        self.db.execute(
            "INSERT INTO own_range VALUES (?, ?, ?, 1) ON CONFLICT (stretch, side) DO UPDATE SET "
            "degrees = 0.7 * degrees + 0.3 * excluded.degrees, sessions = sessions + 1",
            (stretch, side, degrees),
        )

    def set_setting(self, key: str, value: str) -> None:
        """Keeps a setting, in memory while the record cannot be opened; best effort."""
        with contextlib.suppress(sqlite3.OperationalError):  # asked again next time, then
            self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))

    def forget(self, session: int | None) -> int:
        """Deletes one session, or all with the user's ranges; gives how many were deleted.

        Raises:
            RecordError: a session that still runs.
        """
        where, values = ("", ()) if session is None else (" WHERE id = ?", (session,))
        for uuid, state in self.db.execute(f"SELECT uuid, state FROM session{where}", values):
            if state == "open" and alive.runs(self.path, uuid):
                raise RecordError("That session is still running; end it first.")
        # What is deleted is overwritten too: 'forget' means it.
        self.db.execute("PRAGMA secure_delete = ON")
        with self.at_once():
            done = self.db.execute(f"DELETE FROM session{where}", values).rowcount
            if session is None:
                self.db.execute("DELETE FROM own_range")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return done

    # ------------------------------------------------------------------ reading

    def setting(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def ranges(self, stretch: str) -> dict[Side, float]:
        """The user's own range of each side from earlier sessions, degrees."""
        rows = self._db.execute(
            "SELECT side, degrees FROM own_range WHERE stretch = ?", (stretch,)
        ).fetchall()
        return dict(rows)

    def discomforts(self) -> list[tuple[int, int | None, int | None]]:
        """Number, discomfort before and after of each live session, oldest first."""
        return self._db.execute(
            "SELECT id, discomfort_before, discomfort_after FROM session WHERE kind = 'live' "
            "ORDER BY started, id"
        ).fetchall()

    def sessions(self, *, since: datetime | None = None) -> list[SessionSummary]:
        """All sessions, newest first; only those that began at ``since`` or later, if given."""
        rows = self._db.execute(
            "SELECT id, started, ended, state, kind, source FROM session ORDER BY started DESC, "
            "id DESC"
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
            )
            for id_, started, ended, state, kind, source in rows
        ]
        return [s for s in found if since is None or s.started >= since]

    def _sets(self) -> dict[int, list[SetSummary]]:
        """Sums of all sets, by session: three queries however long the record."""
        out: dict[int, list[SetSummary]] = {}
        by_id: dict[int, SetSummary] = {}
        for id_, session, stretch, mode in self._db.execute(
            "SELECT id, session, stretch, mode FROM stretch_set ORDER BY session, position"
        ):
            summary = SetSummary(
                stretch,
                mode,
                {"left": 0, "right": 0},
                {"left": 0, "right": 0},
                {"left": 0.0, "right": 0.0},
            )
            by_id[id_] = summary
            out.setdefault(session, []).append(summary)
        # Another process may begin a set between two queries: its set is not known yet.
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


class _SetAsideError(RecordError):
    """A damaged record was set aside."""


class _NewerError(RecordError):
    """A newer posecoach wrote the record."""


@contextlib.contextmanager
def opened(path: Path | None = None) -> Iterator[Store]:
    """The record, for a command that reads or changes it.

    Raises:
        RecordError: it cannot be opened, read or written.
    """
    store = Store(path)
    try:
        yield store
    except sqlite3.Error as error:
        raise explained(store.path, error) from error
    finally:
        store.close()
