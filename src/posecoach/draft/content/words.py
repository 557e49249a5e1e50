"""The words of a draft: plain ones that fit any movement, for its author to improve.

They are written in the language in use, as if they were the author's own.
"""

from posecoach.language import mark as _
from posecoach.language import tr

#: What each posture measure is about: what was measured, on the screen, aloud.
POSTURE = {
    "hips_height": (
        _("hips {value} torso lengths above the feet"),
        _("Hips as high as shown"),
        _("Bring your hips to the height that the figure shows."),
    ),
    "shoulders_height": (
        _("shoulders {value} torso lengths above the hips"),
        _("Trunk as shown"),
        _("Hold your trunk as the figure shows."),
    ),
    "least_knees_height": (
        _("the lower knee {value} torso lengths above the feet"),
        _("Knees as shown"),
        _("Bring your knees to the height that the figure shows."),
    ),
    "most_knees_height": (
        _("the higher knee {value} torso lengths above the feet"),
        _("Knees as shown"),
        _("Bring your knees to the height that the figure shows."),
    ),
    "knees_split": (
        _("one knee {value} torso lengths above the other"),
        _("Knees as shown"),
        _("Bring your knees to the height that the figure shows."),
    ),
    "least_knee_angle": (
        _("the more bent knee at {value} degrees"),
        _("Bend your knees as shown"),
        _("Bend your knees as the figure shows."),
    ),
    "most_knee_angle": (
        _("the straighter knee at {value} degrees"),
        _("Bend your knees as shown"),
        _("Bend your knees as the figure shows."),
    ),
    "uneven_shin_lean": (
        _("the shins {value} degrees apart"),
        _("Knees over your feet"),
        _("Bring your knees closer together, over your feet."),
    ),
    "ankles_apart": (
        _("feet {value} torso lengths apart"),
        _("Feet as shown"),
        _("Set your feet as the figure shows."),
    ),
}

MOVES = (
    _("the other parts moved by {value}"),
    _("Move as the figure shows"),
    _("Move all that the figure moves."),
)
STAYS = (
    _("changed by {value} on the way"),
    _("Move only what moves"),
    _("Move only what the figure moves."),
)
IN_PLACE = (
    _("feet moved {value} torso lengths"),
    _("Keep both feet in place"),
    _("Keep both feet where they are."),
)
SEATED = (
    _("hips or shoulders moved {value} torso lengths"),
    _("Keep your trunk still"),
    _("Stay seated where you are, and keep your trunk still."),
)

#: What a steady part is asked to do: on the screen, aloud.
STEADY = {
    "trunk": (_("Keep your trunk still"), _("Keep your trunk as it was at the start.")),
    "knee": (_("Keep your knees as they are"), _("Keep your knees as they were at the start.")),
    "elbow": (_("Keep your elbows as they are"), _("Keep your elbows as they were at the start.")),
    "nape": (_("Keep your head still"), _("Keep your head in line, as it was at the start.")),
}
TOO_FAST = (_("Slower, please"), _("Slow it down a little."))
START = (_("Take the start position"), _("Take the start position that the figure shows."))
SAFETY = _("Stop if it hurts, tingles or makes you dizzy.")
SUMMARY = _("{name}, as it was shown once by its author.")
FACE = {
    "side": _("Stand or lie sideways to the camera, all of you in the picture."),
    "front": _("Face the camera, all of you in the picture."),
}
AS_SHOWN = _("Take the start position of the figure.")
GO = {
    "mobilizer": _("Move to the end position and back, slowly."),
    "hold": _("Move to the end position and stay there."),
}


def own(text: str) -> str:
    """A text in the language in use."""
    return tr(text)
