"""Checks whether the program that opened a session is still running.

Each running session locks a small file of its own beside the database. The operating system
releases the lock when the process ends, however it ends. So if a session is 'open' in the database
but its file can be locked, its program has died. SQLite does the locking: it works on every system.
"""

import contextlib
import sqlite3
from pathlib import Path


class Alive:
    """Holds the lock of one session until it is closed, or the process ends."""

    def __init__(self, path: Path) -> None:
        """Takes the lock.

        Raises:
            sqlite3.OperationalError: another process holds it, or the file cannot be created.
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


def held(error: sqlite3.Error) -> bool:
    """Whether taking a lock failed since another process holds it, and for no other reason."""
    return "locked" in str(error)


def lock_path(database: Path, uuid: str) -> Path:
    """The file that is locked while the session ``uuid`` runs."""
    return database.with_name(f"{database.name}-{uuid}.running")


def runs(database: Path, uuid: str) -> bool:
    """Whether the session's program is still running."""
    return sweep(lock_path(database, uuid))


def sweep(path: Path) -> bool:
    """Whether the lock file ``path`` is held; deletes it if it is not."""
    if not path.exists():
        return False
    try:
        Alive(path).close()
    except sqlite3.DatabaseError as error:
        # Any other error means a leftover file that nobody holds.
        return held(error)
    return False
