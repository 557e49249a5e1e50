"""An unexpected error as one sentence for the user; its traceback is for the log."""

import errno

from posecoach.app import opencv
from posecoach.errors import PosecoachError


def as_error(error: BaseException) -> PosecoachError:
    """An error that can be shown: itself, if it was made for that."""
    return error if isinstance(error, PosecoachError) else PosecoachError(sentence(error))


def sentence(error: BaseException) -> str:
    """What happened and what to do."""
    if type(error).__module__ == "sqlite3":
        return (
            f"The record of sessions cannot be read or written ({error}); 'posecoach history "
            "--path' tells where it is: move it away to start a new one."
        )
    if isinstance(error, MemoryError):
        return "There is not enough memory for this; close other programs and try again."
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full; free some space and try again."
    if opencv.emptied() or (isinstance(error, ModuleNotFoundError) and error.name == "cv2"):
        return (
            "OpenCV is missing or damaged, as after another OpenCV package was removed: "
            f"{opencv.REMEDY}."
        )
    return (
        f"posecoach stopped by an internal mistake ({type(error).__name__}: {error}); "
        "please report it with 'posecoach doctor --bundle FILE'."
    )
