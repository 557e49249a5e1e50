"""The coach of one stretch: ``Coach.update(pose) -> Moment``, the heart of the program.

Each moment goes through a line of small stages, each in a module of its own: framing (can it be
judged at all?), recognise (is this the stretch?), signal (how far from the start?), count or time a
hold, form, cues. A stage that refuses ends the line for that moment; its verdict says why.
"""

import math
from collections.abc import Mapping, Sequence

from posecoach.events import Event, Finding, HoldChange, HoldSpan, Rep
from posecoach.judge.count.counter import RepCounter, side_of
from posecoach.judge.count.excursion import Excursion
from posecoach.judge.count.ranges import RangeLearner
from posecoach.judge.feedback import CueMaker
from posecoach.judge.form import FormJudge, Values
from posecoach.judge.framing import FramingGate
from posecoach.judge.holds import HoldCounter
from posecoach.judge.moment import CoachPhase, Moment, Stage, StageVerdict
from posecoach.judge.recognise import PostureVerdict, Recogniser
from posecoach.judge.sides import SideInWork
from posecoach.judge.signal import SignalReader
from posecoach.judge.start.position import StartPosition
from posecoach.measure.body import Body
from posecoach.measure.lasting import Lasting
from posecoach.measure.reading import Neutrals, Reading
from posecoach.measure.track import Tracker
from posecoach.pose import Pose, Side
from posecoach.spec.rules import HOLD_MEASURES, REP_MEASURES, Mode, Phase
from posecoach.spec.schema import Stretch

_LOST_S = 1.0  # unseen or unjudgeable for this long: the rep in progress is dropped
_SURELY_HELD = 0.75  # of the range: until the start is known, a hold counts from here on
_FURTHER = 0.35  # of the range: as far from a rest is a movement away from it
_PASSING = 0.25  # of the range: closer to the start than this, the user passes it


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
        self._recogniser = Recogniser(stretch.recognise)
        self._neutrals = Neutrals(stretch.measures)
        self._start = StartPosition(stretch, self._neutrals)
        self._signal = SignalReader(stretch.rep)
        self._counter = RepCounter(stretch, self._recogniser, memory or {})
        self._holds = HoldCounter()
        self._form = FormJudge(stretch.rules, self.mode)
        self._cues = CueMaker(stretch)
        self._sides = SideInWork(separate=stretch.sides == "separate")
        self._settled = False  # true once a rest or a repetition has shown the start
        self._unjudged = Lasting()
        self._stages: list[StageVerdict] = []
        self._t = 0.0

    @property
    def ranges(self) -> RangeLearner:
        """The user's own range of each side."""
        return self._counter.ranges

    def learnt(self) -> dict[Side, float]:
        """Today's own range of each side that had one, degrees."""
        return self.ranges.learnt()

    # ------------------------------------------------------------------ one pose

    def update(self, pose: Pose) -> Moment:
        """Takes the next pose, with its own time; gives what the coach thinks now."""
        self._t = pose.t
        self._stages = []
        tracked = self._tracker.update(pose)
        events: list[Event] = []
        if tracked.changed:
            self._start_afresh(forget=True)
            self._recogniser.reset()
            self._gate.reset()
            self._cues.another_person(pose.t)
        if tracked.body is None:
            if not tracked.person:
                self._gate.absent(pose.luminance)
            self._record_stage("framing", False, self._direction_finding())
            events += self._unseen()
            # Where a person is seen it may be a glitch: wait before asking for anything.
            return self._moment(events, None, direct=not tracked.person)
        events, value = self._seen(tracked.body)
        return self._moment(events, value)

    def finish(self) -> Moment:
        """The source is over: what is open ends with the last pose."""
        self._stages = []
        events: list[Event] = []
        events += self._end_returned()
        events += self._form.finish(self._t)
        events += self._hold_events(self._holds.timer.finish())
        return self._moment(events, None)

    def _end_returned(self) -> list[Event]:
        """Ends a movement that has already returned to the start, without waiting for a rest."""
        excursion = self._counter.machine.finish()
        if excursion is None or self.mode != "mobilizer":
            return []
        return self._excursion(excursion)

    def _record_stage(self, stage: Stage, ok: bool, findings: Sequence[Finding] = ()) -> None:
        self._stages.append(StageVerdict(stage, ok, tuple(findings)))

    def _record_form(self) -> None:
        found = self._form.findings
        if found:
            self._record_stage("form", all(f.ok for f in found), found)

    def _direction_finding(self) -> tuple[Finding, ...]:
        direction = self._gate.now.direction
        return () if direction is None else (Finding(direction, "", None, ok=False),)

    # ------------------------------------------------------------------ nothing to judge

    def _unseen(self) -> list[Event]:
        """A moment without a usable sample: after a second of them the open rep is dropped."""
        if self._unjudged.update(self._t, True) >= _LOST_S:
            self._start_afresh(forget=False)
        self._cues.waiting(self._t, None, None)
        return [
            *self._form.update(self._t, None, None, self._sides.last),
            *self._hold_events(self._holds.timer.unseen(self._t)),
        ]

    def _start_afresh(self, *, forget: bool) -> None:
        """The user has left the stretch: drops the rep in progress.

        Args:
            forget: the neutrals, too: it may be another person, or another place.
        """
        self._settled = False
        self._counter.reset()
        self._signal.reset()
        self._start.restart(forget=forget)
        if forget:
            self._neutrals.forget()

    # ------------------------------------------------------------------ a body

    def _seen(self, body: Body) -> tuple[list[Event], float | None]:
        side = self._side_of(body)
        reading = Reading(self.stretch.measures, self._neutrals, body, side)
        posture = self._recogniser.posture(reading)
        raw = self._read(reading)
        away = self._settled and self._counter.phase == "end"
        if self._start.follow(reading, begun=posture.begun, away=away):
            reading = Reading(self.stretch.measures, self._neutrals, body, side)
            raw = self._count_from_new_neutral(reading, raw)
        self._counter.machine.start_shown = self._start.shown
        if raw is not None and self.mode == "mobilizer":
            self._cues.moved(body.t, raw)
        if not self._frame(body, reading, posture, signal_seen=raw is not None) or raw is None:
            self._cues.waiting(self._t, None, side)
            return self._unseen(), None
        self._unjudged.update(self._t, False)
        self._sides.last = side
        self._record_stage("recognise", posture.ok, posture.findings)
        events = self._end_returned() if posture.left else []
        if posture.left or self._sides.turned_round(body, settled=self._settled):
            self._start_afresh(forget=True)
        if not posture.ok:
            return [*events, *self._unrecognised(posture, side)], None
        value = self._signal.filter.update(body.t, raw)
        self._start.note(reading, value)
        self._record_stage("signal", True, (Finding(self.stretch.rep.measure, "", value, ok=True),))
        return [*events, *self._work(body, reading, value, raw)], value

    def _read(self, reading: Reading) -> float | None:
        """The rep signal, before any filter."""
        raw = self._signal.raw(reading)
        if raw is None or not self._signal.turned:
            return raw
        if self._counter.machine.change_sides(abs(raw)):
            self._signal.filter.mirror()
            self._start.mirror()
        return raw

    def _frame(
        self, body: Body, reading: Reading, posture: PostureVerdict, *, signal_seen: bool
    ) -> bool:
        """Whether the picture allows judging."""
        phase = self._counter.phase
        holding = self._holds.timer.state is not None
        framing = self._gate.update(
            body,
            reading,
            resting=phase == "start",
            engaged=phase != "start" if self.mode == "mobilizer" else holding,
            placed=phase != "start" or self._start.within(reading),
            recognised=posture.shown,
            signal_seen=signal_seen,
        )
        self._record_stage("framing", framing.ok, self._direction_finding())
        if framing.direction is not None and not framing.ok:
            self._cues.hindered(body.t, [framing.direction])
        return framing.ok

    def _unrecognised(self, posture: PostureVerdict, side: Side | None) -> list[Event]:
        """Seen well, but in another posture: says what is missing, after a while."""
        against = [f.id for f in posture.against]
        self._cues.hindered(self._t, against)
        self._cues.waiting(self._t, against[0] if against else "start", side)
        return [
            *self._form.update(self._t, None, None, side),
            *self._hold_events(self._holds.timer.unseen(self._t)),
        ]

    def _side_of(self, body: Body) -> Side | None:
        """The side in work: by the kneeling leg, or by the sign of the signal."""
        if self.stretch.sides == "together":
            return "left"
        if self.stretch.sides == "separate":
            return self._sides.kneeling(body, settled=self._settled, far=self._gate.far)
        return self._counter.side

    # ------------------------------------------------------------------ in the stretch

    def _work(self, body: Body, reading: Reading, value: float, raw: float) -> list[Event]:
        """In the stretch: count or time by the filtered signal, and judge."""
        side = self._side_of(body)
        machine = self._counter.machine
        resting = self._start.at_rest(body.t, placed=self._start.mostly_within(reading))
        if not self._settled and self._first_rest(body, side, value, resting=resting):
            # A movement that is back at its start counts before counting begins anew.
            events = self._end_returned()
            self._counter.reset(at_rest=True)
            self._signal.filter.reset()
            self._settled = True
            return [*events, *self._form.update(self._t, None, None, side)]
        if not self._settled and abs(value) <= _PASSING * machine.range_deg:
            self._start.passed(body, side)
        moved = machine.start_moved
        excursion = self._counter.update(body, value, raw, resting=resting, side=side)
        if machine.start_moved and not moved:
            self._start.left()  # the new start position is not known yet
        side = self._side_of(body) or side
        phase: Phase = machine.phase
        if excursion is None:
            self._counter.trim(body.t, least_s=3.0 if self.mode == "hold" else 2.0)
        rep_open = phase != "start" or excursion is not None
        if self._settled:
            if resting and self._start.refine(body, side, rep_open=rep_open):
                again = Reading(self.stretch.measures, self._neutrals, body, self._side_of(body))
                self._count_from_new_neutral(again, raw)
            elif rep_open and not resting:
                self._start.left()
        events = []
        if self.mode == "hold":
            events += self._hold(body, value, side)
        elif excursion is not None:
            events += self._excursion(excursion)
        events += self._judge(body, phase, side)
        self._cues.waiting(self._t, None, side)
        return events

    def _first_rest(self, body: Body, side: Side | None, value: float, *, resting: bool) -> bool:
        """Whether a rest that lasted long enough, or one that was left outwards, was the start.

        In a set of holds, a user at rest far from the default start may already be holding.
        """
        machine, size = self._counter.machine, abs(value)
        if self.mode == "hold" and size > _SURELY_HELD * machine.range_deg:
            resting = False
        if resting and not machine.at_seen_end:
            return self._start.learn_first(body, side)
        if resting:
            self._start.rests_at_end(body, side, size)
        return self._start.end_was_start(body.t, size, _FURTHER * machine.range_deg)

    def _judge(self, body: Body, phase: Phase, side: Side | None) -> list[Event]:
        """Judges form at this moment, once the start position is known."""
        judged = Reading(self.stretch.measures, self._neutrals, body, side)

        def values(name: str) -> float | None:
            if name in REP_MEASURES:  # known when the movement is over
                return None
            return (
                float(self._holds.timer.bounces()) if name in HOLD_MEASURES else judged.value(name)
            )

        doing = self._holds.timer.state is not None or any(self._counter.reps.values())
        known = doing or (self._settled and self.stretch.start.tells)
        faults = self._form.update(body.t, values if known else None, phase, side)
        self._record_form()
        self._cues.form(body.t, faults)
        return [*faults]

    def _count_from_new_neutral(self, reading: Reading, before: float | None) -> float | None:
        """Shifts what the filters remember, so that a new neutral does not look like movement."""
        now = self._read(reading)
        if now is not None and before is not None and now != before:
            for part in (self._signal.filter, self._counter.machine, self._start):
                part.shift(now - before)
        return now

    # ------------------------------------------------------------------ a rep

    def _excursion(self, run: Excursion) -> list[Event]:
        """Counts a movement that is over, or leaves it uncounted with a reason."""
        if not self._settled:
            self._start.learn_in_passing()

        def measured(body: Body, side: Side) -> Values:
            return Reading(self.stretch.measures, self._neutrals, body, side).value

        counted = self._counter.over(
            run, self._sides.last, measured, self._form, self._start.resting
        )
        done = any(isinstance(e, Rep) and e.complete for e in counted.events)
        self._record_stage("count", done, counted.findings)
        if done:
            self._record_form()
            self._settled = True
            self._start.rep_over()
        self._cues.movement(
            run.end,
            counted.events,
            counted.satisfied,
            self._counter.reps,
            self._counter.partials_in_a_row,
        )
        return [*counted.events]

    # ------------------------------------------------------------------ a hold

    def _hold(self, body: Body, value: float, side: Side | None) -> list[Event]:
        signed = self.stretch.rep.signed
        held_side = side_of(value) if signed else side
        if held_side is None:
            return []
        away = abs(value) if signed else value
        machine = self._counter.machine
        # Back at the start nothing is held, even where the neutral was wrong.
        p = 0.0 if machine.phase == "start" else away / machine.range_deg
        if not self._settled and self._holds.timer.state is None and p < _SURELY_HELD:
            p = 0.0  # this may be the user's start position
        if self._holds.too_shallow(body.t, machine.phase == "out"):
            self._cues.too_shallow(body.t, held_side)
        return self._hold_events(
            self._holds.timer.update(body.t, p, self._signal.filter.median, held_side)
        )

    def _hold_events(self, found: Sequence[HoldChange | HoldSpan]) -> list[Event]:
        self._holds.add(found)
        self._cues.hold(self._t, found)
        return list(found)

    # ------------------------------------------------------------------ the moment

    def _moment(self, events: list[Event], value: float | None, *, direct: bool = True) -> Moment:
        t = self._t
        framing = self._gate.now
        events = [*events, *self._cues.take(t, framing, self._sides.last, direct=direct)]
        progress = self._progress(value)
        return Moment(
            t=t,
            mode=self.mode,
            phase=self._phase(value),
            framing=self._gate.shown(t),
            side=self._counter.side if self.stretch.rep.signed else self._sides.last,
            progress=progress,
            reps=dict(self._counter.reps),
            partials=dict(self._counter.partials),
            held_s=self._holds.held_s,
            hold=self._holds.timer.state,
            rules=self._form.verdicts,
            events=tuple(events),
            signal=None if progress is None else value,
            stages=tuple(self._stages),
        )

    def _phase(self, value: float | None) -> CoachPhase:
        """The phase to show: until the start position is known the user is setting up."""
        if not self._gate.now.ok:
            return "unseen"
        phase = self._counter.phase
        if value is None and self._stages:
            return "setup"
        if not self._settled and phase in ("start", "out"):
            return "setup"
        return phase

    def _progress(self, value: float | None) -> float | None:
        if value is None or not math.isfinite(value):
            return None
        signed = self.stretch.rep.signed
        towards = side_of(value) if signed else self._sides.last
        return (abs(value) if signed else value) / self.ranges.target(towards)
