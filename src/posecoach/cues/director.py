"""Decides what is said, and when: one thing at a time, with gaps between cues.

What is *wrong* is the judge's business and is always recorded; this is about talking only.
The gaps and numbers are design choices of coaching practice (docs/accuracy.md, 'What is said').
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import get_args

from posecoach.events import Cue, CueKind, Direction
from posecoach.pose import Side
from posecoach.spec.rules import Rule

_ANY_GAP_S = 5.0  # between corrections of any kind
_SAME_GAP_S = 12.0
_AFTER_COUNT_S = 1.2  # a count is not talked over
_PENDING_S = 4.0  # what could not be said by then is stale
_DIRECTION_AFTER_S = 0.8
_VOTED_AFTER_S = 0.3  # of directions that the framing decided by votes over a second
_VOTED: tuple[Direction, ...] = ("swap_knee_or_turn",)
_DIRECTION_GAP_S = 12.0
_ADVICE_AFTER_S = 1.5
_GUIDE_AFTER_S = 3.0
_GUIDE_GAP_S = 15.0
_EXPLAIN_GAP_S = 6.0
_MOST_A_RULE = 2  # then it is left for the summary
_FADE_AFTER_REPS = 6


@dataclass
class _RuleTalk:
    said: int = 0
    last: float | None = None
    rep: int = -1
    in_a_row: int = 0
    unfixed: bool = False


@dataclass
class _Pending:
    rule: Rule
    side: Side | None
    since: float


@dataclass
class CueDirector:
    """Collects what could be said; ``take`` gives what to say now, mostly nothing."""

    rules: dict[str, Rule]
    _talk: dict[str, _RuleTalk] = field(default_factory=dict)
    _pending: list[_Pending] = field(default_factory=list)
    _queue: list[Cue] = field(default_factory=list)
    _last_correction: float = -1e9
    _last_count: float = -1e9
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
        self._last_count = t
        self._queue.append(Cue(t, "count", "rep", side, number=number))

    def almost(self, t: float, side: Side, in_a_row: int) -> None:
        """A rep turned back before the end position: told the first and third time in a row."""
        self._said_this_rep = False
        if in_a_row in (1, 3):
            self._queue.append(Cue(t, "guide", "almost", side))

    def hold(self, t: float, side: Side, id: str, number: int | None = None) -> None:
        """A hold began, paused or ended."""
        kind: CueKind = "count" if number is not None else "guide"
        self._queue.append(Cue(t, kind, id, side, number=number))

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

    def kept(self, t: float, rules: Iterable[str], side: Side | None) -> None:
        """Rules that were seen to be kept: over a whole rep, or again after a fault."""
        for rule in rules:
            talk = self._talk.get(rule)
            if talk is None:
                continue
            talk.in_a_row = 0
            self._pending = [p for p in self._pending if p.rule.id != rule]
            if talk.unfixed:
                talk.unfixed = False
                if self._reps - self._last_praise_rep >= 2:
                    self._last_praise_rep = self._reps
                    self._queue.append(Cue(t, "praise", rule, side, "fixed"))

    def direct(self, t: float, direction: Direction | None, *, blocking: bool) -> None:
        """What the framing asks for. Advice that does not stop judging is said once."""
        if direction != self._direction:
            self._direction, self._direction_since = direction, t
        if direction is None:
            return
        if direction in _VOTED:  # decided by votes over a second
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
        """Seen well, but not in the stretch's posture: after a while, say what is missing.

        Args:
            missing: the condition that is not met, or 'start' for how it goes; None: all is well.
        """
        if missing is None:
            self._guide_since = None
            return
        self._guide_since = t if self._guide_since is None else self._guide_since
        if t - self._guide_since >= _GUIDE_AFTER_S and t - self._guide_said >= _GUIDE_GAP_S:
            self._guide_said = t
            self._queue.append(Cue(t, "guide", missing, side))

    def explain(self, t: float, id: str, side: Side | None, *, blocking: bool) -> None:
        """The user moves as in the stretch but is not counted: says the one reason."""
        if id in get_args(Direction):
            if blocking and t - self._direction_said.get(id, -_DIRECTION_GAP_S) >= _EXPLAIN_GAP_S:
                self._direction_said[id] = t
                self._queue.append(Cue(t, "direction", id))
            return
        self._guide_said = t
        self._queue.append(Cue(t, "guide", id, side))

    def take(self, t: float) -> list[Cue]:
        """What to say now."""
        out, self._queue = self._queue, []
        self._pending = [p for p in self._pending if t - p.since <= _PENDING_S]
        correction = self._correction(t) if not any(c.kind == "praise" for c in out) else None
        return [*out, correction] if correction else out

    def _correction(self, t: float) -> Cue | None:
        if (
            not self._pending
            or self._said_this_rep
            or t - self._last_correction < _ANY_GAP_S
            or t - self._last_count < _AFTER_COUNT_S
        ):
            return None
        for pending in sorted(self._pending, key=lambda p: (p.rule.priority, p.since)):
            talk = self._talk[pending.rule.id]
            if talk.said >= _MOST_A_RULE or (talk.last is not None and t - talk.last < _SAME_GAP_S):
                continue
            if self._reps > _FADE_AFTER_REPS and talk.said and talk.in_a_row < 2:
                continue
            self._pending.clear()
            self._said_this_rep, self._last_correction = True, t
            variant = "again" if talk.said and pending.rule.cue.again else "first"
            talk.said, talk.last, talk.unfixed = talk.said + 1, t, True
            kind: CueKind = "guide" if pending.rule.hint else "correction"
            return Cue(
                t,
                kind,
                pending.rule.id,
                pending.side,
                "again" if variant == "again" else "first",
            )
        return None
