"""Tells whether the program that opened a session still runs.

Each running session holds a lock on a small file of its own beside the database. The system frees
the lock when the process ends, however it ends, so a session that is open in the record and whose
file can be locked was cut off. The lock is SQLite's, which knows how to lock on every system.
"""

import contextlib
import sqlite3
from pathlib import Path


class Alive:
    """Holds the lock of one session until it is closed, or the process ends."""

    def __init__(self, path: Path) -> None:
        """Takes the lock.

        Raises:
            sqlite3.OperationalError: another holds it, or the file cannot be made.
        """
        self._path = path
        self._db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            self._db.close()
            raise

    def close(self) -> None:
        self._db.close()
        with contextlib.suppress(OSError):
            self._path.unlink()


def lock_path(database: Path, uuid: str) -> Path:
    """The file whose lock says that the session ``uuid`` runs."""
    return database.with_name(f"{database.name}-{uuid}.running")


def runs(database: Path, uuid: str) -> bool:
    """Whether the session's program still runs."""
    return sweep(lock_path(database, uuid))


def sweep(path: Path) -> bool:
    """Removes a lock's file that nobody holds; gives whether somebody does."""
    if not path.exists():
        return False
    try:
        Alive(path).close()
    except sqlite3.DatabaseError as error:
        # Anything but 'another holds it' is a leftover that says nothing.
        return "locked" in str(error)
    return False
