"""What finds the user at the desk."""

from pathlib import Path

from posecoach.app.console import get_model, load_landmarker
from posecoach.landmarks.protocol import Landmarker

_REMEMBER_S = 30.0  # somebody half behind a screen is found in one check of five


def desk_model(explicit: Path | None) -> Path:
    """The model file: the user's own choice, else the full one.

    The small one finds as many slumps, but sees some where there are none when it looks from
    behind (``benchmarks/desk.py``), and a look every few seconds costs little with either.

    Raises:
        ModelError: there is none, and it cannot be fetched.
    """
    return get_model(explicit, "full")


def desk_landmarker(path: Path, *, mirrored_input: bool) -> Landmarker:
    """Loads mediapipe and the model.

    Raises:
        ModelError: mediapipe cannot load it.
    """
    return load_landmarker(path, mirrored_input=mirrored_input, remember_s=_REMEMBER_S)
