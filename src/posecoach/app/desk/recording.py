"""The day at a desk on a recording, by the recording's own time; it looks more often than live."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from posecoach.app.desk.models import desk_landmarker, desk_model
from posecoach.desk.desk import Desk, Wishes
from posecoach.desk.events import DeskEvent, Learnt, Notified, Spell, SpellEnded
from posecoach.landmarks import tape
from posecoach.landmarks.protocol import look_for_face
from posecoach.pose import FacePlace, Pose
from posecoach.sources.file import VideoFile

#: Seconds between two looks: while nothing changes, while something does, while learning.
STEADY_S, CHANGING_S, LEARNING_S = 2.0, 1.0, 0.5
_LEARNING_LOOKS = 20  # at least so many in a short beginning that is known to be upright
_QUICKEST_S = 0.15
_TICK = 1e-6

#: Gives the first pose at or after a time, with a face that was looked for at a place; None at the
#: end. The poses of a tape have what was found when it was made.
Poses = Callable[[float, FacePlace | None], Pose | None]


@dataclass
class Found:
    """What a recording held.

    Attributes:
        seconds: its length, as far as it could be read.
        learnt: whether the user's upright became known.
    """

    spells: list[Spell] = field(default_factory=list)
    told: list[Notified] = field(default_factory=list)
    events: list[DeskEvent] = field(default_factory=list)
    seconds: float = 0.0
    learnt: bool = False

    def take(self, events: list[DeskEvent]) -> None:
        self.events += events
        self.spells += [e.spell for e in events if isinstance(e, SpellEnded)]
        self.told += [e for e in events if isinstance(e, Notified)]
        self.learnt = self.learnt or any(isinstance(e, Learnt) for e in events)

    def as_json(self) -> dict[str, Any]:
        """What ``--json`` prints; seconds of the recording."""
        spells = sorted(self.spells, key=lambda s: (s.start, s.end, s.kind))
        return {
            "spells": [
                {"kind": s.kind, "start": round(s.start, 2), "end": round(s.end, 2)} for s in spells
            ],
            "told": [{"t": round(t.t, 2), "what": t.what} for t in self.told],
        }


def watch(poses: Poses, wishes: Wishes, progress: Callable[[float], None] | None = None) -> Found:
    """Follows a recording from its first look to its last."""
    desk, found = Desk(wishes), Found()
    learning = LEARNING_S
    if wishes.calibrate_s is not None:
        learning = min(learning, max(_QUICKEST_S, wishes.calibrate_s / _LEARNING_LOOKS))
    wanted = 0.0
    while (pose := poses(wanted, desk.face_place)) is not None:
        found.take(desk.update(pose))
        found.seconds = pose.t
        wait = learning if desk.learning else CHANGING_S if desk.changing else STEADY_S
        wanted = pose.t + wait - _TICK
        if progress is not None:
            progress(pose.t)
    found.take(desk.finish(found.seconds))
    return found


def of_tape(recorded: list[Pose]) -> Poses:
    """The poses of a tape, which are passed over until the wanted time."""
    left = iter(recorded)

    def next_from(t: float, _face: FacePlace | None) -> Pose | None:
        return next((p for p in left if p.t >= t), None)

    return next_from


@contextlib.contextmanager
def opened(
    path: Path, model: Path | None, *, mirrored_input: bool = False
) -> Iterator[tuple[Poses, VideoFile | None]]:
    """The poses of a recording or a tape, and the recording.

    Raises:
        PosecoachError: it cannot be read, or there is no model.
    """
    if path.suffix == tape.SUFFIX:
        yield of_tape(tape.load(path)), None
        return
    with contextlib.ExitStack() as stack:
        video = stack.enter_context(contextlib.closing(VideoFile(path)))
        landmarker = stack.enter_context(
            contextlib.closing(desk_landmarker(desk_model(model), mirrored_input=mirrored_input))
        )

        def next_from(t: float, face: FacePlace | None) -> Pose | None:
            look_for_face(landmarker, face)
            frame = video.read_from(t)
            return None if frame is None else landmarker.detect(frame)

        yield next_from, video
