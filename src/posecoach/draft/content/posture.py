"""The posture in which a movement is done, by what the recording shows and how bodies differ."""

from posecoach.draft.content import words
from posecoach.draft.content.collected import ASKED, HARDLY, STILL, SURELY, Conditions, down, up
from posecoach.draft.movement.candidates import Candidate, Table
from posecoach.draft.movement.profile import MeasureStats, MovementProfile
from posecoach.draft.movement.series import STANDING
from posecoach.spec.rules import View

# How much the same posture differs between bodies and cameras, beyond what the recording shows. It
# is wide, and yet standing, kneeling, sitting and lying stay apart (hips 1.6, 0.9, 0.2 and 0 torso
# lengths up). From the front, heights also depend on the height of the camera.
_WIDER_TORSO, _WIDER_DEG = {"side": 0.4, "front": 0.5}, 40.0
_FEET_APART = {"side": 0.9, "front": 1.6}  # torso lengths: people set their feet as they like
_SEATED_APART = 0.8  # torso lengths more, for people who do not stand on their feet
# Hips this high over straight knees stand, too: a long trunk, or a camera that looks down.
_LEAST_STANDING, _STRAIGHT_KNEES = 0.8, 155.0
_SEATED_HIPS = 0.7  # torso lengths: the feet are ahead of the hips, and so lower in the picture
# Torso lengths of the hips: more is a stand. A camera 1.5 m up shows them so high above the feet.
_MOST_SEATED = 1.3
_LEAST_SEATED = -0.2  # a camera on the floor shows them as high as the feet
_KNEES_FRONT = 0.6  # torso lengths for the height of the knees, from the front
_STRAIGHT = 140.0  # degrees of a knee
_SPLAY_DEG = 60.0  # knees wider than the feet, as in a squat or with soles together
_SPLAY_START_DEG = 50.0  # the same of one who sits, at the start: soles together are 60 to 100
_FURTHER = 2.0  # of the author's own change: others go up to three times as far
_SPLAY = "uneven_shin_lean"
# One knee on the floor, or one foot on a step: others have one knee clearly above the other, too.
_SPLIT, _LEAST_SPLIT, _OF_SPLIT = "knees_split", 0.4, 0.5  # torso lengths; of the author's own


def add_posture(profile: MovementProfile, out: Conditions) -> None:
    """Adds where hips, trunk, knees and feet are, wide enough for other bodies."""
    view = profile.recording.view
    sits = seated(profile)
    for name, said in words.POSTURE.items():
        candidate = profile.recording.candidates.get(name)
        stats = profile.of(name) if candidate is not None else None
        if candidate is None or stats is None or stats.seen < HARDLY:
            continue
        if name == _SPLIT and stats.low < _LEAST_SPLIT:
            continue
        if view == "front" and candidate.unit == "deg" and name != _SPLAY and stats.low < _STRAIGHT:
            continue  # from the front, how bent a knee looks depends on the camera's height
        margin = _margin(candidate, stats, view, sits=sits)
        further = _FURTHER * stats.change
        low = down(stats.low - margin + min(0.0, further))
        high = up(stats.high + margin + max(0.0, further))
        if name == "hips_height" and sits:
            high = max(_MOST_SEATED, up(stats.high + _WIDER_TORSO["side"]))
            low = min(low, _LEAST_SEATED)
        table: Table = {"id": name.removesuffix("_angle"), "measure": out.need(candidate)}
        if name == _SPLIT:
            table["min"] = down(_OF_SPLIT * stats.low)
        elif name == _SPLAY and sits:  # the shins of those who let the knees fall say nothing later
            most = max(stats.start, 0.0) + _SPLAY_START_DEG
            table.update({"per": "rep", "window": "start", "max": up(most)})
        elif name in ("ankles_apart", _SPLAY):
            table["max"] = high
        elif view == "front" and "knees" in name and stats.change < -STILL * candidate.error:
            table["max"] = high  # knees that fall may fall to the floor, and a low camera lower
        elif candidate.unit == "deg":
            table.update(_angle(low, high))
            if len(table) == 2:
                continue
        else:
            table.update({"min": low, "max": high})
        if stats.seen < SURELY or name not in ASKED:
            table["optional"] = True
        out.add(table, said, f"seen: {stats.low:.2f} to {stats.high:.2f}")


def seated(profile: MovementProfile) -> bool:
    """Whether the author does not stand on the feet: the hips are low, and the knees are bent."""
    hips = profile.of("hips_height")
    if hips is None or hips.start >= STANDING:
        return False
    knees = profile.of("least_knee_angle") if profile.recording.view == "side" else None
    straight = knees is not None and knees.seen >= HARDLY and knees.start >= _STRAIGHT_KNEES
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


def _angle(low: float, high: float) -> Table:
    """The limits of an angle, without those that no angle of 0 to 180 degrees can exceed."""
    out: Table = {}
    if low > 0:
        out["min"] = low
    if high < 180:
        out["max"] = high
    return out
