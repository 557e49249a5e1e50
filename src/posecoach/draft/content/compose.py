"""Puts a draft together: from the measures of a recording to the data of a stretch file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from posecoach.draft.content import conditions, figure, posture, rules, sides, words
from posecoach.draft.content.sides import UseOfSides
from posecoach.draft.movement.bearing import bends_down
from posecoach.draft.movement.candidates import Arc, Candidate, Table
from posecoach.draft.movement.profile import MovementProfile
from posecoach.draft.movement.repetitions import Repetition
from posecoach.draft.movement.series import KNOWN_SHARE
from posecoach.language import as_id, tr
from posecoach.language import mark as _
from posecoach.pose import Side
from posecoach.spec.load import added, stretches
from posecoach.spec.rules import Mode, SidesKind
from posecoach.spec.schema import USUAL_REACH, Level, Stretch

EVIDENCE = _("recorded once by its author")

# The author is one person, and others move less far. 'Way' is how far the author moved.
_LEAST = 0.3  # of the way: a repetition of another person counts from here on
_LEAST_ARC = 0.22  # the same of an arc: by stance and build the same movement is .3 to 1.1 long
_LEAST_ERRORS = 2.0  # model errors: the least way that counts is at least this
_LEAST_ASIDE = 0.5  # of the way: from 0 a side that starts aside goes at least this far
_MOST_LEAST = 0.6  # of the way: and at most this, whatever the model's error is
_MOST = 2.5  # of the way: the largest range that a person may have
_LEAVE = 0.5  # of the range: high, since a user who begins at once has not shown the start yet
# The start position and the neutral, to either side of the author's own. They are wide, since where
# others start depends on their build and on how they set their feet.
_START, _START_DEG = 0.45, 10.0  # of the way, but at least these degrees
_NEUTRAL, _NEUTRAL_DEG = 0.35, 10.0  # of the way, but at least these degrees
_START_HEIGHT = 0.5  # torso lengths below the author's: other bodies and cameras
_ONE_WAY = 0.8  # of the way: both of them, for a movement to one side only
_REPS = 5  # a side
_CHAIR = 0.5  # torso lengths: the hips of somebody on a chair are higher, on the floor .2
_HOLD_S = (10, 60)  # seconds: the shortest and the longest dose


@dataclass(frozen=True)
class Asked:
    """What the author says of the stretch."""

    name: str
    id: str
    mode: Mode
    side: Literal["left", "right", "both"] = "both"
    mistakes: tuple[rules.Mistake, ...] = ()


@dataclass(frozen=True)
class Composed:
    """The data of a stretch file, with its comments.

    Attributes:
        why: comments, by the key that they are about.
        unclear: names of mistakes for which no rule was found.
        sides: how the movement uses the sides of the body.
        told: by the name of each other mistake, the id of its rule and the candidate that tells it.
    """

    data: dict[str, Any]
    why: dict[str, str]
    unclear: tuple[str, ...]
    sides: SidesKind
    told: Mapping[str, tuple[str, str]]


def slug(name: str) -> str:
    """An id made of a name."""
    found = as_id(name)
    return found if found[:1].isalpha() else f"stretch_{found}".rstrip("_")


def unused_id(name: str) -> str:
    """An id made of a name, that no stretch has; that of the user's own of this name keeps it."""
    same = of_name(name)
    if same is not None and same.id in added().stretches:
        return same.id  # it is recorded anew
    taken = {*stretches(), *added().wrong}
    first = slug(name)
    tried, number = first, 1
    while tried in taken:
        number += 1
        tried = f"{first}_{number}"
    return tried


def of_name(name: str) -> Stretch | None:
    """The stretch that has a name already, in English or the user's language; None if none has."""
    wanted = name.strip().casefold()
    for one in stretches().values():
        if wanted in (one.name.casefold(), tr(one.name).casefold()):
            return one
    return None


def compose(profile: MovementProfile, signal: Candidate, asked: Asked) -> Composed:
    """A stretch by its author's recording and words."""
    use = sides.use_of_sides(profile, signal, None if asked.side == "both" else asked.side)
    way = profile.repetitions.way * signal.scale
    least = _least(_smaller_way(profile, use) * signal.scale, signal)
    told = conditions.conditions_of(profile, signal)
    ruled = rules.rules_of(profile, signal, asked.mode, asked.mistakes)
    measures, base = _signal(profile, signal, use, way)
    measures.update({**told.measures, **ruled.measures})
    framing = _framing(profile, measures)
    why = {
        "measures.way": f"the rep signal: {signal.name.replace('_', ' ')}",
        "rep.range": f"the author went {way:.1f}; counted from {least:.1f} on",
        **{f"recognise.{k}": v for k, v in told.why.items()},
        **{f"rules.{k}": v for k, v in ruled.why.items()},
    }
    data: dict[str, Any] = {
        "schema": 1,
        "id": asked.id,
        "name": asked.name,
        "place": tr(_place(profile)),
        "level": _level(profile),
        "view": profile.recording.view,
        "modes": [asked.mode],
        "sides": use.kind,
        **_bearing(profile),
        **_about(profile, asked),
        "framing": framing,
        "dose": {asked.mode: _dose(profile, asked.mode)},
        "measures": measures,
        "recognise": told.all,
        "start": _start(profile, signal, base, way, use.aside),
        "guide": _guide(profile, use),
        "rep": {
            "measure": "way",
            "signed": use.kind == "alternate",
            **({} if signal.arc is None else {"side": "way_side"}),
            "range": _number(least / USUAL_REACH),
            "usual": _number(way),
            "bounds": [_number(least), _number(_MOST * way)],
            "leave": _LEAVE,
        },
        "rules": ruled.all,
    }
    return Composed(data, why, ruled.unclear, use.kind, ruled.told)


def _bearing(profile: MovementProfile) -> dict[str, Any]:
    """How the trunk is held, where it is not upright, or goes far down."""
    recording = profile.recording
    bearing = "chair" if _level(profile) == "chair" else recording.bearing
    if bearing != "upright":
        return {"bearing": bearing}
    return {"bends_down": True} if bends_down(recording.poses) else {}


def _about(profile: MovementProfile, asked: Asked) -> dict[str, Any]:
    view = profile.recording.view
    return {
        "summary": words.own(words.SUMMARY).format(name=asked.name),
        "instructions": [
            words.own(w) for w in (words.FACE[view], words.AS_SHOWN, words.GO[asked.mode])
        ],
        "safety": [words.own(words.SAFETY)],
        "evidence": EVIDENCE,
    }


def _smaller_way(profile: MovementProfile, use: UseOfSides) -> float:
    """How far the side that goes less far goes from where others are taken to start.

    Of sides that take turns that is 0, until they rest: who is turned a little and never rests goes
    less far from there to one side.
    """
    found = profile.repetitions
    if use.aside is None:
        return found.smaller_way
    ways = [found.ways[sign] + sign * found.base for sign in {s.sign for s in found.all}]
    return min(found.smaller_way, max(min(ways), _LEAST_ASIDE * found.smaller_way))


def _least(way: float, signal: Candidate) -> float:
    """The least degrees of the signal at which a movement counts."""
    clear = _LEAST_ERRORS * signal.error * signal.scale
    share = _LEAST if signal.arc is None else _LEAST_ARC
    return min(max(share * way, clear), _MOST_LEAST * way)


def _number(value: float) -> float:
    return round(value, 1)


def _signal(
    profile: MovementProfile, signal: Candidate, use: UseOfSides, way: float
) -> tuple[dict[str, Table], float]:
    """The measures 'way' (from the neutral) and 'way_now' (as it is), and the author's neutral."""
    if signal.arc is not None:
        return _arc_signal(profile, signal, signal.arc), 0.0
    by = use.sign * signal.scale
    base = by * profile.repetitions.base
    reach = max(_ONE_WAY * way, _NEUTRAL_DEG)
    if use.aside is not None:
        reach, base = max(_NEUTRAL * way, _NEUTRAL_DEG) + use.aside, 0.0
    made: dict[str, Table] = {n: dict(t) for n, t in signal.tables.items()}
    now: Table = {"kind": "scaled", "of": [signal.name], "by": round(by, 3)}
    neutral = {"default": base, "low": base - reach, "high": base + reach}
    made["way_now"] = now
    made["way"] = {**now, "neutral": {k: _number(v) for k, v in neutral.items()}}
    return made, base


def _arc_signal(profile: MovementProfile, signal: Candidate, arc: Arc) -> dict[str, Table]:
    """'way' and 'way_side' of knees that fall aside, and the height that tells their start."""
    made: dict[str, Table] = {}
    for candidate in (signal, profile.recording.candidates[arc.height]):
        made.update({n: dict(t) for n, t in candidate.tables.items()})
    for name, of in (("way", signal.name), ("way_side", arc.side)):
        made[name] = {"kind": "scaled", "of": [of], "by": signal.scale}
    return made


def _start(
    profile: MovementProfile, signal: Candidate, base: float, way: float, aside: float | None
) -> dict[str, Any]:
    show, say = (words.own(w) for w in words.START)
    guide = {"show": show, "say": say}
    if signal.arc is not None:
        within, places = _highest(profile, signal.arc)
        return {"all": [within], **places, "guide": guide}
    reach = max(_ONE_WAY * way, _START_DEG)
    if aside is not None:
        reach = max(_START * way, _START_DEG) + aside
    within = {"measure": "way_now", "min": _number(base - reach), "max": _number(base + reach)}
    return {"all": [within], "guide": guide}


def _highest(profile: MovementProfile, arc: Arc) -> tuple[Table, Table]:
    """The start of knees that fall aside: how high they are there, and by what it is found."""
    height = profile.of(arc.height)
    assert height is not None
    least = height.start - max(_START_HEIGHT, _START * abs(height.change))
    within = {"measure": arc.height, "optional": True, "min": round(least, 2)}
    return within, {"highest": arc.height, "between": arc.side}


def _framing(profile: MovementProfile, measures: dict[str, Table]) -> dict[str, Any]:
    recording = profile.recording
    bodies = [b for i in profile.working if (b := recording.bodies[i]) is not None]
    widths = [b.shoulder_width for b in bodies]
    if recording.view == "side":
        enter = float(np.clip(np.percentile(widths, 90) + 0.12, 0.40, 0.60))
        out: dict[str, Any] = {"enter": round(enter, 2), "leave": round(enter + 0.2, 2)}
    else:
        enter = float(np.clip(0.6 * np.percentile(widths, 10), 0.2, 0.42))
        out = {"enter": round(enter, 2), "leave": round(0.6 * enter, 2)}
        measures["facing"] = {"kind": "faces_camera"}
        out["facing"] = "facing"
    out["body"] = ["mid_shoulder", "mid_hip"]
    feet = profile.of("hips_height")
    if feet is not None and feet.seen >= KNOWN_SHARE:
        out["feet"] = ["left_ankle", "right_ankle"]
    lies = recording.bearing != "upright"
    height = float(np.median([b.box_length if lies else b.box_height for b in bodies]))
    out["least_height"] = round(float(np.clip(0.6 * height, 0.16, 0.33)), 2)
    return out


def _dose(profile: MovementProfile, mode: Mode) -> Table:
    if mode == "mobilizer":
        return {"reps_per_side": _REPS}
    shortest, longest = _HOLD_S
    held = 5 * round(float(np.median(_held(profile))) / 5)
    return {"seconds": int(min(max(held, shortest), longest)), "sets": 2}


def _held(profile: MovementProfile) -> list[float]:
    t = profile.recording.t
    return [float(t[s.far[1]] - t[s.far[0]]) for s in profile.repetitions.all]


def _guide(profile: MovementProfile, use: UseOfSides) -> dict[str, Any]:
    def side_of(repetition: Repetition) -> Side:
        if use.kind == "alternate":
            return "left" if repetition.sign * use.sign > 0 else "right"
        if profile.recording.view == "side":
            facing = float(np.median(profile.recording.facing[profile.working]))
            return "right" if facing > 0 else "left"
        return "left"

    drawn = side_of(profile.repetitions.all[0])
    ends = [
        i
        for repetition, end in zip(profile.repetitions.all, profile.ends, strict=True)
        if side_of(repetition) == drawn
        for i in end
    ]
    start, end = figure.positions(profile.recording, list(profile.resting), ends, drawn)
    return {**rules.tempo(profile), "start": start, "end": end}


def _place(profile: MovementProfile) -> str:
    """The posture in a few words, by how high hips and shoulders are."""
    hips, trunk = profile.of("hips_height"), profile.of("shoulders_height")
    if trunk is None:
        return ""
    if trunk.start < 0.5 and (hips is None or hips.start < 1.2):
        low = hips is None or hips.start <= 0.4
        return _("lying") if low else _("on all fours")
    if hips is None:
        return ""
    if not posture.seated(profile):
        return _("standing")
    knees = profile.of("both_knees_height")
    return _("sitting") if knees and knees.start > hips.start - 0.2 else _("kneeling")


def _level(profile: MovementProfile) -> Level:
    """Where it is done: to the floor and to a chair the guide shows a way."""
    place, hips = _place(profile), profile.of("hips_height")
    if place == "sitting":
        return "chair" if hips is not None and hips.start > _CHAIR else "floor"
    return "standing" if place in ("", "standing") else "floor"


def about(found: Composed, counted: Mapping[Side, int]) -> list[str]:
    """The comment at the top of the file."""
    shown = ", ".join(f"{n} {side}" for side, n in counted.items() if n)
    if found.sides == "together":
        shown = f"{sum(counted.values())} repetitions"
    return [
        f"{found.data['name']}: drafted from one recording ({shown}).",
        "Angles in degrees, lengths in torso lengths; the rep signal in degrees, where a length is",
        "an arc with the radius of a torso. Edit any number or word, then:",
        "    posecoach stretches check FILE",
        "    posecoach analyze RECORDING --stretch FILE --why",
        "Limits are wide on purpose: they were seen on one body only.",
    ]
