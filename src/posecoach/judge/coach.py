"""The coach of one stretch: ``Coach.update(pose) -> Moment``, the heart of the program.

Each moment goes through a line of small stages, each in a module of its own: framing (can it be
judged at all?), recognise (is this the stretch?), then ``MovementJudge``: signal (how far from the
start?), count or time a hold, form, cues. A stage that refuses ends the line for that moment; its
verdict says why.
"""

import math
from collections.abc import Mapping

from posecoach.events import Event, Finding
from posecoach.judge.count.counter import side_of
from posecoach.judge.count.ranges import RangeLearner
from posecoach.judge.feedback import CueMaker
from posecoach.judge.framing import FramingGate
from posecoach.judge.moment import CoachPhase, Moment, StageLog
from posecoach.judge.movement_judge import MovementJudge
from posecoach.judge.recognise import PostureVerdict, Recogniser
from posecoach.judge.sides import SideInWork
from posecoach.measure.body import Body
from posecoach.measure.lasting import Lasting
from posecoach.measure.reading import Reading
from posecoach.measure.track import Tracker
from posecoach.pose import Pose, Side
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch

_LOST_S = 1.0  # unseen or unjudgeable for this long: the rep in progress is dropped


class Coach:
    """Judges one stretch in one mode. Same poses in, same moments out.

    Args:
        stretch: the spec.
        mode: one of the stretch's modes; its first by default.
        memory: the user's range of each side from earlier sessions, degrees. It sets the target
            mark only; only live sessions give it.

    Raises:
        ValueError: the stretch does not have that mode, or is not judged in it.
    """

    def __init__(
        self,
        stretch: Stretch,
        mode: Mode | None = None,
        memory: Mapping[Side, float] | None = None,
    ) -> None:
        self.stretch = stretch
        self.mode: Mode = mode or stretch.modes[0]
        if self.mode not in stretch.modes:
            raise ValueError(f"{stretch.id} has no mode {self.mode!r}")
        if not stretch.judges(self.mode):
            raise ValueError(f"{stretch.id} is not judged as a {self.mode}")
        self._tracker = Tracker(
            stretch.half_kneeling, stretch.bearing, front=stretch.view == "front"
        )
        self._gate = FramingGate(stretch)
        self._recogniser = Recogniser([c for c in stretch.recognise if self.mode in c.modes])
        self._cues = CueMaker(stretch)
        self._sides = SideInWork(separate=stretch.sides == "separate")
        self._log = StageLog()
        self._movement = MovementJudge(
            stretch,
            self.mode,
            memory or {},
            recogniser=self._recogniser,
            sides=self._sides,
            cues=self._cues,
            log=self._log,
        )
        self._unjudged = Lasting()
        self._t = 0.0
        #: The measures of the last moment; None where nobody was seen.
        self.reading: Reading | None = None

    @property
    def ranges(self) -> RangeLearner:
        """The user's own range of each side."""
        return self._movement.counter.ranges

    def learnt(self) -> dict[Side, float]:
        """Today's own range of each side that had one, degrees."""
        return self.ranges.learnt()

    # ------------------------------------------------------------------ one pose

    def update(self, pose: Pose) -> Moment:
        """Takes the next pose, with its own time; gives what the coach thinks now."""
        self._t = pose.t
        self.reading = None
        self._log.clear()
        tracked = self._tracker.update(pose)
        if tracked.changed:
            self._movement.start_afresh(forget=True)
            self._recogniser.reset()
            self._gate.reset()
            self._cues.another_person(pose.t)
        if tracked.body is None:
            if not tracked.person:
                self._gate.absent(pose.luminance)
            self._log.add("framing", False, self._direction_finding())
            # Where a person is seen it may be a glitch: wait before asking for anything.
            return self._moment(self._unseen(), None, direct=not tracked.person)
        events, value = self._seen(tracked.body)
        return self._moment(events, value)

    def finish(self) -> Moment:
        """The source is over: what is open ends with the last pose."""
        self._log.clear()
        return self._moment(self._movement.finish(self._t), None)

    def _direction_finding(self) -> tuple[Finding, ...]:
        direction = self._gate.now.direction
        return () if direction is None else (Finding(direction, "", None, ok=False),)

    def _unseen(self) -> list[Event]:
        """A moment without a usable sample: after a second of them the open rep is dropped."""
        if self._unjudged.update(self._t, True) >= _LOST_S:
            self._movement.start_afresh(forget=False)
        self._cues.waiting(self._t, None, None)
        return self._movement.paused(self._t, self._sides.last)

    def _seen(self, body: Body) -> tuple[list[Event], float | None]:
        """A body: events, and the signal where the body is in the stretch."""
        movement = self._movement
        side = movement.side_of(body, far=self._gate.far)
        reading = movement.reading(body, side)
        posture = self._recogniser.posture(reading)
        self.reading, raw = movement.read(reading, begun=posture.begun)
        reading = self.reading
        if raw is not None and self.mode == "mobilizer":
            self._cues.moved(body.t, raw)
        if not self._frame(body, reading, posture, signal_seen=raw is not None) or raw is None:
            self._cues.waiting(self._t, None, side)
            return self._unseen(), None
        self._unjudged.update(self._t, False)
        self._sides.last = side
        self._log.add("recognise", posture.ok, posture.findings)
        events = movement.end_returned() if posture.left else []
        if posture.left or self._sides.turned_round(body, settled=movement.settled):
            movement.start_afresh(forget=True)
        if not posture.ok:
            return [*events, *self._unrecognised(posture, side)], None
        more, value = movement.update(reading, raw, far=self._gate.far)
        return [*events, *more], value

    def _frame(
        self, body: Body, reading: Reading, posture: PostureVerdict, *, signal_seen: bool
    ) -> bool:
        """Whether the picture allows judging."""
        phase = self._movement.counter.phase
        holding = self._movement.holds.timer.state is not None
        framing = self._gate.update(
            body,
            reading,
            resting=phase == "start",
            engaged=phase != "start" if self.mode == "mobilizer" else holding,
            placed=phase != "start" or self._movement.start.within(reading),
            recognised=posture.seen,
            signal_seen=signal_seen,
        )
        self._log.add("framing", framing.ok, self._direction_finding())
        if framing.direction is not None and not framing.ok:
            self._cues.hindered(body.t, [framing.direction])
        return framing.ok

    def _unrecognised(self, posture: PostureVerdict, side: Side | None) -> list[Event]:
        """Seen well, but in another posture: says what is missing, after a while."""
        against = [f.id for f in posture.against]
        self._cues.hindered(self._t, against)
        self._cues.waiting(self._t, against[0] if against else "start", side)
        return self._movement.paused(self._t, side)

    # ------------------------------------------------------------------ the moment

    def _moment(self, events: list[Event], value: float | None, *, direct: bool = True) -> Moment:
        t = self._t
        framing = self._gate.now
        events = [*events, *self._cues.due(t, framing, self._sides.last, direct=direct)]
        progress = self._progress(value)
        return Moment(
            t=t,
            mode=self.mode,
            phase=self._phase(value),
            framing=self._gate.to_show(t),
            side=self._movement.counter.side if self.stretch.rep.signed else self._sides.last,
            progress=progress,
            held_s=self._movement.holds.held_s,
            hold=self._movement.holds.timer.state,
            rules=self._movement.form.verdicts,
            events=tuple(events),
            signal=None if progress is None else value,
            stages=self._log.verdicts,
        )

    def _phase(self, value: float | None) -> CoachPhase:
        """The phase to show: until the start position is known the user is setting up."""
        if not self._gate.now.ok:
            return "unseen"
        phase = self._movement.counter.phase
        if value is None and self._log.verdicts:
            return "setup"
        if not self._movement.settled and phase in ("start", "out"):
            return "setup"
        return phase

    def _progress(self, value: float | None) -> float | None:
        if value is None or not math.isfinite(value):
            return None
        signed = self.stretch.rep.signed
        towards = side_of(value) if signed else self._sides.last
        return (abs(value) if signed else value) / self.ranges.target(towards)
