"""Where the landmarks of the last session lie: a tape a set, until the next session or ``forget``.

Only light imports: ``history`` and ``forget`` load this.
"""

import contextlib
from pathlib import Path

from posecoach.errors import RecordError
from posecoach.paths import reason

SUFFIX = ".npz"
_FOLDER = "last_session"


def folder(database: Path) -> Path:
    """The folder of the kept sets, beside the record."""
    return database.parent / _FOLDER


def files(kept: Path) -> list[Path]:
    """The kept sets, in the order in which they were done."""
    with contextlib.suppress(OSError):
        return sorted(kept.glob(f"set-*{SUFFIX}"))
    return []


def file(kept: Path, number: int) -> Path:
    """The file of a set, from 1."""
    return kept / f"set-{number:02d}{SUFFIX}"


def clear(kept: Path) -> None:
    """Deletes what is kept.

    Raises:
        OSError: something cannot be deleted.
    """
    for path in files(kept):
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        kept.rmdir()  # another file in it is not ours


def forget(database: Path) -> None:
    """Deletes the last session's landmarks, whichever session was meant.

    Raises:
        RecordError: they cannot be deleted.
    """
    kept = folder(database)
    try:
        clear(kept)
    except OSError as error:
        raise RecordError(
            f"The landmarks of the last session in {kept} cannot be deleted ({reason(error)}); "
            "delete that folder yourself."
        ) from error
