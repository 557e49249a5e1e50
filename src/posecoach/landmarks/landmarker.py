"""The one importer of mediapipe: from a frame to a Pose.

mediapipe takes a while to import, so this module is imported late, beside other work.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import Frame, Image
from posecoach.errors import ModelError
from posecoach.pose import FACE, LANDMARKS, Pose, unmirrored

_PLOTS = ("matplotlib", "matplotlib.pyplot")


class _WhenUsed(ModuleType):
    """Stands for a module until one of its names is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def _plots_when_used() -> Iterator[None]:
    """While mediapipe is imported: matplotlib is left for the day when something plots.

    mediapipe imports pyplot for one drawing helper that is never called here; that alone is
    three quarters of its import, and of the wait before coaching begins.
    """
    if any(name in sys.modules for name in _PLOTS):
        yield
        return
    stands = {name: _WhenUsed(name) for name in _PLOTS}
    stands["matplotlib"].__path__ = []
    stands["matplotlib"].pyplot = stands["matplotlib.pyplot"]  # type: ignore[attr-defined]
    sys.modules.update(stands)
    try:
        yield
    finally:
        for name, stand in stands.items():
            if sys.modules.get(name) is stand:
                del sys.modules[name]


with _plots_when_used():
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

# The model looks at 256 x 256 pixels of the person: a longer picture side than this costs time
# to copy and convert, and shows it nothing more.
_LONGEST_SIDE = 1280


class MediaPipeLandmarker:
    """MediaPipe's PoseLandmarker in its video mode, one person."""

    def __init__(self, model: Path, *, mirrored_input: bool = False) -> None:
        """Loads the model.

        Args:
            model: a checked ``.task`` bundle.
            mirrored_input: the picture that comes in is mirrored; poses are turned back.

        Raises:
            ModelError: mediapipe cannot load it.
        """
        self._mirrored = mirrored_input
        self._last_ms = -1
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=vision.RunningMode.VIDEO,
            num_poses=1,
        )
        try:
            self._landmarker = vision.PoseLandmarker.create_from_options(options)
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelError(
                f"The pose model {model} cannot be loaded; run 'posecoach model fetch'."
            ) from error

    def detect(self, frame: Frame) -> Pose:
        """The pose in ``frame``, of the true scene (not mirrored)."""
        height, width = frame.image.shape[:2]
        # MediaPipe wants whole milliseconds that rise strictly.
        self._last_ms = max(self._last_ms + 1, round(frame.t * 1000))
        picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=_rgb(frame.image))
        result = self._landmarker.detect_for_video(picture, self._last_ms)
        luminance = float(frame.image[::16, ::16].mean())
        if not result.pose_landmarks:
            return Pose(frame.t, width, height, luminance=luminance)
        image = np.array([(p.x, p.y, p.z, p.visibility or 0.0) for p in result.pose_landmarks[0]])
        world = np.array([(p.x, p.y, p.z) for p in result.pose_world_landmarks[0]])
        if image.shape != (LANDMARKS, 4) or not (
            np.isfinite(image).all() and np.isfinite(world).all()
        ):
            return Pose(frame.t, width, height, luminance=luminance)
        pose = Pose(
            frame.t,
            width,
            height,
            found=True,
            image=image[:, :2],
            depth=image[:, 2],
            world=world,
            visibility=image[:, 3],
            luminance=luminance,
            face_contrast=_face_contrast(frame.image, image[list(FACE), :2]),
        )
        return unmirrored(pose) if self._mirrored else pose

    def close(self) -> None:
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _rgb(image: Image) -> Image:
    """RGB, at most 1280 pixels along the longer side, contiguous."""
    longest = max(image.shape[:2])
    if longest > _LONGEST_SIDE:
        scale = _LONGEST_SIDE / longest
        image = np.asarray(
            cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
    return np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _face_contrast(image: Image, points: NDArray[np.float64]) -> float | None:
    """Brightness from the 5th to the 95th percentile within the face; None outside the picture."""
    height, width = image.shape[:2]
    low = np.clip(points.min(axis=0) * (width, height), 0, (width, height)).astype(int)
    high = np.clip(np.ceil(points.max(axis=0) * (width, height)), 0, (width, height)).astype(int)
    face = image[low[1] : high[1], low[0] : high[0]]
    if face.shape[0] < 2 or face.shape[1] < 2:
        return None
    step = max(1, max(face.shape[:2]) // 64)
    grey = cv2.cvtColor(np.ascontiguousarray(face[::step, ::step]), cv2.COLOR_BGR2GRAY)
    dark, bright = np.percentile(grey, (5, 95))
    return float(bright - dark)
