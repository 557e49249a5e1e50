"""A session: sets one after the other, each with its own coach, moving on by itself.

Pure like the coach: it takes poses and requests ('next', 'pause') and gives what is to be shown,
said and recorded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from posecoach.events import Cue, Event
from posecoach.judge.coach import Coach
from posecoach.pose import SIDES, Pose, Side
from posecoach.session.current import CurrentSet
from posecoach.session.flow import SetFlow
from posecoach.session.moment import SessionMoment, Stage
from posecoach.session.plan import SetPlan
from posecoach.session.presence import PauseGesture, Presence, PresenceWatch
from posecoach.session.result import SetResult
from posecoach.spec.routine import REST_S

#: What the user asks for with a key.
Request = Literal["pause", "next", "repeat", "leave_out"]

MOST_STEP_S = 0.5  # a longer gap between two poses is no time that was seen


class Session:
    """Coaches a routine.

    Args:
        sets: in their order.
        memory: the user's earlier ranges by stretch id, degrees.
        rest_s: seconds between two sets.
        guided: false for recordings that are only judged: nobody is greeted, asked to come back
            or paused by a gesture.
        first_position: of the first set, where the session is part of a longer one.
    """

    def __init__(
        self,
        sets: Sequence[SetPlan],
        memory: Mapping[str, Mapping[Side, float]] | None = None,
        *,
        rest_s: float = REST_S,
        guided: bool = True,
        first_position: int = 0,
    ) -> None:
        self.sets, self.rest_s = list(sets), rest_s
        self.position = 0  # of the set in work; beyond the last one at the end
        #: Today's own range of each side by stretch, of the sets that are over, degrees.
        self.learnt: dict[str, dict[Side, float]] = {}
        self.finished = False  # all sets are done
        self._memory, self._guided, self._first = memory or {}, guided, first_position
        self._current: CurrentSet | None = None
        self._over: list[SetResult] = []  # of the sets before the current one
        self._rest_until: float | None = None
        self._paused = False
        self._last: float | None = None
        self._side: Side | None = None
        self._events: list[Event] = []  # since the last moment, of a set that was ended by request
        self._cues: list[Cue] = []  # the session's own
        self._presence = PresenceWatch()
        self._gesture = PauseGesture()
        self._told_no_picture = False

    # ------------------------------------------------------------------ what is known of it

    @property
    def plan(self) -> SetPlan:
        """The set in work, or the last one."""
        return self.sets[min(self.position, len(self.sets) - 1)]

    @property
    def coach(self) -> Coach | None:
        """The coach of the set in work."""
        return self._current.coach if self._current else None

    @property
    def results(self) -> tuple[SetResult, ...]:
        """What came of each set that was begun."""
        return (*self._over, self._current.result) if self._current else tuple(self._over)

    @property
    def seen_s(self) -> float:
        """Seconds in sets with somebody in the picture."""
        return sum(r.seen_s for r in self.results)

    @property
    def judged_s(self) -> float:
        """Seconds in sets in which the picture allowed judging."""
        return sum(r.judged_s for r in self.results)

    def summary(self) -> list[str]:
        """What was done of each set, for a record that cannot be written."""
        return [
            f"{r.stretch.id}: " + ", ".join(f"{side} {r.done(side):g}" for side in SIDES)
            for r in self.results
        ]

    # ------------------------------------------------------------------ requests

    def request(self, what: Request, t: float) -> None:
        """Does what the user asks for; its events come with the next moment."""
        match what:
            case "pause":
                self._pause(t)
            case "next":
                self._next(t)
            case "repeat":
                self._repeat(t)
            case "leave_out":
                self._leave_out(t)

    def _pause(self, t: float) -> None:
        """Pauses, or goes on."""
        self._paused = not self._paused
        self._cues.append(Cue(t, "guide", "paused" if self._paused else "resumed"))

    def _next(self, t: float) -> None:
        """On to the next set, or no more rest."""
        if self._resting:
            self._rest_until = t
            return
        if self._current is not None:
            self._events += self._current.finish()
        self._advance(t)

    def _repeat(self, t: float) -> None:
        """The set in work once more; while resting, the one that is just over."""
        again = self.sets[self.position - 1] if self._resting and self.position else self.plan
        self.sets.insert(self.position if self._resting else self.position + 1, again)
        self._next(t)

    def _leave_out(self, t: float) -> None:
        """Not this stretch: on to the next, and no later set of it."""
        unwanted = self.plan.stretch.id
        first = self.position if self._resting else self.position + 1
        ahead = [p for p in self.sets[first:] if p.stretch.id != unwanted]
        self.sets[first:] = ahead
        if not self._resting:
            self._next(t)
        elif not ahead:
            self._rest_until = None
            self._finish(t)

    # ------------------------------------------------------------------ one pose

    def update(self, pose: Pose, *, picture: bool = True) -> SessionMoment:
        """Takes the next pose.

        Args:
            pose: with its own time; nobody is found in it where there is no picture.
            picture: false while the camera gives none: the user cannot help by moving, so they
                are told of it once, and given no directions.
        """
        moment = self._update(pose)
        if picture:
            self._told_no_picture = False
            return moment
        events = [e for e in moment.events if not _asks_to_move(e)]
        if not self._told_no_picture:
            self._told_no_picture = True
            events.append(Cue(pose.t, "guide", "camera_lost"))
        return replace(moment, events=tuple(events))

    def _update(self, pose: Pose) -> SessionMoment:
        t = pose.t
        step = 0.0 if self._last is None else min(t - self._last, MOST_STEP_S)
        self._last = t
        if self.finished:
            return self._waiting(t, "done")
        if self._guided and self._gesture.update(pose):
            self._pause(t)
        if self._paused:
            return self._waiting(t, "paused")
        if self._rest_until is not None and t < self._rest_until:
            return self._waiting(t, "rest", rest_left_s=self._rest_until - t)
        self._rest_until = None
        begun: list[Event] = []
        if self._current is None:
            self._current = self._next_set()
            begun = [self._current.begun(t)]
        return self._work(self._current, pose, step, begun)

    def _work(
        self, current: CurrentSet, pose: Pose, step: float, begun: list[Event]
    ) -> SessionMoment:
        presence = self._follow(pose)
        # Somebody who lies down is not judged; once back they are judged at once.
        judged = Pose(pose.t, pose.width, pose.height) if presence == "down" else pose
        found = current.update(judged, step, seen=pose.found, presence=presence)
        self._cues += found.cues
        position, plan, self._side = self.position, current.plan, current.side
        if found.over:
            self._cues.append(Cue(pose.t, "guide", "set_done"))
            self._advance(pose.t, rest=True)
        # The session's own cues come first on a new set, and after the count otherwise.
        own, self._cues = self._cues, []
        joined = [*own, *found.events] if begun else [*found.events, *own]
        flow = current.flow
        stage: Stage = "work" if flow is None else flow.stage
        return SessionMoment(
            pose.t,
            stage if presence == "here" else presence,
            self._first + position,
            plan,
            found.moment,
            self._side,
            (*self._take_events(), *begun, *joined),
            hold_left_s=found.hold_left_s,
            countdown=flow.countdown if flow and presence == "here" else None,
            results=self.results,
        )

    def finish(self) -> SessionMoment:
        """The source is over, or the user ends: the last moment, with what was open."""
        if self._current is not None:
            self._events += self._current.finish(cues=not self._guided)
            self._learn(self._current)
        return self._waiting(self._last or 0.0, "done" if self.finished else "work")

    def _follow(self, pose: Pose) -> Presence:
        """Whether the user is there and upright."""
        if not self._guided:
            return "here"
        before, now = self._presence.now, self._presence.update(pose)
        if now != before:
            self._cues.append(Cue(pose.t, "guide", "back" if now == "here" else now))
        return now

    def _waiting(self, t: float, stage: Stage, rest_left_s: float | None = None) -> SessionMoment:
        """A moment in which nothing is judged."""
        cues, self._cues = self._cues, []
        return SessionMoment(
            t,
            stage,
            self._first + min(self.position, len(self.sets) - 1),
            self.plan,
            None,
            self._side,
            (*self._take_events(), *cues),
            rest_left_s=rest_left_s,
            results=self.results,
        )

    def _take_events(self) -> list[Event]:
        events, self._events = self._events, []
        return events

    # ------------------------------------------------------------------ from set to set

    @property
    def _resting(self) -> bool:
        return self._rest_until is not None

    def _next_set(self) -> CurrentSet:
        p = self.plan
        flow = None
        if self._guided:
            flow = SetFlow(
                first=not self._over,
                side=p.sides[0],
                letters=sum(map(len, p.stretch.instructions)),
                heard=any(r.stretch.id == p.stretch.id for r in self._over),
            )
        position = self._first + self.position
        return CurrentSet(p, position, flow, self._memory.get(p.stretch.id))

    def _learn(self, over: CurrentSet) -> None:
        """Keeps the user's own range of a set that is over."""
        ranges = over.coach.ranges.learnt()
        self.learnt.setdefault(over.plan.stretch.id, {}).update(ranges)

    def _advance(self, t: float, *, rest: bool = False) -> None:
        if self._current is not None:
            self._learn(self._current)
            self._over.append(self._current.result)
            self._current = None
        self.position += 1
        if self.position >= len(self.sets):
            self._finish(t)
        elif rest:
            self._rest_until = t + self.rest_s

    def _finish(self, t: float) -> None:
        if not self.finished:
            self.finished = True
            self._cues.append(Cue(t, "guide", "session_done"))


def _asks_to_move(event: Event) -> bool:
    if not isinstance(event, Cue):
        return False
    return event.kind == "direction" or event.id in ("away", "back")
