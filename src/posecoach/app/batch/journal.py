"""What has been done of a table, kept beside it, so that a run that was cut goes on from there.

One line of JSON a recording, written as soon as it is done. A line that was cut off counts for
nothing. Of several lines on one recording the last one counts.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from posecoach import __version__
from posecoach.app.batch.inputs import RecordingInput
from posecoach.app.batch.table import TableRow
from posecoach.app.commands.sessions.recording import Job
from posecoach.errors import PosecoachError
from posecoach.paths import reason

SUFFIX = ".journal"
_SCHEMA = 1


def settings_of(job: Job) -> str:
    """Tells apart runs that could find something else in the same file."""
    told: dict[str, Any] = {
        "journal": _SCHEMA,
        "posecoach": __version__,
        "stretch": job.stretch.model_dump(mode="json"),
        "mode": job.mode,
        "mirrored": job.mirrored_input,
        "model": None,
    }
    if job.model is not None:
        told["model"] = hashlib.sha256(job.model.read_bytes()).hexdigest()
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Likeness:
    """What must be the same for a result to hold.

    Attributes:
        file: the fingerprint of the file; None if there is no such file.
        settings: the fingerprint of all else.
    """

    file: str | None
    settings: str


@dataclass(frozen=True)
class _Entry:
    like: Likeness
    again: bool
    failed: bool
    offset: int


def _private(path: Path) -> int:
    """Opens a file that only the user may read: it holds all results."""
    binary = getattr(os, "O_BINARY", 0)  # Windows alone has it
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | binary, 0o600)


class Journal:
    """The journal of one table; it is locked while it is open.

    Raises:
        PosecoachError: it cannot be read or written, or another run has it.
    """

    def __init__(self, table: Path) -> None:
        self.path = table.with_name(table.name + SUFFIX)
        self._entries: dict[str, _Entry] = {}
        try:
            self._file: BinaryIO = os.fdopen(_private(self.path), "a+b")
        except OSError as error:
            raise PosecoachError(f"{self.path} cannot be written ({reason(error)}).") from error
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise PosecoachError(
                f"Another run is writing {table.name} just now; wait for it, or name another table."
            ) from error
        self._read()

    def _read(self) -> None:
        self._file.seek(0)
        offset, line = 0, b"\n"
        for line in self._file:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                self._enter(json.loads(line), offset)
            offset += len(line)
        if not line.endswith(b"\n"):
            self._file.write(b"\n")
            self._file.flush()

    def _enter(self, entry: dict[str, Any], offset: int) -> None:
        self._entries[entry["key"]] = _Entry(
            Likeness(entry["print"], entry["settings"]), entry["again"], entry["failed"], offset
        )

    def has(self, recording: RecordingInput, like: Likeness) -> bool:
        """Whether this very file was done with the same settings, and need not be tried again."""
        entry = self._entries.get(recording.key)
        return (
            entry is not None and not entry.again and entry.like == like and like.file is not None
        )

    def add(
        self,
        recording: RecordingInput,
        like: Likeness,
        rows: list[TableRow],
        *,
        failed: bool,
        again: bool,
    ) -> None:
        """Keeps what a recording gave.

        Args:
            recording: which.
            like: its file before it was analysed, and with which settings that was.
            rows: of the table.
            failed: it could not be analysed.
            again: it is to be tried again in the next run.

        Raises:
            PosecoachError: it cannot be written.
        """
        entry = {
            "key": recording.key, "print": like.file, "settings": like.settings, "failed": failed,
            "again": again, "rows": rows,
        }  # fmt: skip
        try:
            self._file.seek(0, os.SEEK_END)
            offset = self._file.tell()
            self._file.write(json.dumps(entry).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise PosecoachError(f"{self.path} cannot be written ({reason(error)}).") from error
        self._enter(entry, offset)

    def failed(self, recording: RecordingInput) -> bool:
        """Whether a recording was tried and could not be analysed."""
        entry = self._entries.get(recording.key)
        return entry is not None and entry.failed

    def rows(self, recordings: list[RecordingInput]) -> Iterator[TableRow]:
        """The rows of those recordings that are done, in the order of the recordings."""
        for recording in recordings:
            entry = self._entries.get(recording.key)
            if entry is not None:
                self._file.seek(entry.offset)
                yield from json.loads(self._file.readline())["rows"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def _lock(file: BinaryIO) -> None:
    """Takes the file for this process until it is closed.

    Raises:
        OSError: another process has it.
    """
    if os.name == "nt":  # pragma: no cover
        import msvcrt

        file.seek(0)
        # Elsewhere than on Windows the types know no such functions.
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # a file system without locks
        return
