"""Writes the result of a command to a file, or to standard output."""

import sys
from pathlib import Path

from posecoach.errors import SourceError
from posecoach.paths import reason


def write(target: str, content: str) -> None:
    """Writes text; '-' is standard output.

    Raises:
        SourceError: the file cannot be written.
    """
    if target == "-":
        sys.stdout.write(content + "\n")
        return
    try:
        Path(target).write_text(content + "\n", "utf-8")
    except OSError as error:
        raise SourceError(f"{target} cannot be written ({reason(error)}).") from error
