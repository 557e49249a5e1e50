"""The database of sessions. Each event is committed when it happens."""

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from posecoach import __version__
from posecoach.coach.moment import Cue, Fault, HoldSpan, Rep
from posecoach.errors import RecordError
from posecoach.paths import data_dir, reason
from posecoach.pose import Side
from posecoach.spec.schema import Mode

FILE_NAME = "posecoach.db"
VERSION = 1
_BUSY_MS = 3000

_SCHEMA = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,              -- UTC, ISO 8601
    ended TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'ended', 'interrupted')),
    kind TEXT NOT NULL CHECK (kind IN ('live', 'demo')),
    source TEXT NOT NULL,
    version TEXT NOT NULL,
    settings TEXT NOT NULL,             -- JSON
    seen_s REAL NOT NULL DEFAULT 0,
    judged_s REAL NOT NULL DEFAULT 0
);
CREATE TABLE stretch_set (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    stretch TEXT NOT NULL,
    mode TEXT NOT NULL,
    UNIQUE (session, position)
);
CREATE TABLE rep (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    t REAL NOT NULL,                    -- seconds from the start of the session
    side TEXT NOT NULL CHECK (side IN ('left', 'right')),
    complete INTEGER NOT NULL,
    range_deg REAL NOT NULL,
    of_target REAL NOT NULL,
    duration_s REAL NOT NULL,
    speed_peaks INTEGER NOT NULL
);
CREATE TABLE hold (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('left', 'right')),
    start REAL NOT NULL,
    "end" REAL NOT NULL,
    held_s REAL NOT NULL
);
CREATE TABLE fault (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    side TEXT,
    start REAL NOT NULL,
    "end" REAL NOT NULL
);
CREATE TABLE cue (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    t REAL NOT NULL,
    kind TEXT NOT NULL,
    rule TEXT NOT NULL,
    side TEXT
);
CREATE TABLE own_range (
    stretch TEXT NOT NULL,
    side TEXT NOT NULL,
    degrees REAL NOT NULL,
    sessions INTEGER NOT NULL,
    PRIMARY KEY (stretch, side)
);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE INDEX set_of_session ON stretch_set (session);
CREATE INDEX rep_of_set ON rep (stretch_set);
CREATE INDEX hold_of_set ON hold (stretch_set);
"""


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


def database_path() -> Path:
    """Where the database is; its folder is made.

    Raises:
        RecordError: the data folder cannot be made or read.
    """
    return data_dir() / FILE_NAME


class Store:
    """One connection to the database."""

    def __init__(self, path: Path | None = None) -> None:
        """Opens the database, and makes it where there is none.

        Raises:
            RecordError: it cannot be opened, is damaged, or was written by a newer posecoach.
        """
        self.path = path or database_path()
        try:
            new = not self.path.exists()
            self._db = sqlite3.connect(
                self.path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
            )
            if new and os.name == "posix":
                with contextlib.suppress(OSError):
                    self.path.chmod(0o600)
            self._prepare()
        except sqlite3.DatabaseError as error:
            raise self._explained(error) from error
        except OSError as error:
            raise RecordError(
                f"The record {self.path} cannot be opened ({reason(error)})."
            ) from error

    def _explained(self, error: sqlite3.DatabaseError) -> RecordError:
        text = str(error)
        if "malformed" in text or "not a database" in text or "encrypted" in text:
            return RecordError(
                f"The record {self.path} is damaged; move it away to start a new one, "
                "the old one may be mended with SQLite's '.recover'."
            )
        return RecordError(
            f"The record {self.path} cannot be opened ({text}); "
            "check its permissions, or set POSECOACH_DATA to another folder."
        )

    def _prepare(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            self._db.close()
            raise RecordError(
                f"The record {self.path} was written by a newer posecoach; install that version, "
                "or set POSECOACH_DATA to another folder."
            )
        self._db.execute("PRAGMA foreign_keys = ON")
        if version == VERSION:
            return
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("BEGIN IMMEDIATE")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version == 0:  # another process may have made it meanwhile
            for statement in _SCHEMA.split(";\n"):
                if statement.strip():
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {VERSION}")
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()

    # ------------------------------------------------------------------ writing

    def _insert(self, table: str, **values: Any) -> int:
        names = ", ".join(f'"{n}"' for n in values)
        marks = ", ".join("?" for _ in values)
        cursor = self._db.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values())
        )
        return int(cursor.lastrowid or 0)

    def begin(self, *, kind: str, source: str, settings: dict[str, Any]) -> int:
        """A new session; gives its id."""
        return self._insert(
            "session",
            started=datetime.now(UTC).isoformat(timespec="seconds"),
            state="open",
            kind=kind,
            source=source,
            version=__version__,
            settings=json.dumps(settings),
        )

    def begin_set(self, session: int, position: int, stretch: str, mode: Mode) -> int:
        """A new set of a session; gives its id."""
        return self._insert(
            "stretch_set", session=session, position=position, stretch=stretch, mode=mode
        )

    def add(self, set_id: int, event: Rep | HoldSpan | Fault | Cue) -> None:
        """Writes one event of a set."""
        match event:
            case Rep():
                self._insert(
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
                self._insert(
                    "hold",
                    stretch_set=set_id,
                    side=event.side,
                    start=event.start,
                    end=event.end,
                    held_s=event.held_s,
                )
            case Fault():
                end = event.start if event.end is None else event.end
                self._insert(
                    "fault",
                    stretch_set=set_id,
                    rule=event.rule,
                    side=event.side,
                    start=event.start,
                    end=end,
                )
            case Cue():
                self._insert(
                    "cue",
                    stretch_set=set_id,
                    t=event.t,
                    kind=event.kind,
                    rule=event.id,
                    side=event.side,
                )

    def end(self, session: int, state: str, seen_s: float, judged_s: float) -> None:
        """Closes a session."""
        self._db.execute(
            "UPDATE session SET state = ?, ended = ?, seen_s = ?, judged_s = ? WHERE id = ?",
            (
                state,
                datetime.now(UTC).isoformat(timespec="seconds"),
                seen_s,
                judged_s,
                session,
            ),
        )

    def remember_range(self, stretch: str, side: Side, degrees: float) -> None:
        """Mixes today's own range into what is kept of earlier sessions (share 0.3)."""
        self._db.execute(
            "INSERT INTO own_range VALUES (?, ?, ?, 1) ON CONFLICT (stretch, side) DO UPDATE SET "
            "degrees = 0.7 * degrees + 0.3 * excluded.degrees, sessions = sessions + 1",
            (stretch, side, degrees),
        )

    def set_setting(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))

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

    def sessions(self) -> list[SessionSummary]:
        """All sessions, newest first."""
        rows = self._db.execute(
            "SELECT id, started, ended, state, kind, source FROM session ORDER BY id DESC"
        ).fetchall()
        sets = self._sets()
        return [
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
        for set_id, side, complete, n in self._db.execute(
            "SELECT stretch_set, side, complete, count(*) FROM rep GROUP BY 1, 2, 3"
        ):
            (by_id[set_id].reps if complete else by_id[set_id].partials)[side] += n
        for set_id, side, held in self._db.execute(
            "SELECT stretch_set, side, sum(held_s) FROM hold GROUP BY 1, 2"
        ):
            by_id[set_id].held_s[side] += held
        return out


class Recorder:
    """Writes one session as it happens; keeps in memory what cannot be written yet.

    A disk that is full or turns read-only does not end a session: ``failed`` tells once, and
    each later event tries again, in order.
    """

    def __init__(self, store: Store, *, kind: str, source: str, settings: dict[str, Any]) -> None:
        self._store = store
        self._session = 0
        self._set = 0
        self._waiting: list[Callable[[], None]] = []
        self.failed = False
        self._do(lambda: self._begin(kind, source, settings))

    def _begin(self, kind: str, source: str, settings: dict[str, Any]) -> None:
        self._session = self._store.begin(kind=kind, source=source, settings=settings)

    def begin_set(self, position: int, stretch: str, mode: Mode) -> None:
        """The next set of the session."""

        def write() -> None:
            self._set = self._store.begin_set(self._session, position, stretch, mode)

        self._do(write)

    def add(self, events: Sequence[object]) -> None:
        """Events of the present set; faults are written when they are over."""
        for event in events:
            if isinstance(event, Fault) and event.end is None:
                continue
            if isinstance(event, Rep | HoldSpan | Fault | Cue):
                self._do(lambda e=event: self._store.add(self._set, e))  # type: ignore[misc]

    def end(self, state: str, *, seen_s: float, judged_s: float) -> None:
        """Closes the session."""
        self._do(lambda: self._store.end(self._session, state, seen_s, judged_s))

    def remember(self, stretch: str, ranges: dict[Side, float]) -> None:
        """The user's own ranges of today."""
        for side, degrees in ranges.items():
            self._do(
                lambda s=side, d=degrees: self._store.remember_range(stretch, s, d)  # type: ignore[misc]
            )

    @property
    def complete(self) -> bool:
        """Whether all is on the disk."""
        return not self._waiting

    def _do(self, write: Callable[[], None]) -> None:
        self._waiting.append(write)
        try:
            while self._waiting:
                self._waiting[0]()
                del self._waiting[0]
        except sqlite3.Error:
            self.failed = True
