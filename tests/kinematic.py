"""A generated body that moves: poses of the first three stretches as functions of time."""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from posecoach.pose import LANDMARKS, Landmark, Pose, Side, other, swapped_indices
from tests.postures import HEIGHT, WIDTH, half_kneeling, nobody, seated, standing

_LEGS = [m for m in Landmark if m.name.split("_", 1)[-1] in {"KNEE", "ANKLE", "HEEL", "FOOT_INDEX"}]


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


def body_of(
    stretch: str, faults: frozenset[str] = frozenset(), person: Person | None = None
) -> Body:
    """A body that does one of the first three stretches: its pose by time, degrees and side."""
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
    body = body_of(stretch, frozenset(faults), person)
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
