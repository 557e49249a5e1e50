"""The database's file: opened, upgraded, and kept whole; every way that it may fail is a sentence.

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
    """Where the database is; its folder is made.

    Raises:
        RecordError: the data folder cannot be made or read.
    """
    return data_dir() / FILE_NAME


def damaged(error: sqlite3.Error | UnicodeDecodeError) -> bool:
    """Whether an error says that the file itself is broken."""
    if isinstance(error, UnicodeDecodeError):  # SQLite's complaint quotes bytes of the schema
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
        """Opens the database, makes it where there is none, and upgrades an older one.

        Sessions that were cut off are closed as 'interrupted'. A damaged file is set aside.

        Args:
            path: the file; the user's own by default.
            patient: for coaching, which a record must not stop: where the file is damaged a new
                one is begun, and where it cannot be opened it is tried again with each event.
                ``remark`` then says what happened.
            reopen_s: between two such tries.

        Raises:
            RecordError: it cannot be opened, is damaged, or was written by a newer posecoach.
        """
        self.path = path or database_path()
        self.remark = ""
        self._running: dict[int, alive.Alive] = {}
        self._away = False
        self._tried, self._reopen_s = 0.0, reopen_s
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
            if now - self._tried < self._reopen_s:
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

    def setting(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_setting(self, key: str, value: str) -> None:
        """Keeps a setting, in memory while the record cannot be opened; best effort."""
        with contextlib.suppress(sqlite3.OperationalError):  # asked again next time, then
            self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))


class _SetAsideError(RecordError):
    """A damaged record was set aside."""


class _NewerError(RecordError):
    """A newer posecoach wrote the record."""
