"""Fast drawing of the picture and of panels: most of a frame's drawing time is spent here."""

from functools import lru_cache

import cv2
import numpy as np

from posecoach.sinks.screen.theme import Colour
from posecoach.sources.frame import Image


@lru_cache(maxsize=32)
def _sheet(width: int, height: int, colour: Colour) -> Image:
    """A cached, read-only image of one colour."""
    sheet = np.empty((height, width, 3), np.uint8)
    sheet[:] = colour
    sheet.flags.writeable = False
    return sheet


def fitted(
    frame: Image | None, size: tuple[int, int], colour: Colour, *, mirrored: bool
) -> tuple[Image, tuple[float, int, int] | None]:
    """A new canvas with the picture fitted into it.

    Args:
        frame: BGR picture, or None for an empty canvas.
        size: width and height of the canvas in pixels.
        colour: of the borders that the picture leaves free.
        mirrored: show the picture as in a mirror.

    Returns:
        The canvas, and the picture's scale and its left and top on it (None without a picture).
    """
    width, height = size
    if frame is None:
        return _sheet(width, height, colour).copy(), None
    h, w = frame.shape[:2]
    scale = min(width / w, height / h)
    fit_w, fit_h = max(1, round(w * scale)), max(1, round(h * scale))
    x, y = (width - fit_w) // 2, (height - fit_h) // 2
    whole = (fit_w, fit_h) == (width, height)
    canvas = np.empty((height, width, 3), np.uint8) if whole else _sheet(*size, colour).copy()
    region = canvas[y : y + fit_h, x : x + fit_w]
    if (fit_w, fit_h) != (w, h):
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        # Mirrored at the smaller of the two sizes, which is faster.
        if mirrored and scale >= 1:
            frame = np.asarray(cv2.flip(frame, 1), np.uint8)
        resized = np.asarray(cv2.resize(frame, (fit_w, fit_h), interpolation=how), np.uint8)
        frame = resized if not mirrored or scale >= 1 else np.asarray(cv2.flip(resized, 1))
        region[:] = frame
    elif mirrored:
        cv2.flip(frame, 1, dst=region)
    else:
        region[:] = frame
    return canvas, (scale, x, y)


def shade(canvas: Image, box: tuple[int, int, int, int], colour: Colour, alpha: float) -> None:
    """Draws a translucent panel over a part of the canvas.

    Args:
        canvas: drawn on in place.
        box: left, top, right and bottom in pixels; clipped to the canvas.
        colour: of the panel.
        alpha: opacity of the panel, 0..1.
    """
    x0, y0, x1, y1 = box
    region = canvas[max(0, y0) : y1, max(0, x0) : x1]
    if region.size:
        height, width = region.shape[:2]
        sheet = _sheet(width, height, colour)
        cv2.addWeighted(region, 1 - alpha, sheet, alpha, 0, dst=region)
