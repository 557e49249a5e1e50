"""The coach of one stretch: ``Coach.update(pose) -> Moment``, the heart of the program."""

import math
from collections import deque
from collections.abc import Mapping, Sequence

from posecoach.body.body import Body
from posecoach.body.reading import Neutrals, Reading
from posecoach.body.track import Tracker
from posecoach.coach.calibration import RangeLearner
from posecoach.coach.cues import CueDirector
from posecoach.coach.facts import rep_facts
from posecoach.coach.form import FormJudge, Values
from posecoach.coach.framing import FramingGate, Lasting
from posecoach.coach.holds import HoldTimer
from posecoach.coach.moment import (
    CoachPhase,
    Event,
    Fault,
    Framing,
    HoldChange,
    HoldSpan,
    Moment,
    Rep,
)
from posecoach.coach.reps import LEAD_S, Excursion, RepMachine
from posecoach.coach.signal import SignalFilter
from posecoach.coach.start import StartPosition
from posecoach.pose import Pose, Side
from posecoach.spec.schema import HOLD_MEASURES, REP_MEASURES, Mode, Phase, Stretch

PARTIAL = "partial"  # the rule of a rep that turned back before the end position

_LOST_S = 1.0  # unseen or unjudgeable for this long: the rep in progress is dropped
_TURNED_S = 1.5
_BROKEN_OFF_S = 0.5  # out of the stretch altogether (stood up) for this long
_LEAST_TRY_S = 1.2  # what is small and shorter is no try: who comes back may swing over a little
_KEPT_S = 120.0  # a movement longer than this is judged on its last part


class Coach:
    """Judges one stretch in one mode. Same poses in, same moments out.

    Args:
        stretch: the spec.
        mode: one of the stretch's modes; its first by default.
        memory: the user's range of each side from earlier sessions, degrees: sets the target
            mark only. Live sessions alone give it.

    Raises:
        ValueError: the stretch does not have that mode.
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
        self._tracker = Tracker(half_kneeling=stretch.roles == "half_kneeling")
        self._gate = FramingGate(stretch)
        self._neutrals = Neutrals(stretch.measures)
        self._start = StartPosition(stretch, self._neutrals)
        self.ranges = RangeLearner(stretch.rep, dict(memory or {}))
        self._machine = RepMachine(stretch.rep)
        self._filter = SignalFilter()
        self._form = FormJudge(stretch.rules, self.mode)
        self._holds = HoldTimer()
        self._cues = CueDirector({r.id: r for r in stretch.rules})
        self._bodies: deque[Body] = deque()
        self._started = False
        self._side: Side | None = None
        self._framing = Framing(False)
        self._unjudged = Lasting()
        self._off = Lasting()
        self._misplaced = Lasting()
        self._other_way = Lasting()
        self._reps: dict[Side, int] = {"left": 0, "right": 0}
        self._partials: dict[Side, int] = {"left": 0, "right": 0}
        self._partials_in_a_row = 0
        self._held: dict[Side, float] = {"left": 0.0, "right": 0.0}
        self._t = 0.0

    # ------------------------------------------------------------------ one pose

    def update(self, pose: Pose) -> Moment:
        """Takes the next pose, with its own time; gives what the coach thinks now."""
        self._t = pose.t
        tracked = self._tracker.update(pose)
        events: list[Event] = []
        if tracked.changed:
            self._start_afresh(forget=True)
            self._cues.direct(pose.t, None, blocking=False)  # what was asked, was of the other
        if tracked.body is None:
            if not tracked.person:
                self._framing = self._gate.absent(pose.luminance)
            events += self._unseen()
            # A point that jumped, or somebody else: the next moments will tell what to ask for.
            return self._moment(events, None, direct=not tracked.person)
        events, value = self._seen(tracked.body)
        return self._moment(events, value)

    def finish(self) -> Moment:
        """The source is over: what is open ends with the last pose."""
        events: list[Event] = []
        excursion = self._machine.finish() if self._started else None
        if excursion is not None and self.mode == "mobilizer":
            events += self._excursion(excursion)
        events += self._form.finish(self._t)
        events += self._hold_events(self._holds.finish())
        return self._moment(events, None)

    # ------------------------------------------------------------------ nothing to judge

    def _unseen(self) -> list[Event]:
        """A moment without a usable sample: freezes at first, and drops the rep later."""
        lasted = self._unjudged.update(self._t, True)
        if lasted >= _LOST_S:
            self._start_afresh(forget=False)
        self._cues.waiting(self._t, for_start=False, side=None)
        return [
            *self._form.update(self._t, None, None, self._side),
            *self._hold_events(self._holds.unseen(self._t)),
        ]

    def _start_afresh(self, *, forget: bool) -> None:
        """Out of the stretch: the next rep must begin at the start position."""
        self._started = False
        self._machine.reset()
        self._filter.reset()
        self._start.restart()
        self._bodies.clear()
        self._off.update(self._t, False)
        if forget:
            self._neutrals.forget()
            self._gate.reset()

    # ------------------------------------------------------------------ a body

    def _seen(self, body: Body) -> tuple[list[Event], float | None]:
        side = self._side_of(body)
        reading = Reading(self.stretch.measures, self._neutrals, body, side)
        posed = self._started or self._start.within(reading)
        resting = not self._started or self._machine.phase == "start"
        outside = self._outside(reading)
        self._framing = self._gate.update(
            body, reading, resting=resting, posed=posed, kept=not outside
        )
        raw = reading.value(self.stretch.rep.measure)
        if not self._framing.ok or raw is None:
            self._cues.waiting(self._t, for_start=False, side=side)
            return self._unseen(), None
        self._unjudged.update(self._t, False)
        self._side = side
        value = self._filter.update(body.t, raw)
        self._start.note(reading, value)
        broken_off = self._off.update(self._t, outside) >= _BROKEN_OFF_S and self._started
        if broken_off or self._turned_round(body):
            self._start_afresh(forget=True)
        events: list[Event] = []
        if self._started:
            events = self._work(body, reading, value, raw)
        else:
            self._await_start(body, reading, side)
            events += self._form.update(self._t, None, None, side)
        return events, value

    def _side_of(self, body: Body) -> Side | None:
        """The side in work: of the kneeling leg, or where the signal points."""
        if self.stretch.sides == "separate":
            return self._side if self._started and self._side else body.near
        direction = self._machine.direction
        return None if direction is None else self._direction_side(direction)

    @staticmethod
    def _direction_side(direction: float) -> Side:
        return "left" if direction > 0 else "right"

    def _outside(self, reading: Reading) -> bool:
        """Standing up, sitting down or walking: known to be out of what the stretch keeps to."""
        return any(
            (v := reading.value(r.measure)) is not None and not r.min <= v <= r.max
            for r in self.stretch.start.keep
        )

    def _turned_round(self, body: Body) -> bool:
        """The other leg kneels nearest the camera now, and keeps doing so: a side of its own."""
        other_side = (
            self.stretch.sides == "separate"
            and self._started
            and body.near is not None
            and self._side is not None
            and body.near != self._side
        )
        return self._other_way.update(self._t, other_side) >= _TURNED_S

    def _await_start(self, body: Body, reading: Reading, side: Side | None) -> None:
        """Before the start position: learn the neutral from its first quiet half second."""
        placed = self._start.mostly_within(reading)
        if self._start.at_rest(body.t, placed=placed) and self._start.learn_first(body, side):
            self._machine.reset()
            self._filter.reset()
            self._started = True
        self._cues.waiting(self._t, for_start=not placed, side=side)

    def _work(self, body: Body, reading: Reading, value: float, raw: float) -> list[Event]:
        """In the stretch: count or time by the filtered signal, and judge."""
        side = self._side_of(body)
        signed = self.stretch.rep.signed
        turned = self._direction_side(value) if signed else side
        if self._machine.direction is None:
            self._machine.range_deg = self.ranges.counting(turned)
        self._bodies.append(body)
        resting = self._start.at_rest(body.t, placed=self._start.mostly_within(reading))
        moved = self._machine.start_moved
        excursion = self._machine.update(body.t, value, resting=resting, fine=raw)
        if self._machine.start_moved and not moved:
            self._start.left()  # where they start now must show itself anew
        side = self._side_of(body) or side
        phase: Phase = self._machine.phase
        if excursion is None:
            self._trim_bodies()
        events: list[Event] = []
        rep_open = phase != "start" or excursion is not None
        if resting and self._start.refine(body, side, rep_open=rep_open):
            self._count_from_new_neutral(body, raw)
        elif rep_open and not resting:
            self._start.left()
        judged = Reading(self.stretch.measures, self._neutrals, body, side)

        def values(name: str) -> float | None:
            if name in REP_MEASURES:  # known when the movement is over
                return None
            return float(self._holds.bounces()) if name in HOLD_MEASURES else judged.value(name)

        faults = self._form.update(body.t, values, phase, side)
        for fault in faults:
            if fault.end is None:
                self._cues.fault(body.t, fault.rule, fault.side)
            else:
                self._cues.kept(body.t, [fault.rule], fault.side)
        events += faults
        if self.mode == "hold":
            held_side = turned or side
            if held_side is not None:
                away = abs(value) if signed else value
                # Who is back at the start holds nothing, wherever their neutral was.
                p = 0.0 if phase == "start" else away / self._machine.range_deg
                events += self._hold_events(
                    self._holds.update(body.t, p, self._filter.median, held_side)
                )
        elif excursion is not None:
            events += self._excursion(excursion)
        self._cues.waiting(self._t, for_start=False, side=side)
        return events

    def _count_from_new_neutral(self, body: Body, before: float) -> None:
        """Moves what the filters remember, so that a new neutral is no movement."""
        reading = Reading(self.stretch.measures, self._neutrals, body, self._side_of(body))
        now = reading.value(self.stretch.rep.measure)
        if now is not None and now != before:
            for part in (self._filter, self._machine, self._start):
                part.shift(now - before)

    def _trim_bodies(self) -> None:
        """Keeps the movement in progress, or what may turn out to be its begin."""
        left = self._machine.left_at
        oldest = self._t - 2.0 if left is None else left - LEAD_S  # movements are dated back
        oldest = max(oldest, self._t - _KEPT_S)
        if self.mode == "hold":
            oldest = max(oldest, self._t - 3.0)
        while self._bodies and self._bodies[0].t < oldest:
            self._bodies.popleft()

    # ------------------------------------------------------------------ a rep

    def _excursion(self, run: Excursion) -> list[Event]:
        """One way out and back is over: count it, judge it."""
        side = self._direction_side(run.direction) if self.stretch.rep.signed else self._side
        if side is None:
            return []
        target = self.ranges.target(side)
        rep = Rep(
            t=run.end,
            start=run.start,
            side=side,
            complete=run.complete,
            range_deg=run.peak,
            of_target=run.peak / target,
            duration_s=run.end - run.start,
            speed_peaks=run.speed_peaks(),
        )
        events: list[Event] = [rep]
        if not run.complete:
            small = run.peak < self.stretch.rep.out * self._machine.range_deg
            if small or run.end - run.start < _LEAST_TRY_S:
                return []
            self._partials[side] += 1
            self._partials_in_a_row += 1
            self.ranges.partial(side, run.peak)
            self._cues.almost(run.end, side, self._partials_in_a_row)
            return [*events, Fault(PARTIAL, side, run.start, run.end)]
        self._partials_in_a_row = 0
        self._reps[side] += 1
        self.ranges.complete(side, run.peak)
        self._cues.count(run.end, side, self._reps[side])
        faults, kept = self._judge(run, side)
        self._start.rep_over()
        for fault in faults:
            self._cues.fault(run.end, fault.rule, side)
        self._cues.kept(run.end, kept, side)
        return [*events, *faults]

    def _judge(self, run: Excursion, side: Side) -> tuple[list[Fault], list[str]]:
        def values(body: Body) -> Values:
            return Reading(self.stretch.measures, self._neutrals, body, side).value

        far = {t for t, v in run.samples if v >= 0.85 * run.peak}
        windows: dict[str, list[Values]] = {
            "start": [values(b) for b in self._start.resting],
            "end": [values(b) for b in self._bodies if b.t in far],
            "whole": [],
        }
        facts = rep_facts(run, self._bodies, values, self.stretch.rep.together)
        return self._form.judge_rep(windows, facts.get, side, run.start, run.end)

    # ------------------------------------------------------------------ a hold

    def _hold_events(self, found: Sequence[HoldChange | HoldSpan]) -> list[Event]:
        for event in found:
            if isinstance(event, HoldSpan):
                self._held[event.side] += event.held_s
                self._cues.hold(self._t, event.side, "hold_end")
            elif event.kind == "start":
                self._cues.hold(self._t, event.side, "hold_start")
            elif event.kind == "pause":
                self._cues.hold(self._t, event.side, "hold_pause")
        return list(found)

    # ------------------------------------------------------------------ the moment

    def _moment(self, events: list[Event], value: float | None, *, direct: bool = True) -> Moment:
        t = self._t
        blocking = not self._framing.ok
        lasted = self._misplaced.update(t, self._framing.direction is not None)
        if direct:
            self._cues.direct(t, self._framing.direction, blocking=blocking)
        shown = (
            self._framing
            if lasted >= 0.3
            else Framing(self._framing.ok, None, self._framing.checks)
        )
        events = [*events, *self._cues.take(t)]
        phase: CoachPhase
        if not self._framing.ok:
            phase = "unseen"
        elif not self._started:
            phase = "setup"
        else:
            phase = self._machine.phase
        signed = self.stretch.rep.signed
        side = self._side
        if signed:
            direction = self._machine.direction
            side = None if direction is None else self._direction_side(direction)
        progress = None
        if value is not None and self._started and math.isfinite(value):
            towards = self._direction_side(value) if signed else side
            progress = (abs(value) if signed else value) / self.ranges.target(towards)
        hold = self._holds.state
        held = dict(self._held)
        if hold is not None:
            held[hold.side] += hold.held_s
        return Moment(
            t=t,
            mode=self.mode,
            phase=phase,
            framing=shown,
            side=side,
            progress=progress,
            target=1.0,
            reps=dict(self._reps),
            partials=dict(self._partials),
            held_s=held,
            hold=hold,
            rules=self._form.verdicts,
            events=tuple(events),
            signal=None if progress is None else value,
        )
