"""Which recordings a command line means: files, folders, patterns, lists, and addresses."""

import glob
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posecoach.errors import PosecoachError, SourceError
from posecoach.landmarks import tape
from posecoach.nativelog import without_secrets
from posecoach.paths import how_to_get, reason

#: Files that are taken from a folder; others may still be named one by one.
SUFFIXES = {
    *(".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts"),
    *(".wmv", ".ogv", ".3gp", ".vob", ".gif", ".webp", tape.SUFFIX),
}
_INFO = ("size", "mtime", "ETag", "etag", "LastModified", "last_modified", "updated", "created")


@dataclass(frozen=True)
class RecordingInput:
    """One recording.

    Attributes:
        name: the path or address as it was given, without passwords: its name in tables.
        path: of a local file; of a remote one, its bare file name.
        address: for fsspec; None if the file is local.
        folder_info: of a remote file, what its folder's list told of it.
    """

    name: str
    path: Path
    address: str | None = None
    folder_info: str | None = None

    @property
    def key(self) -> str:
        """Tells it apart from all others, and shows no password."""
        if self.address is None or self.address == self.name:
            return self.name
        return f"{self.name}#{hashlib.sha256(self.address.encode()).hexdigest()[:12]}"

    def fingerprint(self) -> str | None:
        """Changes when the file does; None if there is no such file."""
        try:
            if self.address is None:
                found = self.path.stat()
                return f"{found.st_size}-{found.st_mtime_ns}"
            if self.folder_info is not None:
                return self.folder_info
            system, path = _remote(self.address)
            return _digest(system.info(path))
        except Exception:  # whoever reads the file says why
            return None


def _digest(info: dict[str, Any]) -> str:
    told = {k: str(info[k]) for k in _INFO if info.get(k) is not None}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def recordings(
    given: list[str], list_file: Path | None = None, excluded: Path | None = None
) -> list[RecordingInput]:
    """The recordings that are meant, each once, in the order given; folders in order of names.

    Args:
        given: files, folders, patterns with ``*``, ``?`` and ``**``, or addresses for fsspec.
        list_file: a text file with one of these a line.
        excluded: a folder whose content is left out, because copies are written there.

    Raises:
        SourceError: a folder or pattern holds nothing, a list cannot be read, or addresses cannot
            be followed here.
    """
    texts = [*given, *(_lines(list_file) if list_file is not None else ())]
    if not texts:
        raise SourceError("No recording is named; give a file, a folder or --list FILE.")
    out: dict[str, RecordingInput] = {}
    for text in texts:
        for found in _at_address(text) if "://" in text else _here(text, excluded):
            out.setdefault(found.address or os.path.realpath(found.path), found)
    return list(out.values())


def _lines(list_file: Path) -> list[str]:
    try:
        lines = list_file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SourceError(f"The list {list_file} cannot be read ({why}).") from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _here(text: str, excluded: Path | None) -> Iterator[RecordingInput]:
    path = Path(text)
    if path.is_dir():
        files = sorted(f for f in path.rglob("*") if _wanted(f, excluded) and not _hidden(f, path))
        if not files:
            raise SourceError(f"The folder {text} holds no video and no tape.")
    elif not path.exists() and glob.has_magic(text):
        named = glob.glob(text, recursive=True)  # noqa: PTH207 (a Path knows no absolute patterns)
        files = sorted(f for f in map(Path, named) if f.is_file())
        if not files:
            raise SourceError(f"Nothing is there that '{text}' could mean; check the pattern.")
    else:
        files = [path]
    for file in files:
        yield RecordingInput(str(file), file)


def _wanted(file: Path, excluded: Path | None) -> bool:
    if file.suffix.lower() not in SUFFIXES or not file.is_file():
        return False
    return excluded is None or excluded.absolute() not in file.absolute().parents


def _hidden(file: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(below).parts)


def _remote(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it.

    Raises:
        SourceError: fsspec or what it needs for this kind of address is not installed.
    """
    shown = without_secrets(address)
    try:
        import fsspec
    except ImportError as error:
        raise SourceError(
            f"Addresses such as {shown} need more: {how_to_get('cluster')}."
        ) from error
    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        told = without_secrets(str(error))
        raise SourceError(f"{shown} cannot be followed ({told}).") from error
    except Exception as error:  # each file system raises its own
        raise SourceError(f"{shown} cannot be reached ({type(error).__name__}).") from error
    return system, path


def _at_address(text: str) -> Iterator[RecordingInput]:
    system, path = _remote(text)
    shown = without_secrets(text)
    try:
        if glob.has_magic(path):
            files = system.glob(path, detail=True)
        elif system.isdir(path):
            there = system.find(path, detail=True)
            files = {p: i for p, i in there.items() if Path(p).suffix.lower() in SUFFIXES}
        else:
            yield RecordingInput(shown, Path(Path(path).name), text)
            return
    except Exception as error:  # each file system raises its own
        raise SourceError(f"{shown} cannot be listed ({type(error).__name__}).") from error
    if not files:
        raise SourceError(f"There is no video and no tape at {shown}.")
    for found, info in sorted(files.items()):
        address = system.unstrip_protocol(found)
        name = Path(Path(found).name)
        yield RecordingInput(without_secrets(address), name, address, _digest(info))


class NotFetchedError(PosecoachError):
    """A remote recording could not be fetched; another time it may be."""


def fetched(recording: RecordingInput, folder: Path) -> Path:
    """A copy of a remote recording in ``folder``.

    Raises:
        NotFetchedError: it cannot be fetched now.
        SourceError: this kind of address cannot be followed here.
    """
    assert recording.address is not None
    system, path = _remote(recording.address)
    local = folder / recording.path
    try:
        system.get_file(path, str(local))
    except FileNotFoundError as error:
        raise NotFetchedError(f"There is no file {recording.name}; check the address.") from error
    except Exception as error:  # each file system raises its own
        why = type(error).__name__
        raise NotFetchedError(f"{recording.name} cannot be read ({why}).") from error
    return local
