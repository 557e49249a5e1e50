"""Reading TOML and writing files whole, with one sentence where it cannot be done."""

import contextlib
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from posecoach.errors import PosecoachError
from posecoach.paths import reason

# A dotted name of more parts than any of ours has: to read thousands takes minutes and gigabytes.
_TOO_DEEP = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){12}")


def read_toml(path: Path, most_bytes: int, error: type[PosecoachError]) -> dict[str, Any]:
    """The content of a TOML file.

    Raises:
        error: there is none, it is larger than ``most_bytes``, or not TOML.
    """
    try:
        if path.stat().st_size > most_bytes:
            raise error(f"{path}: is larger than {most_bytes >> 10} KiB.")
        text = path.read_text("utf-8")
        if _TOO_DEEP.search(text):
            raise error(f"{path}: has a name of too many parts.")
        return tomllib.loads(text)
    except OSError as cause:
        raise error(f"{path}: cannot be read ({reason(cause)}).") from cause
    except UnicodeDecodeError as cause:
        raise error(f"{path}: is not UTF-8 text.") from cause
    except tomllib.TOMLDecodeError as cause:
        raise error(f"{path}: is not TOML: {cause}.") from cause
    except RecursionError as cause:
        raise error(f"{path}: is nested too deeply.") from cause


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to, which then takes its place: all of it, or nothing.

    Only the user may read it (mode 0600).

    Raises:
        OSError: it cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def private(path: Path, text: str) -> None:
    """Writes a file that only the user may read, or nothing; raises OSError."""
    with written_whole(path) as whole, whole.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
