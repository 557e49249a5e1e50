"""Opens, upgrades and protects the database file; every failure becomes one clear sentence.

Only the standard library is loaded here: ``history`` must answer at once.
"""

from __future__ import annotations

import contextlib
import math
import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from posecoach.errors import RecordError
from posecoach.paths import data_dir, reason
from posecoach.records import alive, schema

FILE_NAME = "posecoach.db"
VERSION = schema.VERSION
_BUSY_MS = 3000
_REOPEN_S = 2.0


def database_path() -> Path:
    """The path of the database; creates its folder.

    Raises:
        RecordError: the data folder cannot be created or read.
    """
    return data_dir() / FILE_NAME


def damaged(error: sqlite3.Error | UnicodeDecodeError) -> bool:
    """Whether an error means that the file itself is broken."""
    if isinstance(error, UnicodeDecodeError):  # SQLite's error quotes bytes of the schema
        return True
    text = str(error)
    return any(sign in text for sign in ("malformed", "not a database", "encrypted"))


def explained(path: Path, error: sqlite3.Error | UnicodeDecodeError) -> RecordError:
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


class RecordFile:
    """One connection to the database."""

    def __init__(
        self, path: Path | None = None, *, patient: bool = False, reopen_s: float = _REOPEN_S
    ) -> None:
        """Opens the database; creates it if it is missing, upgrades it if it is older.

        Sessions that were cut off are closed as 'interrupted'. A damaged file is renamed.

        Args:
            path: the file; by default the user's own database.
            patient: for coaching, which must go on without a record. A damaged file is replaced
                by a new one. If the file cannot be opened, settings are kept in memory and each
                later access tries to open it again. ``remark`` then says what happened.
            reopen_s: the least time between two such attempts, seconds.

        Raises:
            RecordError: it cannot be opened, is damaged, or was written by a newer posecoach.
        """
        self.path = path or database_path()
        self.remark = ""
        self._running: dict[int, alive.Alive] = {}
        self._in_memory = False
        self._last_try, self._reopen_s = 0.0, reopen_s
        try:
            self._db = self._open()
        except RecordError as error:
            if not patient or isinstance(error, _NewerError):
                raise
            self.remark = str(error)
            if isinstance(error, _SetAsideError):
                self._db = self._open()
            else:
                self._in_memory, self._last_try = True, time.monotonic()
                self._db = sqlite3.connect(
                    ":memory:", isolation_level=None, check_same_thread=False
                )
                schema.bring_up(self._db)

    def try_to_write(self) -> None:
        """Writes something that changes nothing.

        Raises:
            RecordError: the disk is full, or may not be written to.
        """
        try:
            self._db.execute(f"PRAGMA user_version = {VERSION}")
        except sqlite3.DatabaseError as error:
            raise explained(self.path, error) from error

    def _open(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = None
        try:
            if not self.path.exists():
                # Created here, not by SQLite, so that no other user can ever read it.
                with contextlib.suppress(FileExistsError):
                    os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            db = sqlite3.connect(
                self.path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
            )
            self._prepare(db)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
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
        """Renames a damaged file, so that a new one can be created and the old one repaired."""
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
        """Closes sessions whose program has died; their last event becomes their end."""
        for left in self.path.parent.glob(f"{self.path.name}-*.running"):
            alive.sweep(left)  # its program may have died before it wrote the session
        rows = db.execute("SELECT id, uuid FROM session WHERE state = 'open'").fetchall()
        for id_, uuid in rows:
            if alive.runs(self.path, uuid):
                continue
            # A set keeps no seconds in which the user was seen: at least those that were judged.
            # A read-only database can still be read.
            with contextlib.suppress(sqlite3.OperationalError):
                db.execute(
                    "UPDATE session SET state = 'interrupted', "
                    "judged_s = max(judged_s, coalesce("
                    "(SELECT sum(judged_s) FROM stretch_set WHERE session = :id), 0)), "
                    "seen_s = max(seen_s, coalesce("
                    "(SELECT sum(judged_s) FROM stretch_set WHERE session = :id), 0)), "
                    "ended = strftime('%Y-%m-%dT%H:%M:%S+00:00', julianday(started) + coalesce("
                    "(SELECT max(t) FROM (SELECT max(rep.t) AS t FROM rep JOIN stretch_set s ON "
                    "s.id = rep.stretch_set WHERE s.session = :id UNION ALL SELECT max(cue.t) FROM "
                    "cue JOIN stretch_set s ON s.id = cue.stretch_set WHERE s.session = :id)), 0)"
                    " / 86400.0) WHERE id = :id AND state = 'open'",
                    {"id": id_},
                )

    @property
    def db(self) -> sqlite3.Connection:
        """The connection; if the file could not be opened before, this tries again.

        Raises:
            sqlite3.OperationalError: the file still cannot be opened.
        """
        if self._in_memory:
            now = time.monotonic()
            if now - self._last_try < self._reopen_s:
                raise sqlite3.OperationalError("the record cannot be opened")
            self._last_try = now
            try:
                opened = self._open()
            except RecordError as error:
                raise sqlite3.OperationalError(str(error)) from error
            settings = self._db.execute("SELECT key, value FROM setting").fetchall()
            self._db.close()
            self._db, self._in_memory = opened, False
            self._db.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", settings)
        return self._db

    def close(self) -> None:
        for running in self._running.values():
            running.close()
        self._running.clear()
        self._db.close()

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """A transaction: everything in the block is written, or nothing."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise

    def insert(self, table: str, **values: Any) -> int:
        """Inserts one row and returns its id.

        Raises:
            ValueError: a number is not finite.
            sqlite3.Error: the row cannot be written.
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

    def setting(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_setting(self, key: str, value: str) -> None:
        """Saves a setting if possible; in memory while the file cannot be opened."""
        # If this fails, the user is simply asked again next time.
        with contextlib.suppress(sqlite3.OperationalError):
            self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))


class _SetAsideError(RecordError):
    """A damaged database was renamed."""


class _NewerError(RecordError):
    """A newer posecoach wrote the database."""
