"""What was found in a recording, in words."""

from typing import TYPE_CHECKING

from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.draft.make import Draft

_HOW = {
    "inclination": _("inclination"),
    "angle": _("bend"),
    "height": _("height"),
    "offset": _("way to the side or forward"),
    "spread": _("distance from each other"),
    "tilt": _("tilt"),
    "turn": _("turn"),
    "line_turn": _("turn"),
}
_PARTS = {
    "trunk": _("trunk"),
    "thigh": _("thighs"),
    "shin": _("shins"),
    "leg": _("legs"),
    "neck": _("neck"),
    "nape": _("neck"),
    "knee": _("knees"),
    "hip": _("hips"),
    "shoulder": _("shoulders"),
    "elbow": _("elbows"),
    "ankle": _("ankles"),
    "feet": _("feet"),
    "hand": _("hands"),
    "wrist": _("hands"),
    "head": _("head"),
    "ear": _("head"),
}
VIEWS = {"side": _("seen from the side"), "front": _("seen from the front")}


def signal(found: "Draft") -> str:
    """By what it counts."""
    candidate = found.signal.candidate
    kind = next(iter(candidate.tables.values()))["kind"]
    region = candidate.region.split("_")[0]
    part = _PARTS.get(region, _PARTS.get(region.removesuffix("s"), ""))
    how = _HOW.get(kind, "")
    if not part or not how:  # a measure of another stretch, by its own name
        return tr(_("It counts by: {measure}.")).format(measure=candidate.name.replace("_", " "))
    return tr(_("It counts by: {part}, {how}.")).format(part=tr(part), how=tr(how))


def counted(found: "Draft") -> str:
    """How many repetitions or holds were found, by side where they take turns."""
    hold = found.stretch.modes[0] == "hold"
    number = sum(found.reps.values())
    if found.sides == "alternate":
        said = (
            _("Holds found: {left} to the left, {right} to the right.")
            if hold
            else _("Repetitions found: {left} to the left, {right} to the right.")
        )
        return tr(said).format(left=found.reps.get("left", 0), right=found.reps.get("right", 0))
    said = _("Holds found: {number}.") if hold else _("Repetitions found: {number}.")
    return tr(said).format(number=number)


def seen(found: "Draft") -> str:
    """Place, view and whether it is a hold."""
    hold = found.stretch.modes[0] == "hold"
    kind = tr(_("Hold")) if hold else tr(_("Repetitions"))
    return " · ".join(
        word for word in (kind, tr(found.stretch.place), tr(VIEWS[found.stretch.view])) if word
    )


def left_out(found: "Draft") -> str:
    """How well it counts what it was not made of; empty where that cannot be told."""
    kept, of = found.left_out_counted
    if not of:
        return ""
    return tr(
        _("Tried on itself: each repetition left out once, the others count it in {kept} of {of}.")
    ).format(kept=kept, of=of)
