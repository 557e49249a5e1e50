"""Generated bodies seen from the side: on the back, on all fours, on a chair, in a step.

What is written here faces forward, and is turned to the picture's left or right; the limbs of the
far side are found with the little visibility that was measured on recorded people.
"""

import math
from dataclasses import dataclass, replace

from posecoach.pose import Landmark, Pose, Side, other
from tests.postures import XY, Points, point_at, pose

THIGH, SHIN, UPPER, FORE = 0.87, 0.82, 0.50, 0.46
_LIMBS = ("KNEE", "ANKLE", "HEEL", "FOOT_INDEX", "ELBOW", "WRIST", "PINKY", "INDEX", "THUMB")


@dataclass(frozen=True)
class Build:
    """How a person and their camera differ from the usual.

    Attributes:
        way: +1 faces the picture's right (on the back: the head is at its left), -1 the left.
        limbs: length of arms and legs, times the usual.
        size: of a torso in the picture, pixels.
        tip: how far the picture is tipped, degrees: a camera that does not stand level.
        visible: visibility of the far limbs.
        share: how far they go, times the usual.
    """

    way: int = 1
    limbs: float = 1.0
    size: float = 120.0
    tip: float = 0.0
    visible: float = 0.35  # 0.2 to 0.7 were measured on two recorded people
    share: float = 1.0


USUAL = Build()
_Limb = tuple[XY, XY]


def _bent(a: XY, c: XY, first: float, second: float, *, forward: bool) -> XY:
    """The joint between ``a`` and ``c`` of a limb of two parts, bent forward or back."""
    dx, dy = c[0] - a[0], c[1] - a[1]
    way = max(1e-6, math.hypot(dx, dy))
    reach = min(way, 0.999 * (first + second))
    along = (first**2 - second**2 + reach**2) / (2 * reach)
    aside = math.sqrt(max(0.0, first**2 - along**2))
    sign = 1.0 if forward else -1.0
    ux, uy = dx / way, dy / way
    return a[0] + along * ux - sign * aside * uy, a[1] + along * uy + sign * aside * ux


def sideways(
    t: float,
    build: Build,
    *,
    hip: XY,
    trunk: float,
    legs: tuple[_Limb, _Limb],
    arms: tuple[_Limb, _Limb],
    head: float = 0.0,
    toes: float = 90.0,
    near: bool = True,
) -> Pose:
    """A body seen from the side.

    Args:
        hip: where the hips are.
        trunk: lean of the trunk, degrees from upright, + forward.
        legs, arms: (knee, ankle) and (elbow, wrist) of the limb nearest the camera, then of the
            far one.
        head: lean of the head against the trunk, degrees, + forward.
        toes: where the toes point from the ankle, degrees from upright.
        near: the first of both limbs is nearest the camera; else the other.
    """
    side: Side = "right" if build.way > 0 else "left"
    names: tuple[Side, Side] = (side, other(side))
    forward = _head_and_trunk(names, hip, trunk, head)
    for i, s in enumerate(names):
        which = i if near else 1 - i
        forward |= _limbs(s, legs[which], arms[which], toes)
    a = math.radians(build.tip)
    points = {
        n: (
            build.way * x * math.cos(a) - up * math.sin(a),
            build.way * x * math.sin(a) + up * math.cos(a),
        )
        for n, (x, up) in forward.items()
    }
    xs = [x for x, _ in points.values()]
    centre = 0.5 - (max(xs) + min(xs)) / 2 * build.size / 640
    found = pose(t, points, torso_px=build.size, floor=0.86, centre=centre)
    visibility = found.visibility.copy()
    far = names[1]
    for landmark in Landmark:
        owner, _, part = landmark.name.partition("_")
        if owner.lower() == far and part in _LIMBS:
            visibility[landmark] = build.visible
    return replace(found, visibility=visibility)


def _head_and_trunk(names: tuple[Side, Side], hip: XY, trunk: float, head: float) -> Points:
    """What both sides share; ``names`` are the near side and the far one."""
    shoulder = point_at(hip, trunk, 1.0)
    ear = point_at(shoulder, trunk + head, 0.30)
    face = trunk + head + 90.0
    forward: Points = {"nose": point_at(ear, face, 0.13)}
    for s, shift in zip(names, (0.02, -0.02), strict=True):
        for part in ("eye_inner", "eye", "eye_outer"):
            forward[f"{s}_{part}"] = point_at(ear, face - 25.0, 0.11)
        forward[f"mouth_{s}"] = point_at(ear, face + 35.0, 0.11)
        forward[f"{s}_ear"] = ear
        forward[f"{s}_shoulder"] = (shoulder[0] + shift, shoulder[1])
        forward[f"{s}_hip"] = (hip[0] + shift, hip[1])
    return forward


def _limbs(s: Side, leg: _Limb, arm: _Limb, toes: float) -> Points:
    """One side's leg, foot, arm and hand."""
    (knee, ankle), (elbow, wrist) = leg, arm
    forward: Points = {f"{s}_knee": knee, f"{s}_ankle": ankle}
    forward[f"{s}_heel"] = point_at(ankle, toes + 180.0, 0.08)
    forward[f"{s}_foot_index"] = point_at(ankle, toes, 0.20)
    forward[f"{s}_elbow"], forward[f"{s}_wrist"] = elbow, wrist
    hand = math.degrees(math.atan2(wrist[0] - elbow[0], wrist[1] - elbow[1]))
    for part, turn in (("pinky", -10.0), ("index", 0.0), ("thumb", 15.0)):
        forward[f"{s}_{part}"] = point_at(wrist, hand + turn, 0.12)
    return forward


# ---------------------------------------------------------------------- each movement


def bridge(t: float, share: float, build: Build = USUAL, side: Side = "left") -> Pose:
    """On the back, knees bent; ``share`` 1 lifts the hips to one line."""
    lift = 3.0 + 21.0 * share
    shoulder = (-1.0, 0.12)
    hip = point_at(shoulder, 90.0 - lift, 1.0)
    ankle = (0.72, 0.06)
    thigh, shin = THIGH * build.limbs, SHIN * build.limbs
    knee = _bent(hip, ankle, thigh, shin, forward=True)
    elbow, wrist = (-0.52, 0.06), (-0.08, 0.05)
    far = _shifted((knee, ankle), 0.06)
    return sideways(
        t, build, hip=hip, trunk=-90.0 - lift, legs=((knee, ankle), far),
        arms=((elbow, wrist), _shifted((elbow, wrist), 0.05)), head=lift,
    )  # fmt: skip


def _shifted(limb: _Limb, by: float) -> _Limb:
    return (limb[0][0] + by, limb[0][1] + 0.01), (limb[1][0] + by, limb[1][1] + 0.01)


def _on_hands(hip: XY, trunk: float, wrist: XY, limbs: float) -> _Limb:
    shoulder = point_at(hip, trunk, 1.0)
    return _bent(shoulder, wrist, UPPER * limbs, FORE * limbs, forward=False), wrist


def childs_pose(t: float, share: float, build: Build = USUAL, side: Side = "left") -> Pose:
    """On all fours; ``share`` 1 sits back on the heels."""
    knee, ankle = (0.0, 0.06), (-0.78, 0.06)
    thigh = 3.0 - 68.0 * share
    hip = point_at(knee, thigh, THIGH * build.limbs)
    trunk = 85.0 + 10.0 * share
    wrist = (1.05, 0.03)
    arm = _on_hands(hip, trunk, wrist, build.limbs)
    return sideways(
        t, build, hip=hip, trunk=trunk, legs=((knee, ankle), _shifted((knee, ankle), 0.06)),
        arms=(arm, _shifted(arm, 0.05)), head=-15.0, toes=-95.0,
    )  # fmt: skip


def cat_cow(t: float, share: float, build: Build = USUAL, side: Side = "left") -> Pose:
    """On all fours; the back rounds, of which only head and pelvis are seen to move a little."""
    knee, ankle = (0.0, 0.06), (-0.78, 0.06)
    hip = point_at(knee, 4.0 - 10.0 * share, THIGH * build.limbs)
    trunk = 82.0 + 6.0 * share
    arm = _on_hands(hip, trunk, (1.02, 0.03), build.limbs)
    return sideways(
        t, build, hip=hip, trunk=trunk, legs=((knee, ankle), _shifted((knee, ankle), 0.06)),
        arms=(arm, _shifted(arm, 0.05)), head=-35.0 + 65.0 * share, toes=-95.0,
    )  # fmt: skip


def bird_dog(
    t: float,
    share: float,
    build: Build = USUAL,
    side: Side = "left",
    *,
    arm_up: float = 1.0,
    high: float = 0.0,
) -> Pose:
    """On all fours; ``share`` 1 stretches the leg of ``side`` back, and the other arm ahead.

    Args:
        arm_up: how far the arm goes along.
        high: how far above level the leg goes, degrees.
    """
    knee, ankle = (0.0, 0.06), (-0.78, 0.06)
    hip = point_at(knee, 0.0, THIGH * build.limbs)
    trunk = 86.0
    resting = _on_hands(hip, trunk, (1.02, 0.03), build.limbs)
    thigh = 180.0 + (88.0 + high) * share
    shin = 268.0 + high * share
    raised_knee = point_at(hip, thigh, THIGH * build.limbs)
    raised = raised_knee, point_at(raised_knee, shin, SHIN * build.limbs)
    shoulder = point_at(hip, trunk, 1.0)
    way = 180.0 - 92.0 * share * arm_up
    elbow = point_at(shoulder, way, UPPER * build.limbs)
    reaching = elbow, point_at(elbow, way, FORE * build.limbs)
    near: Side = "right" if build.way > 0 else "left"
    first = side == near
    legs = (raised, (knee, ankle)) if first else ((knee, ankle), raised)
    arms = (resting, reaching) if first else (reaching, resting)
    return sideways(
        t, build, hip=hip, trunk=trunk, legs=legs, arms=arms, head=-20.0, toes=-95.0
    )  # fmt: skip


def chair_hinge(
    t: float, share: float, build: Build = USUAL, side: Side = "left", *, rise: float = 0.0
) -> Pose:
    """On a chair; ``share`` 1 leans the trunk forward from the hips.

    Args:
        rise: how far the seat leaves the chair, torso lengths.
    """
    hip = (0.0, 0.86 + rise)
    knee, ankle = (THIGH * build.limbs, 0.86 * build.limbs), (0.86 * build.limbs, 0.06)
    trunk = -2.0 + 42.0 * share
    wrist = (0.45 + 0.20 * share, 0.92)
    arm = _on_hands(hip, trunk, wrist, build.limbs)
    return sideways(
        t, build, hip=hip, trunk=trunk, legs=((knee, ankle), _shifted((knee, ankle), 0.05)),
        arms=(arm, _shifted(arm, 0.04)),
    )  # fmt: skip


def step_forward(
    t: float, share: float, build: Build = USUAL, side: Side = "left", *, sink: float = 0.14
) -> Pose:
    """Standing in a long step, the near foot behind; ``share`` 1 shifts the hips forward.

    Args:
        sink: how far the hips sink on the way, torso lengths.
    """
    front, rear = (0.52, 0.06), (-0.52, 0.08)
    hip = (-0.06 + 0.30 * share, 1.42 - sink * share)
    trunk = 4.0 + 3.0 * share
    knees = [_bent(hip, a, THIGH, SHIN, forward=True) for a in (rear, front)]
    shoulder = point_at(hip, trunk, 1.0)
    elbow = point_at(shoulder, trunk + 195.0, UPPER)
    arm = elbow, (hip[0] + 0.08, hip[1] + 0.08)
    # Of a long step the far leg is seen as well as the near one: measured on two recorded people.
    return sideways(
        t, replace(build, visible=0.9), hip=hip, trunk=trunk,
        legs=((knees[0], rear), (knees[1], front)),
        arms=(arm, _shifted(arm, 0.03)),
    )  # fmt: skip
