"""A small generated body: poses of the three stretches as functions of time.

Lengths are in torso lengths and turned to pixels at the end. ``x`` runs to the picture's right
and ``up`` against the picture's y. Nothing here knows the coach: only what a camera would see.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from posecoach.pose import LANDMARKS, SIDES, Landmark, Pose, Side, other, swapped_indices

WIDTH, HEIGHT = 640, 480
METRES = 0.5  # a torso
_LEGS = [m for m in Landmark if m.name.split("_", 1)[-1] in {"KNEE", "ANKLE", "HEEL", "FOOT_INDEX"}]

XY = tuple[float, float]
Points = dict[str, XY]


# ---------------------------------------------------------------------- from points to a pose


def _at(origin: XY, degrees: float, length: float) -> XY:
    """The point ``length`` away from ``origin``, ``degrees`` from upright to the right."""
    a = math.radians(degrees)
    return origin[0] + length * math.sin(a), origin[1] + length * math.cos(a)


def _middle(a: XY, b: XY) -> XY:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _landmark(name: str) -> Landmark:
    return Landmark[name.upper()]


def pose(
    t: float,
    points: Points,
    *,
    torso_px: float,
    floor: float = 0.92,
    centre: float = 0.5,
    depth: dict[str, float] | None = None,
    z: dict[str, float] | None = None,
) -> Pose:
    """A pose from named points, standing on ``floor`` (a share of the picture's height)."""
    image = np.zeros((LANDMARKS, 2))
    world = np.zeros((LANDMARKS, 3))
    hips = _middle(points["left_hip"], points["right_hip"])
    for name, (x, up) in points.items():
        i = _landmark(name)
        image[i] = (centre + x * torso_px / WIDTH, floor - up * torso_px / HEIGHT)
        world[i] = ((x - hips[0]) * METRES, (hips[1] - up) * METRES, (z or {}).get(name, 0.0))
    depths = np.zeros(LANDMARKS)
    for name, value in (depth or {}).items():
        depths[_landmark(name)] = value
    missing = set(Landmark) - {_landmark(n) for n in points}
    assert not missing, missing
    return Pose(
        t,
        WIDTH,
        HEIGHT,
        found=True,
        image=image,
        depth=depths,
        world=world,
        visibility=np.full(LANDMARKS, 0.95),
        luminance=120.0,
        face_contrast=100.0,
    )


def nobody(t: float) -> Pose:
    """A picture without a person."""
    return Pose(t, WIDTH, HEIGHT, luminance=120.0)


def _hand(points: Points, side: Side, elbow: XY, wrist: XY) -> None:
    points[f"{side}_elbow"], points[f"{side}_wrist"] = elbow, wrist
    sign = 1.0 if side == "left" else -1.0
    away = math.degrees(math.atan2(wrist[0] - elbow[0], wrist[1] - elbow[1]))
    for part, turn in (("pinky", -10.0), ("index", 0.0), ("thumb", 15.0)):
        points[f"{side}_{part}"] = _at(wrist, away + sign * turn, 0.12)


# ---------------------------------------------------------------------- half-kneeling, side view


def half_kneeling(
    t: float,
    *,
    side: Side = "right",
    thigh: float = 3.0,
    trunk: float = 0.0,
    head_drop: float = 0.0,
    sat_back: float = 0.0,
    facing: int | None = None,
) -> Pose:
    """Half-kneeling on the knee of ``side``, which is the one nearest the camera.

    Args:
        thigh: lean of the kneeling thigh, degrees, + forward.
        trunk: lean of the trunk, degrees, + forward.
        head_drop: how far the face turns down, degrees.
        sat_back: how far the hips are behind the knee, torso lengths.
        facing: +1 faces the picture's right; by default the kneeling side is the near one.
    """
    way = facing or (1 if side == "right" else -1)
    front = other(side)
    knee, hip = (0.0, 0.05), _at((0.0, 0.05), thigh, 0.85)
    hip = (hip[0] - sat_back, hip[1])
    shoulder = _at(hip, trunk, 1.0)
    ear = _at(shoulder, trunk, 0.28)
    face = -5.0 + head_drop
    eye = _at(ear, face + 65.0, 0.11)
    mouth = _at(eye, face + 180.0, 0.16)
    nose = _at(eye, face + 130.0, 0.10)
    forward: Points = {"nose": nose}
    for s in SIDES:
        shift = 0.02 if s == side else -0.02
        for part in ("eye_inner", "eye", "eye_outer"):
            forward[f"{s}_{part}"] = eye
        forward[f"mouth_{s}"] = mouth
        forward[f"{s}_ear"] = ear
        forward[f"{s}_shoulder"] = (shoulder[0] + shift, shoulder[1])
        forward[f"{s}_hip"] = (hip[0] + shift, hip[1])
        elbow = _at(shoulder, trunk + 195.0, 0.5)
        _hand(forward, s, elbow, (hip[0] + 0.06, hip[1] + 0.08))
    forward[f"{side}_knee"] = knee
    forward[f"{side}_ankle"], forward[f"{side}_heel"] = (-0.72, 0.06), (-0.80, 0.10)
    forward[f"{side}_foot_index"] = (-0.85, 0.0)
    forward[f"{front}_knee"] = (0.85, 0.78)
    forward[f"{front}_ankle"], forward[f"{front}_heel"] = (0.85, 0.08), (0.80, 0.02)
    forward[f"{front}_foot_index"] = (1.10, 0.0)
    points = {name: (way * x, up) for name, (x, up) in forward.items()}
    near = {f"{side}_{p}": -0.2 for p in ("shoulder", "hip", "knee", "ankle")}
    return pose(t, points, torso_px=140.0, depth=near, floor=0.9, centre=0.5 - 0.05 * way)


# ---------------------------------------------------------------------- seated, front view


SHIN = 0.85  # torso lengths, as people are built


def seated(
    t: float,
    *,
    left_roll: float = 0.0,
    right_roll: float = 0.0,
    yaw: float = 0.0,
    lean: float = 0.0,
    hands_up: float = 0.0,
    stance: float = 0.48,
    inward: float = 0.0,
) -> Pose:
    """Seated on the floor, facing the camera.

    Args:
        left_roll, right_roll: lean of the shins, degrees, + to the user's left.
        yaw: turn of the head, degrees, + to the user's left.
        lean: lean of the trunk, degrees, + to the user's left.
        hands_up: how far the hands are lifted off the floor, torso lengths.
        stance: half the distance of the ankles, torso lengths.
        inward: how far each knee leans to the other at rest, degrees: more with wide feet.
    """
    hip = (0.0, 0.28)
    shoulder = _at(hip, lean, 1.0)
    ear = _at(shoulder, lean, 0.30)
    turn = math.radians(yaw)
    points: Points = {}
    z: dict[str, float] = {}

    def head(name: str, to_left: float, ahead: float, up: float) -> None:
        x = to_left * math.cos(turn) + ahead * math.sin(turn)
        points[name] = (ear[0] + x, ear[1] + up)
        z[name] = METRES * (to_left * math.sin(turn) - ahead * math.cos(turn))

    head("nose", 0.0, 0.15, 0.0)
    for s, sign in (("left", 1), ("right", -1)):
        for i, part in enumerate(("eye_inner", "eye", "eye_outer")):
            head(f"{s}_{part}", sign * (0.03 + 0.02 * i), 0.12, 0.05)
        head(f"{s}_ear", sign * 0.12, 0.0, 0.0)
        head(f"mouth_{s}", sign * 0.04, 0.12, -0.07)
        points[f"{s}_shoulder"] = (shoulder[0] + sign * 0.38, shoulder[1])
        points[f"{s}_hip"] = (hip[0] + sign * 0.25, hip[1])
        ankle = (sign * stance, 0.0)
        roll = (left_roll if sign > 0 else right_roll) - sign * inward
        points[f"{s}_knee"] = _at(ankle, roll, SHIN)
        points[f"{s}_ankle"], points[f"{s}_heel"] = ankle, (ankle[0], ankle[1] - 0.02)
        points[f"{s}_foot_index"] = (ankle[0] + sign * 0.05, ankle[1] - 0.10)
    for side in SIDES:
        sign = 1 if side == "left" else -1
        joint = points[f"{side}_shoulder"]
        _hand(
            points,
            side,
            (joint[0] + sign * 0.10, joint[1] - 0.50),
            (joint[0] + sign * 0.12, joint[1] - 0.98 + hands_up),
        )
    return pose(t, points, torso_px=150.0, floor=0.85, z=z)


# ---------------------------------------------------------------------- standing, front view


def standing(
    t: float,
    *,
    lean: float = 0.0,
    hips: float = 0.0,
    head: float = 0.0,
    arm: float = 0.0,
    reach: Side = "left",
    bent: float = 0.0,
    stance: float = 0.22,
    idle: float = 168.0,
) -> Pose:
    """Standing, facing the camera.

    Args:
        lean: lean of the trunk, degrees, + to the user's left.
        hips: lean of the legs, degrees, + to the user's left.
        head: tilt of the head against the trunk, degrees, + to the user's left.
        arm: the open arm (the other one of ``reach``): 0 hangs, 1 is overhead.
        bent: how far the open elbow is bent, degrees.
        stance: half the distance of the feet, torso lengths.
        idle: where an arm that does not reach points, degrees from upright: 168 hangs.
    """
    ankle, leg = (0.0, 0.08), 1.5
    hip = _at(ankle, hips, leg)
    shoulder = _at(hip, lean, 1.0)
    axis = lean + head
    ear = _at(shoulder, axis, 0.36)
    points: Points = {"nose": ear}
    z = {"nose": -0.1}
    for side in SIDES:
        sign = 1 if side == "left" else -1
        for i, part in enumerate(("eye_inner", "eye", "eye_outer")):
            points[f"{side}_{part}"] = _at(
                _at(ear, axis, 0.05), axis + 90.0, sign * (0.03 + 0.02 * i)
            )
        points[f"{side}_ear"] = _at(ear, axis + 90.0, sign * 0.12)
        points[f"mouth_{side}"] = _at(_at(ear, axis, -0.07), axis + 90.0, sign * 0.04)
        points[f"{side}_shoulder"] = joint = _at(shoulder, lean + 90.0, sign * 0.36)
        points[f"{side}_hip"] = (hip[0] + sign * 0.20, hip[1])
        foot = (ankle[0] + sign * stance, ankle[1])
        points[f"{side}_ankle"], points[f"{side}_heel"] = foot, (foot[0], foot[1] - 0.04)
        points[f"{side}_foot_index"] = (foot[0] + sign * 0.06, foot[1] - 0.08)
        points[f"{side}_knee"] = _middle(points[f"{side}_hip"], foot)
        hanging = sign * idle
        up = lean - sign * 25.0
        raised = arm if side != reach else 0.0
        way = hanging + (up - hanging) * raised
        elbow = _at(joint, way, 0.48)
        _hand(points, side, elbow, _at(elbow, way + (sign * bent if raised else 0.0), 0.45))
    return pose(t, points, torso_px=115.0, floor=0.95, z=z)


# ---------------------------------------------------------------------- movement in time


@dataclass(frozen=True)
class Rep:
    """One way out and back. ``through``: no pause in the middle, straight on to the next rep."""

    side: Side
    amplitude: float
    out_s: float = 1.8
    hold_s: float = 0.6
    back_s: float = 1.8
    pause_s: float = 1.2
    through: bool = False


def minimum_jerk(share: float) -> float:
    """0 to 1 as people move: without jumps of speed or acceleration."""
    s = min(max(share, 0.0), 1.0)
    return s * s * s * (10.0 - 15.0 * s + 6.0 * s * s)


def path(keys: Sequence[tuple[float, float]]) -> Callable[[float], float]:
    """A function of time through ``(t, value)`` keys, each leg with minimum jerk."""
    times = [t for t, _ in keys]
    assert all(a <= b for a, b in pairwise(times))

    def value(t: float) -> float:
        i = bisect_right(times, t)
        if i == 0:
            return keys[0][1]
        if i == len(keys):
            return keys[-1][1]
        (t0, a), (t1, b) = keys[i - 1], keys[i]
        return a + (b - a) * minimum_jerk((t - t0) / (t1 - t0))

    return value


def excursions(
    reps: Sequence[Rep], lead_s: float, tail_s: float
) -> tuple[Callable[[float], float], float]:
    """Signed amplitude in time (+ left) and its length in seconds."""
    t = lead_s
    keys = [(0.0, 0.0), (t, 0.0)]
    for i, rep in enumerate(reps):
        top = rep.amplitude if rep.side == "left" else -rep.amplitude
        keys += [(t := t + rep.out_s, top), (t := t + rep.hold_s, top)]
        if rep.through and i + 1 < len(reps):
            t += rep.back_s - reps[i + 1].out_s  # the way across takes 'back_s' altogether
            continue
        keys += [(t := t + rep.back_s, 0.0), (t := t + rep.pause_s, 0.0)]
    return path(keys), t + tail_s


@dataclass(frozen=True)
class Noise:
    """What a model does to a clean body.

    Attributes:
        jitter: standard deviation of each point, pixels.
        seed: of the jitter.
        dropouts: from, to in seconds: nobody is found.
        swaps: from, to in seconds: the legs bear each other's labels.
    """

    jitter: float = 0.0
    seed: int = 0
    dropouts: tuple[tuple[float, float], ...] = ()
    swaps: tuple[tuple[float, float], ...] = ()


CLEAN = Noise()


def _inside(t: float, spans: Sequence[tuple[float, float]]) -> bool:
    return any(a <= t < b for a, b in spans)


def noisy(poses: Sequence[Pose], noise: Noise) -> list[Pose]:
    """The same poses as a worse model would find them."""
    rng = np.random.default_rng(noise.seed)
    partner = np.arange(LANDMARKS)
    partner[_LEGS] = swapped_indices()[_LEGS]
    size = np.array([WIDTH, HEIGHT])
    out = []
    for p in poses:
        shake: NDArray[np.float64] = rng.normal(0.0, 1.0, (LANDMARKS, 2)) * noise.jitter / size
        if not p.found:
            out.append(p)
        elif _inside(p.t, noise.dropouts):
            out.append(nobody(p.t))
        else:
            image = p.image[partner] if _inside(p.t, noise.swaps) else p.image
            out.append(replace(p, image=image + shake))
    return out


Body = Callable[[float, float, Side], Pose]


@dataclass(frozen=True)
class Person:
    """How people differ in doing the same stretch, as recordings show.

    Attributes:
        stance: feet apart, times the usual.
        shift: how far the hips go the other way in a side reach, times the usual.
        idle: where the arm that does not reach points, degrees from upright.
        inward: how far each knee leans inward when seated, degrees.
        forward: how far the thigh already leans forward at the start, degrees.
        trunk: how far the trunk leans forward with the hips, degrees.
    """

    stance: float = 1.0
    shift: float = 1.0
    idle: float = 168.0
    inward: float = 0.0
    forward: float = 0.0
    trunk: float = 0.0


def hip_flexor_body(
    faults: frozenset[str] = frozenset(), full: float = 28.0, person: Person | None = None
) -> Body:
    """Half-kneeling from time, degrees away from the start, and side."""
    who = person or Person()

    def body(t: float, away: float, side: Side) -> Pose:
        share = away / full
        trunk, drop, back = who.trunk * min(1.0, share), 0.0, 0.0
        if "chest_down" in faults:
            trunk, drop = 30.0 * share, 30.0 * share
        if "head_down" in faults:
            drop = 35.0 * share
        if "leaning_back" in faults:
            trunk = -26.0 * share
        if "not_stacked" in faults:
            back = 0.25 * (1.0 - share)
        thigh = 3.0 + who.forward + away
        return half_kneeling(t, side=side, thigh=thigh, trunk=trunk, head_drop=drop, sat_back=back)

    return body


def rotators_body(faults: frozenset[str] = frozenset(), person: Person | None = None) -> Body:
    """Seated from time, degrees of roll, and side."""
    who = person or Person()

    def body(t: float, away: float, side: Side) -> Pose:
        signed = away if side == "left" else -away
        left = right = signed
        if "knees_apart" in faults:
            left, right = (signed, 0.0) if side == "left" else (0.0, signed)
        return seated(
            t,
            left_roll=left,
            right_roll=right,
            yaw=0.0 if "eyes_not_following" in faults else signed,
            lean=0.8 * signed if "trunk_tips" in faults else 0.0,
            hands_up=0.5 * away / 45.0 if "hands_off_floor" in faults else 0.0,
            stance=0.2 if "feet_hip_width" in faults else 0.48 * who.stance,
            inward=who.inward,
        )

    return body


def lateral_body(
    faults: frozenset[str] = frozenset(), full: float = 20.0, person: Person | None = None
) -> Body:
    """Standing from time, degrees of lean, and side."""
    who = person or Person()

    def body(t: float, away: float, side: Side) -> Pose:
        signed = away if side == "left" else -away
        share = away / full
        tilt = 0.6 * signed
        if "head_not_tilting" in faults:
            tilt = -signed  # upright in the picture
        return standing(
            t,
            lean=signed,
            hips=0.0 if "no_hip_shift" in faults else -0.4 * who.shift * signed,
            head=tilt,
            arm=0.15 * share if "arm_not_reaching" in faults else min(1.0, 1.6 * share),
            reach=side,
            bent=0.0,
            stance=0.22 * who.stance,
            idle=who.idle,
        )

    return body


def _body(stretch: str, faults: frozenset[str], person: Person | None) -> Body:
    match stretch:
        case "hip_flexor":
            return hip_flexor_body(faults, person=person)
        case "hip_rotators":
            return rotators_body(faults, person)
        case _:
            return lateral_body(faults, person=person)


#: Degrees of a comfortable, correct rep of each stretch.
GOOD = {"hip_flexor": 28.0, "hip_rotators": 45.0, "lateral_line": 20.0}


def times(seconds: float, fps: float) -> list[float]:
    """The frames' times."""
    return [i / fps for i in range(math.floor(seconds * fps) + 1)]


def sequence(
    stretch: str,
    reps: Sequence[Rep],
    *,
    fps: float = 15.0,
    noise: Noise = CLEAN,
    faults: Sequence[str] = (),
    lead_s: float = 1.6,
    tail_s: float = 0.6,
    person: Person | None = None,
) -> list[Pose]:
    """The poses of someone who does ``reps`` of a stretch.

    The hip flexor's sides need a turn round: between them the picture is empty for a while.
    """
    body = _body(stretch, frozenset(faults), person)
    if stretch != "hip_flexor":
        value, length = excursions(reps, lead_s, tail_s)
        poses = []
        for t in times(length, fps):
            v = value(t)
            poses.append(body(t, abs(v), "left" if v > 0 else "right"))
        return noisy(poses, noise)
    blocks: list[list[Rep]] = []
    for rep in reps:
        if blocks and blocks[-1][0].side == rep.side:
            blocks[-1].append(rep)
        else:
            blocks.append([rep])
    poses, start = [], 0.0
    for i, block in enumerate(blocks):
        value, length = excursions(block, lead_s, tail_s)
        gone = 3.0 if i + 1 < len(blocks) else 0.0
        for t in times(length + gone, fps):
            found = t <= length
            now = start + t
            poses.append(body(now, abs(value(t)), block[0].side) if found else nobody(now))
        start = poses[-1].t + 1.0 / fps
    return noisy(poses, noise)


def alternating(
    stretch: str, each: int, *, amplitude: float | None = None, first: Side = "left"
) -> list[Rep]:
    """``each`` reps a side, one side after the other (the hip flexor: one side, then the other)."""
    degrees = GOOD[stretch] if amplitude is None else amplitude
    sides: list[Side] = [first, other(first)]
    if stretch == "hip_flexor":
        order: list[Side] = [sides[0]] * each + [sides[1]] * each
    else:
        order = sides * each
    return [Rep(side, degrees) for side in order]
