"""Loads mediapipe's models, and is the only module that imports mediapipe.

Importing it takes a second, so this module is imported late and in a background thread.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

from posecoach.errors import ModelError
from posecoach.landmarks.model import MISSING
from posecoach.language import tr
from posecoach.sources.frame import Image

_PLOTS = ("matplotlib", "matplotlib.pyplot")


class _LazyModule(ModuleType):
    """A placeholder that imports the real module when one of its names is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def _without_matplotlib() -> Iterator[None]:
    """Keeps mediapipe from importing matplotlib in the block.

    mediapipe imports pyplot for one drawing helper that is never called here; that alone takes
    three quarters of its import time, for which the user waits.
    """
    if any(name in sys.modules for name in _PLOTS):
        yield
        return
    placeholders = {name: _LazyModule(name) for name in _PLOTS}
    placeholders["matplotlib"].__path__ = []
    placeholders["matplotlib"].pyplot = placeholders["matplotlib.pyplot"]  # type: ignore[attr-defined]
    sys.modules.update(placeholders)
    try:
        yield
    finally:
        for name, placeholder in placeholders.items():
            if sys.modules.get(name) is placeholder:
                del sys.modules[name]


with _without_matplotlib():
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision


def opened(model: Path) -> BinaryIO:
    """A model's file, open.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        return model.open("rb")
    except OSError as error:
        raise _unloadable(model) from error


def _asset(file: BinaryIO) -> BaseOptions:
    """An open model for mediapipe.

    By path and not as bytes: the file is then mapped into memory, once for all landmarkers, and not
    copied twice for each (65 MB less with two).
    """
    if sys.platform == "win32":  # a path there is not sure to be found if it is not plain ASCII
        file.seek(0)
        return BaseOptions(model_asset_buffer=file.read())
    kept = f"/proc/self/fd/{file.fileno()}"  # on Linux, good even after the file was removed
    return BaseOptions(model_asset_path=kept if Path(kept).exists() else file.name)


def poses(model: Path, file: BinaryIO, people: int, *, film: bool = False) -> Any:
    """A pose landmarker.

    Args:
        model: where its file is, for messages.
        file: the same file, open.
        people: how many it finds at most.
        film: it gets one picture after the other; else single pictures.

    Raises:
        ModelError: mediapipe cannot load it.
    """
    mode = vision.RunningMode.VIDEO if film else vision.RunningMode.IMAGE
    options = vision.PoseLandmarkerOptions(
        base_options=_asset(file), running_mode=mode, num_poses=people
    )
    try:
        return vision.PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        if ".so" in str(error):  # the loader's words; libGLESv2.so.2 on a bare Linux
            raise ModelError(
                f"A library that finding people needs is missing on this machine ({error}); on "
                "Debian and Ubuntu, install libgles2 and libegl1."
            ) from error
        raise _unloadable(model) from error


def faces(model: Path) -> Any:
    """A face detector.

    Raises:
        ModelError: mediapipe cannot load it.
    """
    try:
        with opened(model) as file:
            options = vision.FaceDetectorOptions(
                base_options=_asset(file),
                running_mode=vision.RunningMode.IMAGE,
                min_detection_confidence=0.5,
            )
            return vision.FaceDetector.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        raise _unloadable(model) from error


def scores(model: Path) -> Any:
    """The person detector: as an 'embedder', it gives the bare scores of all its anchors.

    Raises:
        ModelError: mediapipe cannot load it.
    """
    try:
        with opened(model) as file:
            return vision.ImageEmbedder.create_from_options(
                vision.ImageEmbedderOptions(
                    base_options=_asset(file), running_mode=vision.RunningMode.IMAGE
                )
            )
    except (RuntimeError, ValueError, OSError) as error:
        raise _unloadable(model) from error


def wrapped(picture: Image) -> Any:
    """An RGB picture as mediapipe takes it."""
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=picture)


def _unloadable(model: Path) -> ModelError:
    return ModelError(
        f"The pose model {model} cannot be loaded; run 'posecoach model fetch'.",
        window=tr(MISSING),
    )
