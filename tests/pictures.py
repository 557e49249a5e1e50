"""What is drawn against reviewed pictures in ``tests/golden``."""

from pathlib import Path

import cv2
import numpy as np

_LONGEST = 960  # pixels of a golden's longer side


def smaller(seen: np.ndarray) -> np.ndarray:
    """At most 960 pixels wide or high: what an eye would see, small in the repository."""
    height, width = seen.shape[:2]
    scale = min(1.0, _LONGEST / max(width, height))
    size = round(width * scale), round(height * scale)
    return np.asarray(cv2.resize(seen, size, interpolation=cv2.INTER_AREA), np.uint8)


def compare(path: Path, seen: np.ndarray, *, update: bool, blur: float) -> None:
    """Fails where an eye would see a difference.

    Args:
        path: of the golden.
        seen: (h, w, 3), BGR.
        update: write the golden anew.
        blur: pixels; what moves by less is no difference.
    """
    if update:
        path.parent.mkdir(exist_ok=True, parents=True)
        cv2.imwrite(str(path), seen, [cv2.IMWRITE_WEBP_QUALITY, 80])
    golden = cv2.imread(str(path))
    assert golden is not None, f"{path} is missing; run pytest with --golden and look at it"
    assert golden.shape == seen.shape
    a = cv2.GaussianBlur(golden, (0, 0), blur).astype(np.int16)
    b = cv2.GaussianBlur(seen, (0, 0), blur).astype(np.int16)
    different = (np.abs(a - b).max(axis=2) > 40).mean()
    assert different < 0.004, f"{path.stem}: {different:.2%} of the picture looks different"
