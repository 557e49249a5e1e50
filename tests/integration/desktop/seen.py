"""What can be seen of a session from outside: its record and the screen."""

import contextlib
import subprocess
from pathlib import Path

from posecoach.records.store import Store


def ended() -> bool:
    """Whether the newest session in the record has ended."""
    with contextlib.suppress(Exception), contextlib.closing(Store()) as store:
        return store.sessions()[0].ended is not None
    return False


def screenshot(display: str, path: Path) -> bool:
    """Writes what is on a screen; whether that went well."""
    done = subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", "-f", "x11grab", "-video_size", "1366x768",
         "-i", display, "-frames:v", "1", str(path)],
        check=False,
    )  # fmt: skip
    return done.returncode == 0
