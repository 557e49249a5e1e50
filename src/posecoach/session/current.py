"""The current set: its coach, how it begins, and when its goal is reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from posecoach.events import Cue, Direction, Event, FramingLost, Rep, SetBegun
from posecoach.judge.coach import Coach
from posecoach.judge.guided.pacer import COUNTDOWN, Pacer
from posecoach.judge.moment import Framing, Moment
from posecoach.pose import Pose, Side, other
from posecoach.session.flow import SetFlow
from posecoach.session.presence import Presence
from posecoach.session.result import HELD_WITHIN_S, SetResult
from posecoach.session.sets import SetPlan

_BREATHE_EVERY_S = 10.0
_BREATHE_FIRST_S = 5.0
# At the end of a hold, where the countdown is said. The pacer's own is shorter, as what it says
# of a breath is: this is a sentence, which must be over when the counting begins.
_NO_BREATHE_S = 6.5
_MIN_LOSS_S = 0.5
#: Cues that repeat the instructions: left out while those are being said.
_IN_INSTRUCTIONS = ("turn_sideways", "face_camera", "swap_knee_or_turn", "start")


@dataclass
class FramingWatch:
    """Reports times in which the picture no longer allowed judging."""

    judged: bool = False
    since: float | None = None
    direction: Direction | None = None

    def update(self, t: float, framing: Framing) -> list[Event]:
        """Takes the next framing; returns a loss once it is over."""
        if not framing.ok:
            if self.judged and self.since is None:
                self.since, self.direction = t, framing.direction
            elif self.since is not None:
                self.direction = self.direction or framing.direction
            return []
        self.judged = True
        since, self.since = self.since, None
        if since is None or t - since < _MIN_LOSS_S:
            return []
        return [FramingLost(since, t, self.direction)]


@dataclass
class HoldTalk:
    """Counts down the last seconds of a hold, and in a long one reminds the user to breathe."""

    counted: int | None = None
    breathe_at: float = _BREATHE_FIRST_S

    def update(self, moment: Moment, left_s: float) -> list[Cue]:
        """The cues to say now, with ``left_s`` seconds of the goal left."""
        hold = moment.hold
        if hold is None or not hold.running:
            return []
        whole = round(left_s)
        if whole in COUNTDOWN and whole != self.counted:
            self.counted = whole
            return [Cue(moment.t, "count", "hold", hold.side, number=whole)]
        if hold.held_s >= self.breathe_at and left_s > _NO_BREATHE_S:
            self.breathe_at += _BREATHE_EVERY_S
            return [Cue(moment.t, "guide", "breathe", hold.side)]
        return []


@dataclass(frozen=True)
class SetMoment:
    """The result of one pose: the coach's moment, the events, and the set's own cues."""

    moment: Moment
    events: list[Event]
    cues: list[Cue]
    hold_left_s: float | None
    over: bool


@dataclass
class CurrentSet:
    """Runs one set until its goal is reached; the session decides what comes next.

    Attributes:
        position: the index of the set in the session.
        flow: how the set begins; None in a session that is not attended.
        memory: the user's range of each side in earlier sessions, degrees.
        side: the side that the user works on, or should work on next.
    """

    plan: SetPlan
    position: int
    flow: SetFlow | None
    memory: Mapping[Side, float] | None = None
    side: Side | None = None
    _done: set[Side] = field(default_factory=set)
    _extra: int = 0  # repetitions of sides that are done, or not asked for
    _framing: FramingWatch = field(default_factory=FramingWatch)
    _hold_talk: HoldTalk = field(default_factory=HoldTalk)

    def __post_init__(self) -> None:
        p = self.plan
        self.coach: Coach | Pacer = (
            Pacer(p.stretch, p.mode, p.reps, p.hold_s, p.sides, runs=self.flow is None)
            if p.guided
            else Coach(p.stretch, p.mode, self.memory)
        )
        self.result = SetResult(p.stretch, p.mode, p.goal, p.sides)
        self.side = p.sides[0]

    def begun(self, t: float) -> SetBegun:
        """The event for the begin of the set."""
        p = self.plan
        return SetBegun(
            t, self.position, p.stretch.id, p.mode, p.reps, p.hold_s, p.sides,
            judged=not p.guided, together=p.stretch.sides == "together",
        )  # fmt: skip

    def begin(self, t: float) -> None:
        """The user is in place, and has heard enough."""
        if self.flow is not None:
            self.flow.begin(t)
        if isinstance(self.coach, Pacer):
            self.coach.placed()

    def update(self, pose: Pose, step: float, *, seen: bool, presence: Presence) -> SetMoment:
        """Takes the next pose.

        Args:
            pose: the pose to judge.
            step: seconds since the previous pose.
            seen: somebody was found, even if ``pose`` hides them because they lie down.
            presence: cues are said only if it is 'here'.
        """
        if isinstance(self.coach, Pacer) and self.flow is not None and self.flow.begun:
            self.coach.run(runs=presence == "here")
        moment = self.coach.update(pose)
        self.result = self.result.after(moment, step, seen=seen)
        cues = self._begin_cues(moment, presence)
        cues += self._other_side(moment)
        cues += self._side_done(moment)
        left = self._hold_left(moment)
        if left is not None:
            cues += self._hold_talk.update(moment, left)
        remaining = [s for s in self.plan.sides if s not in self._done]
        over = not remaining and self.plan.goal is not None
        if isinstance(self.coach, Pacer):
            remaining, over = [], self.coach.over
            left = None if moment.pace is None else moment.pace.left_s
        if self.flow is None:
            self.side = moment.side
        else:
            self.side = moment.side or (remaining[0] if remaining else None)
        losses = self._framing.update(moment.t, moment.framing)
        events = [*losses, *(e for e in moment.events if self._may_be_said(e, moment.t, presence))]
        if over:
            events += self.finish()
        return SetMoment(moment, events, cues, left, over)

    def finish(self, *, cues: bool = False) -> list[Event]:
        """Ends the set; returns its last events, with the coach's last cues if ``cues`` is true."""
        last = self.coach.finish()
        found = tuple(e for e in last.events if cues or not isinstance(e, Cue))
        self.result = self.result.after(replace(last, events=found), 0.0, seen=False)
        return list(found)

    def _begin_cues(self, moment: Moment, presence: Presence) -> list[Cue]:
        if self.flow is None:
            return []
        found = self.flow.update(moment, begun=self.result.reps[self.flow.side] > 0)
        return found if presence == "here" else []

    def _may_be_said(self, event: Event, t: float, presence: Presence) -> bool:
        """False for a cue that nobody is there to hear, or that the instructions say anyway."""
        if not isinstance(event, Cue):
            return True
        if presence != "here":
            return False
        if event.id == "hold_pause" and event.side in self._done:
            return False  # they leave it, for it is done
        explained = event.id in _IN_INSTRUCTIONS or event.kind in ("correction", "praise")
        return not (explained and self.flow is not None and self.flow.explaining(t))

    def _other_side(self, moment: Moment) -> list[Cue]:
        """Whoever goes on with a side that is done, or not asked for, hears which is next."""
        left = [s for s in self.plan.sides if s not in self._done]
        more = any(isinstance(e, Rep) and e.complete and e.side not in left for e in moment.events)
        if not more or not left or self.plan.goal is None:
            return []
        self._extra += 1
        return [Cue(moment.t, "guide", "side_next", left[0])] if self._extra % 2 else []

    def _side_done(self, moment: Moment) -> list[Cue]:
        """When one side is done, asks for the other if the sides are done one after the other."""
        p, cues = self.plan, []
        for side in p.sides:
            if side in self._done or not self._full(side):
                continue
            self._done.add(side)
            one_by_one = p.stretch.sides == "separate" or p.mode == "hold"
            if one_by_one and len(self._done) < len(p.sides):
                cues.append(Cue(moment.t, "guide", "side_next", other(side)))
                if p.stretch.sides == "separate" and self.flow is not None:
                    self.flow.expect(other(side))
                self._hold_talk.breathe_at = _BREATHE_FIRST_S
        return cues

    def _full(self, side: Side) -> bool:
        p = self.plan
        if p.reps is not None:
            return self.result.reps[side] >= p.reps
        return p.hold_s is not None and self.result.held_s[side] >= p.hold_s - HELD_WITHIN_S

    def _hold_left(self, moment: Moment) -> float | None:
        if moment.hold is None or self.plan.hold_s is None:
            return None
        return max(0.0, self.plan.hold_s - moment.held_s[moment.hold.side])
