"""Generated bodies of the library's stretches, and how they move.

Lengths are torso lengths, and nothing here knows the coach.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from posecoach.pose import SIDES, Landmark, Pose, Side
from tests.kinematic import CLEAN, Noise, Rep, excursions, noisy, times
from tests.postures import Points, pose, standing
from tests.sideview import (
    USUAL,
    Build,
    bird_dog,
    bridge,
    cat_cow,
    chair_hinge,
    childs_pose,
    step_forward,
)


def on_chair(
    t: float,
    *,
    lean: float = 0.0,
    turn: float = 0.0,
    crossed: float = 0.0,
    arm: float = 0.0,
    head: float = 0.0,
    side: Side = "left",
    size: float = 130.0,
    knees: float = 0.86,
    out: float = 0.50,
) -> Pose:
    """On a chair, facing the camera.

    Args:
        lean: lean of the trunk, degrees, + to the user's left.
        turn: turn of the shoulders, degrees, + to the user's left.
        crossed: how far the ankle of ``side`` lies on the other knee, 0 to 1.
        arm: how far the arm of the other side is raised, 0 hangs, 1 is overhead.
        head: tilt of the head against the trunk, degrees, + to the user's left.
        knees: how high the knees are found, torso lengths.
        out: how far the knee of a crossed leg points outward, torso lengths.
    """
    found = standing(t, lean=lean, head=head, arm=arm, reach=side, idle=165.0)
    points: Points = {}
    z: dict[str, float] = {}
    for m in Landmark:
        x, y = found.image[m]
        points[m.name.lower()] = ((x - 0.5) * 640 / 115.0, (0.95 - y) * 480 / 115.0 - 0.70)
    a = math.radians(turn)
    for s, sign in (("left", 1.0), ("right", -1.0)):
        joint = points[f"{s}_shoulder"]
        across = joint[0] * math.cos(a)
        z[f"{s}_shoulder"] = 0.5 * joint[0] * math.sin(a) * 1.0
        move = across - joint[0]
        for part in ("shoulder", "elbow", "wrist", "pinky", "index", "thumb"):
            x, y = points[f"{s}_{part}"]
            points[f"{s}_{part}"] = (x + move, y)
        points[f"{s}_knee"] = (sign * 0.26, knees)
        points[f"{s}_ankle"], points[f"{s}_heel"] = (sign * 0.26, 0.06), (sign * 0.26, 0.02)
        points[f"{s}_foot_index"] = (sign * 0.30, -0.04)
    points["nose"] = (points["nose"][0] + 0.16 * math.sin(1.2 * a), points["nose"][1])
    z["nose"] = -0.08 * math.cos(1.2 * a)
    sign = 1.0 if side == "left" else -1.0
    knee = (sign * (0.26 + (out - 0.26) * crossed), knees + 0.06 * crossed)
    ankle = (sign * (0.26 - 0.42 * crossed), 0.06 + (knees + 0.04) * crossed)
    points[f"{side}_knee"], points[f"{side}_ankle"] = knee, ankle
    points[f"{side}_heel"] = (ankle[0] - sign * 0.02, ankle[1] - 0.05)
    points[f"{side}_foot_index"] = (ankle[0] - sign * 0.16 * crossed, ankle[1] - 0.08)
    return pose(t, points, torso_px=size, floor=0.88, z=z)


Mover = Callable[[float, float, Side], Pose]


def mover(stretch: str, build: Build = USUAL) -> Mover:
    """The body of a stretch from time, share of the usual way, and side."""
    of_side = {
        "bridge": bridge,
        "childs_pose": childs_pose,
        "cat_cow": cat_cow,
        "bird_dog": bird_dog,
        "hip_hinge": chair_hinge,
        "hip_flexor_standing": step_forward,
    }
    if stretch in of_side:
        made = of_side[stretch]

        def near_side(t: float, share: float, side: Side) -> Pose:
            way = build.way
            if stretch == "hip_flexor_standing":
                way = 1 if side == "right" else -1
            return made(t, share * build.share, replace(build, way=way), side)

        return near_side

    def front(t: float, share: float, side: Side) -> Pose:
        sign = 1.0 if side == "left" else -1.0
        far = share * build.share
        match stretch:
            case "figure_four":
                return on_chair(t, crossed=min(1.0, far), side=side, size=build.size)
            case "trunk_rotation":
                return on_chair(t, turn=sign * 50.0 * far, side=side, size=build.size)
            case "lateral_line_chair":
                return on_chair(
                    t, lean=sign * 20.0 * far, head=sign * 12.0 * far, arm=min(1.0, 1.6 * far),
                    side=side, size=build.size,
                )  # fmt: skip
        raise KeyError(stretch)

    return front


MOVERS = (
    "bridge",
    "childs_pose",
    "cat_cow",
    "bird_dog",
    "hip_hinge",
    "hip_flexor_standing",
    "figure_four",
    "trunk_rotation",
    "lateral_line_chair",
)


def sequence_of(
    body: Mover,
    reps: Sequence[Rep],
    *,
    fps: float = 15.0,
    noise: Noise = CLEAN,
    lead_s: float = 2.0,
    tail_s: float = 1.0,
) -> list[Pose]:
    """The poses of somebody who moves as ``reps`` say; their amplitude 1 is the usual way."""
    value, length = excursions(reps, lead_s, tail_s)
    found = []
    side = reps[0].side
    for t in times(length, fps):
        v = value(t)
        if v:  # at rest one stays as one is
            side = "left" if v > 0 else "right"
        found.append(body(t, abs(v), side))
    return noisy(found, noise)


def together(count: int, share: float = 1.0, hold_s: float = 0.6) -> list[Rep]:
    """``count`` movements that have no sides."""
    return [Rep("left", share, hold_s=hold_s) for _ in range(count)]


def in_turn(each: int, share: float = 1.0, hold_s: float = 0.6) -> list[Rep]:
    """``each`` movements of both sides, in turn."""
    return [Rep(s, share, hold_s=hold_s) for _ in range(each) for s in SIDES]


def shaken(seed: int, jitter: float) -> Noise:
    """The jitter of a model, pixels, as it was measured: 0.5 to 1.5 at this size."""
    return Noise(jitter=jitter, seed=seed)
