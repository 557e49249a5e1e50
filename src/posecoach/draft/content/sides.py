"""How a movement uses the sides of the body, and which way is left."""

from dataclasses import dataclass

import numpy as np

from posecoach.draft.content.posture import seated
from posecoach.draft.movement.candidates import LEG_SEGMENTS, Candidate
from posecoach.draft.movement.profile import MovementProfile
from posecoach.pose import Side
from posecoach.spec.rules import SidesKind

# Seen from the side, a change of the difference between the legs by more than this, in torso
# lengths or degrees, means that one leg does what the other does not.
_SPLIT_TORSO, _SPLIT_DEG = 0.25, 25.0
_LEANS_BY = 2.0  # model errors: a lean that moves by more tells the side
#: The first of these that moves enough tells the side: + is to the user's left.
_LEANS = (
    "trunk_lean", "shin_lean", "both_shin_lean", "leg_lean", "thigh_lean", "both_thigh_lean",
    "shoulders_over_hips_offset", "knees_from_hips_offset", "hips_over_feet_offset",
)  # fmt: skip
# The legs of somebody who sits point towards the camera: turned by 15 degrees, they lean aside.
_TURNED_DEG = 12.0
_LEGS = (*LEG_SEGMENTS, "knee", "knees", "knees_from_hips", "hips_over_knees")


@dataclass(frozen=True)
class UseOfSides:
    """How a movement uses the sides of the body.

    Attributes:
        kind: they take turns, are done one after the other, or move as one.
        sign: the factor, +1 or -1, with which the way out, or else the way to the user's left,
            is +.
        aside: for sides that take turns, how far from 0 a user who is turned a little may rest,
            degrees, 0 or more; None for others.
    """

    kind: SidesKind
    sign: int
    aside: float | None


def use_of_sides(profile: MovementProfile, signal: Candidate, shown: Side | None) -> UseOfSides:
    """How a recording uses the sides.

    Args:
        shown: the side that its author said was shown; None for both.
    """
    kind = _kind(profile, signal)
    if kind != "alternate":
        return UseOfSides(kind, profile.repetitions.all[0].sign, None)
    towards = seated(profile) and signal.region in _LEGS
    own = abs(profile.repetitions.base) * signal.scale
    return UseOfSides(
        kind, _to_the_left(profile, signal, shown), max(own, _TURNED_DEG if towards else 0.0)
    )


def _kind(profile: MovementProfile, signal: Candidate) -> SidesKind:
    recording = profile.recording
    if recording.view == "front":
        return "alternate" if recording.parity[signal.name] < 0 else "together"
    limits = {"knees_height": _SPLIT_TORSO, "thigh_lean": _SPLIT_DEG, "knee_angle": _SPLIT_DEG}
    for name, limit in limits.items():
        least, most = profile.of(f"least_{name}"), profile.of(f"most_{name}")
        if least is not None and most is not None and most.start - least.start > limit:
            return "separate"
    return "together"


def _to_the_left(profile: MovementProfile, signal: Candidate, shown_side: Side | None) -> int:
    repetitions, recording = profile.repetitions, profile.recording
    signs = {s.sign for s in repetitions.all}
    if len(signs) == 1 and shown_side is not None:
        return signs.pop() * (1 if shown_side == "left" else -1)
    if signal.name in _LEANS or signal.arc is not None:
        return 1
    x = recording.smooth(signal.name)
    for name in _LEANS:
        if name not in recording.candidates or recording.parity[name] >= 0:
            continue
        y, candidate = recording.smooth(name), recording.candidates[name]
        if not np.isfinite(y).all() or not float(y.std()):
            continue
        strength = float(np.percentile(y, 95) - np.percentile(y, 5)) / candidate.error
        if strength >= _LEANS_BY:
            return 1 if float(np.corrcoef(x, y)[0, 1]) >= 0 else -1
    return 1
