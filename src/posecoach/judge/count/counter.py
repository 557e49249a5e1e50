"""Count: a movement out and back is a repetition of a side, or is left uncounted with a reason."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from posecoach.events import PARTIAL, Event, Fault, Finding, Rep, Uncounted
from posecoach.judge.count.excursion import LEAD_S, NEAR_END, Excursion
from posecoach.judge.count.facts import rep_facts
from posecoach.judge.count.machine import RepMachine, RepPhase
from posecoach.judge.count.ranges import RangeLearner
from posecoach.judge.form.checks import Values, median_known
from posecoach.judge.form.judge import FormJudge
from posecoach.judge.recognise import Recogniser
from posecoach.measure.body import Body
from posecoach.measure.reading import Neutrals, Reading
from posecoach.pose import Side
from posecoach.spec.schema import Stretch

# A smaller movement that is shorter than this is not an attempt: people overshoot the start.
_LEAST_TRY_S = 1.2
_FAR = 0.6  # of the peak: the side is told by the median over moments beyond this
_BEFORE_S = 3.0  # so much is kept of a rest, since a movement is noticed late
_MOST_MOVEMENT_S = 120.0  # of a longer movement only the last part is remembered and judged

#: The measures of one body for one side.
Measured = Callable[[Body, Side], Values]


@dataclass(frozen=True)
class MovementResult:
    """What became of one movement.

    Attributes:
        events: what happened.
        satisfied: the rules that were seen to be satisfied.
        findings: what recognition looked at.
    """

    events: tuple[Event, ...] = ()
    satisfied: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class RepCounter:
    """Counts one stretch's repetitions a side.

    Args:
        memory: the user's range of each side from earlier sessions, degrees.
    """

    def __init__(self, stretch: Stretch, recogniser: Recogniser, memory: Mapping[Side, float]):
        self._stretch = stretch
        self._recogniser = recogniser
        self.ranges = RangeLearner(stretch.rep, dict(memory))
        self.machine = RepMachine(stretch.rep)
        self.machine.reset(at_rest=False)
        self.reps: dict[Side, int] = {"left": 0, "right": 0}
        self.partials_in_a_row = 0
        self._bodies: deque[Body] = deque()
        self._usual = Neutrals(stretch.measures)  # nothing is ever learnt here

    @property
    def phase(self) -> RepPhase:
        """Where in a repetition the signal is."""
        return self.machine.phase

    @property
    def side(self) -> Side | None:
        """The side to which a signed signal goes, while a movement is in progress."""
        sign = self.machine.sign
        return None if sign is None else side_of(sign)

    def reset(self, *, at_rest: bool = False) -> None:
        """Drops the movement in progress; ``at_rest``: the user is in the start position."""
        self.machine.reset(at_rest=at_rest)
        self._bodies.clear()

    def update(
        self, body: Body, value: float, raw: float, *, resting: bool, side: Side | None
    ) -> Excursion | None:
        """Takes the signal; gives a movement that is over.

        Args:
            value: degrees from the neutral, filtered.
            raw: the same before any filter.
            side: the side in work, where the signal does not tell it.
        """
        if self.machine.sign is None:
            turned = side_of(value) if self._stretch.rep.signed else side
            self.machine.range_deg = self.ranges.counting(turned)
        self._trim()
        self._bodies.append(body)
        return self.machine.update(body.t, value, resting=resting, fine=raw)

    def _trim(self) -> None:
        """Forgets all but the movement in progress, or what may turn out to begin one."""
        if not self._bodies:
            return
        t, left = self._bodies[-1].t, self.machine.left_at
        oldest = t - _BEFORE_S if left is None else left - LEAD_S
        oldest = max(oldest, t - _MOST_MOVEMENT_S)
        while self._bodies and self._bodies[0].t < oldest:
            self._bodies.popleft()

    def finish_movement(
        self,
        run: Excursion,
        side: Side | None,
        measured: Measured,
        form: FormJudge,
        resting: Sequence[Body],
    ) -> MovementResult:
        """A movement out and back is over: recognises it, counts it, judges it.

        Args:
            side: the side in work, where the signal does not tell it.
            resting: the last quiet moments before it.
        """
        side = side_of(run.sign) if self._stretch.rep.signed else side
        if side is None:
            return MovementResult()
        moments = {b.t: measured(b, side) for b in self._bodies}
        went = self._went(run, moments)
        if went is not None and went != side:
            side = went
            moments = {b.t: measured(b, side) for b in self._bodies}
        facts = rep_facts(run, self._bodies, lambda b: moments[b.t], self._stretch.rep.together)
        share = {t: v / run.peak for t, v in run.samples} if run.peak > 0 else {}
        seen = [(share[t], values) for t, values in moments.items() if t in share]
        end = self._end(share, side)
        far = run.complete and self.ranges.far_enough(side, run.peak, end)
        full = self._deep(run, side, seen) and (
            far or self.ranges.as_far_as_others(side, run.peak, end)
        )
        found = self._recogniser.movement(seen, facts.get, full=full)
        against = self._recogniser.against(found)
        if not full:
            small = self._small(run, side, known=not against)
            return replace(small, findings=found)
        if against:
            return MovementResult(
                (Uncounted(run.end, run.start, side, run.peak, against),), (), found
            )
        self.partials_in_a_row = 0
        self.reps[side] += 1
        rep = self._rep(replace(run, complete=True), side)
        self.ranges.complete(side, run.peak, end)
        windows: dict[str, list[Values]] = {
            "start": [measured(b, side) for b in resting],
            "end": [values for p, values in seen if p >= NEAR_END],
            "whole": [],
        }
        faults, satisfied = form.judge_rep(windows, facts.get, side, run.start, run.end)
        return MovementResult((rep, *faults), tuple(satisfied), found)

    def _end(self, share: Mapping[float, float], side: Side) -> float | None:
        """Where the end of a movement is, degrees from the spec's own start; None if it has none.

        Unlike the rep signal it does not depend on where the user's start is.

        Args:
            share: of its peak, by the time of each moment.
        """
        spec = self._stretch
        if not spec.one_way or spec.measures[spec.rep.measure].neutral is None:
            return None
        far = [b for b in self._bodies if share.get(b.t, 0.0) >= NEAR_END]
        readings = [Reading(spec.measures, self._usual, b, side) for b in far]
        return median_known([r.value(spec.rep.measure) for r in readings])

    def _went(self, run: Excursion, moments: Mapping[float, Values]) -> Side | None:
        """The side that the spec's measure of the side tells, by its median far out."""
        name = self._stretch.rep.side
        if name is None:
            return None
        far = [moments[t](name) for t, v in run.samples if v >= _FAR * run.peak and t in moments]
        aside = median_known(far)
        return None if aside is None else side_of(aside)

    def _deep(self, run: Excursion, side: Side, seen: Sequence[tuple[float, Values]]) -> bool:
        """Whether it went as far as a repetition, by the spec's measure of depth."""
        spec = self._stretch.rep.deep
        if spec is None or run.peak >= spec.surely:
            return True
        way = median_known([values(spec.measure) for p, values in seen if p >= NEAR_END])
        own = min(1.0, self.ranges.counting(side) / self._stretch.rep.range)
        if self.ranges.is_small(side):  # it was told by peaks; the median is of all near the peak
            own *= NEAR_END
        return run.peak >= own * spec.signal if way is None else way >= own * spec.min

    def _small(self, run: Excursion, side: Side, *, known: bool) -> MovementResult:
        """A movement that turned back early: a partial repetition, or nothing."""
        spec = self._stretch.rep
        tiny = run.peak < max(spec.small, spec.out * self.machine.range_deg)
        seen = run.begun or run.complete  # else its beginning, and so its range, is unknown
        if not seen or not known or tiny or run.end - run.start < _LEAST_TRY_S:
            return MovementResult()
        self.partials_in_a_row += 1
        rep = self._rep(replace(run, complete=False), side)
        self.ranges.partial(side, run.peak)
        return MovementResult((rep, Fault(PARTIAL, side, run.start, run.end)))

    def _rep(self, run: Excursion, side: Side) -> Rep:
        return Rep(
            t=run.end,
            start=run.start,
            side=side,
            complete=run.complete,
            range_deg=run.peak,
            of_target=run.peak / self.ranges.target(side),
            duration_s=run.end - run.start,
            speed_peaks=run.speed_peaks(),
        )


def side_of(signal: float) -> Side:
    """The side to which a signed signal goes: + is the user's left."""
    return "left" if signal > 0 else "right"
