"""Draws the guide figure: a body that moves between the two positions of a spec."""

import math
from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.pose import Side
from posecoach.sinks.screen.bodies.body import Points, draw_body, pixel
from posecoach.sinks.screen.theme import Colour, Theme
from posecoach.sources.frame import Image
from posecoach.spec.figures.guide import PAUSE_S, Chair, Guide, smooth
from posecoach.spec.figures.ways import guide
from posecoach.spec.schema import Stretch

_STEPS = 30  # steps from one position to the other; each picture is cached
_LARGE = 150_000  # pixels; a larger picture is not kept, and drawn without the finer step
_FINE = 2  # drawn larger by this and scaled down, for smooth edges
_MARGIN = 0.35  # torso lengths around the figure

_BACK = 0.95  # how far a chair's back rises above its seat


def share_at(guide: Guide, t: float) -> tuple[int, float]:
    """The number of the rep at ``t`` seconds, and how far it is (0 start, 1 end)."""
    cycle = PAUSE_S + guide.rep_s
    number, at = divmod(max(t, 0.0), cycle)
    at -= PAUSE_S
    if at < guide.out_s:
        return int(number), smooth(at / guide.out_s)
    at -= guide.out_s + guide.end_s
    return int(number), 1.0 - smooth(at / guide.back_s)


def towards(stretch: Stretch, side: Side, *, mirrored: bool) -> int:
    """+1 if the figure's x axis points to the right of the screen, else -1.

    In the front view, x points to the user's left, which a mirror shows on the left. In the side
    view, the working side is towards the camera: if that is the left one, the user faces the left
    of the picture.
    """
    left_is_right = not mirrored
    front = stretch.view == "front"
    sign = 1 if left_is_right else -1
    if side == "right":
        sign = -sign
    return sign if front else -sign


def joints(guide: Guide, share: float) -> Points:
    """Joints between the two positions, in torso lengths, y up; arms turn, others move straight."""
    out = {
        name: (1 - share) * np.array(guide.start[name]) + share * np.array(guide.end[name])
        for name in guide.start
    }
    for side in ("side", "other"):
        for upper, lower in (("shoulder", "elbow"), ("elbow", "wrist")):
            a, b = f"{side}_{upper}", f"{side}_{lower}"
            ways = [np.subtract(p[b], p[a]) for p in (guide.start, guide.end)]
            out[b] = out[a] + _swung(ways[0], ways[1], share)
    return out


def _swung(
    start: NDArray[np.float64], end: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    """A limb between two directions; a large turn goes outwards, not through the body."""
    angles = [math.atan2(w[1], w[0]) for w in (start, end)]
    turn = math.remainder(angles[1] - angles[0], math.tau)
    if abs(turn) > math.radians(120):
        half = angles[0] + turn / 2
        if math.cos(half) * start[0] < 0:
            turn -= math.copysign(math.tau, turn)
    length = (1 - share) * float(np.linalg.norm(start)) + share * float(np.linalg.norm(end))
    angle = angles[0] + share * turn
    return length * np.array([math.cos(angle), math.sin(angle)])


def picture(
    stretch: Stretch,
    side: Side,
    share: float,
    size: tuple[int, int],
    theme: Theme,
    *,
    mirrored: bool,
    ground: Colour | None = None,
) -> Image:
    """The figure on a ground, by default the theme's ``scrim``; cached and read-only.

    ``size`` is width and height in pixels.
    """
    step = round(share * _STEPS)
    on = theme.overlay.scrim if ground is None else ground
    large = size[0] * size[1] > _LARGE
    made = _drawn if large else _kept
    return made(stretch.id, _Key(stretch), side, step, size, theme, mirrored, on)


class _Key:
    """Makes a stretch usable as a cache key, equal if the guide is equal."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch = stretch

    def __hash__(self) -> int:
        return hash(self.stretch.id)

    def __eq__(self, o: object) -> bool:
        return isinstance(o, _Key) and o.stretch.guide == self.stretch.guide


def _drawn(
    _id: str,
    key: _Key,
    side: Side,
    step: int,
    size: tuple[int, int],
    theme: Theme,
    mirrored: bool,
    ground: Colour,
) -> Image:
    stretch = key.stretch
    sign = towards(stretch, side, mirrored=mirrored)
    both = stretch.sides == "alternate" and stretch.view == "front"
    profile = stretch.view == "side"
    drawn = _paint(stretch.guide, step / _STEPS, sign, size, theme, ground, profile, both)
    drawn.flags.writeable = False
    return drawn


def way_picture(
    step: str, share: float, size: tuple[int, int], theme: Theme, *, mirrored: bool
) -> Image:
    """The figure in a step of getting down or up (an id of ``spec.figures.ways``)."""
    sign = -1 if mirrored else 1
    moved = smooth(share)
    return _paint(
        guide(step), moved, sign, size, theme, theme.overlay.scrim, profile=True, both=False
    )


def _paint(
    guide: Guide,
    share: float,
    sign: int,
    size: tuple[int, int],
    theme: Theme,
    ground: Colour,
    profile: bool,
    both: bool,
) -> Image:
    """A figure ``share`` of the way between its positions; ``both``: with room for each side."""
    every = np.array([*guide.start.values(), *guide.end.values(), *_corners(guide.chair)])
    if both:  # leave room for the other side, so that the figure does not jump
        every = np.vstack([every, every * (-1, 1)])
    low, high = every.min(axis=0) - _MARGIN, every.max(axis=0) + _MARGIN
    fine = 1 if size[0] * size[1] > _LARGE else _FINE
    width, height = size[0] * fine, size[1] * fine
    scale = min(width / (high - low)[0], height / (high - low)[1])
    middle = (low + high) / 2
    sheet = np.empty((height, width, 3), np.uint8)
    sheet[:] = ground

    def on_sheet(p: NDArray[np.float64]) -> NDArray[np.float64]:
        x = width / 2 + sign * (p[0] - middle[0]) * scale
        return np.array([x, height / 2 - (p[1] - middle[1]) * scale])

    points = {n: on_sheet(p) for n, p in joints(guide, share).items()}
    if guide.ground:
        floor = int(on_sheet(np.array([0.0, -0.06]))[1])
        cv2.rectangle(
            sheet, (0, floor), (width, floor + max(2, height // 130)), theme.colours.edge, -1
        )
    if guide.chair is not None:
        _chair(sheet, guide.chair, on_sheet, scale, theme)
    draw_body(sheet, points, scale, theme.figure, profile=profile, faces=sign)
    small = sheet if fine == 1 else cv2.resize(sheet, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


#: Pictures of both sides of one stretch; a hundred small ones are 20 MB.
_kept = lru_cache(maxsize=100)(_drawn)


def _corners(chair: Chair | None) -> list[tuple[float, float]]:
    """The corners of a chair, torso lengths; none without one."""
    if chair is None:
        return []
    top = chair.seat + (_BACK if chair.back is not None else 0.0)
    return [(chair.x0, 0.0), (chair.x1, top)]


def _chair(
    sheet: Image,
    chair: Chair,
    on_sheet: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    scale: float,
    theme: Theme,
) -> None:
    """Draws a seat on its legs, and its back where it is seen from the side."""
    thick = max(2, round(0.05 * scale))

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        a, b = on_sheet(np.array([x0, y0])), on_sheet(np.array([x1, y1]))
        cv2.line(sheet, pixel(a), pixel(b), theme.colours.edge, thick, cv2.LINE_AA)

    seat = chair.seat
    line(chair.x0, seat, chair.x1, seat)
    for x in (chair.x0, chair.x1):
        line(x, 0.0, x, seat)
    if chair.back is not None:
        line(chair.back, seat, chair.back, seat + _BACK)
