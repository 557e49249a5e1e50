"""Draws text on a canvas with a TrueType font; drawn lines are cached."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.sinks.screen.drawing.fonts import FONT
from posecoach.sinks.screen.theme import Colour
from posecoach.sources.frame import Image

Mask = NDArray[np.uint8]


@lru_cache(maxsize=1)
def _font() -> cv2.FontFace:
    return cv2.FontFace(str(FONT))


@lru_cache(maxsize=160)
def _line(text: str, size: int, weight: int) -> Mask:
    """How much of each pixel the line covers, 0..255, cropped to its width but not its height."""
    width = max(16, int(size * (len(text) + 2)))
    height = int(size * 1.6)
    sheet = np.zeros((height, width, 3), np.uint8)
    cv2.putText(
        sheet, text, (int(size * 0.2), int(size * 1.15)), (255, 255, 255), _font(), size, weight
    )
    mask = sheet[:, :, 0]
    columns = np.flatnonzero(mask.any(axis=0))
    if len(columns) == 0:
        return np.zeros((height, 1), np.uint8)
    return np.ascontiguousarray(mask[:, columns[0] : columns[-1] + 1])


def width_of(text: str, size: int, weight: int = 500) -> int:
    """Width in pixels of a line of text."""
    return int(_line(text, size, weight).shape[1])


@lru_cache(maxsize=128)
def wrapped(text: str, size: int, width: int, weight: int = 500) -> tuple[str, ...]:
    """Splits a text into lines of at most ``width`` pixels; a longer word gets its own line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def draw(
    canvas: Image,
    text: str,
    at: tuple[int, int],
    size: int,
    colour: Colour,
    *,
    weight: int = 500,
    align: str = "left",
    fit: int | None = None,
) -> int:
    """Draws a line with its top at ``at``; returns its width in pixels.

    Args:
        size: the text size in pixels.
        align: whether ``at`` is the line's 'left', 'centre' or 'right'.
        fit: the maximum width in pixels; a longer line is drawn smaller.
    """
    if not text or size < 4:
        return 0
    mask = _line(text, size, weight)
    while fit is not None and mask.shape[1] > fit and size > 10:
        size = max(10, int(size * min(0.95, fit / mask.shape[1])))
        mask = _line(text, size, weight)
    height, width = mask.shape
    x = at[0] - {"left": 0, "centre": width // 2, "right": width}[align]
    y = at[1]
    x0, y0, x1, y1 = (
        max(0, x),
        max(0, y),
        min(canvas.shape[1], x + width),
        min(canvas.shape[0], y + height),
    )
    if x0 >= x1 or y0 >= y1:
        return int(width)
    inside = slice(y0 - y, y1 - y), slice(x0 - x, x1 - x)
    kept, laid = _painted(text, size, weight, colour)
    region = canvas[y0:y1, x0:x1]
    cv2.multiply(region, kept[inside], dst=region, scale=1 / 255)
    cv2.add(region, laid[inside], dst=region)
    return int(width)


@lru_cache(maxsize=80)
def _painted(text: str, size: int, weight: int, colour: Colour) -> tuple[Image, Image]:
    """For a line: how much of the background stays (0..255), and the colour to add to it."""
    mask = _line(text, size, weight)
    cover = cv2.merge([mask, mask, mask])
    paint = np.empty_like(cover)
    paint[:] = colour
    laid = cv2.multiply(paint, cover, scale=1 / 255)
    return np.asarray(cv2.bitwise_not(cover), np.uint8), np.asarray(laid, np.uint8)
