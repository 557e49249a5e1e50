"""Which of several people is the user, and how the others are kept from the model.

MediaPipe follows the first person that it finds for as long as it sees them, be it somebody who
stands by. The user is the one nearest the camera (on one floor: who reaches lowest in the picture,
and is larger) and in its middle, where they placed themselves.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.pose import Landmark
from posecoach.sources.frame import Image

_TRUNK = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_SEEN = 0.5
_LEAST_POINTS = 8
# Reaching low tells most, for sitting and standing people alike; from a low camera all feet are at
# one height, and size and place decide. Who stands is tall, so height tells little: with these the
# user leads by .17 or more in 26 rendered clips with somebody standing by.
_LOW, _LARGE, _ASIDE = 2.0, 0.25, 1.0
_CLEAR = 0.10  # of the rank: with less, nobody is clearly the user
_SAME = 0.10  # of the picture's larger side: centres nearer than this are one person
_ROOM = 0.15  # of a box, added on each side before it is painted over, or left
_GREY = 127

Box = tuple[float, float, float, float]  # left, top, right, bottom, shares of the picture


@dataclass(frozen=True)
class Person:
    """One person found: points (33, 2) as shares of the picture, visibility (33,)."""

    image: NDArray[np.float64]
    visibility: NDArray[np.float64]

    @property
    def box(self) -> Box | None:
        """The seen points' box; None where too few are seen to call it a person."""
        inside = ((self.image >= 0) & (self.image <= 1)).all(axis=1)
        points = self.image[inside & (self.visibility >= _SEEN)]
        if len(points) < _LEAST_POINTS:
            return None
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    @property
    def centre(self) -> NDArray[np.float64]:
        """Middle of shoulders and hips."""
        return np.asarray(self.image[_TRUNK].mean(axis=0), np.float64)


def user(people: list[Person]) -> Person | None:
    """The person who is coached; None where nobody is, or where that is not clear."""
    ranked = sorted(
        ((_rank(box), i) for i, p in enumerate(people) if (box := p.box) is not None), reverse=True
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEAR):
        return None
    return people[ranked[0][1]]


def _rank(box: Box) -> float:
    left, top, right, bottom = box
    aside = abs((left + right) / 2 - 0.5)
    return _LOW * bottom + _LARGE * (bottom - top) - _ASIDE * aside


def same(a: Person, b: Person) -> bool:
    """Whether both are the same person, found twice."""
    return float(np.abs(a.centre - b.centre).max()) < _SAME


def without(image: Image, person: Person) -> Image:
    """The picture with a person painted over, so that the others can be found."""
    out = image.copy()
    left, top, right, bottom = _around(person, image)
    out[top:bottom, left:right] = _GREY
    return out


def alone(image: Image, person: Person) -> Image:
    """The picture with all painted over but a person and what is close around them."""
    out = np.full_like(image, _GREY)
    left, top, right, bottom = _around(person, image)
    out[top:bottom, left:right] = image[top:bottom, left:right]
    return out


def _around(person: Person, image: Image) -> tuple[int, int, int, int]:
    """The box of all points, seen or guessed, and some room about it, in pixels."""
    height, width = image.shape[:2]
    (left, top), (right, bottom) = person.image.min(axis=0), person.image.max(axis=0)
    x, y = _ROOM * (right - left), _ROOM * (bottom - top)
    return (
        min(max(0, round((left - x) * width)), width),
        min(max(0, round((top - y) * height)), height),
        min(max(0, round((right + x) * width)), width),
        min(max(0, round((bottom + y) * height)), height),
    )
