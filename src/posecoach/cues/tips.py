"""Tips on stretching, releasing tight spots and daily posture. Advice, never a diagnosis.

They are general knowledge of movement coaching; docs/accuracy.md, 'Where advice comes from', names
the published sources.
"""

from dataclasses import dataclass

from posecoach.language import mark as _
from posecoach.language import tr


@dataclass(frozen=True)
class TipGroup:
    """A titled group of tips."""

    id: str
    title: str
    lines: tuple[str, ...]


TIPS: tuple[TipGroup, ...] = (
    TipGroup(
        "stretching",
        _("Stretching"),
        (
            _("Warm up first: walk or march on the spot for some minutes."),
            _("Go to a mild pull, never into pain. Breathe out as you go in."),
            _("Slow and smooth beats far. Do not bounce."),
            _("A little on most days does more than a lot on one."),
            _("Put a pad under the knee, and keep a wall or a chair within reach."),
            _("Fitted clothes and a plain background help me see you."),
        ),
    ),
    TipGroup(
        "release",
        _("Releasing tight spots"),
        (
            _("Roll slowly over a tender muscle for half a minute to a minute."),
            _("Keep it mild: no more than five out of ten."),
            _("Never on the spine, on bone, behind the knee, or on veins that stand out."),
            _("With blood thinners or a past clot, ask a clinician first."),
        ),
    ),
    TipGroup(
        "sitting",
        _("Sitting"),
        (
            _("The best posture is the next one: change it often."),
            _("Stand up every half hour to three quarters; a short walk is enough."),
            _("Feet flat, hips a little higher than the knees, the back supported."),
            _("The screen an arm away, its upper edge about at eye height."),
        ),
    ),
    TipGroup(
        "standing",
        _("Standing"),
        (
            _("Weight on both feet, knees soft, ribs above the hips."),
            _("Standing for long? Put one foot up on something low, and swap."),
        ),
    ),
    TipGroup(
        "lying",
        _("Lying down and getting up"),
        (
            _("To get up, roll to your side first and push up with your arms."),
            _("To lie down, do the same the other way round."),
        ),
    ),
    TipGroup(
        "sleeping",
        _("Sleeping"),
        (
            _("On your side: a pillow between the knees keeps the hips level."),
            _("On your back: try a pillow under the knees."),
            _("The neck in line with the back: neither propped up nor sunk."),
        ),
    ),
)


def one(number: int) -> str:
    """Tip ``number`` in the user's language, starting over after the last one."""
    lines = [line for kind in TIPS for line in kind.lines]
    return tr(lines[number % len(lines)])
