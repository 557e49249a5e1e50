"""Follows how the user sits: their own upright, slumps and stillness."""

from dataclasses import dataclass, field

from posecoach.desk.events import (
    AskUpright,
    DeskEvent,
    Learnt,
    Reason,
    Shifted,
    Spell,
    SpellBegan,
    SpellEnded,
)
from posecoach.desk.learn import KnownPlaces, Learner, MoveDetector
from posecoach.desk.look.compare import DeskPlace, place, signs
from posecoach.desk.look.posture import Posture
from posecoach.desk.look.upright import Upright
from posecoach.desk.spells import Slumping, Stillness

_STILL_S = 300.0  # shorter stillness is no spell
# Whoever turns, leans in or moves the chair may do so all day: they are asked once in this time.
_SELDOM_S = 1800.0
_SELDOM: tuple[Reason, ...] = ("turned", "nearer", "further")
_ASKED_S = 4.0  # from asking until the user sits as asked


@dataclass
class Sitting:
    """Compares how the user sits with their own upright, over a day.

    Attributes:
        learn_s: for how long the upright is learnt when it is learnt again.
        learner: learns the upright; None once it is known.
        own: their upright; None while it is not known.
        judged_s: seconds for which their posture was judged, over the whole day.
        slump_s: seconds of these in a slump.
    """

    learn_s: float
    learner: Learner | None
    own: Upright | None = None
    judged_s: float = 0.0
    slump_s: float = 0.0
    slump: Slumping = field(default_factory=Slumping)
    still: Stillness = field(default_factory=Stillness)
    _from: float = 0.0  # the learner takes no look before this
    _moves: MoveDetector = field(default_factory=MoveDetector)
    _known: KnownPlaces = field(default_factory=KnownPlaces)
    _asked: float = float("-inf")  # when they were last asked for a reason in ``_SELDOM``

    def learn(self, now: Posture) -> list[DeskEvent]:
        """Takes a look while the upright is being learnt."""
        assert self.learner is not None
        if now.t < self._from:
            return []
        found = self.learner.take(now)
        if found is None:
            return []
        if self.learner.before is None:
            self._known.clear()
        else:
            self._known.left(self.learner.before)
        self.own, self.learner = found, None
        self._moves.clear()
        return [Learnt(now.t, found.view)]

    def judge(self, now: Posture, step_s: float, *, may_ask: bool) -> list[DeskEvent]:
        """Compares a look with the upright.

        Args:
            now: the look.
            step_s: seconds since the look before.
            may_ask: whether they may be asked to sit upright now.
        """
        assert self.own is not None
        found = place(now, self.own)
        out = self.noticed(now, found, may_ask=may_ask)
        if out or found not in ("seat", "higher"):
            return out
        self.judged_s += step_s
        lower = self._moves.lower(now, self.own)
        if lower is not None:
            self.own = lower
            out.append(Shifted(now.t))
        before = self.slump.since
        self.slump.update(now.t, signs(now, self.own).score)
        if before is None and self.slump.since is not None:
            self.slump_s += now.t - self.slump.since
            out.append(SpellBegan(now.t, "slump", self.slump.since))
        elif before is not None and not self.slump.over:
            self.slump_s += step_s
        if self.slump.over:
            out += self._end_slump(now.t)
        return out + _still_spell(now.t, self.still.update(now, self.own))

    def noticed(self, now: Posture, found: DeskPlace, *, may_ask: bool) -> list[DeskEvent]:
        """Where camera, chair or laptop was moved, moves the upright or has it learnt again.

        Where they sat before it is known still, and nobody is asked.
        """
        assert self.own is not None
        out: list[DeskEvent] = []
        if found not in ("seat", "higher"):
            out = _still_spell(now.t, self.still.off_seat(now.t))
        reason = self._moves.odd(now, found)
        if reason is None:
            return out
        if reason == "higher":  # they can sit taller than was learnt
            self.own = self.own.at([now])
            self._moves.clear()
            return [*out, Shifted(now.t)]
        known = self._known.back_at(now)
        if known is not None:
            self._known.left(self.own)
            self.own = known
            return out + self.end(now.t)
        seldom = reason in _SELDOM
        if not may_ask or (seldom and now.t - self._asked < _SELDOM_S):
            return out
        self._asked = now.t if seldom else self._asked
        return out + self.learn_again(now.t, reason)

    def _end_slump(self, t: float) -> list[DeskEvent]:
        since, last = self.slump.since, self.slump.last
        self.slump.clear()
        return [] if since is None else [SpellEnded(t, Spell("slump", since, last))]

    def end(self, t: float) -> list[DeskEvent]:
        """Ends the spells that lie within sitting."""
        out = self._end_slump(t)
        began = self.still.clear()
        self._moves.clear()
        return out + _still_spell(t, None if began is None else (began, t))

    def learn_again(self, t: float, reason: Reason) -> list[DeskEvent]:
        """Learns the upright again, after asking the user to sit upright.

        A posture that is more slumped than the one before is not learnt, unless the user asked for
        it: then the one before may be what was wrong, or somebody else's.
        """
        self.learner = Learner(self.learn_s, None if reason == "first" else self.own)
        self._from = t + _ASKED_S
        self._moves.clear()
        return [*self.end(t), AskUpright(t, reason)]

    def finish(self, t: float) -> list[DeskEvent]:
        """The day is over: the upright is made of the looks so far."""
        out: list[DeskEvent] = []
        if self.learner is not None and self.own is None:
            self.own = self.learner.known(t, last=True)
            out += [Learnt(t, self.own.view)] if self.own is not None else []
        return out + self.end(t)


def _still_spell(t: float, over: tuple[float, float] | None) -> list[DeskEvent]:
    """The events of a stillness that is over, if it was long enough."""
    if over is None or over[1] - over[0] < _STILL_S:
        return []
    return [SpellBegan(t, "still", over[0]), SpellEnded(t, Spell("still", *over))]
