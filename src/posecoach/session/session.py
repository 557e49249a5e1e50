"""A session: sets one after the other, each with its own coach, moving on by itself.

Pure like the coach: it takes poses and wishes ('next', 'pause') and gives what is to be shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from posecoach.events import Cue, Event
from posecoach.judge.coach import Coach
from posecoach.judge.moment import Moment
from posecoach.pose import SIDES, Pose, Side, other
from posecoach.session.flow import SetFlow
from posecoach.session.presence import PauseGesture, PresenceWatch
from posecoach.session.result import SetResult
from posecoach.spec.schema import Mode, Stretch

Stage = Literal["check", "intro", "work", "rest", "away", "down", "paused", "done"]

_REST_S = 6.0
_COUNTDOWN = (5, 4, 3, 2, 1)  # the last seconds of a hold are counted aloud
_BREATHE_EVERY_S = 10.0
_BREATHE_FIRST_S = 5.0
_MOST_GAP_S = 0.5
#: Not said while it is explained how a stretch goes: the explanation says it.
_LATER = ("turn_sideways", "face_camera", "swap_knee_or_turn", "start")


def _waits(cue: Cue) -> bool:
    return cue.id in _LATER or cue.kind in ("correction", "praise")


@dataclass(frozen=True)
class SetPlan:
    """One set: a stretch, how it is done, and how much.

    ``reps`` and ``hold_s`` are for each side of ``sides``; both None goes on for ever.
    """

    stretch: Stretch
    mode: Mode
    reps: int | None = None
    hold_s: float | None = None
    sides: tuple[Side, ...] = SIDES


def plan(
    stretch: Stretch,
    mode: Mode | None = None,
    *,
    reps: int | None = None,
    hold_s: float | None = None,
    sides: tuple[Side, ...] = SIDES,
) -> SetPlan:
    """A set with the spec's own dose where none is given.

    Raises:
        ValueError: the stretch does not have that mode.
    """
    chosen = mode or stretch.modes[0]
    if chosen not in stretch.modes:
        raise ValueError(f"{stretch.id} has no mode {chosen!r}")
    dose = stretch.dose[chosen]
    if chosen == "mobilizer":
        return SetPlan(stretch, chosen, reps=reps or dose.reps_per_side, sides=sides)
    return SetPlan(stretch, chosen, hold_s=hold_s or dose.seconds, sides=sides)


@dataclass(frozen=True)
class SessionMoment:
    """What a session thinks after one pose.

    Attributes:
        stage: 'check' (the camera's place), 'intro' (how it goes), 'work', 'rest', 'away' and
            'down' (it waits by itself), 'paused' (by a wish), 'done'.
        position: index of the set in work.
        moment: of the coach of that set; None while resting or paused.
        countdown: 3, 2, 1 and 0 ('go') while the start position is held; None otherwise.
        rest_left_s: of the rest between sets.
        results: what came of each set so far, the present one included.
        events: of the coach, and the session's own cues.
        side: the side to work on: the one in work, else the one that comes next.
    """

    t: float
    stage: Stage
    position: int
    plan: SetPlan
    moment: Moment | None
    side: Side | None
    events: tuple[Event, ...]
    new_set: bool = False
    hold_left_s: float | None = None
    countdown: int | None = None
    rest_left_s: float | None = None
    results: tuple[SetResult, ...] = ()


@dataclass
class Session:
    """Coaches a routine.

    Attributes:
        memory: the user's earlier ranges by stretch id.
        rest_s: between two sets.
    """

    sets: Sequence[SetPlan]
    memory: Mapping[str, Mapping[Side, float]] = field(default_factory=dict)
    rest_s: float = _REST_S
    seen_s: float = 0.0
    judged_s: float = 0.0
    position: int = 0
    _coach: Coach | None = None
    _rest_until: float | None = None
    _paused: bool = False
    _last: float | None = None
    _side: Side | None = None
    _done_sides: set[Side] = field(default_factory=set)
    _counted: int | None = None
    _queue: list[Cue] = field(default_factory=list)
    _finished: bool = False
    _flow: SetFlow | None = None
    _presence: PresenceWatch = field(default_factory=PresenceWatch)
    _gesture: PauseGesture = field(default_factory=PauseGesture)
    _breathe_at: float = _BREATHE_FIRST_S
    #: What came of each set that was begun.
    results: list[SetResult] = field(default_factory=list)
    #: Today's own range of each side by stretch, of the sets that are over.
    learnt: dict[str, dict[Side, float]] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        """All sets are done."""
        return self._finished

    @property
    def coach(self) -> Coach | None:
        """The coach of the set in work."""
        return self._coach

    def pause(self, t: float) -> None:
        """Pauses, or goes on."""
        self._paused = not self._paused
        self._queue.append(Cue(t, "guide", "paused" if self._paused else "resumed"))

    def skip(self, t: float) -> tuple[Event, ...]:
        """On to the next set, or no more rest; gives what was open in the present one."""
        if self._resting:
            self._rest_until = t
            return ()
        events = self._close_set()
        self._advance(t, rest=False)
        return events

    def repeat(self, t: float) -> tuple[Event, ...]:
        """The set in work once more; while resting, the one that is just over."""
        again = self.sets[self.position - 1] if self._resting and self.position else self.plan
        place = self.position if self._resting else self.position + 1
        self.sets = [*self.sets[:place], again, *self.sets[place:]]
        if self._resting:
            self._rest_until = t
            return ()
        return self.skip(t)

    def leave_out(self, t: float) -> tuple[Event, ...]:
        """Not this stretch: on to the next, and no later set of it."""
        unwanted = self.plan.stretch.id
        first = self.position if self._resting else self.position + 1
        ahead = [p for p in self.sets[first:] if p.stretch.id != unwanted]
        self.sets = [*self.sets[:first], *ahead]
        if not self._resting:
            return self.skip(t)
        if not ahead:
            self._rest_until = None
            self._finish(t)
        return ()

    def update(self, pose: Pose) -> SessionMoment:
        """Takes the next pose."""
        step = 0.0 if self._last is None else min(pose.t - self._last, _MOST_GAP_S)
        self._last = pose.t
        if self._finished:
            return self._plain(pose.t, "done")
        if self._gesture.update(pose):
            self.pause(pose.t)
        if self._paused:
            return self._plain(pose.t, "paused")
        if self._rest_until is not None:
            if pose.t < self._rest_until:
                return self._plain(pose.t, "rest")
            self._rest_until = None
        new_set = self._coach is None
        if self._coach is None:
            self._open_set()
        assert self._coach is not None
        before, presence = self._presence.now, self._presence.update(pose)
        if presence != before:
            self._queue.append(Cue(pose.t, "guide", "back" if presence == "here" else presence))
        # Who lies down is not judged; who comes back is judged at once.
        seen = Pose(pose.t, pose.width, pose.height) if presence == "down" else pose
        moment = self._coach.update(seen)
        if pose.found:
            self.seen_s += step
        if moment.framing.ok:
            self.judged_s += step
        return self._after(moment, new_set)

    @property
    def _resting(self) -> bool:
        return self._rest_until is not None

    def finish(self) -> tuple[Event, ...]:
        """The source is over, or the user ends: gives what was open."""
        return self._close_set()

    def summary(self) -> list[str]:
        """What was done of each set, for a record that cannot be written."""
        return [
            f"{r.stretch.id}: " + ", ".join(f"{side} {r.done(side):g}" for side in SIDES)
            for r in self.results
        ]

    # ------------------------------------------------------------------ sets

    @property
    def plan(self) -> SetPlan:
        """The set in work, or the last one."""
        return self.sets[min(self.position, len(self.sets) - 1)]

    def _open_set(self) -> None:
        p = self.plan
        self._flow = SetFlow(
            first=not self.results,
            side=p.sides[0],
            letters=sum(map(len, p.stretch.instructions)),
            heard=any(r.stretch.id == p.stretch.id for r in self.results),
        )
        self.results.append(SetResult(p.stretch, p.mode, p.reps or p.hold_s, p.sides))
        self._coach = Coach(p.stretch, p.mode, self.memory.get(p.stretch.id))
        self._side = p.sides[0]
        self._done_sides.clear()
        self._counted = None
        self._breathe_at = _BREATHE_FIRST_S

    def _close_set(self) -> tuple[Event, ...]:
        if self._coach is None:
            return ()
        events = self._coach.finish().events
        self.learnt.setdefault(self.plan.stretch.id, {}).update(self._coach.ranges.learnt())
        return tuple(e for e in events if not isinstance(e, Cue))

    def _advance(self, t: float, *, rest: bool) -> None:
        self._coach = None
        self.position += 1
        if self.position >= len(self.sets):
            self._finish(t)
        elif rest:
            self._rest_until = t + self.rest_s

    def _finish(self, t: float) -> None:
        if not self._finished:
            self._finished = True
            self._queue.append(Cue(t, "guide", "session_done"))

    def _after(self, moment: Moment, new_set: bool) -> SessionMoment:
        """Checks the dose, and moves on to the other side or the next set."""
        p = self.plan
        t = moment.t
        position = self.position
        flow, presence = self._flow, self._presence.now
        assert flow is not None
        self.results[-1].take(moment)
        begin = flow.update(moment)
        if presence == "here":
            self._queue += begin
        for side in p.sides:
            if side not in self._done_sides and self._full(p, moment, side):
                self._done_sides.add(side)
                swap = p.stretch.sides == "separate" or p.mode == "hold"
                if swap and len(self._done_sides) < len(p.sides):
                    self._queue.append(Cue(t, "guide", "side_next", other(side)))
                    if p.stretch.sides == "separate":
                        flow.expect(other(side))
                    self._breathe_at = _BREATHE_FIRST_S
        left = None
        if moment.hold is not None and p.hold_s is not None:
            left = max(0.0, p.hold_s - moment.held_s[moment.hold.side])
            whole = round(left)
            if whole in _COUNTDOWN and whole != self._counted and moment.hold.running:
                self._counted = whole
                self._queue.append(Cue(t, "count", "hold", moment.hold.side, number=whole))
            elif moment.hold.running and moment.hold.held_s >= self._breathe_at and left > 6.5:
                self._breathe_at += _BREATHE_EVERY_S
                self._queue.append(Cue(t, "guide", "breathe", moment.hold.side))
        remaining = [s for s in p.sides if s not in self._done_sides]
        self._side = moment.side or (remaining[0] if remaining else None)
        events: list[Event] = list(moment.events)
        if not remaining and (p.reps is not None or p.hold_s is not None):
            self._queue.append(Cue(t, "guide", "set_done"))
            events += self._close_set()
            self._advance(t, rest=True)
        if flow.explaining(t):  # first how it goes; where to turn is part of that
            events = [e for e in events if not (isinstance(e, Cue) and _waits(e))]
        if presence != "here":  # what the coach says of an empty room helps nobody
            events = [e for e in events if not isinstance(e, Cue)]
        shown = SessionMoment(
            t,
            flow.stage if presence == "here" else presence,
            position,
            p,
            moment,
            self._side,
            (),
            new_set=new_set,
            hold_left_s=left,
            countdown=flow.countdown if presence == "here" else None,
            results=tuple(self.results),
        )
        return self._with_cues(shown, events)

    @staticmethod
    def _full(p: SetPlan, moment: Moment, side: Side) -> bool:
        if p.reps is not None:
            return moment.reps[side] >= p.reps
        return p.hold_s is not None and moment.held_s[side] >= p.hold_s - 0.05

    def _plain(self, t: float, stage: Stage) -> SessionMoment:
        rest = None if self._rest_until is None else max(0.0, self._rest_until - t)
        shown = SessionMoment(
            t,
            stage,
            min(self.position, len(self.sets) - 1),
            self.plan,
            None,
            self._side,
            (),
            rest_left_s=rest if stage == "rest" else None,
            results=tuple(self.results),
        )
        return self._with_cues(shown, [])

    def _with_cues(self, shown: SessionMoment, events: list[Event]) -> SessionMoment:
        queue, self._queue = self._queue, []
        # The session's own cues come first on a new set, and after the count otherwise.
        joined = [*queue, *events] if shown.new_set else [*events, *queue]
        return replace(shown, events=tuple(joined))
