"""Finds which way a face looks, and where its ears are, by a face detector on a crop of the head.

The first is needed for skin and light in which the pose model finds that every face looks straight
ahead, the second for a face half hidden behind a screen. The detector itself is passed in.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.pose import HIPS, SHOULDERS, Ears, FacePlace, Landmark
from posecoach.sources.frame import Image

#: Six points in pixels of the crop, (6, 2): right and left eye, nose, mouth, right and left ear.
Points = NDArray[np.float64]
Detector = Callable[[Image], Points | None]
#: The same, with how sure it is, 0..1.
ScoredDetector = Callable[[Image], tuple[Points, float] | None]

CROP = 256  # pixels; the size with which the detector was evaluated
_HALF = 0.45  # half the side of the crop, in torso lengths; its middle is that of nose and ears
_MIN_PX = 12.0  # half the side of the smallest crop in which a face can be found
_EVERY_S = 0.2
_KEPT_S = 0.45  # a result is used for this long: the next detection may fail
_EARS, _NOSE = [4, 5], 2
_MIN_EARS = 0.10  # share of the crop between the ears; if they are nearer, there is no result
_MAX_TURN = 3.0  # ear distances; larger values are a profile or an error, and are clipped
_HEAD = [Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR]


def head_crop(image: Image, px: NDArray[np.float64]) -> Image | None:
    """A crop of the head, 256 x 256 RGB; None if it is too small or outside the picture.

    Args:
        image: BGR (H, W, 3).
        px: (33, 2) landmarks in pixels.
    """
    torso = float(np.hypot(*(px[SHOULDERS].mean(axis=0) - px[HIPS].mean(axis=0))))
    x, y = px[_HEAD].mean(axis=0)
    return square(image, FacePlace(float(x), float(y), _HALF * torso))


def square(image: Image, place: FacePlace) -> Image | None:
    """A square of the picture, 256 x 256 RGB; None if it is too small or its middle is outside."""
    x, y, half = place.x, place.y, place.half
    height, width = image.shape[:2]
    if half < _MIN_PX or not (0 <= x < width and 0 <= y < height):
        return None
    left, top = round(x - half), round(y - half)
    right, bottom = round(x + half), round(y + half)
    inside = image[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
    crop = cv2.copyMakeBorder(
        inside,
        max(0, -top),
        max(0, bottom - height),
        max(0, -left),
        max(0, right - width),
        cv2.BORDER_REPLICATE,
    )
    scaled = cv2.resize(crop, (CROP, CROP))
    return np.ascontiguousarray(cv2.cvtColor(scaled, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def ears_at(image: Image, place: FacePlace, detector: ScoredDetector) -> Ears | None:
    """The ears of a face at a place in a picture; None if there is none."""
    crop = square(image, place)
    found = None if crop is None else detector(crop)
    if found is None:
        return None
    points, score = found
    right, left = (points[_EARS] / CROP * 2 - 1) * place.half  # pixels, from the square's middle
    x, y = (right + left) / 2 + (place.x, place.y)
    height, width = image.shape[:2]
    apart = float(np.hypot(*(right - left)))
    return Ears(float(x) / width, float(y) / height, apart / width, score)


def turn_of(points: NDArray[np.float64]) -> float | None:
    """How far the nose is from the middle between the ears, in ear distances.

    0 looks straight at the camera, positive to the picture's right; about 0.3 to 1 at 45 degrees.
    None if the ears are too close together.
    """
    right, left = points[_EARS]
    apart = float(np.hypot(*(left - right)))
    if apart < _MIN_EARS * CROP:
        return None
    off = float(points[_NOSE, 0] - (right[0] + left[0]) / 2) / apart
    return min(max(off, -_MAX_TURN), _MAX_TURN)


class FaceWatch:
    """Runs the detector a few times a second, and keeps the result in between."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._looked: float | None = None
        self._found: tuple[float, float] | None = None

    def look(self, t: float, image: Image, px: NDArray[np.float64]) -> float | None:
        """Where the face looks, as in ``turn_of``; None if unknown."""
        if self._looked is None or not 0 <= t - self._looked < _EVERY_S:
            self._looked = t
            crop = head_crop(image, px)
            points = None if crop is None else self._detector(crop)
            turn = None if points is None else turn_of(points)
            if turn is not None:
                self._found = t, turn
        if self._found is None or not 0 <= t - self._found[0] <= _KEPT_S:
            return None
        return self._found[1]
