"""Sets that users reported with ``posecoach feedback``: each file says itself what it was."""

from pathlib import Path

from judging.labels import Clip
from posecoach.errors import TapeError
from posecoach.pose import SIDES
from posecoach.records.feedback import FeedbackData, load


def clips(folder: Path) -> list[Clip]:
    """The reports of a folder, or one report; other files are passed over."""
    paths = [folder] if folder.is_file() else sorted(folder.glob("*.npz"))
    return [clip for path in paths if (clip := _clip(path)) is not None]


def _clip(path: Path) -> Clip | None:
    try:
        about = load(path).about
    except TapeError:  # the ground truth of a rendered clip is an .npz too
        return None
    if about.said is None:
        return None
    said = _said(about)
    return Clip(
        path,
        "stretch" if any(said) else "other",
        about.stretch,
        (),
        (),
        frozenset(),
        frozenset(),
        known=False,
        mirrored=False,
        groups={"people": "reported"},
        source="reported",
        person=path.stem,
        accepted=((round(said[0]), round(said[1])),),
        hold=about.mode == "hold",
        held_s=next((v for v in said if v), None) if about.mode == "hold" else None,
    )


def _said(about: FeedbackData) -> tuple[float, float]:
    """What it was on the left and the right: as said, else as counted."""
    assert about.said is not None
    left, right = (
        about.done(side) if value is None else value
        for side, value in zip(SIDES, (about.said.left, about.said.right), strict=True)
    )
    return left, right
