"""Draws the guide figure: a body that moves between the two positions of a spec."""

import math
from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.pose import Side
from posecoach.sinks.screen.theme import Colour, Theme
from posecoach.sources.frame import Image
from posecoach.spec.schema import Chair, Guide, Stretch
from posecoach.spec.ways import guide

_STEPS = 30  # steps from one position to the other; each picture is cached
_PAUSE_S = 1.0
_LARGE = 150_000  # pixels; a larger picture is not kept, and drawn without the finer step
_FINE = 2  # drawn larger by this and scaled down, for smooth edges
_MARGIN = 0.35  # torso lengths around the figure

Points = dict[str, NDArray[np.float64]]

# Limbs as joints with the width at each, in torso lengths, from the trunk outwards.
_LEG = (("hip", 0.26), ("knee", 0.19), ("ankle", 0.12), ("toe", 0.09))
_ARM = (("shoulder", 0.17), ("elbow", 0.13), ("wrist", 0.10))
_HEAD = 0.20
_BACK = 0.95  # how far a chair's back rises above its seat
_BENDS = 12  # parts of a bent trunk
# A head that tips by less than this looks ahead; beyond, it turns to where its tilt points.
_UPRIGHT, _TIPS = 40.0, 1.8


def smooth(share: float) -> float:
    """Eases ``share`` (0 to 1) in and out, as people move."""
    s = min(max(share, 0.0), 1.0)
    return s * s * s * (10.0 - 15.0 * s + 6.0 * s * s)


def share_at(guide: Guide, t: float) -> tuple[int, float]:
    """The number of the rep at ``t`` seconds, and how far it is (0 start, 1 end)."""
    cycle = _PAUSE_S + guide.out_s + guide.end_s + guide.back_s
    number, at = divmod(max(t, 0.0), cycle)
    at -= _PAUSE_S
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
    on = theme.scrim if ground is None else ground
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
    """The figure in a step of getting down or up (an id of ``spec.ways``)."""
    sign = -1 if mirrored else 1
    moved = smooth(share)
    return _paint(guide(step), moved, sign, size, theme, theme.scrim, profile=True, both=False)


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
        cv2.rectangle(sheet, (0, floor), (width, floor + max(2, height // 130)), theme.edge, -1)
    if guide.chair is not None:
        _chair(sheet, guide.chair, on_sheet, scale, theme)
    _body(sheet, points, scale, theme, profile=profile, faces=sign)
    small = sheet if fine == 1 else cv2.resize(sheet, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _darker(colour: Colour, share: float) -> Colour:
    b, g, r = (int(c * share) for c in colour)
    return b, g, r


#: Pictures of both sides of one stretch; a hundred small ones are 20 MB.
_kept = lru_cache(maxsize=100)(_drawn)


def draw_body(sheet: Image, points: Points, scale: float, theme: Theme, *, profile: bool) -> None:
    """Draws a body that stands still: joints in pixels, ``scale`` pixels a torso length.

    Seen from the side (``profile``) it faces the right of the sheet.
    """
    _body(sheet, points, scale, theme, profile=profile, faces=1)


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
        cv2.line(sheet, _at(a), _at(b), theme.edge, thick, cv2.LINE_AA)

    seat = chair.seat
    line(chair.x0, seat, chair.x1, seat)
    for x in (chair.x0, chair.x1):
        line(x, 0.0, x, seat)
    if chair.back is not None:
        line(chair.back, seat, chair.back, seat + _BACK)


def _body(
    sheet: Image, p: Points, scale: float, theme: Theme, *, profile: bool, faces: int
) -> None:
    near = ("side",) if profile else ("side", "other")
    seated = not profile and p["side_hip"][1] > p["side_knee"][1] - 0.3 * scale
    if profile:
        far = _darker(theme.skin, 0.85)
        _limb(sheet, p, "other", _LEG, scale, theme.trousers_far, far)
        _limb(sheet, p, "other", _ARM, scale, theme.shirt_far, far)
    if seated:  # arms behind the trunk, legs in front of it
        for s in near:
            _limb(sheet, p, s, _ARM, scale, theme.shirt, theme.skin)
    else:
        for s in near:
            _limb(sheet, p, s, _LEG, scale, theme.trousers, theme.skin)
    shoulder = (p["side_shoulder"] + p["other_shoulder"]) / 2
    hip = (p["side_hip"] + p["other_hip"]) / 2
    _capsule(sheet, shoulder, p["head"], 0.09 * scale, 0.09 * scale, theme.skin)
    if profile and "waist" in p:
        _bent(sheet, (shoulder, p["waist"], hip), scale, theme)
    elif profile:
        _capsule(sheet, shoulder, hip, 0.20 * scale, 0.17 * scale, theme.shirt)
    else:
        corners = [p["side_shoulder"], p["other_shoulder"], p["other_hip"], p["side_hip"]]
        cv2.fillPoly(sheet, [np.round(corners).astype(np.int32)], theme.shirt, cv2.LINE_AA)
        _capsule(sheet, corners[0], corners[1], 0.10 * scale, 0.10 * scale, theme.shirt)
        _capsule(sheet, corners[0], corners[3], 0.09 * scale, 0.12 * scale, theme.shirt)
        _capsule(sheet, corners[1], corners[2], 0.09 * scale, 0.12 * scale, theme.shirt)
        _capsule(sheet, corners[3], corners[2], 0.13 * scale, 0.13 * scale, theme.trousers)
    _head(sheet, p["head"], shoulder, scale, theme, faces if profile else 0)
    if "nose" in p:
        _face(sheet, p["nose"], p["head"], scale, theme)
    for s in near:
        if seated:
            cloth = theme.trousers if s == "side" else theme.trousers_far
            _limb(sheet, p, s, _LEG, scale, cloth, theme.skin)
        else:
            _limb(sheet, p, s, _ARM, scale, theme.shirt, theme.skin)


def _bent(sheet: Image, spine: tuple[NDArray[np.float64], ...], scale: float, theme: Theme) -> None:
    """Draws a trunk that bends through its middle: from the shoulders through the waist."""
    a, waist, b = spine
    middle = 2 * waist - (a + b) / 2  # of the curve that goes through the waist
    before = a
    for i in range(1, _BENDS + 1):
        s = i / _BENDS
        now = (1 - s) ** 2 * a + 2 * s * (1 - s) * middle + s**2 * b
        wide = (0.20 - 0.03 * s) * scale
        _capsule(sheet, before, now, wide, wide, theme.shirt)
        before = now


def _front(up: NDArray[np.float64], faces: int) -> NDArray[np.float64]:
    """Which way the face looks, seen from the side: ahead for an upright head, else as it tips."""
    tip = math.degrees(math.atan2(up[0] * faces, -up[1]))  # + forward
    turn = math.copysign(min(90.0, max(0.0, abs(tip) - _UPRIGHT) * _TIPS), tip)
    a = math.radians(turn if abs(tip) <= 90.0 else tip)
    return np.array([faces * math.cos(a), math.sin(a)])


def _head(
    sheet: Image,
    head: NDArray[np.float64],
    shoulder: NDArray[np.float64],
    scale: float,
    theme: Theme,
    faces: int,
) -> None:
    """Draws a head with tied hair; in the side view also a nose (``faces``: +1 right, -1 left)."""
    r = _HEAD * scale
    up = (head - shoulder) / max(1.0, float(np.linalg.norm(head - shoulder)))
    front = _front(up, faces) if faces else np.zeros(2)
    bun = head + up * r * (0.55 if faces else 1.0) - front * r * 0.85
    cv2.circle(sheet, _at(bun), int(r * 0.45), theme.hair, -1, cv2.LINE_AA)
    cv2.circle(
        sheet,
        _at(head + up * r * 0.14 - front * r * 0.16),
        int(r * 1.04),
        theme.hair,
        -1,
        cv2.LINE_AA,
    )
    face = head - up * r * 0.10 + front * r * 0.16
    cv2.circle(sheet, _at(face), int(r * 0.86), theme.skin, -1, cv2.LINE_AA)
    if faces:
        _capsule(
            sheet,
            face,
            face + front * r * 0.95 + np.array([-front[1], front[0]]) * (faces * r * 0.1),
            r * 0.16,
            r * 0.08,
            theme.skin,
        )


def _face(
    sheet: Image,
    nose: NDArray[np.float64],
    head: NDArray[np.float64],
    scale: float,
    theme: Theme,
) -> None:
    """Draws eyes and nose, which show where the head looks."""
    r = _HEAD * scale
    turned = min(1.0, abs(float(nose[0] - head[0])) / r)
    for s in (-1, 1):
        eye = nose + np.array([s * r * 0.36 * (1 - 0.45 * turned), -r * 0.22])
        cv2.circle(sheet, _at(eye), max(1, round(r * 0.11)), theme.hair, -1, cv2.LINE_AA)
    cv2.circle(sheet, _at(nose), max(1, round(r * 0.13)), _darker(theme.skin, 0.8), -1, cv2.LINE_AA)


def _limb(
    sheet: Image,
    p: Points,
    side: str,
    parts: tuple[tuple[str, float], ...],
    scale: float,
    cloth: Colour,
    skin: Colour,
) -> None:
    """Draws a limb: clothed, except for its last part."""
    last = len(parts) - 2
    order = list(range(len(parts) - 1))
    for i in reversed(order):
        (a, wide), (b, narrow) = parts[i], parts[i + 1]
        colour = skin if i == last else cloth
        _capsule(
            sheet,
            p[f"{side}_{a}"],
            p[f"{side}_{b}"],
            wide * scale / 2,
            narrow * scale / 2,
            colour,
        )


def _at(p: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(p[0])), round(float(p[1]))


def _capsule(
    sheet: Image,
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    wide: float,
    narrow: float,
    colour: Colour,
) -> None:
    """Draws a part of a limb: two circles and the area between them."""
    cv2.circle(sheet, _at(a), max(1, round(wide)), colour, -1, cv2.LINE_AA)
    cv2.circle(sheet, _at(b), max(1, round(narrow)), colour, -1, cv2.LINE_AA)
    way = b - a
    length = float(np.linalg.norm(way))
    if length < 1:
        return
    across = np.array([-way[1], way[0]]) / length
    corners = [a + across * wide, b + across * narrow, b - across * narrow, a - across * wide]
    cv2.fillPoly(sheet, [np.round(corners).astype(np.int32)], colour, cv2.LINE_AA)
