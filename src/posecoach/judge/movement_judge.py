"""In the stretch: the signal is counted or timed, and form is judged.

What ``Coach`` hands on once it sees the user well, in the posture of the stretch.
"""

from collections.abc import Mapping, Sequence

from posecoach.events import Event, Finding, HoldChange, HoldSpan, Rep
from posecoach.judge.count.counter import RepCounter, side_of
from posecoach.judge.count.excursion import NEAR_END, Excursion
from posecoach.judge.feedback import CueMaker
from posecoach.judge.form.checks import Values
from posecoach.judge.form.judge import FormJudge
from posecoach.judge.holds import HoldCounter
from posecoach.judge.moment import StageLog
from posecoach.judge.recognise import Recogniser
from posecoach.judge.sides import SideInWork
from posecoach.judge.signal import SignalReader
from posecoach.judge.start.position import StartPosition
from posecoach.measure.body import Body
from posecoach.measure.reading import Neutrals, Reading
from posecoach.pose import Side
from posecoach.spec.rules import REP_MEASURES, Mode, Phase
from posecoach.spec.schema import Stretch

_SURELY_HELD = 0.75  # of the range: until the start is known, a hold counts from here on
_FURTHER = 0.35  # of the range: as far from a rest is a movement away from it
_FURTHER_IN = 0.25  # of the range: a start that is further in than where the user rested
_PASSING = 0.25  # of the range: closer to the start than this, the user passes it


class MovementJudge:
    """Counts or times what the user does, and judges it.

    Args:
        memory: the user's range of each side from earlier sessions, degrees.
        log: takes the verdicts of the stages that are here.

    Attributes:
        settled: a rest or a repetition has shown the start position.
    """

    def __init__(
        self,
        stretch: Stretch,
        mode: Mode,
        memory: Mapping[Side, float],
        *,
        recogniser: Recogniser,
        sides: SideInWork,
        cues: CueMaker,
        log: StageLog,
    ) -> None:
        self._stretch, self._mode = stretch, mode
        self._sides, self._cues, self._log = sides, cues, log
        self._neutrals = Neutrals(stretch.measures)
        self._signal = SignalReader(stretch.rep)
        self.start = StartPosition(stretch, self._neutrals)
        self.counter = RepCounter(stretch, recogniser, memory)
        self.holds = HoldCounter()
        self.form = FormJudge(stretch.rules, mode)
        self.settled = False

    def reading(self, body: Body, side: Side | None) -> Reading:
        """The measures of a body, from the user's neutral as it is known now."""
        return Reading(self._stretch.measures, self._neutrals, body, side)

    def start_afresh(self, *, forget: bool) -> None:
        """The user has left the stretch: drops the rep in progress.

        Args:
            forget: the neutrals, too: it may be another person, or another place.
        """
        self.settled = False
        self.counter.reset()
        self._signal.reset()
        self.start.restart(forget=forget)
        if forget:
            self._neutrals.forget()
        else:
            self._neutrals.forget_places()

    def paused(self, t: float, side: Side | None) -> list[Event]:
        """A moment at which nothing can be judged: faults and holds end after a while."""
        return [
            *self.form.update(t, None, None, side),
            *self._hold_events(t, self.holds.timer.unseen(t)),
        ]

    def finish(self, t: float) -> list[Event]:
        """The source is over: what is open ends with the last pose."""
        return [
            *self.end_returned(),
            *self.form.finish(t),
            *self._hold_events(t, self.holds.timer.finish()),
        ]

    def end_returned(self) -> list[Event]:
        """Ends a movement that has already returned to the start, without waiting for a rest."""
        excursion = self.counter.machine.finish()
        if excursion is None or self._mode != "mobilizer":
            return []
        return self._movement_over(excursion)

    # ------------------------------------------------------------------ the signal

    def read(self, reading: Reading, *, begun: bool) -> tuple[Reading, float | None]:
        """The rep signal before any filter, and the reading that it is of.

        Args:
            begun: the user has just taken up the posture of the stretch.

        Returns:
            The reading anew where this moment has renewed the neutral; the signal in degrees from
            it, None where it is not seen.
        """
        raw = self._raw(reading)
        end = self.counter.side or reading.side if self.counter.phase == "end" else None
        if self.start.follow(reading, begun=begun, end=end, settled=self.settled):
            reading = self.reading(reading.body, reading.side)
            raw = self._count_from_new_neutral(reading, raw)
        self.counter.machine.start_known = self.start.known
        return reading, raw

    def _raw(self, reading: Reading) -> float | None:
        raw = self._signal.read(reading)
        if raw is None or not self._signal.side_changed:
            return raw
        if self.counter.machine.change_sides(abs(raw)):
            self._signal.filter.mirror()
            self.start.mirror()
        return raw

    def _count_from_new_neutral(self, reading: Reading, before: float | None) -> float | None:
        """Shifts what the filters remember, so that a new neutral does not look like movement."""
        now = self._raw(reading)
        if now is not None and before is not None and now != before:
            for part in (self._signal.filter, self.counter.machine, self.start):
                part.shift(now - before)
        return now

    # ------------------------------------------------------------------ one moment

    def side_of(self, body: Body, *, far: bool) -> Side | None:
        """The side in work: by the kneeling leg, or by the sign of the signal.

        Where a settled side turns out to be the other one, its neutrals go along.

        Args:
            far: the knee on the floor is surely the one farther from the camera.
        """
        if self._stretch.sides == "together":
            return "left"
        if self._stretch.sides == "separate":
            before = self._sides.last
            side = self._sides.kneeling(body, settled=self.settled, far=far)
            if self.settled and before and side and side != before:
                self._neutrals.exchange_sides()
            return side
        return self.counter.side

    def update(self, reading: Reading, raw: float, *, far: bool) -> tuple[list[Event], float]:
        """Takes a moment in the stretch: counts or times by the filtered signal, and judges.

        Args:
            raw: the rep signal before any filter, degrees.

        Returns:
            What happened, and the filtered signal.
        """
        body = reading.body
        value = self._signal.filter.update(body.t, raw)
        self.start.note(reading, value)
        shown = Finding(self._stretch.rep.measure, "", value, ok=True)
        self._log.add("signal", True, (shown,))
        side = self.side_of(body, far=far)
        resting = self.start.at_rest(body.t, placed=self.start.mostly_within(reading))
        if not self.settled:
            if self._first_rest(body, side, value, resting=resting):
                return self._settle(body.t, side), value
            if abs(value) <= _PASSING * self.counter.machine.range_deg:
                self.start.passed(body, side)
        elif self._further_in(body, value, raw, side):
            value = self._signal.filter.value
        return self._count_and_judge(body, value, raw, side, resting=resting, far=far), value

    def _further_in(self, body: Body, value: float, raw: float, side: Side | None) -> bool:
        """Whether the start has just turned out to be further in than where the user rested."""
        machine, spec = self.counter.machine, self._stretch
        if not spec.one_way or machine.phase != "start":
            return False
        least = _FURTHER_IN * machine.range_deg
        if not self.start.turned_further_in(body, side, value, least):
            return False
        self._count_from_new_neutral(self.reading(body, side), raw)
        return True

    def _first_rest(self, body: Body, side: Side | None, value: float, *, resting: bool) -> bool:
        """Whether a rest that lasted long enough, or one that was left outwards, was the start.

        In a set of holds, a user at rest far from the default start may already be holding.
        """
        machine, size = self.counter.machine, abs(value)
        if self._mode == "hold" and size > _SURELY_HELD * machine.range_deg:
            resting = False
        if resting and not machine.at_seen_end:
            return self.start.learn_first(body, side)
        if resting:
            self.start.rests_at_end(body, side, size)
        return self.start.end_was_start(body.t, size, _FURTHER * machine.range_deg)

    def _settle(self, t: float, side: Side | None) -> list[Event]:
        """The start is known now: counting begins anew, after a movement that is back there."""
        events = self.end_returned()
        self.counter.reset(at_rest=True)
        self._signal.filter.reset()
        self.settled = True
        return [*events, *self.form.update(t, None, None, side)]

    def _count_and_judge(
        self, body: Body, value: float, raw: float, side: Side | None, *, resting: bool, far: bool
    ) -> list[Event]:
        machine = self.counter.machine
        if self.settled and resting and machine.phase == "end":
            value = self._back_in_middle(body, value, raw, side)
        moved = machine.start_moved
        excursion = self.counter.update(body, value, raw, resting=resting, side=side)
        if machine.start_moved and not moved:
            self.start.left()  # the new start position is not known yet
        side = self.side_of(body, far=far) or side
        phase: Phase = machine.phase
        rep_open = phase != "start" or excursion is not None
        if self.settled:
            if resting and self.start.refine(body, side, rep_open=rep_open):
                again = self.reading(body, self.side_of(body, far=far))
                self._count_from_new_neutral(again, raw)
            elif rep_open and not resting:
                self.start.left()
        events: list[Event] = []
        if self._mode == "hold":
            events += self._hold(body, value, side)
        elif excursion is not None:
            events += self._movement_over(excursion)
        events += self._judge(body, phase, side)
        self._cues.waiting(body.t, None, side)
        return events

    def _back_in_middle(self, body: Body, value: float, raw: float, side: Side | None) -> float:
        """Where the user rests in the middle of both ends, the start was in a wrong place.

        A movement that came from farther out is over; one that is only this rest is dropped.

        Returns:
            The filtered signal, from the start as it is known now.
        """
        if not self.start.rests_in_middle(body, side):
            return value
        machine = self.counter.machine
        top = machine.top
        self._count_from_new_neutral(self.reading(body, side), raw)
        if top - abs(value) < _FURTHER * machine.range_deg:
            self.counter.reset(at_rest=True)
        return self._signal.filter.value

    def _judge(self, body: Body, phase: Phase, side: Side | None) -> list[Event]:
        """Judges form at this moment, once the start position is known."""
        judged = self.reading(body, side)

        def values(name: str) -> float | None:
            if name in REP_MEASURES:  # known when the movement is over
                return None
            if name == "reversals":
                return float(self.holds.timer.reversals_now())
            return judged.value(name)

        doing = self.holds.timer.state is not None or any(self.counter.reps.values())
        known = doing or (self.settled and self._stretch.start.tells)
        deep = abs(self._signal.filter.value) >= NEAR_END * self.counter.machine.top
        faults = self.form.update(body.t, values if known else None, phase, side, deep=deep)
        self._record_form()
        self._cues.form(body.t, faults, self.form.mended)
        return [*faults]

    def _record_form(self) -> None:
        found = self.form.findings
        if found:
            self._log.add("form", all(f.ok for f in found), found)

    # ------------------------------------------------------------------ a rep, a hold

    def _movement_over(self, run: Excursion) -> list[Event]:
        """Counts a movement that is over, or leaves it uncounted with a reason."""
        if not self.settled:
            self.start.learn_in_passing()

        def measured(body: Body, side: Side) -> Values:
            return self.reading(body, side).value

        counted = self.counter.finish_movement(
            run, self._sides.last, measured, self.form, self.start.resting
        )
        done = any(isinstance(e, Rep) and e.complete for e in counted.events)
        self._log.add("count", done, counted.findings)
        if done:
            self._record_form()
            self.settled = True
            self.start.rep_over()
        self._cues.movement(
            run.end,
            counted.events,
            counted.satisfied,
            self.counter.reps,
            self.counter.partials_in_a_row,
        )
        return [*counted.events]

    def _hold(self, body: Body, value: float, side: Side | None) -> list[Event]:
        signed = self._stretch.rep.signed
        held_side = side_of(value) if signed else side
        if held_side is None:
            return []
        away = abs(value) if signed else value
        machine = self.counter.machine
        # Back at the start nothing is held, even where the neutral was wrong.
        share = 0.0 if machine.phase == "start" else away / machine.range_deg
        if not self.settled and self.holds.timer.state is None and share < _SURELY_HELD:
            share = 0.0  # this may be the user's start position
        if self.holds.too_shallow(body.t, machine.phase == "out"):
            self._cues.too_shallow(body.t, held_side)
        median = self._signal.filter.median
        return self._hold_events(body.t, self.holds.timer.update(body.t, share, median, held_side))

    def _hold_events(self, t: float, found: Sequence[HoldChange | HoldSpan]) -> list[Event]:
        self.holds.add(found)
        self._cues.hold(t, found)
        return list(found)
