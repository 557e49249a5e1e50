"""A generated person at a desk: joints in metres, seen by a camera that can be put anywhere.

Nothing here knows what the desk makes of it. The person faces +z, x is to their left, y is up.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from posecoach.pose import LANDMARKS, Landmark, Pose

WIDTH, HEIGHT = 640, 480
_SEAT, _STAND = 0.50, 0.93  # of the hips above the floor
_NOISE_PX = 0.7

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """A camera. ``yaw``: 0 before the person, 90 at their left; it looks at their chest."""

    yaw: float = 0.0
    distance: float = 0.75
    height: float = 1.15
    tilt: float = 0.0  # degrees, + looks higher than the chest
    fov: float = 62.0


FRONT = View()
SIDE = View(yaw=80.0, distance=1.6, height=1.0, fov=50.0)


@dataclass(frozen=True)
class Sitter:
    """How the person is. ``slump`` and ``forward`` run from 0 to 1; the rest is in metres."""

    slump: float = 0.0
    forward: float = 0.0
    stands: bool = False
    x: float = 0.0
    z: float = 0.0
    lower: float = 0.0  # a seat that was lowered
    nod: float = 0.0  # degrees, looking down
    tilt: float = 0.0  # degrees of shoulders and head to the right, about the hips


def _off(x: float, y: float, z: float) -> Vector:
    return np.array([x, y, z])


def joints(of: Sitter) -> dict[Landmark, Vector]:
    """All landmarks of the person, metres."""
    hips = np.array([of.x, (_STAND if of.stands else _SEAT) - of.lower, of.z])
    chest = hips + _off(0.0, 0.50 - 0.045 * of.slump, 0.02 + 0.05 * of.slump + 0.02 * of.forward)
    head = chest + _off(
        0.0,
        0.21 - 0.03 * of.slump - 0.035 * of.forward,
        0.02 + 0.05 * of.slump + 0.09 * of.forward,
    )
    down = math.radians(of.nod + 6 * of.slump + 10 * of.forward)
    ahead = np.array([0.0, -math.sin(down), math.cos(down)])
    up = np.array([0.0, math.cos(down), math.sin(down)])
    left = np.array([1.0, 0.0, 0.0])
    out: dict[Landmark, Vector] = {Landmark.NOSE: head + 0.10 * ahead - 0.02 * up}
    for name, sign in (("LEFT", 1.0), ("RIGHT", -1.0)):

        def put(part: str, at: Vector, side: str = name) -> None:
            out[Landmark[f"{side}_{part}"]] = at

        for number, part in enumerate(("EYE_INNER", "EYE", "EYE_OUTER")):
            put(part, head + sign * (0.018 + 0.014 * number) * left + 0.08 * ahead + 0.02 * up)
        put("EAR", head + sign * 0.075 * left)
        out[Landmark[f"MOUTH_{name}"]] = head + sign * 0.025 * left + 0.085 * ahead - 0.05 * up
        put("SHOULDER", chest + sign * 0.18 * left)
        put("ELBOW", chest + _off(sign * 0.22, -0.28, 0.05))
        put("WRIST", chest + _off(sign * 0.16, -0.30, 0.30))
        for part in ("PINKY", "INDEX", "THUMB"):
            put(part, chest + _off(sign * 0.15, -0.31, 0.37))
        put("HIP", hips + sign * 0.10 * left)
        knee = (0.0, -0.42, 0.05) if of.stands else (0.0, 0.0, 0.42)
        put("KNEE", hips + sign * 0.12 * left + knee)
        foot = (
            hips
            + sign * 0.12 * left
            + (0.0, -0.88 if of.stands else -0.45, 0.42 - 0.36 * of.stands)
        )
        put("ANKLE", foot)
        put("HEEL", foot + _off(0.0, -0.04, -0.05))
        put("FOOT_INDEX", foot + _off(0.0, -0.05, 0.13))
    return _tilted(out, hips, of.tilt) if of.tilt else out


def _tilted(points: dict[Landmark, Vector], hips: Vector, degrees: float) -> dict[Landmark, Vector]:
    """All that is above the hips turned about them, to the person's right."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    return {
        mark: hips + turn @ (place - hips) if place[1] > hips[1] + 0.1 else place
        for mark, place in points.items()
    }


@dataclass
class Scene:
    """Somebody before a camera, look after look, each with the model's own small errors."""

    view: View = FRONT
    seed: int = 1
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)

    def pose(self, t: float, of: Sitter, *, others: float | None = 0.0) -> Pose:
        """The pose that a landmarker would find."""
        points = joints(of)
        view = self.view
        chest = np.array([0.0, 0.90, 0.05])
        yaw = math.radians(view.yaw)
        eye = chest + view.distance * np.array([math.sin(yaw), 0.0, math.cos(yaw)])
        eye[1] = view.height
        look = chest - eye
        look[1] += np.linalg.norm(look) * math.tan(math.radians(view.tilt))
        look /= np.linalg.norm(look)
        right = np.cross(look, (0.0, 1.0, 0.0))
        right /= np.linalg.norm(right)
        up = np.cross(right, look)
        focal = HEIGHT / 2 / math.tan(math.radians(view.fov / 2))
        image, world = np.zeros((LANDMARKS, 2)), np.zeros((LANDMARKS, 3))
        middle = (points[Landmark.LEFT_HIP] + points[Landmark.RIGHT_HIP]) / 2
        for mark, place in points.items():
            ray = place - eye
            way = max(float(ray @ look), 0.05)
            noise = self.rng.normal(0, _NOISE_PX, 2)
            image[mark] = (
                0.5 + (focal * float(ray @ right) / way + noise[0]) / WIDTH,
                0.5 - (focal * float(ray @ up) / way + noise[1]) / HEIGHT,
            )
            off = place - middle
            world[mark] = (float(off @ right), -float(off @ up), float(off @ look))
        inside = ((image > 0) & (image < 1)).all(axis=1)
        return Pose(
            t, WIDTH, HEIGHT, found=True, image=image, depth=world[:, 2], world=world,
            visibility=np.where(inside, 0.98, 0.3), luminance=120.0, face_contrast=100.0,
            others=others,
        )  # fmt: skip


def nobody(t: float) -> Pose:
    """An empty chair."""
    return Pose(t, WIDTH, HEIGHT, luminance=120.0)
