"""What distinguishes the recorded movement from others: posture, which parts move, which stay.

Every limit is wide: it must hold for other bodies, other cameras and other ways to do the same
stretch. Good form needs tight limits, and those belong to rules.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from posecoach.draft.content import words
from posecoach.draft.movement.candidates import Candidate, Table
from posecoach.draft.movement.profile import MeasureStats, MovementProfile
from posecoach.judge.count.facts import rise, travel
from posecoach.measure.body import Body
from posecoach.pose import ANKLES, HIPS, SHOULDERS, Landmark
from posecoach.spec.rules import View

# How much the same posture differs between bodies and cameras, beyond what the recording shows. It
# is wide, and yet standing, kneeling, sitting and lying stay apart (hips 1.6, 0.9, 0.2 and 0 torso
# lengths up). From the front, heights also depend on the height of the camera.
_WIDER_TORSO, _WIDER_DEG = {"side": 0.4, "front": 0.5}, 40.0
_FEET_APART = {"side": 0.9, "front": 1.6}  # torso lengths: people set their feet as they like
_SEATED_APART = 0.8  # torso lengths more, for people who do not stand on their feet
_STANDING = 1.2  # torso lengths from the feet to the hips
# Hips this high over straight knees stand, too: a long trunk, or a camera that looks down.
_LEAST_STANDING, _STRAIGHT_KNEES = 0.8, 155.0
_SEATED_HIPS = 0.7  # torso lengths: the feet are ahead of the hips, and so lower in the picture
_MOST_SEATED = 1.3  # torso lengths of the hips: more than that is a stand
_KNEES_FRONT = 0.6  # torso lengths for the height of the knees, from the front
_STRAIGHT = 140.0  # degrees of a knee
_SPLAY_DEG = 60.0  # knees wider than the feet, as in a squat or with soles together
_SPLAY_START_DEG = 50.0  # the same of one who sits, at the start: soles together are 60 to 100
_FURTHER = 2.0  # of the author's own change: others go up to three times as far
_SURELY = 0.98  # share of the time: what is seen this often must be seen to recognise the posture
_HARDLY = 0.6  # share of the time: what is seen less often is no condition
_SPLAY = "uneven_shin_lean"
# One knee on the floor, or one foot on a step: others have one knee clearly above the other, too.
_SPLIT, _LEAST_SPLIT, _OF_SPLIT = "knees_split", 0.4, 0.5  # torso lengths; of the author's own
_ASKED = ("hips_height", "shoulders_height")  # the least that every posture is recognised by

_GOES_ALONG = 0.8  # correlation with the signal from which a part moves with it
_LEAST_CHANGE = 3.0  # model errors by which such a part must change
_OF_CHANGE = 0.4  # of the author's own change: a part that changes by this has moved
_MOVED = 2.0  # model errors
_MOST_PARTS = 4
# Hands and elbows move in most things that people do: they are left out where at least two larger
# parts move.
_LOOSE, _ENOUGH = {"elbow", "wrist"}, 2
_KNEE = "knee"  # the region of the joint that tells a squat from a bow
_MUCH_DEG, _OF_LEGS_CHANGE = 40.0, 0.25  # a large change of a joint; the share that others need
_STILL = 1.5  # model errors: a part that changes by less stays
_STAYS_TORSO = 0.4  # torso lengths by which a part that stays may change
_LEAST_TRAVEL, _MORE_TRAVEL = 0.45, 0.25  # torso lengths that the feet may move
_STEP = 0.5  # torso lengths between the feet
# While somebody sits and only moves the legs, the shoulders rise or sink by .03 torso lengths and
# the hips travel by .28 at most (13 people); trunks that tip, and people who get up, do by more.
_TRUNK_STAYS, _TRUNK_MAY, _SEAT_STAYS, _SEAT_MAY = 0.06, 0.2, 0.3, 0.6
_SEATED_TRAVEL = 0.75  # more when seated: feet that are wide apart roll, and the ankles with them


@dataclass
class Conditions:
    """The ``[[recognise]]`` of a draft, with the measures that they need.

    Attributes:
        why: a comment for each condition, by its id.
    """

    all: list[Table] = field(default_factory=list)
    measures: dict[str, Table] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def add(self, table: Table, said: tuple[str, str, str], why: str) -> None:
        what, show, say = said
        self.all.append(
            {**table, "what": words.own(what), "show": words.own(show), "say": words.own(say)}
        )
        self.why[table["id"]] = why

    def need(self, candidate: Candidate) -> str:
        self.measures.update({n: dict(t) for n, t in candidate.tables.items()})
        return candidate.name


def conditions_of(profile: MovementProfile, signal: Candidate) -> Conditions:
    """The conditions that a recording gives.

    Args:
        signal: the measure that counting follows.
    """
    out = Conditions()
    _posture(profile, out)
    moving = _moving(profile, signal)
    _parts_that_move(profile, moving, out)
    _legs_that_move(profile, moving, out)
    _parts_that_stay(profile, out)
    seen = _median_of(profile, travel, ANKLES)
    most = max(_LEAST_TRAVEL, 2 * seen + _MORE_TRAVEL)
    table = {"id": "in_place", "per": "rep", "measure": "feet_travel", "max": _up(most)}
    out.add(table, words.IN_PLACE, f"seen: {seen:.2f}")
    _feet_apart(profile, out)
    if seated(profile) and profile.recording.view == "front":
        _stays_seated(profile, out)
    return out


def _feet_apart(profile: MovementProfile, out: Conditions) -> None:
    """The distance of the feet must not change more than the author's, with a margin.

    Not with one foot before the other, seen from the side: where the pose model takes one leg for
    the other, as it does on some bodies, the feet seem to come together.
    """
    candidate = profile.recording.candidates.get("ankles_apart")
    if candidate is None:
        return
    if profile.recording.view == "side" and profile.recording.usual(candidate.name) > _STEP:
        return
    x = profile.recording.smooth(candidate.name)
    spreads = [
        float(np.subtract(*np.nanpercentile(part, (90, 10))))
        for s in profile.repetitions.all
        if np.isfinite(part := x[s.first : s.last + 1]).any()
    ]
    if not spreads:
        return
    seen = float(np.median(spreads))
    most = max(_LEAST_TRAVEL, 2 * seen + _MORE_TRAVEL) + (_SEATED_TRAVEL if seated(profile) else 0)
    table = {
        "id": "feet_stay", "per": "rep", "window": "spread", "measure": out.need(candidate),
        "max": _up(most), "optional": True,
    }  # fmt: skip
    out.add(table, words.IN_PLACE, f"seen: {seen:.2f}")


def seated(profile: MovementProfile) -> bool:
    """Whether the author does not stand on the feet: the hips are low, and the knees are bent."""
    hips = profile.of("hips_height")
    if hips is None or hips.start >= _STANDING:
        return False
    knees = profile.of("least_knee_angle") if profile.recording.view == "side" else None
    straight = knees is not None and knees.seen >= _HARDLY and knees.start >= _STRAIGHT_KNEES
    return not (straight and hips.start >= _LEAST_STANDING)


def _margin(candidate: Candidate, stats: MeasureStats, view: View, *, sits: bool) -> float:
    wide = _WIDER_DEG if candidate.unit == "deg" else _WIDER_TORSO[view]
    if candidate.name == "ankles_apart":
        wide = _FEET_APART[view] + (_SEATED_APART if sits else 0.0)
    if view == "front" and sits and candidate.name == "hips_height":
        wide = _SEATED_HIPS
    if view == "front" and "knees" in candidate.name:
        wide = _KNEES_FRONT
    if candidate.name == _SPLAY:
        wide = _SPLAY_DEG
    return max(wide, candidate.error + 2 * stats.sway)


def _posture(profile: MovementProfile, out: Conditions) -> None:
    view = profile.recording.view
    sits = seated(profile)
    for name, said in words.POSTURE.items():
        candidate = profile.recording.candidates.get(name)
        stats = profile.of(name) if candidate is not None else None
        if candidate is None or stats is None or stats.seen < _HARDLY:
            continue
        if name == _SPLIT and stats.low < _LEAST_SPLIT:
            continue
        if view == "front" and candidate.unit == "deg" and name != _SPLAY and stats.low < _STRAIGHT:
            continue  # from the front, how bent a knee looks depends on the camera's height
        margin = _margin(candidate, stats, view, sits=sits)
        further = _FURTHER * stats.change
        low = _down(stats.low - margin + min(0.0, further))
        high = _up(stats.high + margin + max(0.0, further))
        if name == "hips_height" and sits:
            high = max(_MOST_SEATED, _up(stats.high + _WIDER_TORSO["side"]))
        table: Table = {"id": name.removesuffix("_angle"), "measure": out.need(candidate)}
        if name == _SPLIT:
            table["min"] = _down(_OF_SPLIT * stats.low)
        elif name == _SPLAY and sits:  # the shins of those who let the knees fall say nothing later
            most = max(stats.start, 0.0) + _SPLAY_START_DEG
            table.update({"per": "rep", "window": "start", "max": _up(most)})
        elif name in ("ankles_apart", _SPLAY):
            table["max"] = high
        elif view == "front" and "knees" in name and stats.change < -_STILL * candidate.error:
            table["max"] = high  # knees that fall may fall to the floor, and a low camera lower
        elif candidate.unit == "deg":
            table.update(_angle(low, high))
            if len(table) == 2:
                continue
        else:
            table.update({"min": low, "max": high})
        if stats.seen < _SURELY or name not in _ASKED:
            table["optional"] = True
        out.add(table, said, f"seen: {stats.low:.2f} to {stats.high:.2f}")


def _angle(low: float, high: float) -> Table:
    """The limits of an angle, without those that no angle of 0 to 180 degrees can exceed."""
    out: Table = {}
    if low > 0:
        out["min"] = low
    if high < 180:
        out["max"] = high
    return out


def _moving(profile: MovementProfile, signal: Candidate) -> list[tuple[float, Candidate]]:
    """The candidates that moved with the signal, and by how many model errors, the most first."""
    recording = profile.recording
    course = recording.smooth(signal.name) - profile.repetitions.base
    out = []
    for name, candidate in recording.candidates.items():
        stats = profile.of(name)
        x = recording.smooth(name)
        if (
            candidate.depth
            or candidate.arc
            or stats is None
            or stats.seen < _HARDLY
            or not np.isfinite(x).all()
        ):
            continue
        if candidate.region == signal.region or recording.parity[name] == 0:
            continue
        if _parts(signal) <= _parts(candidate) or _carried(signal, candidate):
            continue  # made of the same points, it moves whenever the signal does
        size = course if recording.parity[name] == recording.parity[signal.name] else np.abs(course)
        along = abs(float(np.corrcoef(x, size)[0, 1])) if float(x.std()) > 0 else 0.0
        strength = abs(profile.least_change(name)) / candidate.error * candidate.general
        if along < _GOES_ALONG or strength < _LEAST_CHANGE:
            continue
        out.append((strength, candidate))
    return sorted(out, key=lambda found: -found[0])


def _carried(signal: Candidate, candidate: Candidate) -> bool:
    """Whether a part that falls aside takes the candidate along: what ends there moves with it."""
    return signal.arc is not None and signal.region.removesuffix("s") in _parts(candidate)


def _parts_that_move(
    profile: MovementProfile, moving: list[tuple[float, Candidate]], out: Conditions
) -> None:
    """Of the parts that moved with the signal, at least one must move."""
    chosen: list[Candidate] = []
    for _strength, candidate in moving:
        seen = profile.of(candidate.name)
        if seen is None or seen.seen < _SURELY or len(chosen) >= _MOST_PARTS:
            continue
        if candidate.region not in {c.region for c in chosen}:
            chosen.append(candidate)
    sure = [c for c in chosen if not _parts(c) & _LOOSE]
    if len(sure) >= _ENOUGH:
        chosen = sure
    ranges = [r for c in chosen for r in _moved(profile, c, _OF_CHANGE, out)]
    if ranges:
        table: dict[str, Any] = {"id": "parts_move", "per": "rep", "window": "change", "full": True}
        table["any"] = ranges
        out.add(table, words.MOVES, "one of the parts that moved with it must move, too")


def _legs_that_move(
    profile: MovementProfile, moving: list[tuple[float, Candidate]], out: Conditions
) -> None:
    """Where the legs bend or stretch a lot, they must for others, too: a squat is no bow.

    Seen from the side alone: from the front, how bent a knee looks depends on the camera's height.
    """
    if profile.recording.view == "front":
        return
    knee = next(
        (
            c
            for _strength, c in moving
            if c.region == _KNEE and abs(profile.least_change(c.name)) >= _MUCH_DEG
        ),
        None,
    )
    if knee is not None:
        table: dict[str, Any] = {
            "id": "legs_move", "per": "rep", "window": "change", "optional": True,
            "any": _moved(profile, knee, _OF_LEGS_CHANGE, out),
        }  # fmt: skip
        out.add(table, words.MOVES, "the legs bent or stretched with it")


def _moved(
    profile: MovementProfile, candidate: Candidate, share: float, out: Conditions
) -> list[Table]:
    """The ranges of a change that is at least a share of the author's own, either way or one."""
    name = out.need(candidate)
    limit = share * profile.least_change(candidate.name)
    limit = float(np.clip(limit, -_MOVED * candidate.error, _MOVED * candidate.error))
    either_way = profile.recording.parity[candidate.name] < 0
    ranges: list[Table] = []
    if either_way or limit > 0:
        ranges.append({"measure": name, "min": _down(abs(limit))})
    if either_way or limit <= 0:
        ranges.append({"measure": name, "max": _up(-abs(limit))})
    return ranges


def _parts(candidate: Candidate) -> set[str]:
    """The parts of the body that a candidate is measured on, without their sides."""
    out: set[str] = set()
    for table in candidate.tables.values():
        for value in (table.get(k, []) for k in ("from", "to", "at", "of", "point", "origin")):
            names = [value] if isinstance(value, str) else value
            out.update(n.split("_", 1)[-1] for n in names if n not in candidate.tables)
    return out


def _parts_that_stay(profile: MovementProfile, out: Conditions) -> None:
    for name in _ASKED:
        candidate, stats = profile.recording.candidates[name], profile.of(name)
        if stats is None or stats.seen < _SURELY:
            continue
        if abs(stats.change) > _STILL * candidate.error:
            continue
        wide = max(_STAYS_TORSO, candidate.error + 2 * stats.differs)
        table = {
            "id": f"{name.removesuffix('_angle')}_stays", "per": "rep", "window": "change",
            "measure": out.need(candidate), "min": _down(stats.change - wide),
            "max": _up(stats.change + wide), "optional": True,
        }  # fmt: skip
        out.add(table, words.STAYS, f"seen: {stats.change:+.2f}")


def _stays_seated(profile: MovementProfile, out: Conditions) -> None:
    """Where the author's trunk stays while they sit, it must not rise, sink or go elsewhere."""
    ways = (
        ("hips_travel", travel, HIPS, _SEAT_STAYS, _SEAT_MAY),
        ("shoulders_rise", rise, SHOULDERS, _TRUNK_STAYS, _TRUNK_MAY),
    )
    for measure, far, points, most, may in ways:
        seen = _median_of(profile, far, points)
        if seen <= most:
            table = {"id": measure, "per": "rep", "measure": measure, "max": may, "optional": True}
            out.add(table, words.SEATED, f"seen: {seen:.2f}")


def _median_of(
    profile: MovementProfile,
    far: Callable[[Sequence[Body], list[Landmark]], float | None],
    points: list[Landmark],
) -> float:
    """How far some points move in a repetition, torso lengths: the median."""
    moved = []
    for one in profile.repetitions.all:
        seen = profile.recording.bodies[one.first : one.last + 1]
        way = far([b for b in seen if b is not None], points)
        moved += [way] if way is not None else []
    return float(np.median(moved)) if moved else 0.0


def _down(value: float) -> float:
    """Rounded away from the middle: whole degrees, or hundredths of a torso."""
    return float(math.floor(value)) if abs(value) >= 10 else math.floor(value * 100) / 100


def _up(value: float) -> float:
    return -_down(-value)
