"""Decides which cue is said when: one at a time, with gaps between them.

The judge finds faults, and all of them are recorded; this module only limits how much is said.
The gaps and numbers are design choices of coaching practice (docs/accuracy.md, 'What is said').
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import get_args

from posecoach.events import Cue, CueKind, Direction
from posecoach.pose import Side
from posecoach.spec.rules import Rule

_ANY_GAP_S = 5.0  # between two corrections
_SAME_GAP_S = 12.0  # between two corrections of the same rule
# So that a correction does not cut off a count; where counts come as fast, after the second time.
_AFTER_COUNT_S, _BRISK_S = 1.2, 0.5
_PENDING_S = 4.0  # a correction that waits longer is dropped
_DIRECTION_AFTER_S = 0.8
_VOTED_AFTER_S = 0.3  # shorter: the framing has already averaged these over a second
_VOTED: tuple[Direction, ...] = ("swap_knee_or_turn",)
_DIRECTION_GAP_S = 12.0
_ADVICE_AFTER_S = 1.5
_GUIDE_AFTER_S = 3.0
_GUIDE_GAP_S = 15.0
_EXPLAIN_GAP_S = 6.0
_MAX_PER_RULE = 2  # corrections in a set; after that the rule is only in the summary
_FADE_AFTER_REPS = 6  # then a rule is said again only if it is broken twice in a row


@dataclass
class _RuleTalk:
    """What was said about one rule so far."""

    said: int = 0
    last: float | None = None
    rep: int = -1
    in_a_row: int = 0
    unfixed: bool = False


@dataclass
class _Pending:
    """A correction that waits to be said."""

    rule: Rule
    side: Side | None
    since: float


@dataclass
class CueDirector:
    """Collects possible cues; ``take`` returns those to say now, mostly none."""

    rules: dict[str, Rule]
    _talk: dict[str, _RuleTalk] = field(default_factory=dict)
    _pending: list[_Pending] = field(default_factory=list)
    _queue: list[Cue] = field(default_factory=list)
    _last_correction: float = -1e9
    _last_count: float = -1e9
    _brisk: bool = False  # the last two counts came close together
    _last_praise_rep: int = -10
    _direction: Direction | None = None
    _direction_since: float = 0.0
    _direction_said: dict[str, float] = field(default_factory=dict)
    _guide_since: float | None = None
    _guide_said: float = -1e9
    _reps: int = 0
    _said_this_rep: bool = False

    def count(self, t: float, side: Side, number: int) -> None:
        """A rep is complete."""
        self._reps += 1
        self._said_this_rep = False
        self._brisk = t - self._last_count <= _AFTER_COUNT_S + _BRISK_S
        self._last_count = t
        self._queue.append(Cue(t, "count", "rep", side, number=number))

    def almost(self, t: float, side: Side, in_a_row: int) -> None:
        """A rep was too small; said every other time in a row, so that nobody wonders for long."""
        self._said_this_rep = False
        if in_a_row % 2 == 1:
            self._queue.append(Cue(t, "guide", "almost", side))

    def hold(self, t: float, side: Side, id: str) -> None:
        """A hold began, paused or ended: says the guide ``id``."""
        self._queue.append(Cue(t, "guide", id, side))

    def fault(self, t: float, rule: str, side: Side | None) -> None:
        """A fault began, or a rep was judged faulty."""
        spec = self.rules.get(rule)
        if spec is None:
            return
        talk = self._talk.setdefault(rule, _RuleTalk())
        talk.in_a_row += 1
        if talk.in_a_row < spec.reps_before_cue:
            return
        self._pending.append(_Pending(spec, side, t))

    def satisfied(self, t: float, rules: Iterable[str], side: Side | None) -> None:
        """These rules were satisfied over a whole rep, or again after a fault."""
        for rule in rules:
            talk = self._talk.get(rule)
            if talk is None:
                continue
            talk.in_a_row = 0
            self.over(rule)
            if talk.unfixed:
                talk.unfixed = False
                if self._reps - self._last_praise_rep >= 2:
                    self._last_praise_rep = self._reps
                    self._queue.append(Cue(t, "praise", rule, side, "fixed"))

    def over(self, rule: str) -> None:
        """A fault is over, put right or not: it is not said any more."""
        self._pending = [p for p in self._pending if p.rule.id != rule]

    def direct(self, t: float, direction: Direction | None, *, blocking: bool) -> None:
        """The framing asks for ``direction``; said only once if it does not block judging."""
        if direction != self._direction:
            self._direction, self._direction_since = direction, t
        if direction is None:
            return
        if direction in _VOTED:
            wait = _VOTED_AFTER_S
        else:
            wait = _DIRECTION_AFTER_S if blocking else _ADVICE_AFTER_S
        if t - self._direction_since < wait - 1e-9:
            return
        before = self._direction_said.get(direction)
        if before is not None and (not blocking or t - before < _DIRECTION_GAP_S):
            return
        self._direction_said[direction] = t
        self._queue.append(Cue(t, "direction", direction))

    def waiting(self, t: float, missing: str | None, *, side: Side | None) -> None:
        """The user is visible but not in position: after a while, says what is missing.

        Args:
            missing: id of the condition that is not met, or 'start' for the start position; None
                if nothing is missing.
        """
        if missing is None:
            self._guide_since = None
            return
        self._guide_since = t if self._guide_since is None else self._guide_since
        if t - self._guide_since >= _GUIDE_AFTER_S and t - self._guide_said >= _GUIDE_GAP_S:
            self._guide_said = t
            self._queue.append(Cue(t, "guide", missing, side))

    def explain(self, t: float, id: str, side: Side | None, *, blocking: bool) -> None:
        """The user moves as in the stretch but is not counted: says the reason ``id``."""
        if id in get_args(Direction):
            if blocking and t - self._direction_said.get(id, -_DIRECTION_GAP_S) >= _EXPLAIN_GAP_S:
                self._direction_said[id] = t
                self._queue.append(Cue(t, "direction", id))
            return
        self._guide_said = t
        self._queue.append(Cue(t, "guide", id, side))

    def due(self, t: float) -> list[Cue]:
        """The cues to say now."""
        out, self._queue = self._queue, []
        self._pending = [p for p in self._pending if t - p.since <= _PENDING_S]
        correction = self._correction(t) if not any(c.kind == "praise" for c in out) else None
        return [*out, correction] if correction else out

    def _correction(self, t: float) -> Cue | None:
        if (
            not self._pending
            or self._said_this_rep
            or t - self._last_correction < _ANY_GAP_S
            or t - self._last_count < (_BRISK_S if self._brisk else _AFTER_COUNT_S)
        ):
            return None
        for pending in sorted(self._pending, key=lambda p: (p.rule.priority, p.since)):
            talk = self._talk[pending.rule.id]
            if talk.said >= _MAX_PER_RULE or (
                talk.last is not None and t - talk.last < _SAME_GAP_S
            ):
                continue
            if self._reps > _FADE_AFTER_REPS and talk.said and talk.in_a_row < 2:
                continue
            self._pending.clear()
            self._said_this_rep, self._last_correction = True, t
            again = talk.said > 0 and bool(pending.rule.cue.again)
            talk.said, talk.last, talk.unfixed = talk.said + 1, t, True
            kind: CueKind = "guide" if pending.rule.hint else "correction"
            return Cue(t, kind, pending.rule.id, pending.side, "again" if again else "first")
        return None
