"""Fast drawing of panels: most of a frame's drawing time would be spent here."""

from functools import lru_cache

import cv2
import numpy as np

from posecoach.sinks.screen.layout import Box
from posecoach.sinks.screen.theme import Colour
from posecoach.sources.frame import Image

#: How much of the ground stays, 0 to 255 for each channel, and the colour to add to it.
Layer = tuple[Image, Image]


def sheet(size: tuple[int, int], colour: Colour) -> Image:
    """A new canvas of one colour; ``size`` is width and height."""
    return _sheet(*size, colour).copy()


@lru_cache(maxsize=16)
def _sheet(width: int, height: int, colour: Colour) -> Image:
    filled = np.empty((height, width, 3), np.uint8)
    filled[:] = colour
    filled.flags.writeable = False
    return filled


def layer(cover: Image, colour: Colour) -> Layer:
    """The layer that lays one colour by ``cover`` (h, w), 0 nothing to 255 all."""
    three = cv2.merge([cover, cover, cover])
    laid = cv2.multiply(_sheet(cover.shape[1], cover.shape[0], colour), three, scale=1 / 255)
    return np.asarray(cv2.bitwise_not(three), np.uint8), np.asarray(laid, np.uint8)


def lay(canvas: Image, what: Layer, left: int, top: int) -> None:
    """Draws a layer with its corner at ``left``, ``top``; clipped to the canvas."""
    kept, laid = what
    height, width = kept.shape[:2]
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(canvas.shape[1], left + width), min(canvas.shape[0], top + height)
    if x0 >= x1 or y0 >= y1:
        return
    inside = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
    region = canvas[y0:y1, x0:x1]
    cv2.multiply(region, kept[inside], dst=region, scale=1 / 255)
    cv2.add(region, laid[inside], dst=region)


def panel(
    canvas: Image,
    box: Box,
    colour: Colour,
    alpha: float,
    *,
    radius: int = 0,
    edge: Colour | None = None,
    edge_width: int = 0,
) -> None:
    """Draws a panel with round corners.

    Args:
        canvas: drawn on in place.
        box: of the panel; clipped to the canvas.
        colour: of the ground.
        alpha: opacity of the ground, 0 to 1; the edge is never see-through.
        radius: of the corners, pixels.
        edge: colour of the edge; None for none.
        edge_width: pixels.
    """
    if box.width > 0 and box.height > 0:
        covers = _panel(box.width, box.height, colour, round(alpha * 255), radius, edge, edge_width)
        for cover in covers:
            lay(canvas, cover, box.x0, box.y0)


@lru_cache(maxsize=48)
def _panel(
    width: int,
    height: int,
    colour: Colour,
    alpha: int,
    radius: int,
    edge: Colour | None,
    edge_width: int,
) -> tuple[Layer, ...]:
    shape = rounded(width, height, radius)
    ground = cv2.convertScaleAbs(shape, alpha=alpha / 255)
    layers = [layer(np.asarray(ground, np.uint8), colour)]
    if edge is not None and edge_width > 0 and min(width, height) > 2 * edge_width:
        inner = np.zeros_like(shape)
        inner[edge_width:-edge_width, edge_width:-edge_width] = rounded(
            width - 2 * edge_width, height - 2 * edge_width, max(0, radius - edge_width)
        )
        layers.append(layer(np.asarray(cv2.subtract(shape, inner), np.uint8), edge))
    return tuple(layers)


def rounded(width: int, height: int, radius: int) -> Image:
    """A rectangle with round corners: (h, w), 255 within it, smooth at the corners."""
    radius = max(0, min(radius, width // 2, height // 2))
    if radius == 0:
        return np.full((height, width), 255, np.uint8)
    fine = 4  # drawn larger by this and scaled down, for smooth corners
    shape = np.full((height, width), 255, np.uint8)
    corner = np.zeros((radius * fine, radius * fine), np.uint8)
    cv2.circle(corner, (radius * fine, radius * fine), radius * fine, 255, -1)
    small = np.asarray(cv2.resize(corner, (radius, radius), interpolation=cv2.INTER_AREA), np.uint8)
    shape[:radius, :radius] = small
    shape[:radius, -radius:] = small[:, ::-1]
    shape[-radius:, :radius] = small[::-1]
    shape[-radius:, -radius:] = small[::-1, ::-1]
    return shape


@lru_cache(maxsize=4)
def _fade(width: int, height: int, colour: Colour, to_left: bool) -> Layer:
    ramp = np.linspace(1, 0, width, endpoint=False) ** 1.5
    cover = np.repeat(((ramp[::-1] if to_left else ramp) * 255)[None], height, axis=0)
    return layer(np.ascontiguousarray(cover.astype(np.uint8)), colour)


def rail(canvas: Image, box: Box, fade: int, colour: Colour, *, fades_left: bool) -> None:
    """Draws the ground of the rail, which fades out over ``fade`` pixels towards the picture."""
    region = canvas[max(0, box.y0) : box.y1, max(0, box.x0) : box.x1]
    region[:] = _sheet(region.shape[1], region.shape[0], colour)  # a colour alone takes 1 ms
    if fade > 0:
        left = box.x0 - fade if fades_left else box.x1
        lay(canvas, _fade(fade, box.height, colour, fades_left), left, box.y0)
