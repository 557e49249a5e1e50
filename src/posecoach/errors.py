"""What can go wrong, and what to do about it.

Each message is one sentence or two for the person at the keyboard: what happened, what to do.
The command line prints the message and exits with the class's ``exit_code``; no traceback.

    PosecoachError
    ├── UsageError            the request itself is wrong (exit 2)
    ├── SpecError             a stretch file has a mistake
    ├── DraftError            no stretch can be drafted from a recording
    ├── SourceError           no camera, no file, no stream, or it broke
    ├── ModelError            the pose model is missing, damaged or cannot be fetched
    ├── DisplayError          no screen to show a window on
    ├── RecordError           the record of sessions cannot be read or written
    └── TapeError             a landmark tape is damaged
"""


class PosecoachError(Exception):
    """The root of all errors that posecoach raises on purpose.

    Attributes:
        window: what the app's window says in its place, in the user's language, where the message
            is about commands; empty where it fits both.
    """

    exit_code = 1

    def __init__(self, message: str = "", *, window: str = "") -> None:
        super().__init__(message)
        self.window = window


class UsageError(PosecoachError):
    """The request itself is wrong: an unknown stretch, a mode that the stretch does not have."""

    exit_code = 2


class SpecError(PosecoachError):
    """A stretch file has a mistake; the message names file, key, found and expected."""


class DraftError(PosecoachError):
    """No stretch can be drafted from a recording; the message says why, and what to do."""


class SourceError(PosecoachError):
    """A camera, file or stream cannot be opened or read."""


class ModelError(PosecoachError):
    """The pose model is missing, damaged, or cannot be fetched."""


class DisplayError(PosecoachError):
    """There is no display for a window."""


class RecordError(PosecoachError):
    """The record of sessions cannot be read or written."""


class TapeError(PosecoachError):
    """A landmark tape cannot be read."""


def told(error: Exception) -> str:
    """What the app's window says of an error."""
    window = error.window if isinstance(error, PosecoachError) else ""
    return window or str(error)
