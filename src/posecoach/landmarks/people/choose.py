"""Decides which of several people is the user, and hides the others from the model.

MediaPipe follows the first person that it finds, even a bystander, for as long as it sees them. The
user is the person nearest the camera and the middle of the picture. On a level floor, the nearest
person reaches lowest in the picture and looks larger.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecoach.pose import FACE, SEEN, TORSO
from posecoach.sources.frame import Image

_MIN_POINTS = 8
# Weights of the rank. The lowest point says most, for people who sit and who stand. Seen from a low
# camera all feet are at one height: then size and place decide. Size says little, as people who
# stand are tall. In 26 rendered clips with a bystander, the user leads by 0.17 or more.
_LOW, _LARGE, _ASIDE = 2.0, 0.25, 1.0
# For a stretch on the floor. A low camera sees all feet at one height, and painting over somebody
# who stands beside the user may take a foot of the user's too. The trunks are well apart.
_LOW_TRUNK = 1.0
_CLEAR = 0.10  # the user's rank must lead by this much, or it is not clear who the user is
_SAME = 0.10  # share of width and height: people with centres nearer than this are the same
ROOM = 0.15  # share of a person's box that is added on each side
WIDE = 0.5  # the same for somebody half behind a screen, who is hardly found in a narrow strip
_GREY = 127

PersonBox = tuple[float, float, float, float]  # left, top, right, bottom, shares of the picture


@dataclass(frozen=True)
class Person:
    """One person found: points (33, 2) as shares of the picture, visibility (33,)."""

    image: NDArray[np.float64]
    visibility: NDArray[np.float64]

    @property
    def box(self) -> PersonBox | None:
        """The box of the visible points; None if too few are visible."""
        inside = ((self.image >= 0) & (self.image <= 1)).all(axis=1)
        points = self.image[inside & (self.visibility >= SEEN)]
        if len(points) < _MIN_POINTS:
            return None
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    @property
    def centre(self) -> NDArray[np.float64]:
        """Middle of shoulders and hips, (2,)."""
        return np.asarray(self.image[list(TORSO)].mean(axis=0), np.float64)

    @property
    def head(self) -> float:
        """Size of the head as a share of the picture's height: the largest spread of its points."""
        points = self.image[list(FACE)]
        return float((points.max(axis=0) - points.min(axis=0)).max())


def person_of(result: Any, index: int) -> Person | None:
    """One of the people whom the model found; None if it found fewer."""
    if len(result.pose_landmarks) <= index:
        return None
    points = result.pose_landmarks[index]
    image = np.array([(p.x, p.y) for p in points])
    visibility = np.array([p.visibility or 0.0 for p in points])
    return Person(image, visibility) if np.isfinite(image).all() else None


def user(people: list[Person], *, floor: bool = False) -> Person | None:
    """The person who is coached; None if there is nobody, or if it is not clear who.

    Args:
        people: everybody who was found.
        floor: the user is on the floor: of two, more likely the one whose trunk is lower.
    """
    ranked = sorted(
        (
            (_rank(box) + (_LOW_TRUNK * float(p.centre[1]) if floor else 0.0), i)
            for i, p in enumerate(people)
            if (box := p.box) is not None
        ),
        reverse=True,
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEAR):
        return None
    return people[ranked[0][1]]


def _rank(box: PersonBox) -> float:
    left, top, right, bottom = box
    aside = abs((left + right) / 2 - 0.5)
    return _LOW * bottom + _LARGE * (bottom - top) - _ASIDE * aside


def same(a: Person, b: Person, within: float = _SAME) -> bool:
    """Whether ``a`` and ``b`` are the same person, found twice: their centres are that near."""
    return float(np.abs(a.centre - b.centre).max()) < within


def size_beside(other: Person, followed: Person) -> float:
    """How large another person looks beside the one who is followed; 0 if too little is seen.

    By the head, whose size is nearly the same in all adults and does not depend on how much of them
    is in the picture; a person seen from behind or the side has a head too.
    """
    if other.box is None or same(other, followed):
        return 0.0
    return other.head / max(followed.head, 1e-6)


def without(image: Image, person: Person, *, legs: bool = True) -> Image:
    """A copy of the picture with a person painted over, so that the others can be found.

    Args:
        legs: paint over all of the person; else head and trunk alone, by which the model finds
            people, so that somebody low before their legs is still seen whole.
    """
    out = image.copy()
    points = person.image if legs else person.image[[*FACE, *TORSO]]
    left, top, right, bottom = _around(points, image)
    out[top:bottom, left:right] = _GREY
    return out


def alone(image: Image, person: Person, room: float = ROOM) -> Image:
    """A copy of the picture with everything painted over but a person and a margin around them."""
    out = np.full_like(image, _GREY)
    left, top, right, bottom = _around(person.image, image, room)
    out[top:bottom, left:right] = image[top:bottom, left:right]
    return out


def _around(
    points: NDArray[np.float64], image: Image, room: float = ROOM
) -> tuple[int, int, int, int]:
    """The box of points, visible or not, with a margin, in pixels: left, top, right, bottom."""
    height, width = image.shape[:2]
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    x, y = room * (right - left), room * (bottom - top)
    return (
        min(max(0, round((left - x) * width)), width),
        min(max(0, round((top - y) * height)), height),
        min(max(0, round((right + x) * width)), width),
        min(max(0, round((bottom + y) * height)), height),
    )
