"""What must stay where it is: the feet, the seat, the trunk."""

from collections.abc import Callable, Sequence

import numpy as np

from posecoach.draft.content import words
from posecoach.draft.content.collected import ASKED, STILL, SURELY, Conditions, down, up
from posecoach.draft.content.posture import seated
from posecoach.draft.movement.candidates import Candidate
from posecoach.draft.movement.profile import MovementProfile
from posecoach.judge.count.facts import rise, travel
from posecoach.measure.body import Body
from posecoach.pose import ANKLES, HIPS, SHOULDERS, Landmark

_STAYS_TORSO = 0.4  # torso lengths by which a part that stays may change
_LEAST_TRAVEL, _MORE_TRAVEL = 0.45, 0.25  # torso lengths that the feet may move
_ROLLING_TRAVEL = 1.0  # the same of feet that are set wide apart, while the knees fall aside
_STEP = 0.5  # torso lengths between the feet
# While somebody sits and only moves the legs, the shoulders rise or sink by .03 torso lengths and
# the hips travel by .28 at most (13 people); trunks that tip, and people who get up, do by more.
_TRUNK_STAYS, _TRUNK_MAY, _SEAT_STAYS, _SEAT_MAY = 0.06, 0.2, 0.3, 0.6
_SEATED_TRAVEL = 0.75  # more when seated: feet that are wide apart roll, and the ankles with them


def add_what_stays(profile: MovementProfile, signal: Candidate, out: Conditions) -> None:
    """Adds what must stay in place while a repetition is done."""
    _parts_that_stay(profile, out)
    seen = _median_of(profile, travel, ANKLES)
    rolls = signal.arc is not None  # the feet roll with the shins, and seem to come together
    most = max(_ROLLING_TRAVEL if rolls else _LEAST_TRAVEL, 2 * seen + _MORE_TRAVEL)
    table = {"id": "in_place", "per": "rep", "measure": "feet_travel", "max": up(most)}
    out.add(table, words.IN_PLACE, f"seen: {seen:.2f}")
    if not rolls:
        _feet_apart(profile, out)
    if seated(profile) and profile.recording.view == "front":
        _stays_seated(profile, out)


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
        "max": up(most), "optional": True,
    }  # fmt: skip
    out.add(table, words.IN_PLACE, f"seen: {seen:.2f}")


def _parts_that_stay(profile: MovementProfile, out: Conditions) -> None:
    for name in ASKED:
        candidate, stats = profile.recording.candidates[name], profile.of(name)
        if stats is None or stats.seen < SURELY:
            continue
        if abs(stats.change) > STILL * candidate.error:
            continue
        wide = max(_STAYS_TORSO, candidate.error + 2 * stats.differs)
        table = {
            "id": f"{name.removesuffix('_angle')}_stays", "per": "rep", "window": "change",
            "measure": out.need(candidate), "min": down(stats.change - wide),
            "max": up(stats.change + wide), "optional": True,
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
