"""Why a recording gives no draft: one sentence on what happened, one on what to do."""

from collections.abc import Iterable

import numpy as np

from posecoach.cues.words import direction
from posecoach.draft.movement.rank import Ranking
from posecoach.draft.movement.series import KNOWN_SHARE, MeasuredRecording
from posecoach.errors import DraftError
from posecoach.events import Direction
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.measure.body import LANDMARK_NAMES

_LEAST_FOUND, _LEAST_S = 0.7, 4.0
#: What people call the points, by the last word of their names; of the face all are the head.
_PARTS = {
    "shoulder": _("shoulders"),
    "elbow": _("elbows"),
    "wrist": _("hands"),
    "pinky": _("hands"),
    "index": _("hands"),
    "thumb": _("hands"),
    "hip": _("hips"),
    "knee": _("knees"),
    "ankle": _("ankles"),
    "heel": _("feet"),
    "foot_index": _("feet"),
}


def nobody(recording: MeasuredRecording) -> None:
    """Raises DraftError where hardly anybody is seen, or for too short a time."""
    if len(recording.t) < 2 or recording.t[-1] - recording.t[0] < _LEAST_S:
        raise DraftError(tr(_("The recording is too short: show at least three repetitions.")))
    share = float(recording.found.mean())
    if share < _LEAST_FOUND:
        said = _(
            "Somebody is seen for only {share} of the recording; stand so that all of you is in "
            "the picture, in good light."
        )
        raise DraftError(tr(said).format(share=f"{share:.0%}"))


def why_not(recording: MeasuredRecording, ranking: Ranking) -> DraftError:
    """Why no measure can be counted by."""
    if ranking.hidden:
        part, share = _hidden(recording, ranking)
        said = _(
            "What moves cannot be counted by: too little is seen of your {part}, only {share} of "
            "the time. Turn, or set the camera so that it sees more."
        )
        return DraftError(tr(said).format(part=part, share=f"{share:.0%}"))
    if ranking.deep and set(ranking.moving) <= {*ranking.deep, *ranking.jumping}:
        said = _(
            "What moves goes toward the camera and away from it only, and one camera cannot "
            "measure that. Turn by a quarter, and record it again."
        )
        return DraftError(tr(said))
    if ranking.jumping:
        said = _(
            "What moves is found at jumping places; more light, or another view, may help. "
            "Then record it again."
        )
        return DraftError(tr(said))
    said = _(
        "Nothing swings to and fro by more than the camera can measure. Move further, from the "
        "start position to the end position and back, at least three times."
    )
    return DraftError(tr(said))


def _hidden(recording: MeasuredRecording, ranking: Ranking) -> tuple[str, float]:
    """The part that is seen least of those needed, and the share of the time in which it is."""
    seen = np.array([b.seen for b in recording.bodies if b is not None]).mean(axis=0)
    points: set[str] = set()
    for name in ranking.hidden:
        for table in recording.candidates[name].tables.values():
            for value in (table.get(k, []) for k in ("from", "to", "at", "of")):
                points.update([value] if isinstance(value, str) else value)
    names = [
        n
        for n in LANDMARK_NAMES
        if n in points or f"mid_{n.removeprefix('left_').removeprefix('right_')}" in points
    ]
    worst = min(names, key=lambda n: seen[LANDMARK_NAMES[n]])
    part = _PARTS.get(worst.removeprefix("left_").removeprefix("right_"), _("head"))
    return tr(part), min(float(seen[LANDMARK_NAMES[worst]]), KNOWN_SHARE)


def too_few(number: int) -> DraftError:
    """There are too few repetitions to tell what is steady."""
    said = _(
        "Repetitions seen: {number}; at least three are needed. Begin in the start "
        "position, and move out and back five times."
    )
    return DraftError(tr(said).format(number=number))


def miscounted(counted: int, shown: int, asked_for: Direction | None) -> DraftError:
    """The draft does not count its own recording.

    Args:
        asked_for: the direction that the coach gives in much of the recording.
    """
    if asked_for is not None:
        said = _("The camera does not see enough to judge by. {direction} Then record it again.")
        return DraftError(tr(said).format(direction=direction(asked_for).say))
    said = _(
        "The recording shows {shown}, and the draft counts {counted}, so it would not count yours. "
        "Record it again: begin in the start position and rest there shortly after each "
        "repetition."
    )
    return DraftError(tr(said).format(counted=counted, shown=shown))


def braces_in(names: Iterable[str]) -> None:
    """Refuses names of mistakes with braces: in what is said, those stand for a side.

    Raises:
        DraftError: a name has one.
    """
    for name in names:
        if set("{}") & set(name):
            said = _("The mistake “{name}” has a brace in it; write it without.")
            raise DraftError(tr(said).format(name=name))


def unlike(counted: int, of: int) -> DraftError:
    """The repetitions differ too much from each other.

    Args:
        counted: repetitions that a draft of the others counts.
        of: all repetitions.
    """
    said = _(
        "The repetitions differ too much: each left out, the others count it in {kept} of {of} "
        "cases. Record it again, each repetition alike."
    )
    return DraftError(tr(said).format(kept=counted, of=of))


def empty_mistakes(names: Iterable[str]) -> tuple[str, ...]:
    """Remarks on the recordings of mistakes that have no repetition."""
    said = _(
        "In the recording of the mistake “{name}” no repetition is seen. Do at least one whole "
        "repetition with it."
    )
    return tuple(tr(said).format(name=name) for name in sorted(names))
