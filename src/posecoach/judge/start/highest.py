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
_KEPT_S = 8.0  # a start that was not seen for longer may have moved: about one slow movement
_ENOUGH = 12  # moments give a median
_RISE = 0.05  # torso lengths: clearly higher than the place where it was learnt in passing
_AWAY_RISE = 0.15  # ... or it is seen at the end of a movement, where a knee is found too high
_RESTED_RISE = 0.25  # ... or at rest: seen from the side or above, the way may rise before it falls
_PASS = 0.06  # of the highest: within this the user passes the start, below it they have left
_HIGH = 0.10  # of the highest: a rest lower than this is at the end of a movement


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
    """Learns the neutral of what has none by itself, wherever the user passes the highest place.

    So nobody needs to rest, and who begins in mid-movement shows their start with the first turn.
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
        self._heights: deque[tuple[float, float, bool]] = deque()  # when, how high, at an end
        self._learnt: float | None = None  # the height at which the neutral was learnt
        self._at_rest = False  # whether it was learnt at rest
        self.shown = False  # whether the user has rested there or passed it: else it is a guess
        self._passing: tuple[float, float] | None = None  # since when, and how high so far
        self._away = -math.inf  # when the user was last at the end of a movement

    def restart(self) -> None:
        """The user has just come into the stretch."""
        self._bodies.clear()
        self._raw.clear()
        self._heights.clear()
        self._learnt = self._passing = None
        self._at_rest = self.shown = False
        self._away = -math.inf

    def rested(self) -> None:
        """The neutral was just learnt at rest."""
        if self._heights:
            self._learnt = self._heights[-1][1]
            self._at_rest = self.shown = True

    def high(self) -> bool:
        """Whether the user is about as high as at any time in the last seconds."""
        if not self._heights:
            return True
        return self._heights[-1][1] >= max(h for _, h, _ in self._heights) - _HIGH

    def update(self, body: Body, side: Side | None, height: float, *, away: bool = False) -> bool:
        """Takes the height, torso lengths; gives whether the neutral was renewed.

        Args:
            away: at the end of a movement from a start that is known: that is no start, though
                from a high camera, somewhat aside, an end may look as high.
        """
        t = body.t
        self._bodies.append(body)
        self._raw.append((t, height))
        while t - self._raw[0][0] > _SMOOTH_S and len(self._raw) > _LEAST:
            self._raw.popleft()
        if len(self._raw) < _LEAST:
            return False
        now = median([h for _, h in self._raw])
        if away and self.shown:  # a start that is only a guess may itself be such an end
            self._away = t
        away = t - self._away <= _SMOOTH_S  # the median still holds moments of the end
        self._heights.append(((self._raw[0][0] + t) / 2, now, away))  # no lag
        while t - self._heights[0][0] > _KEPT_S:
            self._heights.popleft()
        while t - self._bodies[0].t > _KEPT_S:
            self._bodies.popleft()
        rise = _RESTED_RISE if self._at_rest else _AWAY_RISE if away else _RISE
        if self._learnt is None or now > self._learnt + rise:
            self._learnt, self._at_rest, self.shown = now, False, False
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
        """Whether the user has just left the highest place, having come to it before."""
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
        self.shown = self.shown or came_up
        return True
