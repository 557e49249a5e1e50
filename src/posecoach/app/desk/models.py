"""What finds the user at the desk: the small model if it is here, for it looks all day."""

from pathlib import Path

from posecoach.app.console import get_model, load_landmarker
from posecoach.landmarks import model
from posecoach.landmarks.protocol import Landmarker

_REMEMBER_S = 30.0  # somebody half behind a screen is found in one check of five


def desk_model(explicit: Path | None) -> Path:
    """The model file: the user's own choice, else the small one, else the full one.

    Raises:
        ModelError: there is none, and it cannot be fetched.
    """
    if explicit is None and (small := model.find(None, "lite")) is not None:
        return small
    return get_model(explicit, "full")


def desk_landmarker(path: Path, *, mirrored_input: bool) -> Landmarker:
    """Loads mediapipe and the model.

    Raises:
        ModelError: mediapipe cannot load it.
    """
    return load_landmarker(path, mirrored_input=mirrored_input, remember_s=_REMEMBER_S)
