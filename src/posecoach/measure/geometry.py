"""Pure geometry in the picture plane. Points are pixels, x to the right, y down."""

import math

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.float64]


def inclination(lower: Point, upper: Point) -> float:
    """Angle of the segment from ``lower`` to ``upper`` against the vertical, degrees.

    0 is upright, + leans to the picture's right, in (-180, 180].
    """
    return math.degrees(math.atan2(upper[0] - lower[0], lower[1] - upper[1]))


def interior_angle(a: Point, b: Point, c: Point) -> float | None:
    """Angle at ``b`` between the segments to ``a`` and to ``c``, 0..180 degrees.

    None where two points coincide: there is no angle then.
    """
    u, v = a - b, c - b
    if not (np.any(u) and np.any(v)):
        return None
    cross = float(u[0] * v[1] - u[1] * v[0])
    return math.degrees(math.atan2(abs(cross), float(np.dot(u, v))))


def tilt(left: Point, right: Point) -> float:
    """Tilt of the line from the user's ``right`` to their ``left`` point, degrees.

    0 is level and + is left side down, for a user who faces the camera.
    """
    return math.degrees(math.atan2(left[1] - right[1], left[0] - right[0]))


def distance(a: Point, b: Point) -> float:
    """Euclidean distance."""
    return math.hypot(a[0] - b[0], a[1] - b[1])


def wrapped(angle: float) -> float:
    """The same angle in [-180, 180) degrees."""
    turned = (angle + 180.0) % 360.0  # a hair under -180 rounds up to a whole turn
    return turned - 180.0 if turned < 360.0 else -180.0
