"""Movements that no shipped stretch knows, by generated bodies of different people.

Seen from the side: a chain of segments from the ankles up, each leaning by an angle (degrees from
upright, + forward). Seen from the front: the standing body of ``postures``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from posecoach.pose import SIDES, Pose, Side
from tests.kinematic import Noise, Rep, excursions, noisy, sequence, times
from tests.postures import WIDTH, Points, add_hand, landmark, point_at, pose, standing

FPS = 10.0  # of the recordings that drafts are made from
Angles = Mapping[str, float]


@dataclass(frozen=True)
class Who:
    """One person before one camera.

    Attributes:
        leg, arm: lengths of each part of a limb, times the usual.
        way: +1 faces the picture's right, -1 its left.
        amount: how far they move, times the usual.
        pace: how long they take, times the usual.
        torso_px: how large they are in the picture.
        jitter: of each point, pixels.
    """

    leg: float = 1.0
    arm: float = 1.0
    way: int = 1
    amount: float = 1.0
    pace: float = 1.0
    torso_px: float = 110.0
    jitter: float = 1.2
    seed: int = 1


PEOPLE = (
    Who(),
    Who(leg=0.88, arm=1.05, way=-1, amount=0.85, pace=1.25, torso_px=125, seed=2),
    Who(leg=1.1, arm=0.92, amount=1.15, pace=0.8, torso_px=95, jitter=1.6, seed=3),
    Who(leg=0.95, way=-1, amount=0.75, pace=1.1, torso_px=118, jitter=2.0, seed=4),
)


def chain(t: float, a: Angles, who: Who) -> Pose:
    """A body seen from the side, its feet or toes on the floor.

    ``far_*`` are of the leg and arm that are farther from the camera; as the near ones by default.
    """
    near: Side = "right" if who.way > 0 else "left"
    points: Points = {}
    ankle = (0.0, 0.08)
    knee = point_at(ankle, a["shin"], 0.85 * who.leg)
    hip = point_at(knee, a["thigh"], 0.85 * who.leg)
    shoulder = point_at(hip, a["trunk"], 1.0)
    head = a["trunk"] + a.get("neck", 0.0)
    ear = point_at(shoulder, head, 0.3)
    eye = point_at(ear, head + 60.0, 0.11)
    points["nose"] = point_at(ear, head + 95.0, 0.18)
    for side in SIDES:
        far = side != near
        shift = -0.02 if far else 0.02
        for part in ("eye_inner", "eye", "eye_outer"):
            points[f"{side}_{part}"] = eye
        points[f"mouth_{side}"] = point_at(ear, head + 125.0, 0.16)
        points[f"{side}_ear"] = ear
        points[f"{side}_shoulder"] = (shoulder[0] + shift, shoulder[1])
        points[f"{side}_hip"] = (hip[0] + shift, hip[1])
        shin = a.get("far_shin", a["shin"]) if far else a["shin"]
        thigh = a.get("far_thigh", a["thigh"]) if far else a["thigh"]
        own_knee = point_at(hip, thigh + 180.0, 0.85 * who.leg)
        own_ankle = point_at(own_knee, shin + 180.0, 0.85 * who.leg)
        points[f"{side}_knee"] = (own_knee[0] + shift, own_knee[1])
        points[f"{side}_ankle"] = (own_ankle[0] + shift, own_ankle[1])
        points[f"{side}_heel"] = (own_ankle[0] - 0.08 + shift, own_ankle[1] - 0.05)
        points[f"{side}_foot_index"] = (own_ankle[0] + 0.22 + shift, own_ankle[1] - 0.06)
        arm = a.get("far_arm", a["arm"]) if far else a["arm"]
        elbow = point_at(points[f"{side}_shoulder"], arm, 0.5 * who.arm)
        add_hand(points, side, elbow, point_at(elbow, arm + a.get("elbow", 0.0), 0.45 * who.arm))
    turned = {n: (who.way * x, up) for n, (x, up) in points.items()}
    middle = 0.5 - who.way * a.get("ahead", 0.2) * who.torso_px / WIDTH
    return pose(t, turned, torso_px=who.torso_px, centre=middle)


def _between(start: Angles, end: Angles, share: float) -> dict[str, float]:
    return {k: start[k] + (end.get(k, start[k]) - start[k]) * share for k in start}


@dataclass(frozen=True)
class Movement:
    """A movement from one set of angles to another and back; ``sides``: alternating ones."""

    name: str
    body: Callable[[float, float, Who], Pose]
    alternate: bool = False
    seconds: float = 2.0


def _side_view(name: str, start: Angles, end: Angles, *, larger: float = 1.0) -> Movement:
    def body(t: float, share: float, who: Who) -> Pose:
        nearer = replace(who, torso_px=larger * who.torso_px)
        return chain(t, _between(start, end, share * who.amount), nearer)

    return Movement(name, body)


_STANDING = {"shin": 0.0, "thigh": 0.0, "trunk": 0.0, "neck": 5.0, "arm": 178.0}
_NEARER = 1.45  # on all fours people are low, and stand nearer to the camera
_FOURS = {
    "ahead": 1.2, "shin": 88.0, "thigh": -2.0, "trunk": 84.0, "neck": 5.0, "arm": 176.0,
    "far_shin": 88.0, "far_thigh": -2.0, "far_arm": 176.0,
}  # fmt: skip


def _march(t: float, share: float, who: Who) -> Pose:
    """Knees raised in turn, seen from the front; + is the left one."""
    found = standing(t, stance=0.2 * who.leg)
    side = "left" if share > 0 else "right"
    image = found.image.copy()
    lift = abs(share) * who.amount * 0.55 * 115.0 / 480
    for part, times_ in (("knee", 1.0), ("ankle", 1.1), ("heel", 1.1), ("foot_index", 1.1)):
        image[landmark(f"{side}_{part}"), 1] -= times_ * lift
    return replace(found, image=image)


MOVEMENTS = (
    _side_view("squat", _STANDING, {"shin": 28.0, "thigh": -62.0, "trunk": 38.0, "arm": 100.0}),
    _side_view("toe touch", _STANDING, {"trunk": 112.0, "neck": 20.0, "arm": 178.0}),
    _side_view("cat-cow", {**_FOURS, "neck": -40.0, "trunk": 80.0}, {"neck": 45.0, "trunk": 90.0},
               larger=_NEARER),
    _side_view("arm out on all fours", _FOURS, {"arm": 85.0}, larger=_NEARER),
    _side_view("heel sit", _FOURS, {"thigh": -62.0, "trunk": 96.0, "arm": 110.0, "far_thigh": -62.0,
                                    "far_arm": 110.0}, larger=1.25 * _NEARER),
    Movement("march", _march, alternate=True),
)  # fmt: skip


def recorded(movement: Movement, who: Who, reps: int = 5, *, fps: float = 15.0) -> list[Pose]:
    """The poses of a person who does a movement."""
    sides: Sequence[Side] = ("left", "right") if movement.alternate else ("left",)
    s = movement.seconds * who.pace
    plan = [Rep(sides[i % len(sides)], 1.0, s, 0.6 * who.pace, s) for i in range(reps)]
    value, length = excursions(plan, 1.8, 1.0)
    poses = [movement.body(t, value(t), who) for t in times(length, fps)]
    return noisy(poses, Noise(jitter=who.jitter, seed=who.seed))


def movement(name: str) -> Movement:
    """A movement that no shipped stretch knows."""
    return next(m for m in MOVEMENTS if m.name == name)


def side_reach(reps: int = 4) -> list[Pose]:
    """A side reach, the sides in turn."""
    return sequence(
        "lateral_line",
        [Rep("left" if i % 2 == 0 else "right", 20.0) for i in range(reps)],
        fps=FPS,
    )
