"""Ranks measures by how well repetitions can be counted by them."""

import math
from dataclasses import dataclass

import numpy as np

from posecoach.draft.movement.candidates import LEG_SEGMENTS, Candidate
from posecoach.draft.movement.repetitions import Repetitions, find
from posecoach.draft.movement.series import KNOWN_SHARE, STANDING, MeasuredRecording, Series

_JUMP = 0.5  # of the range: a sample farther than this from the smoothed course is a jump
_MOST_JUMPS = 0.01  # share of the samples
_LEAST_RANGE = 3.0  # in units of noise and error
_RATE_HZ = 10.0
_SHORTEST_S, _LONGEST_S = 1.0, 25.0
_COMPONENT_AT = 300  # this many moments are enough for the first principal component
# With the feet one before the other, farther apart than this in torso lengths, the middle of the
# legs depends on how far apart each person sets them: the score of such measures is lowered.
_SPLIT_TORSO, _SPLIT = 0.5, 0.7
# The legs of somebody who sits point at the camera: how far they lean depends on how far apart the
# feet are set (15 to 76 degrees for the same movement), so that the score of their lean is lowered.
_SEATED_LEGS = 0.6
# Where the values of two limbs are closer than this, in model errors, their minimum switches
# between the limbs: its score is lowered.
_APART, _MIXED = 3.0, 0.6
_EVENNESS = 0.25  # how much it counts that both sides go equally far
# An angle beyond this many degrees may have passed straight, and is the same on both sides of it:
# its score is lowered.
_STRAIGHT_DEG, _SMALL_DEG, _FOLDED = 165.0, 45.0, 0.4


@dataclass(frozen=True)
class Ranked:
    """One measure as a repetition signal.

    Attributes:
        score: higher is better.
        share: of the time in which it is known.
        strength: its range in units of its noise and the model's error.
    """

    candidate: Candidate
    repetitions: Repetitions
    score: float
    share: float
    strength: float


@dataclass(frozen=True)
class Ranking:
    """All measures, ranked.

    Attributes:
        ranked: those that can be counted by, the best first.
        hidden: names of those that move, but are not seen for long enough.
        deep: of those that move, but depend on the model's guess of depth.
        jumping: of those that move, but jump too often.
        moving: of all that move by clearly more than noise and error.
    """

    ranked: tuple[Ranked, ...]
    hidden: tuple[str, ...]
    deep: tuple[str, ...]
    jumping: tuple[str, ...]
    moving: tuple[str, ...]


def rank(recording: MeasuredRecording, *, hold: bool = False) -> Ranking:
    """Ranks every measure of a recording.

    Args:
        hold: it is a single long hold, which has no rhythm to score.
    """
    leading = {parity: _leading(recording, parity) for parity in (1, -1)}
    flips = recording.view == "side" and recording.flips
    split = recording.view == "side" and recording.usual("ankles_apart") > _SPLIT_TORSO
    seated = recording.view == "front" and recording.usual("hips_height") < STANDING
    ranked: list[Ranked] = []
    hidden, deep, jumping, moving = [], [], [], []
    for name, candidate in recording.candidates.items():
        if candidate.arc is not None and hold:
            continue  # its start is found in passing
        raw, x = recording.raw[name][recording.found], recording.smooth(name)
        if not np.isfinite(x).all() or len(raw) == 0 or recording.parity[name] == 0:
            continue
        share = float(np.isfinite(raw).mean())
        strength = _strength(recording.raw[name], x, candidate.error)
        if strength < _LEAST_RANGE or (flips and _is_forward(candidate)):
            continue
        moving.append(name)
        if candidate.depth:
            deep.append(name)
        elif share < KNOWN_SHARE:
            hidden.append(name)
        elif _jumps(recording.raw[name], x) > _MOST_JUMPS:
            jumping.append(name)
        else:
            repetitions = find(recording.t, x, recording.parity[name], candidate.error)
            if repetitions is None or not repetitions.all:
                continue
            rhythm = 1.0 if hold else _rhythm(recording.t, x)
            agreement = _correlation(x, leading[recording.parity[name]])
            score = (
                math.log(1 + strength)
                * rhythm
                * (0.5 + 0.5 * agreement)
                * repetitions.steady
                * repetitions.even**_EVENNESS
                * candidate.general
                * (_SPLIT if split and _of_middles(candidate) else 1.0)
                * (_SEATED_LEGS if seated and candidate.region in LEG_SEGMENTS else 1.0)
                * (1.0 if _one_limb(recording, name) else _MIXED)
                * (_FOLDED if _folds(candidate, repetitions, x) else 1.0)
            )
            ranked.append(Ranked(candidate, repetitions, score, share, strength))
    ranked.sort(key=lambda r: -r.score)
    return Ranking(tuple(ranked), tuple(hidden), tuple(deep), tuple(jumping), tuple(moving))


def _folds(candidate: Candidate, repetitions: Repetitions, x: Series) -> bool:
    """Whether an angle becomes straight on the way, and so does not tell on which side it is."""
    if "angle" not in {table["kind"] for table in candidate.tables.values()}:
        return False
    if repetitions.base >= _STRAIGHT_DEG:  # others may start beyond straight, and go less far
        return repetitions.way < _SMALL_DEG
    return float(np.percentile(x, 98)) > _STRAIGHT_DEG


def _one_limb(recording: MeasuredRecording, name: str) -> bool:
    """Whether the smaller or larger value of two limbs is of the same limb all the time."""
    for word, other in (("least_", "most_"), ("most_", "least_")):
        partner = other + name.removeprefix(word)
        if name.startswith(word) and partner in recording.candidates:
            apart = np.abs(recording.smooth(name) - recording.smooth(partner))
            return bool(np.percentile(apart, 5) >= _APART * recording.candidates[name].error)
    return True


def _is_forward(candidate: Candidate) -> bool:
    return any(table.get("positive") == "forward" for table in candidate.tables.values())


def _of_middles(candidate: Candidate) -> bool:
    """Whether it uses the middle of both knees or of both ankles."""
    points = [v for table in candidate.tables.values() for v in table.values()]
    return "mid_knee" in points or "mid_ankle" in points


def _strength(raw: Series, x: Series, error: float) -> float:
    known = np.isfinite(raw)
    noise = 1.48 * float(np.median(np.abs(raw[known] - x[known])))
    low, high = np.percentile(x, (5, 95))
    return float(high - low) / (noise + error)


def _jumps(raw: Series, x: Series) -> float:
    """Share of samples that are far off the smoothed course: swapped limbs and wrapped angles."""
    known = np.isfinite(raw)
    low, high = np.percentile(x, (5, 95))
    return float((np.abs(raw[known] - x[known]) > _JUMP * (high - low)).mean())


def _rhythm(t: Series, x: Series) -> float:
    """Autocorrelation at the best lag after it first fell to 0, 0..1."""
    grid = np.arange(t[0], t[-1], 1 / _RATE_HZ)
    if len(grid) < 2 * _RATE_HZ:
        return 0.0
    y = np.interp(grid, t, x)
    y = y - y.mean()
    power = float((y * y).mean())
    if power <= 0:
        return 0.0
    longest = min(len(y) // 2, int(_LONGEST_S * _RATE_HZ))
    lags = [float((y[:-k] * y[k:]).mean()) / power for k in range(1, longest)]
    first = next((i for i, v in enumerate(lags) if v <= 0), None)
    if first is None:
        return 0.0
    late = lags[max(first, int(_SHORTEST_S * _RATE_HZ)) :]
    return min(1.0, max(0.0, max(late, default=0.0)))


def _leading(recording: MeasuredRecording, parity: int) -> Series:
    """The first principal component of the measures of one parity, in units of the model's error.

    Those that change their sign with the side have a component of their own: where the sides take
    turns, its period is twice that of the others.
    """
    rows = [
        (x - x.mean())[:: max(1, len(x) // _COMPONENT_AT)] / candidate.error
        for name, candidate in recording.candidates.items()
        if recording.parity[name] == parity
        and not candidate.depth
        and np.isfinite(x := recording.smooth(name)).all()
    ]
    if not rows:
        return np.zeros(len(recording.t))
    _, _, components = np.linalg.svd(np.array(rows), full_matrices=False)
    first = np.asarray(components[0], np.float64)
    at = recording.t[:: max(1, len(recording.t) // _COMPONENT_AT)]
    return np.interp(recording.t, at, first)


def _correlation(x: Series, y: Series) -> float:
    if float(x.std()) <= 0 or float(y.std()) <= 0:
        return 0.0
    return abs(float(np.corrcoef(x, y)[0, 1]))
