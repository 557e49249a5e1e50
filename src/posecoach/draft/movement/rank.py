"""Ranks measures by how well repetitions can be counted by them."""

import math
from dataclasses import dataclass

import numpy as np

from posecoach.draft.movement.candidates import Candidate
from posecoach.draft.movement.repetitions import Swings, find
from posecoach.draft.movement.series import Recording, Values

SEEN = 0.95  # share of the time in which the measure must be known
_JUMP, _MOST_JUMPS = 0.5, 0.01  # of the range between two samples; share of the samples
_LEAST_RANGE = 3.0  # in units of noise and error
_RATE_HZ = 10.0
_SHORTEST_S, _LONGEST_S = 1.0, 25.0
_COMPONENT_AT = 300  # moments are enough for the first principal component
# Where the feet stand one before the other, their middle is where each sets them.
_SPLIT_TORSO, _SPLIT = 0.5, 0.7
# The smaller of two that are nearly alike is of one limb now, of the other later.
_APART, _MIXED = 3.0, 0.6
_STRAIGHT_DEG, _FOLDED = 165.0, 0.4


@dataclass(frozen=True)
class Ranked:
    """One measure as a repetition signal.

    Attributes:
        score: higher is better.
        share: of the time in which it is known.
        strength: its range in units of its noise and the model's error.
    """

    candidate: Candidate
    swings: Swings
    score: float
    share: float
    strength: float


@dataclass(frozen=True)
class Looked:
    """All that was looked at: what can be counted by, best first, and why the rest cannot."""

    ranked: tuple[Ranked, ...]
    hidden: tuple[str, ...]  # swings, but is not seen for long enough
    deep: tuple[str, ...]  # swings, but only in depth
    jumping: tuple[str, ...]
    moving: tuple[str, ...]  # swings by more than what the model is wrong by


def rank(recording: Recording, *, hold: bool = False) -> Looked:
    """Ranks every measure of a recording.

    Args:
        hold: a single long hold has no rhythm, and is not asked for one.
    """
    leading = {parity: _leading(recording, parity) for parity in (1, -1)}
    flips = recording.view == "side" and recording.flips
    split = recording.view == "side" and recording.usual("ankles_apart") > _SPLIT_TORSO
    ranked: list[Ranked] = []
    hidden, deep, jumping, moving = [], [], [], []
    for name, candidate in recording.candidates.items():
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
        elif share < SEEN:
            hidden.append(name)
        elif _jumps(recording.raw[name], x) > _MOST_JUMPS:
            jumping.append(name)
        else:
            swings = find(recording.t, x, recording.parity[name], candidate.error)
            if swings is None or not swings.all:
                continue
            rhythm = 1.0 if hold else _rhythm(recording.t, x)
            agreement = _correlation(x, leading[recording.parity[name]])
            score = (
                math.log(1 + strength)
                * rhythm
                * (0.5 + 0.5 * agreement)
                * swings.steady
                * candidate.general
                * (_SPLIT if split and _of_middles(candidate) else 1.0)
                * (1.0 if _one_limb(recording, name) else _MIXED)
                * (_FOLDED if _folds(candidate, swings, x) else 1.0)
            )
            ranked.append(Ranked(candidate, swings, score, share, strength))
    ranked.sort(key=lambda r: -r.score)
    return Looked(tuple(ranked), tuple(hidden), tuple(deep), tuple(jumping), tuple(moving))


def _folds(candidate: Candidate, swings: Swings, x: Values) -> bool:
    """Whether an angle passes the straight line on its way: it is alike on both sides of it."""
    kinds = {table["kind"] for table in candidate.tables.values()}
    return "angle" in kinds and swings.base < _STRAIGHT_DEG < float(np.percentile(x, 98))


def _one_limb(recording: Recording, name: str) -> bool:
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
    """Whether it rests on the middle of both knees or both feet."""
    points = [v for table in candidate.tables.values() for v in table.values()]
    return "mid_knee" in points or "mid_ankle" in points


def _strength(raw: Values, x: Values, error: float) -> float:
    known = np.isfinite(raw)
    noise = 1.48 * float(np.median(np.abs(raw[known] - x[known])))
    low, high = np.percentile(x, (5, 95))
    return float(high - low) / (noise + error)


def _jumps(raw: Values, x: Values) -> float:
    """Share of samples that lie off the smoothed course by half of the range: swaps and wraps."""
    known = np.isfinite(raw)
    low, high = np.percentile(x, (5, 95))
    return float((np.abs(raw[known] - x[known]) > _JUMP * (high - low)).mean())


def _rhythm(t: Values, x: Values) -> float:
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


def _leading(recording: Recording, parity: int) -> Values:
    """The first principal component of all measures, in units of what the model is wrong by.

    Those that change their sign with the side have one of their own: where the sides take turns,
    it takes twice as long as that of the others.
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


def _correlation(x: Values, y: Values) -> float:
    if float(x.std()) <= 0 or float(y.std()) <= 0:
        return 0.0
    return abs(float(np.corrcoef(x, y)[0, 1]))
