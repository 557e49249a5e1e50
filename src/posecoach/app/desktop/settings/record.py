"""What the settings page does with the record: copies out and in, and deleting all of it."""

from pathlib import Path
from typing import Literal

from posecoach.errors import RecordError
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.paths import reason


def export(kind: Literal["csv", "json"], path: Path) -> int:
    """Writes the whole record to a file that only the user may read; returns how many sessions.

    Raises:
        RecordError: the record cannot be read, or the file cannot be written.
    """
    from posecoach.app.commands.records import exported

    text, sessions = exported(kind)
    write(path, text)
    return sessions


def write(path: Path, text: str) -> None:
    """Writes a file that only the user may read, or nothing.

    Raises:
        RecordError: it cannot be written.
    """
    from posecoach.files import private

    try:
        private(path, text)
    except OSError as error:
        words = tr(_("{file} cannot be written ({reason}); choose another place."))
        raise RecordError(words.format(file=path, reason=reason(error))) from error


def take_in(path: Path) -> tuple[int, int]:
    """Imports an exported file; returns how many sessions were added, and how many known.

    Raises:
        RecordError: the file or the record is wrong.
    """
    from posecoach.records import exchange, store

    found = exchange.load(path)
    with store.opened() as record:
        return exchange.take_in(record, found)


def forget() -> int:
    """Deletes all sessions and the user's ranges; returns how many sessions.

    Raises:
        RecordError: a session is still running, or the record cannot be written.
    """
    from posecoach.records import store

    with store.opened() as record:
        return record.forget(None)
