"""What a session is praised for, and the one thing to work on; the same live and in the report."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from posecoach.cues import words
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.pose import Side
from posecoach.spec.schema import Stretch

_UNEVEN = 0.75  # one side's range over the other's: below this they differ
_SEEN_WELL = 0.8  # share of the time in which the picture allowed judging
_CALM_PEAKS = 2  # peaks of speed in a smooth repetition, out and back

_UNEVEN_SIDES = _("{stretch}: the {side} side went less far; go only as far as is easy.")
_SEEN_BADLY = _("Set the camera so that it sees all of you: more can be judged then.")

Strength = Literal["form", "mended", "dose", "calm", "came"]
Tip = Literal["rule", "uneven", "seen", "again"]


@dataclass(frozen=True)
class SetFacts:
    """What is known of a set that was worked on.

    Attributes:
        full: its goal was reached on each side.
        praised: a rule was kept again after a correction, and the coach said so.
        faults: how often each rule of the stretch was broken, by rule id and side.
        range_deg: the median range of the complete repetitions, by side.
        speed_peaks: of each complete repetition.
    """

    stretch: str
    full: bool
    praised: bool
    faults: Mapping[tuple[str, Side | None], int] = field(default_factory=dict)
    range_deg: Mapping[Side, float] = field(default_factory=dict)
    speed_peaks: Sequence[int] = ()


@dataclass(frozen=True)
class Verdict:
    """One strength and one tip, with the stretch, the rule and the side that the tip is about."""

    strength: Strength
    tip: Tip
    stretch: str = ""
    rule: str = ""
    side: Side | None = None


def verdict(sets: Sequence[SetFacts], share: float | None) -> Verdict:
    """The tip is the most frequent fault, else the side with less range, else the camera.

    Args:
        sets: those that were worked on.
        share: of the time, in which the picture allowed judging; None where nothing was judged.
    """
    return _tip(_strength(sets, share), sets, share)


def _strength(sets: Sequence[SetFacts], share: float | None) -> Strength:
    peaks = [n for s in sets for n in s.speed_peaks]
    if sets and not any(s.faults for s in sets) and share is not None and share >= _SEEN_WELL:
        return "form"
    if sets and all(s.full for s in sets):
        return "dose"
    if any(s.praised for s in sets):
        return "mended"
    if peaks and median(peaks) <= _CALM_PEAKS:
        return "calm"
    return "came"


def _tip(strength: Strength, sets: Sequence[SetFacts], share: float | None) -> Verdict:
    broken: Counter[tuple[str, str]] = Counter()
    sides: dict[tuple[str, str], Counter[Side | None]] = {}
    for done in sets:
        for (rule, side), times in done.faults.items():
            key = (done.stretch, rule)
            broken[key] += times
            sides.setdefault(key, Counter())[side] += times
    if broken:
        key = min(broken, key=lambda k: (-broken[k], k))
        return Verdict(strength, "rule", *key, side=sides[key].most_common(1)[0][0])
    for done in sets:
        left, right = done.range_deg.get("left"), done.range_deg.get("right")
        if left and right and min(left, right) / max(left, right) < _UNEVEN:
            shorter: Side = "left" if left < right else "right"
            return Verdict(strength, "uneven", done.stretch, side=shorter)
    if share is not None and share < _SEEN_WELL:
        return Verdict(strength, "seen")
    return Verdict(strength, "again")


def strength_words(found: Verdict) -> str:
    """The strength as text for the user."""
    return tr(words.STRENGTHS[found.strength])


def tip_words(found: Verdict, stretch: Stretch | None) -> str:
    """The tip as text for the user; ``stretch``: the one that it names, None if it is gone."""
    if found.tip == "seen":
        return tr(_SEEN_BADLY)
    if stretch is None or found.tip == "again":
        return tr(words.AGAIN)
    name = words.short_name(stretch)
    if found.tip == "uneven":
        return words.fill(tr(_UNEVEN_SIDES), found.side).format(stretch=name)
    cue = next((r.cue for r in stretch.rules if r.id == found.rule), None)
    return tr(words.AGAIN) if cue is None else f"{name}: {words.fill(cue.say, found.side)}"
