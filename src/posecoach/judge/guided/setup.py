"""Watches whether the user takes the start position, for stretches of which no more is judged."""

from dataclasses import dataclass

from posecoach.cues.director import CueDirector
from posecoach.events import Cue
from posecoach.judge.framing import FramingGate
from posecoach.judge.moment import Framing
from posecoach.judge.recognise import Recogniser
from posecoach.judge.start.position import within
from posecoach.measure.lasting import Lasting
from posecoach.measure.reading import Neutrals, Reading
from posecoach.measure.track import Tracker
from posecoach.pose import Pose
from posecoach.spec.schema import Stretch

_UNSEEN = Framing(False, "show_whole_body", {"person": False})


@dataclass(frozen=True)
class SetupMoment:
    """Whether the start position is taken, what the picture allows, and what is to be said."""

    ok: bool
    framing: Framing
    cues: tuple[Cue, ...]


class Setup:
    """Tells from poses whether the start position of a stretch is taken, at rest."""

    def __init__(self, stretch: Stretch) -> None:
        self._stretch = stretch
        self._tracker = Tracker(
            stretch.half_kneeling, stretch.bearing, front=stretch.view == "front"
        )
        self._gate = FramingGate(stretch)
        self._recogniser = Recogniser(stretch.recognise)
        self._neutrals = Neutrals(stretch.measures)
        self._cues = CueDirector({})
        self._placed = Lasting()

    def update(self, pose: Pose, *, waiting: bool) -> SetupMoment:
        """Takes the next pose; ``waiting``: what is missing is to be said."""
        tracked = self._tracker.update(pose)
        if tracked.changed:
            self._gate.reset()
            self._recogniser.reset()
        body = tracked.body
        missing: str | None = None
        ok = False
        if body is None:
            framing = self._gate.absent(pose.luminance) if not tracked.person else _UNSEEN
        else:
            side = "left" if self._stretch.sides == "together" else body.near_side
            reading = Reading(self._stretch.measures, self._neutrals, body, side)
            posture = self._recogniser.posture(reading)
            placed = within(self._stretch.start, reading)
            self._gate.update(
                body, reading, resting=True, engaged=False, placed=placed, recognised=posture.seen
            )
            framing = self._gate.to_show(pose.t)
            ok = framing.ok and posture.ok and placed
            if framing.ok and not ok:
                missing = posture.against[0].id if posture.against else "start"
        steady = self._placed.update(pose.t, ok) >= self._stretch.start.steady_s
        if waiting:
            self._cues.direct(pose.t, framing.direction, blocking=not framing.ok)
            self._cues.waiting(pose.t, missing, side=None)
        return SetupMoment(steady, framing, tuple(self._cues.due(pose.t)) if waiting else ())
