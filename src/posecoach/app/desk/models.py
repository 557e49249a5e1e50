"""The pose model of the desk: the small one if it is here, for it looks all day."""

from pathlib import Path

from posecoach.app.console import get_model
from posecoach.landmarks import model


def desk_model(explicit: Path | None) -> Path:
    """The model file: the user's own choice, else the small one, else the full one.

    Raises:
        ModelError: there is none, and it cannot be fetched.
    """
    if explicit is None and (small := model.find(None, "lite")) is not None:
        return small
    return get_model(explicit, "full")
