"""Draws the still figures of lessons: a body, and what it lies, sits or stands on."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.sinks.screen.bodies.body import draw_body
from posecoach.sinks.screen.theme import Colour, Theme, bgr
from posecoach.sources.frame import Image
from posecoach.spec.figures.lesson import Figure, Thing

_MARGIN = 0.36  # torso lengths round all that is drawn
_PILLOW: Colour = bgr("#f7f3e8")
_FINE = 2  # drawn larger by this and scaled down, for smooth edges
_ROUND = {"pillow": 0.09, "bed": 0.03, "seat": 0.03, "load": 0.02}  # radius, torso lengths


def picture(shown: Figure, size: tuple[int, int], theme: Theme, ground: Colour) -> Image:
    """A figure on a ground: (h, w, 3), BGR, read-only; ``size`` is width and height in pixels."""
    return _kept(shown.model_dump_json(), size, theme, ground)


@lru_cache(maxsize=40)
def _kept(told: str, size: tuple[int, int], theme: Theme, ground: Colour) -> Image:
    shown = Figure.model_validate_json(told)
    # A lying figure is drawn upright, and the picture is turned.
    upright = (size[1], size[0]) if shown.lying else size
    sheet = _drawn(shown, (upright[0] * _FINE, upright[1] * _FINE), theme, ground)
    if shown.lying:
        sheet = np.asarray(cv2.rotate(sheet, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
    small = cv2.resize(sheet, size, interpolation=cv2.INTER_AREA)
    small.flags.writeable = False
    return np.asarray(small, np.uint8)


def _drawn(shown: Figure, size: tuple[int, int], theme: Theme, ground: Colour) -> Image:
    corners = [xy for thing in shown.things for xy in (thing.box[:2], thing.box[2:])]
    every = np.array([*shown.joints.values(), *corners])
    low, high = every.min(axis=0) - _MARGIN, every.max(axis=0) + _MARGIN
    width, height = size
    scale = float(min(width / (high - low)[0], height / (high - low)[1]))
    middle = (low + high) / 2
    sheet = np.empty((height, width, 3), np.uint8)
    sheet[:] = ground

    def on_sheet(xy: tuple[float, float]) -> NDArray[np.float64]:
        x = width / 2 + (xy[0] - middle[0]) * scale
        return np.array([x, height / 2 - (xy[1] - middle[1]) * scale])

    if not shown.lying:
        floor = round(float(on_sheet((0.0, -0.06))[1]))
        cv2.rectangle(
            sheet, (0, floor), (width, floor + max(2, height // 130)), theme.colours.edge, -1
        )
    for thing in shown.things:
        if not thing.front:
            _thing(sheet, thing, on_sheet(thing.box[:2]), on_sheet(thing.box[2:]), scale, theme)
    points = {name: on_sheet(xy) for name, xy in shown.joints.items()}
    draw_body(sheet, points, scale, theme.figure, profile=shown.view == "side")
    for thing in shown.things:
        if thing.front:
            _thing(sheet, thing, on_sheet(thing.box[:2]), on_sheet(thing.box[2:]), scale, theme)
    return sheet


def _thing(
    sheet: Image,
    thing: Thing,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    scale: float,
    theme: Theme,
) -> None:
    """Draws a box with round corners, between its lower left and its upper right corner."""
    inside = {
        "pillow": _PILLOW,
        "bed": theme.grounds.raised,
        "seat": theme.grounds.raised,
        "load": theme.figure.hair,
    }
    x0, x1 = round(float(low[0])), round(float(high[0]))
    y0, y1 = round(float(high[1])), round(float(low[1]))
    r = max(1, min(round(_ROUND[thing.kind] * scale), (x1 - x0) // 2, (y1 - y0) // 2))
    edge = max(2, round(0.03 * scale))
    for grown, ink in ((edge, theme.colours.muted), (0, inside[thing.kind])):
        a0, b0, a1, b1, q = x0 - grown, y0 - grown, x1 + grown, y1 + grown, r + grown
        cv2.rectangle(sheet, (a0 + q, b0), (a1 - q, b1), ink, -1)
        cv2.rectangle(sheet, (a0, b0 + q), (a1, b1 - q), ink, -1)
        for x in (a0 + q, a1 - q):
            for y in (b0 + q, b1 - q):
                cv2.circle(sheet, (x, y), q, ink, -1, cv2.LINE_AA)
