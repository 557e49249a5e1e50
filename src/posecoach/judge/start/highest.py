"""The start as the highest place: where a movement falls away whichever way the user goes."""

import math
from collections import deque
from statistics import median

from posecoach.judge.start.neutral import NeutralLearner
from posecoach.measure.body import Body
from posecoach.measure.reading import Neutrals
from posecoach.pose import Side
from posecoach.spec.schema import Stretch

_SMOOTH_S = 0.3
_LEAST = 3  # samples
_KEPT_S = 8.0  # about one slow movement; if unseen for longer, the start may have moved
_ENOUGH = 12  # moments give a median
# By this much, in torso lengths, a new highest place must be higher than the one in which the
# neutral was learnt: the least where that was learnt in passing; more at the end position, where
# the pose model places a knee too high; most where that was learnt at rest, since seen from the
# side or from above a movement may rise before it falls.
_RISE, _AWAY_RISE, _RESTED_RISE = 0.05, 0.15, 0.25
_PASS = 0.06  # torso lengths below the highest place: within this the user passes the start
_HIGH = 0.10  # torso lengths below it: a rest lower than this is at the end of a movement


def _needed(stretch: Stretch) -> frozenset[str]:
    """The measures that the rep signal, its side and its depth are made of."""
    rep = stretch.rep
    open_names = [rep.measure, rep.side, rep.deep.measure if rep.deep else None]
    found: set[str] = set()
    while open_names:
        name = open_names.pop()
        if name is not None and name not in found:
            found.add(name)
            open_names.extend(stretch.measures[name].parts())
    return frozenset(found)


class HighestPlace:
    """Learns the neutrals that have no default whenever the user passes the highest place.

    So the user need not rest: if they begin in mid-movement, they show the start when they first
    turn round there.
    """

    def __init__(self, stretch: Stretch, neutrals: Neutrals) -> None:
        self._learner = NeutralLearner(
            dict(stretch.measures),
            neutrals,
            sided=stretch.sides == "separate",
            names=_needed(stretch) & neutrals.undefined,
            window_s=_KEPT_S,
        )
        self._bodies: deque[Body] = deque()
        self._raw: deque[tuple[float, float]] = deque()
        # Seconds, torso lengths, at the end position or not.
        self._heights: deque[tuple[float, float, bool]] = deque()
        self._learnt: float | None = None  # the height at which the neutral was learnt
        self._at_rest = False  # whether it was learnt at rest
        self.known = False  # whether the user has rested there or passed it: else it is a guess
        self._passing: tuple[float, float] | None = None  # since when, and how high so far
        self._away = -math.inf  # when the user was last at the end of a movement

    def restart(self) -> None:
        """The user has just taken up the posture of the stretch."""
        self._bodies.clear()
        self._raw.clear()
        self._heights.clear()
        self._learnt = self._passing = None
        self._at_rest = self.known = False
        self._away = -math.inf

    def rested(self) -> None:
        """The neutral was just learnt at rest."""
        if self._heights:
            self._learnt = self._heights[-1][1]
            self._at_rest = self.known = True

    def high(self) -> bool:
        """Whether the user is about as high as at any time in the last seconds."""
        if not self._heights:
            return True
        return self._heights[-1][1] >= max(h for _, h, _ in self._heights) - _HIGH

    def update(
        self,
        body: Body,
        side: Side | None,
        height: float,
        *,
        away: bool = False,
        aside: bool = False,
    ) -> bool:
        """Takes the height, torso lengths; gives whether the neutral was renewed.

        Args:
            away: the user is at the end position of a movement from a known start: that is no
                start, though to a camera that is high up and to one side it may look as high.
            aside: the start is elsewhere, in the middle between the two ends.
        """
        t = body.t
        self._bodies.append(body)
        self._raw.append((t, height))
        while t - self._raw[0][0] > _SMOOTH_S and len(self._raw) > _LEAST:
            self._raw.popleft()
        if len(self._raw) < _LEAST:
            return False
        now = median([h for _, h in self._raw])
        # A start that is only a guess may be the end position itself.
        if aside or (away and self.known):
            self._away = t
        away = t - self._away <= _SMOOTH_S  # the median still has moments of the end in it
        self._heights.append(((self._raw[0][0] + t) / 2, now, away))  # the middle: no lag
        while t - self._heights[0][0] > _KEPT_S:
            self._heights.popleft()
        while t - self._bodies[0].t > _KEPT_S:
            self._bodies.popleft()
        if aside:
            self._passing = None
            return False
        rise = _RESTED_RISE if self._at_rest else _AWAY_RISE if away else _RISE
        if self._learnt is None or now > self._learnt + rise:
            self._learnt, self._at_rest, self.known = now, False, False
            self._learn(side, t - _SMOOTH_S, t)
            return True
        if away:
            self._passing = None
            return False
        return not self._at_rest and self._passed(now, side)

    def _learn(self, side: Side | None, since: float, until: float) -> None:
        found = [b for b in self._bodies if since <= b.t <= until]
        self._learner.restart()
        for body in found[:: max(1, len(found) // _ENOUGH)]:
            self._learner.add(body, side)
        self._learner.learn()

    def _passed(self, now: float, side: Side | None) -> bool:
        """Whether the user has just left the highest place; learns the neutral there."""
        highest = max(h for _, h, end in self._heights if not end)
        if now >= highest - _PASS:
            since, top = self._passing or (self._heights[-1][0], now)
            self._passing = since, max(top, now)
            return False
        if self._passing is None:
            return False
        (since, top), self._passing = self._passing, None
        came_up = any(h < top - _PASS for u, h, _ in self._heights if u < since)
        within = [u for u, h, _ in self._heights if u >= since and h >= top - _PASS]
        self._learn(side, within[0], within[-1])
        self._learnt = top
        self.known = self.known or came_up
        return True
