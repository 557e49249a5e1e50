"""Where things lie: what ships with the program, and the user's own folders."""

import os
import sys
from pathlib import Path

import platformdirs

from posecoach.errors import PosecoachError, RecordError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]
#: The icon as it is drawn; beside it the same for Windows.
ICON = _PACKAGE / "app" / "desktop" / "icon.svg"


def checkout() -> Path | None:
    """The root of the source checkout that this package runs from, or None when installed."""
    return _CHECKOUT if (_CHECKOUT / "stretch_specs").is_dir() else None


def frozen() -> bool:
    """Whether this is the packed program, which needs no Python and brings its models."""
    return bool(getattr(sys, "frozen", False))


def how_to_get(extra: str) -> str:
    """How to install what one of the package's extras brings."""
    if frozen():
        return (
            f"the program without Python does not have it; pip install 'posecoach[{extra}]' "
            "beside it does"
        )
    return f"pip install 'posecoach[{extra}]'"


def program() -> tuple[str, ...]:
    """The command that starts this program once more."""
    return (sys.executable,) if frozen() else (sys.executable, "-m", "posecoach")


def resource(name: str) -> Path:
    """The folder ``name`` ('stretch_specs', 'models', 'demo') that ships with the program.

    An installed wheel carries the folders in ``_data``; a checkout has them at its top.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE / name, _CHECKOUT / name):
        if candidate.is_dir():
            return candidate
    raise PosecoachError(
        f"The folder '{name}' that belongs to posecoach is missing; install posecoach again."
    )


def data_dir(*, create: bool = True) -> Path:
    """The user's data folder: ``POSECOACH_DATA``, else the system's place for such things.

    Raises:
        RecordError: the folder cannot be made or is not a folder.
    """
    override = os.environ.get("POSECOACH_DATA")
    path = (
        Path(override).expanduser()
        if override
        else Path(platformdirs.user_data_path("posecoach", appauthor=False))
    )
    if create:
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise RecordError(
                f"The data folder {path} cannot be made ({reason(error)}); "
                "free the way or set POSECOACH_DATA to a folder that you can write to."
            ) from error
        if not os.access(path, os.R_OK | os.X_OK):
            raise RecordError(
                f"The data folder {path} cannot be read; "
                "change its permissions or set POSECOACH_DATA to another folder."
            )
    return path


def cache_dir() -> Path:
    """The user's folder for what can be made again; made if need be.

    Raises:
        OSError: it cannot be made.
    """
    override = os.environ.get("POSECOACH_DATA")
    folder = (
        Path(override).expanduser() / "cache"
        if override
        else Path(platformdirs.user_cache_path("posecoach", appauthor=False))
    )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_file() -> Path | None:
    """Where native libraries and the log write; None where no such file can be made."""
    override = os.environ.get("POSECOACH_DATA")
    folder = (
        Path(override).expanduser() / "logs"
        if override
        else Path(platformdirs.user_log_path("posecoach", appauthor=False))
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder / "posecoach.log"


def reason(error: OSError) -> str:
    """The system's own words for an error, without numbers and file names."""
    return (error.strerror or str(error)).lower()
