"""Generated bodies in a posture: half-kneeling, seated, standing; a pose from named points.

Lengths are in torso lengths and turned to pixels at the end. ``x`` runs to the picture's right
and ``up`` against the picture's y. Nothing here knows the coach: only what a camera would see.
"""

import math

import numpy as np

from posecoach.pose import LANDMARKS, SIDES, Landmark, Pose, Side, other

WIDTH, HEIGHT = 640, 480
METRES = 0.5  # a torso

XY = tuple[float, float]
Points = dict[str, XY]


# ---------------------------------------------------------------------- from points to a pose


def point_at(origin: XY, degrees: float, length: float) -> XY:
    """The point ``length`` away from ``origin``, ``degrees`` from upright to the right."""
    a = math.radians(degrees)
    return origin[0] + length * math.sin(a), origin[1] + length * math.cos(a)


def middle(a: XY, b: XY) -> XY:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def landmark(name: str) -> Landmark:
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
    hips = middle(points["left_hip"], points["right_hip"])
    for name, (x, up) in points.items():
        i = landmark(name)
        image[i] = (centre + x * torso_px / WIDTH, floor - up * torso_px / HEIGHT)
        world[i] = ((x - hips[0]) * METRES, (hips[1] - up) * METRES, (z or {}).get(name, 0.0))
    depths = np.zeros(LANDMARKS)
    for name, value in (depth or {}).items():
        depths[landmark(name)] = value
    missing = set(Landmark) - {landmark(n) for n in points}
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


def add_hand(points: Points, side: Side, elbow: XY, wrist: XY) -> None:
    points[f"{side}_elbow"], points[f"{side}_wrist"] = elbow, wrist
    sign = 1.0 if side == "left" else -1.0
    away = math.degrees(math.atan2(wrist[0] - elbow[0], wrist[1] - elbow[1]))
    for part, turn in (("pinky", -10.0), ("index", 0.0), ("thumb", 15.0)):
        points[f"{side}_{part}"] = point_at(wrist, away + sign * turn, 0.12)


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
    knee, hip = (0.0, 0.05), point_at((0.0, 0.05), thigh, 0.85)
    hip = (hip[0] - sat_back, hip[1])
    shoulder = point_at(hip, trunk, 1.0)
    ear = point_at(shoulder, trunk, 0.28)
    face = -5.0 + head_drop
    eye = point_at(ear, face + 65.0, 0.11)
    mouth = point_at(eye, face + 180.0, 0.16)
    nose = point_at(eye, face + 130.0, 0.10)
    forward: Points = {"nose": nose}
    for s in SIDES:
        shift = 0.02 if s == side else -0.02
        for part in ("eye_inner", "eye", "eye_outer"):
            forward[f"{s}_{part}"] = eye
        forward[f"mouth_{s}"] = mouth
        forward[f"{s}_ear"] = ear
        forward[f"{s}_shoulder"] = (shoulder[0] + shift, shoulder[1])
        forward[f"{s}_hip"] = (hip[0] + shift, hip[1])
        elbow = point_at(shoulder, trunk + 195.0, 0.5)
        add_hand(forward, s, elbow, (hip[0] + 0.06, hip[1] + 0.08))
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
    shoulder = point_at(hip, lean, 1.0)
    ear = point_at(shoulder, lean, 0.30)
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
        points[f"{s}_knee"] = point_at(ankle, roll, SHIN)
        points[f"{s}_ankle"], points[f"{s}_heel"] = ankle, (ankle[0], ankle[1] - 0.02)
        points[f"{s}_foot_index"] = (ankle[0] + sign * 0.05, ankle[1] - 0.10)
    for side in SIDES:
        sign = 1 if side == "left" else -1
        joint = points[f"{side}_shoulder"]
        add_hand(
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
    hip = point_at(ankle, hips, leg)
    shoulder = point_at(hip, lean, 1.0)
    axis = lean + head
    ear = point_at(shoulder, axis, 0.36)
    points: Points = {"nose": ear}
    z = {"nose": -0.1}
    for side in SIDES:
        sign = 1 if side == "left" else -1
        for i, part in enumerate(("eye_inner", "eye", "eye_outer")):
            points[f"{side}_{part}"] = point_at(
                point_at(ear, axis, 0.05), axis + 90.0, sign * (0.03 + 0.02 * i)
            )
        points[f"{side}_ear"] = point_at(ear, axis + 90.0, sign * 0.12)
        points[f"mouth_{side}"] = point_at(point_at(ear, axis, -0.07), axis + 90.0, sign * 0.04)
        points[f"{side}_shoulder"] = joint = point_at(shoulder, lean + 90.0, sign * 0.36)
        points[f"{side}_hip"] = (hip[0] + sign * 0.20, hip[1])
        foot = (ankle[0] + sign * stance, ankle[1])
        points[f"{side}_ankle"], points[f"{side}_heel"] = foot, (foot[0], foot[1] - 0.04)
        points[f"{side}_foot_index"] = (foot[0] + sign * 0.06, foot[1] - 0.08)
        points[f"{side}_knee"] = middle(points[f"{side}_hip"], foot)
        hanging = sign * idle
        up = lean - sign * 25.0
        raised = arm if side != reach else 0.0
        way = hanging + (up - hanging) * raised
        elbow = point_at(joint, way, 0.48)
        add_hand(points, side, elbow, point_at(elbow, way + (sign * bent if raised else 0.0), 0.45))
    return pose(t, points, torso_px=115.0, floor=0.95, z=z)
