"""Draws one body from its joints: head, trunk and limbs, from the front or from the side."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from posecoach.sinks.screen.theme import Colour, FigureColours
from posecoach.sources.frame import Image

#: Joints by name; two numbers each.
Points = dict[str, NDArray[np.float64]]

# Limbs as joints with the width at each, in torso lengths, from the trunk outwards.
_LEG = (("hip", 0.26), ("knee", 0.19), ("ankle", 0.12), ("toe", 0.09))
_ARM = (("shoulder", 0.17), ("elbow", 0.13), ("wrist", 0.10))
_HEAD = 0.20
_BENDS = 12  # parts of a bent trunk
# A head that tips by less than this looks ahead; beyond, it turns to where its tilt points.
_UPRIGHT, _TIPS = 40.0, 1.8


def draw_body(
    sheet: Image, p: Points, scale: float, colours: FigureColours, *, profile: bool, faces: int = 1
) -> None:
    """Draws a body: joints in pixels, ``scale`` pixels a torso length.

    Seen from the side (``profile``) it faces the right of the sheet, or the left if ``faces`` is
    -1.
    """
    near = ("side",) if profile else ("side", "other")
    seated = not profile and p["side_hip"][1] > p["side_knee"][1] - 0.3 * scale
    if profile:
        far = _darker(colours.skin, 0.85)
        _limb(sheet, p, "other", _LEG, scale, colours.trousers_far, far)
        _limb(sheet, p, "other", _ARM, scale, colours.shirt_far, far)
    if seated:  # arms behind the trunk, legs in front of it
        for s in near:
            _limb(sheet, p, s, _ARM, scale, colours.shirt, colours.skin)
    else:
        for s in near:
            _limb(sheet, p, s, _LEG, scale, colours.trousers, colours.skin)
    shoulder = (p["side_shoulder"] + p["other_shoulder"]) / 2
    hip = (p["side_hip"] + p["other_hip"]) / 2
    _capsule(sheet, shoulder, p["head"], 0.09 * scale, 0.09 * scale, colours.skin)
    if profile and "waist" in p:
        _bent(sheet, (shoulder, p["waist"], hip), scale, colours)
    elif profile:
        _capsule(sheet, shoulder, hip, 0.20 * scale, 0.17 * scale, colours.shirt)
    else:
        corners = [p["side_shoulder"], p["other_shoulder"], p["other_hip"], p["side_hip"]]
        cv2.fillPoly(sheet, [np.round(corners).astype(np.int32)], colours.shirt, cv2.LINE_AA)
        _capsule(sheet, corners[0], corners[1], 0.10 * scale, 0.10 * scale, colours.shirt)
        _capsule(sheet, corners[0], corners[3], 0.09 * scale, 0.12 * scale, colours.shirt)
        _capsule(sheet, corners[1], corners[2], 0.09 * scale, 0.12 * scale, colours.shirt)
        _capsule(sheet, corners[3], corners[2], 0.13 * scale, 0.13 * scale, colours.trousers)
    _head(sheet, p["head"], shoulder, scale, colours, faces if profile else 0)
    if "nose" in p:
        _face(sheet, p["nose"], p["head"], scale, colours)
    for s in near:
        if seated:
            cloth = colours.trousers if s == "side" else colours.trousers_far
            _limb(sheet, p, s, _LEG, scale, cloth, colours.skin)
        else:
            _limb(sheet, p, s, _ARM, scale, colours.shirt, colours.skin)


def _bent(
    sheet: Image, spine: tuple[NDArray[np.float64], ...], scale: float, colours: FigureColours
) -> None:
    """Draws a trunk that bends through its middle: from the shoulders through the waist."""
    a, waist, b = spine
    middle = 2 * waist - (a + b) / 2  # of the curve that goes through the waist
    before = a
    for i in range(1, _BENDS + 1):
        s = i / _BENDS
        now = (1 - s) ** 2 * a + 2 * s * (1 - s) * middle + s**2 * b
        wide = (0.20 - 0.03 * s) * scale
        _capsule(sheet, before, now, wide, wide, colours.shirt)
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
    colours: FigureColours,
    faces: int,
) -> None:
    """Draws a head with tied hair; in the side view also a nose (``faces``: +1 right, -1 left)."""
    r = _HEAD * scale
    up = (head - shoulder) / max(1.0, float(np.linalg.norm(head - shoulder)))
    front = _front(up, faces) if faces else np.zeros(2)
    bun = head + up * r * (0.55 if faces else 1.0) - front * r * 0.85
    cv2.circle(sheet, pixel(bun), int(r * 0.45), colours.hair, -1, cv2.LINE_AA)
    cv2.circle(
        sheet,
        pixel(head + up * r * 0.14 - front * r * 0.16),
        int(r * 1.04),
        colours.hair,
        -1,
        cv2.LINE_AA,
    )
    face = head - up * r * 0.10 + front * r * 0.16
    cv2.circle(sheet, pixel(face), int(r * 0.86), colours.skin, -1, cv2.LINE_AA)
    if faces:
        _capsule(
            sheet,
            face,
            face + front * r * 0.95 + np.array([-front[1], front[0]]) * (faces * r * 0.1),
            r * 0.16,
            r * 0.08,
            colours.skin,
        )


def _face(
    sheet: Image,
    nose: NDArray[np.float64],
    head: NDArray[np.float64],
    scale: float,
    colours: FigureColours,
) -> None:
    """Draws eyes and nose, which show where the head looks.

    The further the nose is from the middle of the head, the further the head is turned.
    """
    r = _HEAD * scale
    # 0 looks ahead, 1 to the side; the eyes are closer together when the head is turned.
    turned = min(1.0, abs(float(nose[0] - head[0])) / r)
    for s in (-1, 1):
        eye = nose + np.array([s * r * 0.36 * (1 - 0.45 * turned), -r * 0.22])
        cv2.circle(sheet, pixel(eye), max(1, round(r * 0.11)), colours.hair, -1, cv2.LINE_AA)
    cv2.circle(
        sheet,
        pixel(nose),
        max(1, round(r * 0.13)),
        _darker(colours.skin, 0.8),
        -1,
        cv2.LINE_AA,
    )


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


def pixel(p: NDArray[np.float64]) -> tuple[int, int]:
    """The pixel at a point."""
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
    cv2.circle(sheet, pixel(a), max(1, round(wide)), colour, -1, cv2.LINE_AA)
    cv2.circle(sheet, pixel(b), max(1, round(narrow)), colour, -1, cv2.LINE_AA)
    way = b - a
    length = float(np.linalg.norm(way))
    if length < 1:
        return
    across = np.array([-way[1], way[0]]) / length
    corners = [a + across * wide, b + across * narrow, b - across * narrow, a - across * wide]
    cv2.fillPoly(sheet, [np.round(corners).astype(np.int32)], colour, cv2.LINE_AA)


def _darker(colour: Colour, share: float) -> Colour:
    b, g, r = (int(c * share) for c in colour)
    return b, g, r
