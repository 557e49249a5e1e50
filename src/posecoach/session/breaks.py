"""A short break: one stretch, which one and on which side, and a session that ends by itself.

Pure, as all of the session is: what was done before is passed in.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from posecoach.events import Cue, SetBegun
from posecoach.pose import MOST_STEP_S, SIDES, Pose, Side, other
from posecoach.session.flow import SetFlow
from posecoach.session.moment import SessionMoment
from posecoach.session.presence import Presence
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan, one_set
from posecoach.spec.schema import Stretch, TriedOn

#: Seconds in which somebody must have come; standing up and moving a chair takes a while. [D]
PATIENCE_S = 60.0
_FINISH_S = 8.0  # the repetition that is under way may end after the time is over
_PAUSED_S = 300.0  # a break that stays paused ends after this time
_SPARE_S = 20.0  # of a break are kept for changing sides and finding the position
_LEAST_HOLD_S = 10.0
_FEW = 3  # with fewer stretches to choose from, those with less evidence join

BreakEnding = Literal["done", "nobody"]


@dataclass(frozen=True)
class Past:
    """What was done of one stretch in an earlier session: reps or seconds by side."""

    stretch: str
    done: Mapping[Side, float]


# ---------------------------------------------------------------------- which stretch


def candidates(known: Iterable[Stretch], leave_out: Sequence[str] = ()) -> list[Stretch]:
    """The stretches for a break: beside a desk, not left out, and judged.

    Those tried on recorded people; where these are few, those tried on rendered people join, and
    where there are still few, those tried on generated bodies alone.
    """
    found: list[Stretch] = []
    free = [s for s in known if s.id not in leave_out and _by_a_desk(s)]
    for kind in get_args(TriedOn):
        if len(found) < _FEW:
            found += [s for s in free if _best(s) == kind]
    return found


def _by_a_desk(stretch: Stretch) -> bool:
    return stretch.level != "floor" and stretch.watched == "all"


def _best(stretch: Stretch) -> TriedOn | None:
    """The best people on whom its judgement was tried; None if its file names none."""
    return next((kind for kind in get_args(TriedOn) if kind in stretch.tried_on), None)


def choose(
    found: Sequence[Stretch], past: Sequence[Past], seconds: float, first: Side = "left"
) -> SetPlan:
    """The set of a break: the stretch that was done longest ago, and the side that did less.

    Args:
        found: the stretches to choose from, at least one.
        past: what was done, the newest first.
        seconds: how long the break is.
        first: the side to begin with where neither did less.
    """
    ages = {p.stretch: i for i, p in reversed(list(enumerate(past)))}
    chosen = max(found, key=lambda s: ages.get(s.id, math.inf))  # of equals, the best judged
    last = next((p.done for p in past if p.stretch == chosen.id), None)
    return _fitting(chosen, _next_side(last, first), seconds)


def _next_side(last: Mapping[Side, float] | None, first: Side) -> Side:
    """The side that did less the last time; where both did the same, the user's own first one."""
    if last is None:
        return first
    left, right = (last.get(side, 0.0) for side in SIDES)
    if left == right:
        return first
    return "left" if left < right else "right"


def _fitting(stretch: Stretch, begin: Side, seconds: float) -> SetPlan:
    """The set that fits the time: in turns until it is over, or one side, or a hold of each."""
    if "mobilizer" in stretch.modes:
        one = stretch.sides == "separate"
        chosen = one_set(stretch, "mobilizer", sides=(begin,) if one else (begin, other(begin)))
        return replace(chosen, reps=None)
    most = stretch.dose["hold"].seconds or _LEAST_HOLD_S
    each = min(most, max(_LEAST_HOLD_S, (seconds - _SPARE_S) / len(SIDES)))
    return one_set(stretch, "hold", hold_s=each, sides=(begin, other(begin)))


# ---------------------------------------------------------------------- the session


class BreakSession(Session):
    """One set that ends by itself: after its time, which begins when the user is there.

    Args:
        chosen: the set.
        seconds: how long the break is, from when the user is there.
        memory: the user's ranges in earlier sessions by stretch id, degrees.
        known: the user has done this stretch before, so only its name is said.
        patience_s: the break ends if nobody has come within this time.

    Attributes:
        ending: how it ended; None while it goes on, or if the user ended it.
    """

    def __init__(
        self,
        chosen: SetPlan,
        seconds: float,
        memory: Mapping[str, Mapping[Side, float]] | None = None,
        *,
        known: bool = False,
        patience_s: float = PATIENCE_S,
    ) -> None:
        super().__init__([chosen], memory, rest_s=0.0)
        self.ending: BreakEnding | None = None
        self._time = _Time(seconds, patience_s)
        self._known = known
        self._begun: SetBegun | None = None  # kept back until the user has come

    @property
    def come(self) -> bool:
        """Whether the user has come: the break's time runs."""
        return self._time.come

    @property
    def did(self) -> bool:
        """Whether its time is over, or something was done before the user ended it."""
        return self.ending == "done" or any(r.begun for r in self.results)

    @property
    def last_cue(self) -> str:
        """The id of the cue that is said at its end: neither praise for nothing nor blame."""
        if self.ending == "nobody":
            return "break_nobody"
        return "break_done" if self.did else "break_skipped"

    def _flow(self, p: SetPlan) -> SetFlow:
        return replace(super()._flow(p), heard=self._known, longest_check_s=math.inf)

    def _check_presence(self, pose: Pose) -> Presence:
        """A user who has not come yet is not away: the coach goes on asking them to come."""
        return super()._check_presence(pose) if self.come else "here"

    def _update(self, pose: Pose) -> SessionMoment:
        if not self._time.begun:
            chair = self.plan.stretch.level == "chair"
            self._pending.cues.append(
                Cue(pose.t, "guide", "break_begin_chair" if chair else "break_begin")
            )
        moment = super()._update(pose)
        ending = self._time.update(moment)
        moment = self._from_when_come(moment)
        if self.finished:  # all of it was done, or the user left the stretch out
            if self.ending is None and self.did:
                self.ending = "done"
        elif ending is not None:
            self.ending = ending
            self._next(pose.t)
            moment = self._with_last_cue(moment)
        return replace(moment, left_s=self._time.left_s)

    def _from_when_come(self, moment: SessionMoment) -> SessionMoment:
        """The set begins when the user is there: before, nothing of it is told or recorded."""
        begun = next((e for e in moment.events if isinstance(e, SetBegun)), None)
        self._begun = begun or self._begun
        if not self.come:
            return replace(moment, events=moment.cues, results=())
        if self._begun is None:
            return moment
        begun, self._begun = self._begun, None
        if self._current is not None:
            fresh = replace(self._current.result, time_s=0.0, seen_s=0.0, judged_s=0.0)
            self._current.result = fresh
        events = tuple(e for e in moment.events if not isinstance(e, SetBegun))
        return replace(moment, events=(replace(begun, t=moment.t), *events), results=self.results)

    def _with_last_cue(self, moment: SessionMoment) -> SessionMoment:
        """The moment with what ended: the set's last events, and the words that end it."""
        cues = self._pending.take_cues()
        events = (*moment.events, *self._pending.take_events(), *cues)
        return replace(moment, events=events, results=self.results)


@dataclass
class _Time:
    """The time of a break.

    Attributes:
        seconds: how long it is.
        patience_s: how long it waits for the user.
        come: the user is there.
    """

    seconds: float
    patience_s: float
    come: bool = False
    _last: float | None = None
    _waited: float = 0.0
    _passed: float = 0.0
    _paused: float = 0.0

    @property
    def begun(self) -> bool:
        """Whether a pose has come."""
        return self._last is not None

    @property
    def left_s(self) -> float:
        """Seconds that are left."""
        return max(0.0, self.seconds - self._passed)

    def update(self, now: SessionMoment) -> BreakEnding | None:
        """Takes the next moment; returns how the break ends, or None if it goes on."""
        step = 0.0 if self._last is None else min(max(0.0, now.t - self._last), MOST_STEP_S)
        self._last = now.t
        if now.stage == "paused":
            self._paused += step
            return ("done" if self.come else "nobody") if self._paused >= _PAUSED_S else None
        self._paused = 0.0
        if not self.come and now.stage in ("intro", "work"):
            self.come = True
        if not self.come:
            self._waited += step
            return "nobody" if self._waited >= self.patience_s else None
        self._passed += step
        if self._passed < self.seconds:
            return None
        moving = now.stage == "work" and now.moment is not None and now.moment.moving
        return None if moving and self._passed < self.seconds + _FINISH_S else "done"
