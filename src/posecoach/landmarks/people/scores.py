"""The pose model's person detector alone, which tells cheaply whether somebody is in a picture.

A second pose landmarker takes 75 MB. Most people stretch alone, so it is loaded only once the
detector, with half of that, has found somebody else.
"""

import hashlib
import logging
import math
import zipfile
from pathlib import Path

import cv2
import numpy as np

from posecoach.errors import ModelError
from posecoach.files import written_whole
from posecoach.landmarks.fetching import assemble
from posecoach.paths import cache_dir
from posecoach.sources.frame import Image

log = logging.getLogger("posecoach")

_PART = "pose_detector.tflite"
_MEAN, _STD = 127.5, 127.5  # as in the published bundles
_SIDE = 224  # pixels of the detector's input, a square
# The landmarker asks for 0.5 of the same detector; a little less is asked here, since other code
# scales the picture.
_LEAST = math.log(0.35 / 0.65)


def detector(task: Path) -> Path:
    """A model file that gives the scores of the detector in a ``.task`` bundle; made if need be.

    Raises:
        ModelError: the bundle has no such detector.
        OSError: the file cannot be written.
    """
    try:
        with zipfile.ZipFile(task) as archive:
            content = archive.read(_PART)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{task} holds no {_PART}.") from error
    made = cache_dir() / f"scores-{hashlib.sha256(content).hexdigest()[:16]}.tflite"
    if not made.is_file():
        packed = assemble.with_normalisation(assemble.with_scores_only(content), _MEAN, _STD)
        with written_whole(made) as partial:
            partial.write_bytes(packed)
    return made


def square(picture: Image) -> Image:
    """A picture (h, w, 3) as the detector sees it: whole, in the middle of a black square."""
    height, width = picture.shape[:2]
    scale = _SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    out = np.zeros((_SIDE, _SIDE, 3), np.uint8)
    x, y = (_SIDE - size[0]) // 2, (_SIDE - size[1]) // 2
    out[y : y + size[1], x : x + size[0]] = cv2.resize(picture, size)
    return out


def somebody(scores: list[float]) -> bool:
    """Whether one of the detector's scores (logits) may be a person's."""
    return max(scores) >= _LEAST
