"""Rules of a draft: what stayed steady, and what the author did wrong on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from posecoach.draft.content import words
from posecoach.draft.movement.candidates import Candidate, Table
from posecoach.draft.movement.profile import MeasureStats, MovementProfile
from posecoach.draft.movement.series import KNOWN_SHARE
from posecoach.judge.count.shape import time_between
from posecoach.language import as_id, tr
from posecoach.pose import SIDES
from posecoach.spec.rules import Mode

# Candidates for a rule on what stays, by the part that it is about.
_STEADY = {
    "trunk": ("trunk_lean", "both_hip_angle"),
    "knee": ("least_knee_angle",),
    "elbow": ("least_elbow_angle",),
    "nape": ("both_nape_angle",),
}
_STILL = 1.0  # model errors: a measure that changes by less has stayed
_SPREADS = 3.0  # standard deviations
_ERRORS = 2.0  # model errors: nearly all readings are within this many
# A way out is too fast if it takes less than this share of the author's; least and most seconds.
_FASTEST, _LEAST_RISE_S, _MOST_RISE_S = 0.35, 0.3, 0.6
_CLEAR = 1.5  # bands by which right and wrong must differ
_MOST_RULES = 3
_MOST_TRIED = 6  # measures for a mistake; each is another coach over both recordings
_UPSIDE_DOWN = 150.0  # degrees of an inclination


@dataclass(frozen=True)
class Mistake:
    """A mistake that the author made on purpose: their name for it, and its measures."""

    name: str
    profile: MovementProfile
    tried: frozenset[str] = frozenset()  # candidates whose rule told the mistake wrongly


@dataclass(frozen=True)
class Rules:
    """The ``[[rules]]`` of a draft.

    Attributes:
        measures: what they need.
        why: a comment for each, by its id.
        unclear: names of mistakes that could not be told from the right movement.
        told: by the name of each other mistake, the id of its rule and the candidate that tells it.
    """

    all: list[Table]
    measures: dict[str, Table]
    why: dict[str, str]
    unclear: tuple[str, ...]
    told: dict[str, tuple[str, str]]


def rules_of(
    profile: MovementProfile, signal: Candidate, mode: Mode, mistakes: tuple[Mistake, ...] = ()
) -> Rules:
    """The rules of a recording."""
    out = Rules([], {}, {}, (), {})
    _steady(profile, signal, out)
    unclear = [m.name for m in mistakes if not _wrong(profile, signal, m, out)]
    if mode == "mobilizer":
        rise = _rise_s(profile)
        fastest = round(min(max(_FASTEST * rise, _LEAST_RISE_S), _MOST_RISE_S), 2)
        show, say = (words.own(w) for w in words.TOO_FAST)
        out.all.append(
            {
                "id": "too_fast", "per": "rep", "window": "whole", "hint": True, "priority": 5,
                "reps_before_cue": 2, "fault": {"all": [{"measure": "rise_s", "below": fastest}]},
                "cue": {"show": show, "say": say},
            }
        )  # fmt: skip
        out.why["too_fast"] = f"the author took {rise:.1f} s"
    return replace(out, unclear=tuple(unclear))


def band(candidate: Candidate, profile: MovementProfile) -> float:
    """How much a measure varies: by its spread or by the pose model's error, if that is more."""
    stats = profile.of(candidate.name)
    assert stats is not None
    return max(_SPREADS * max(stats.differs, stats.sway), _ERRORS * candidate.error)


def _steady(profile: MovementProfile, signal: Candidate, out: Rules) -> None:
    for part, names in _STEADY.items():
        for name in names:
            candidate, stats = profile.recording.candidates[name], profile.of(name)
            # The region may name both sides, as 'knees' does.
            if stats is None or stats.seen < KNOWN_SHARE or part in signal.region:
                continue
            if abs(stats.change) > _STILL * candidate.error or len(out.all) >= _MOST_RULES:
                continue
            measure = _changed(candidate, profile, out.measures)
            limit = round(band(candidate, profile) + abs(stats.change), 1)
            show, say = (words.own(w) for w in words.STEADY[part])
            conditions: list[Table] = [{"measure": measure, "above": limit}]
            if not measure.endswith("_size"):
                conditions.append({"measure": measure, "below": -limit})
            out.all.append(
                {
                    "id": f"{part}_steady", "per": "rep", "hint": True, "priority": 4,
                    "reps_before_cue": 2, "fault": {"any": conditions},
                    "parts": _parts(candidate), "cue": {"show": show, "say": say},
                }
            )  # fmt: skip
            out.why[f"{part}_steady"] = (
                f"seen: {stats.change:+.1f}, differing by {stats.differs:.1f}"
            )
            break


def _changed(candidate: Candidate, profile: MovementProfile, measures: dict[str, Table]) -> str:
    """A measure that is the change from the user's own start position."""
    measures.update({n: dict(t) for n, t in candidate.tables.items()})
    last = dict(candidate.tables[candidate.name])
    name = f"{candidate.name}_change"
    measures[name] = {**last, "neutral": {}}
    if profile.recording.parity[candidate.name] < 0:
        measures[f"{name}_size"] = {"kind": "magnitude", "of": [name]}
        return f"{name}_size"
    return name


def _parts(candidate: Candidate) -> list[str]:
    """The points that a candidate is measured on, to be coloured."""
    points: list[str] = []
    for table in candidate.tables.values():
        for key in ("from", "to", "at", "of"):
            value = table.get(key, [])
            found = [value] if isinstance(value, str) else list(value)
            if table["kind"] in ("tilt", "line_turn"):  # they name a pair
                found = [f"{side}_{pair}" for pair in found for side in SIDES]
            points += [p for p in found if p not in candidate.tables and p not in points]
    return points


def _wrong(profile: MovementProfile, signal: Candidate, mistake: Mistake, out: Rules) -> bool:
    """Adds a rule for a mistake, by the measure that tells it best; false if none does."""
    if len(mistake.tried) >= _MOST_TRIED:
        return False
    best: tuple[float, Candidate, float, float] | None = None
    for name, candidate in profile.recording.candidates.items():
        if candidate.depth or candidate.arc or candidate.region == signal.region:
            continue
        if name in mistake.tried or profile.recording.parity[name] == 0:
            continue
        right, wrong = profile.of(name), mistake.profile.of(name)
        if right is None or wrong is None or min(right.seen, wrong.seen) < KNOWN_SHARE:
            continue
        if _upside_down(candidate, right, wrong):
            continue
        right_at, wrongs = float(np.median(profile.moves(name))), mistake.profile.moves(name)
        wrong_at = float(np.median(wrongs))
        apart = (wrong_at - right_at) / band(candidate, profile)
        if abs(apart) < _CLEAR or float(np.std(wrongs)) > abs(wrong_at - right_at):
            continue
        score = abs(apart) * candidate.general
        if best is None or score > best[0]:
            best = score, candidate, right_at, wrong_at
    if best is None:
        return False
    _, candidate, right_at, wrong_at = best
    measure = _changed(candidate, profile, out.measures)
    limit = round((right_at + wrong_at) / 2, 2)
    condition = {"measure": measure, "above" if wrong_at > right_at else "below": limit}
    show = " ".join(mistake.name.split()[:6])
    name = as_id(mistake.name)
    name = name if name[:1].isalpha() else f"mistake_{name}".rstrip("_")
    while name in out.why:
        name += "_again"
    out.all.append(
        {
            "id": name, "per": "rep", "priority": 2, "reps_before_cue": 1,
            "fault": {"all": [condition]}, "parts": _parts(candidate),
            "cue": {"show": tr(show), "say": tr(mistake.name)},
        }
    )  # fmt: skip
    out.why[name] = f"right: {right_at:+.2f}, as a mistake: {wrong_at:+.2f}"
    out.told[mistake.name] = name, candidate.name
    return True


def _upside_down(candidate: Candidate, *seen: MeasureStats) -> bool:
    """Whether an inclination comes near 180 degrees, where its sign jumps."""
    if not any(table["kind"] == "inclination" for table in candidate.tables.values()):
        return False
    return any(max(abs(s.low), abs(s.high)) > _UPSIDE_DOWN for s in seen)


def _out_s(profile: MovementProfile) -> float:
    """Seconds from the start to the end position, the median."""
    t = profile.recording.t
    return float(np.median([t[s.far[0]] - t[s.first] for s in profile.repetitions.all]))


def _rise_s(profile: MovementProfile) -> float:
    """The same from 10 to 90 % of the way, as the measure ``rise_s`` of a repetition is."""
    t, found = profile.recording.t, profile.repetitions
    out = []
    for s in found.all:
        way = slice(s.first, s.far[1] + 1)
        size = s.sign * (profile.signal[way] - found.base)
        rise = time_between(list(zip(t[way], size, strict=True)), 0.1 * s.peak, 0.9 * s.peak)
        out.append(rise if rise is not None else t[s.far[0]] - t[s.first])
    return float(np.median(out))


def tempo(profile: MovementProfile) -> Mapping[str, float]:
    """The guide figure's tempo, seconds: the author's own, not faster than two seconds a way."""
    t = profile.recording.t
    ends = [t[s.far[1]] - t[s.far[0]] for s in profile.repetitions.all]
    backs = [t[min(s.last, len(t) - 1)] - t[s.far[1]] for s in profile.repetitions.all]
    return {
        "out_s": round(max(2.0, _out_s(profile)), 1),
        "end_s": round(min(3.0, max(0.5, float(np.median(ends)))), 1),
        "back_s": round(max(2.0, float(np.median(backs))), 1),
    }
