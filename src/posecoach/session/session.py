"""A session: runs sets one after the other, each with its own coach, and moves on by itself.

It takes poses and requests ('next', 'pause') and returns what to show, say and record. Pure.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from posecoach.events import Cue, Event
from posecoach.judge.coach import Coach
from posecoach.judge.guided.pacer import Pacer
from posecoach.pose import MOST_STEP_S, Pose, Side, without_person
from posecoach.session.between import Pending, Rest
from posecoach.session.camera import CameraWatch
from posecoach.session.current import CurrentSet
from posecoach.session.flow import SetFlow
from posecoach.session.moment import SessionMoment, SessionStage
from posecoach.session.moving import Moving
from posecoach.session.presence import PauseGesture, Presence, PresenceWatch
from posecoach.session.result import SetResult
from posecoach.session.sets import SetPlan, letters
from posecoach.spec.routine import REST_S

#: What the user asks for with a key.
#: 'begin' ends the instructions, 'explain' says them once more.
Request = Literal["pause", "next", "repeat", "leave_out", "begin", "explain"]


class Session:
    """Coaches a routine.

    Args:
        sets: in the order in which they are done.
        memory: the user's ranges in earlier sessions by stretch id, degrees.
        rest_s: seconds of rest between two sets.
        attended: false for recordings that are only judged: no instructions, no asking the user
            back, no pause gesture.
        first_position: the position of the first set, if this is a part of a longer session.
    """

    #: The id of the cue that ends it.
    @property
    def last_cue(self) -> str:
        """The id of the cue that is said at its end."""
        return "session_done"

    @property
    def did(self) -> bool:
        """Whether it counts as done at its end; of a break, something must have been."""
        return True

    def __init__(
        self,
        sets: Sequence[SetPlan],
        memory: Mapping[str, Mapping[Side, float]] | None = None,
        *,
        rest_s: float = REST_S,
        attended: bool = True,
        first_position: int = 0,
    ) -> None:
        self.sets, self.rest_s = list(sets), rest_s
        self.position = 0  # index of the current set; ``len(sets)`` at the end
        #: Today's range by stretch id and side, from the sets that are over, degrees.
        self.learnt: dict[str, dict[Side, float]] = {}
        self.finished = False  # all sets are done
        self._memory, self._attended, self._first_position = memory or {}, attended, first_position
        self._current: CurrentSet | None = None
        self._past_results: list[SetResult] = []  # of the sets before the current one
        self._rest = Rest()
        self._paused, self._paused_at = False, 0.0
        self._last_t: float | None = None
        self._side: Side | None = None
        self._pending = Pending()
        self._presence = PresenceWatch()
        self._gesture = PauseGesture()
        self._camera = CameraWatch()

    # ------------------------------------------------------------------ state and results

    @property
    def plan(self) -> SetPlan:
        """The plan of the current set, or of the last one at the end."""
        return self.sets[min(self.position, len(self.sets) - 1)]

    @property
    def coach(self) -> Coach | Pacer | None:
        """The coach of the current set; None between sets."""
        return self._current.coach if self._current else None

    @property
    def results(self) -> tuple[SetResult, ...]:
        """One result for each set that has begun."""
        return (
            (*self._past_results, self._current.result)
            if self._current
            else tuple(self._past_results)
        )

    @property
    def seen_s(self) -> float:
        """Seconds of work with somebody in the picture."""
        return sum(r.seen_s for r in self.results)

    @property
    def judged_s(self) -> float:
        """Seconds of work in which the picture allowed judging."""
        return sum(r.judged_s for r in self.results)

    def summary(self) -> list[str]:
        """One line of text for each set, to print if the record cannot be written."""
        return [r.line for r in self.results]

    # ------------------------------------------------------------------ requests

    def request(self, what: Request, t: float) -> None:
        """Handles a request at ``t``; its events come with the next moment."""
        match what:
            case "pause":
                self._pause(t)
            case "next":
                self._next(t)
            case "repeat":
                self._repeat(t)
            case "leave_out":
                self._leave_out(t)
            case "begin" | "explain":
                if self._rest.moving is not None and what == "begin":
                    self._rest.end(t)
                elif self._current is not None and what == "begin":
                    self._current.begin(t)
                elif self._current is not None and self._current.flow is not None:
                    self._current.flow.explain(t)

    def _pause(self, t: float) -> None:
        """Pauses or resumes; what is between two sets stands still meanwhile."""
        self._paused = not self._paused
        if self._paused:
            self._paused_at = t
        else:
            self._rest.later(t - self._paused_at)
        self._pending.cues.append(Cue(t, "guide", "paused" if self._paused else "resumed"))

    def _next(self, t: float) -> None:
        """Ends the current set, or the rest."""
        if self._rest.on:
            self._rest.end(t)
            return
        if self._current is not None:
            self._pending.events += self._current.finish()
        self._advance(t)

    def _repeat(self, t: float) -> None:
        """Ends the current set and repeats it; while resting, repeats the set before."""
        again = self.sets[self.position - 1] if self._rest.on and self.position else self.plan
        self.sets.insert(self.position if self._rest.on else self.position + 1, again)
        self._next(t)

    def _leave_out(self, t: float) -> None:
        """Ends the current set and removes all later sets of its stretch."""
        unwanted = self.plan.stretch.id
        first = self.position if self._rest.on else self.position + 1
        ahead = [p for p in self.sets[first:] if p.stretch.id != unwanted]
        self.sets[first:] = ahead
        if not self._rest.on:
            self._next(t)
        elif not ahead:
            self._rest = Rest()
            self._finish(t)
        elif self._rest.moving is not None:  # another way leads to what is next now
            self._rest.moving = Moving(self._rest.moving.before, self.plan.stretch, t, self.rest_s)

    # ------------------------------------------------------------------ one pose

    def update(self, pose: Pose, *, picture: bool = True) -> SessionMoment:
        """Takes the next pose.

        Args:
            pose: with its own time; an empty one if there is no picture.
            picture: false while the camera gives none.
        """
        return self._camera.told(self._update(pose), picture=picture)

    def _update(self, pose: Pose) -> SessionMoment:
        t = pose.t
        step = 0.0 if self._last_t is None else min(t - self._last_t, MOST_STEP_S)
        self._last_t = t
        if self.finished:
            return self._waiting(t, "done")
        if self._attended and self._gesture_asked and self._gesture.update(pose):
            self._pause(t)
        if self._paused:
            return self._waiting(t, "paused")
        if self._rest.until is not None and t < self._rest.until:
            return self._waiting(t, "rest", rest_left_s=self._rest.until - t)
        self._rest.until = None
        if self._rest.moving is not None and not self._rest.moving.update(pose):
            self._pending.cues += self._rest.moving.cues(t)
            return self._waiting(t, "move")
        self._rest.moving = None
        begun: list[Event] = []
        if self._current is None:
            self._current = self._next_set()
            begun = [self._current.begun(t)]
        return self._work(self._current, pose, step, begun)

    @property
    def _gesture_asked(self) -> bool:
        """Whether crossed arms mean a pause: people also listen so, or do a stretch so."""
        if self.plan.stretch.arms_cross:
            return False
        flow = None if self._current is None else self._current.flow
        return self._paused or flow is None or flow.begun

    def _work(
        self, current: CurrentSet, pose: Pose, step: float, begun: list[Event]
    ) -> SessionMoment:
        presence = self._check_presence(pose)
        judged = without_person(pose) if presence == "down" else pose  # who lies is not judged
        found = current.update(judged, step, seen=pose.found, presence=presence)
        self._pending.cues += found.cues
        position, plan, self._side = self.position, current.plan, current.side
        if found.over:
            self._pending.cues.append(Cue(pose.t, "guide", "set_done"))
            self._advance(pose.t, rest=True)
        # Normally the coach's counts come first; on a new set, the session's own cues do.
        own = self._pending.take_cues()
        joined = [*own, *found.events] if begun else [*found.events, *own]
        flow = current.flow
        stage: SessionStage = "work" if flow is None else flow.stage
        return SessionMoment(
            pose.t,
            stage if presence == "here" else presence,
            self._first_position + position,
            plan,
            found.moment,
            self._side,
            (*self._pending.take_events(), *begun, *joined),
            hold_left_s=found.hold_left_s,
            countdown=flow.countdown if flow and presence == "here" else None,
            results=self.results,
        )

    def finish(self) -> SessionMoment:
        """Ends the session; returns a last moment with the last events of the current set."""
        if self._current is not None:
            self._pending.events += self._current.finish(cues=not self._attended)
            self._learn(self._current)
        return self._waiting(self._last_t or 0.0, "done" if self.finished else "work")

    def _check_presence(self, pose: Pose) -> Presence:
        """Takes a pose for presence; adds a cue if the user went away, lay down or came back."""
        if not self._attended:
            return "here"
        plan = self.plan
        before = self._presence.now
        now = self._presence.update(
            pose,
            low=plan.stretch.goes_low,
            floor=plan.stretch.level == "floor",
            patient=plan.guided and plan.stretch.watched == "nothing",
        )
        if now != before:
            self._pending.cues.append(Cue(pose.t, "guide", "back" if now == "here" else now))
            if now == "here" and self._current is not None and self._current.flow is not None:
                self._current.flow.again(pose.t)
        return now

    def _waiting(
        self, t: float, stage: SessionStage, rest_left_s: float | None = None
    ) -> SessionMoment:
        """A moment without judging."""
        moving = self._rest.moving if stage == "move" else None
        cues = self._pending.take_cues()
        return SessionMoment(
            t,
            stage,
            self._first_position + min(self.position, len(self.sets) - 1),
            self.plan,
            None,
            self._side,
            (*self._pending.take_events(), *cues),
            rest_left_s=rest_left_s,
            results=self.results,
            way=None if moving is None else moving.now(t),
        )

    # ------------------------------------------------------------------ from set to set

    def _next_set(self) -> CurrentSet:
        p = self.plan
        flow = self._flow(p) if self._attended else None
        position = self._first_position + self.position
        return CurrentSet(p, position, flow, self._memory.get(p.stretch.id))

    def _flow(self, p: SetPlan) -> SetFlow:
        """How a set begins."""
        return SetFlow(
            first=not self._past_results,
            side=p.sides[0],
            letters=letters(p.stretch),
            heard=any(r.stretch.id == p.stretch.id for r in self._past_results),
        )

    def _learn(self, over: CurrentSet) -> None:
        """Saves the user's range in a set that is over."""
        ranges = over.coach.learnt()
        self.learnt.setdefault(over.plan.stretch.id, {}).update(ranges)

    def _advance(self, t: float, *, rest: bool = False) -> None:
        if self._current is not None:
            self._learn(self._current)
            self._past_results.append(self._current.result)
            self._current = None
        self.position += 1
        if self.position >= len(self.sets):
            self._finish(t)
        elif rest:
            before = self._past_results[-1].stretch
            moving = Moving(before, self.plan.stretch, t, self.rest_s)
            if self._attended and moving.steps:
                self._rest.moving = moving
            else:
                self._rest.until = t + self.rest_s

    def _finish(self, t: float) -> None:
        if not self.finished:
            self.finished = True
            self._pending.cues.append(Cue(t, "guide", self.last_cue))
