"""Which parts of the body must move along with the signal."""

from typing import Any

import numpy as np

from posecoach.draft.content import words
from posecoach.draft.content.collected import HARDLY, SURELY, Conditions, down, up
from posecoach.draft.movement.candidates import Candidate, Table
from posecoach.draft.movement.profile import MovementProfile

_GOES_ALONG = 0.8  # correlation with the signal from which a part moves with it
_LEAST_CHANGE = 3.0  # model errors by which such a part must change
# A part that changes by this share of the author's own change has moved, or by this many model
# errors: how far the same part goes differs between people by a factor of four.
_OF_CHANGE, _MOVED = 0.4, 2.0
_MOST_PARTS = 4
# Hands and elbows move in most things that people do: they are left out where at least two larger
# parts move.
_LOOSE, _ENOUGH = {"elbow", "wrist"}, 2
_KNEE = "knee"  # the region of the joint that tells a squat from a bow
_MUCH_DEG, _OF_LEGS_CHANGE = 40.0, 0.25  # a large change of a joint; the share that others need


def add_moving_parts(profile: MovementProfile, signal: Candidate, out: Conditions) -> None:
    """Adds what must move along with the signal."""
    moving = _moving(profile, signal)
    _parts_that_move(profile, moving, out)
    _legs_that_move(profile, moving, out)


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
            or stats.seen < HARDLY
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
        if seen is None or seen.seen < SURELY or len(chosen) >= _MOST_PARTS:
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
        ranges.append({"measure": name, "min": down(abs(limit))})
    if either_way or limit <= 0:
        ranges.append({"measure": name, "max": up(-abs(limit))})
    return ranges


def _parts(candidate: Candidate) -> set[str]:
    """The parts of the body that a candidate is measured on, without their sides."""
    out: set[str] = set()
    for table in candidate.tables.values():
        for value in (table.get(k, []) for k in ("from", "to", "at", "of", "point", "origin")):
            names = [value] if isinstance(value, str) else value
            out.update(n.split("_", 1)[-1] for n in names if n not in candidate.tables)
    return out
