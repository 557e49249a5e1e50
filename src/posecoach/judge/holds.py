"""Times holds: from when the movement in has stopped to when the movement out begins."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from posecoach.events import HoldChange, HoldSpan
from posecoach.judge.moment import HoldState
from posecoach.judge.signal import LONGEST_STEP_S, History, reversals, slope
from posecoach.measure.lasting import Lasting
from posecoach.pose import Side

# From coaching practice: a position is held while it changes by less than 4 degrees a second, and
# stays within 5 degrees over one second, far out in the range. Three real holds stayed within 1.6
# of both.
_STILL_DEG_S = 4.0
_STILL_DEG = 5.0
_ONSET_DEG_S = 2.0  # speed at which a movement begins or has stopped
_ONSET_S = 0.2  # usual time from the beginning of a movement until its speed shows
_LEAST_ONSET_S, _MOST_ONSET_S = 0.05, 0.5
_SETTLED = 0.3  # of the time while the way in slows down unseen: the hold begins after this much
_LEAST_TRAVEL_DEG = 3.0
_WINDOW_S = 1.0
_SLOPE_S = 0.3
_COVERED_S = 0.2  # the samples of a slope must cover this much, at 12 frames a second too
# Shares of the range: a hold begins from _IN on, pauses after a second under _PAUSE or at once
# under _GONE, and ends under _OUT.
_IN, _PAUSE, _GONE, _OUT = 0.55, 0.50, 0.40, 0.30
_AGAIN_SHARE = 0.6  # of the farthest that was held: nearer the start, a pause does not end
_PAUSE_S, _OUT_S, _LONGEST_PAUSE_S = 1.0, 0.5, 5.0
_LEAST_HOLD_S = 1.0
_BOUNCE_S, _BOUNCE_DEG = 2.0, 3.0
_DEEP = 0.85  # of the range: farther out, movement is no way out yet and does not pause the hold
_SHALLOW_S = 5.0  # short of the end position for this long: the user is told


@dataclass
class _Hold:
    """The hold in progress. Times are seconds, shares are of the range.

    Attributes:
        top: the largest share while it was held.
        held: seconds held until the last pause.
        running_since: since when the clock runs; None in a pause.
        last: the last sample.
        below_since: since when the share is too small to go on for long.
        out_since: since when the share is so small that the hold is over.
        onset_s: how long a movement stays too slow to be seen, when it begins or ends.
    """

    side: Side
    start: float
    top: float = 0.0
    held: float = 0.0
    running_since: float | None = None
    last: float = 0.0
    paused_since: float | None = None
    below_since: float | None = None
    out_since: float | None = None
    onset_s: float = _ONSET_S


class HoldTimer:
    """Times the holds of one stretch. A short way out pauses a hold; it does not begin anew."""

    def __init__(self) -> None:
        self._history = History(30.0)
        self._hold: _Hold | None = None

    @property
    def state(self) -> HoldState | None:
        """The hold in progress."""
        h = self._hold
        if h is None:
            return None
        return HoldState(h.side, self._held(h), h.running_since is not None)

    def _held(self, h: _Hold) -> float:
        return h.held + (h.last - h.running_since if h.running_since is not None else 0.0)

    def reversals_now(self) -> int:
        """How often the signal turned round by 3 degrees or more in the last two seconds."""
        samples = self._history.since(-1e18)
        return (
            reversals(self._history.since(samples[-1][0] - _BOUNCE_S), _BOUNCE_DEG)
            if samples
            else 0
        )

    def unseen(self, t: float) -> list[HoldChange | HoldSpan]:
        """Nothing could be measured at ``t``: this pauses the hold, and after a while ends it."""
        h = self._hold
        if h is None:
            return []
        if h.running_since is not None and t - h.last > LONGEST_STEP_S:
            return [self._pause(h, h.last)]
        if h.paused_since is not None and t - h.paused_since >= _LONGEST_PAUSE_S:
            return self._end(h.last)
        return []

    def update(self, t: float, p: float, degrees: float, side: Side) -> list[HoldChange | HoldSpan]:
        """Takes the next sample; ``p``: its share of the range, from the start position."""
        out: list[HoldChange | HoldSpan] = []
        h = self._hold
        if h is not None and t - h.last > LONGEST_STEP_S and h.running_since is not None:
            out.append(self._pause(h, h.last))
        if h is not None and t - h.last > LONGEST_STEP_S:
            self._history.clear()  # time that was not seen was not held
        if h is not None and h.side != side:
            out += self._end(t)
            h = None
        self._history.add(t, degrees)
        still = self._still()
        if h is None:
            if still and p >= _IN:
                seen = self._still_since(t)
                onset = self._onset_s(t, seen)
                begin = min(seen + _SETTLED * onset, t)
                self._hold = _Hold(side, begin, top=p, running_since=begin, last=t, onset_s=onset)
                out.append(HoldChange("start", begin, side))
            return out
        h.last = t
        h.below_since = self._since(h.below_since, p < _PAUSE, t)
        h.out_since = self._since(h.out_since, p < _OUT, t)
        if h.running_since is not None:
            h.top = max(h.top, p)
            low = h.below_since is not None and t - h.below_since > _PAUSE_S
            moving = self._moving_since(t, h.onset_s)
            gone = h.out_since is not None or p < _GONE
            long = moving is not None and t - moving > _PAUSE_S + h.onset_s
            if low or gone or (long and p < _DEEP):
                begin = moving if moving is not None else (h.below_since or t)
                out.append(self._pause(h, max(begin, h.running_since)))
        elif still and p >= max(_IN, _AGAIN_SHARE * h.top):
            since = max(self._still_since(t), h.paused_since or 0.0)
            h.running_since, h.paused_since = since, None
            out.append(HoldChange("resume", h.running_since, side))
        left = h.out_since is not None and t - h.out_since > _OUT_S
        if left or (h.paused_since is not None and t - h.paused_since >= _LONGEST_PAUSE_S):
            out += self._end(t)
        return out

    def finish(self) -> list[HoldChange | HoldSpan]:
        """The source is over: what is open ends with its last sample."""
        return self._end(self._hold.last) if self._hold else []

    @staticmethod
    def _since(before: float | None, now: bool, t: float) -> float | None:
        return (t if before is None else before) if now else None

    def _still(self) -> bool:
        speed, spread = self._history.speed(_WINDOW_S), self._history.spread(_WINDOW_S)
        return (
            speed is not None
            and spread is not None
            and abs(speed) < _STILL_DEG_S
            and spread < _STILL_DEG
        )

    def _slopes_back(self, t: float, seconds: float) -> Iterator[tuple[float, float]]:
        """(time, slope about that time) for the past ``seconds``, newest first."""
        samples = self._history.since(t - seconds - _SLOPE_S)
        first = last = len(samples)
        for u, _ in reversed(samples):
            while first > 0 and samples[first - 1][0] >= u - _SLOPE_S / 2:
                first -= 1
            while samples[last - 1][0] > u + _SLOPE_S / 2:
                last -= 1
            s = slope(samples[first:last], _COVERED_S)
            if s is not None:
                yield u, s

    def _still_since(self, t: float) -> float:
        """When the movement before the present stillness stopped."""
        since = t
        for u, s in self._slopes_back(t, 3.0):
            if abs(s) >= _ONSET_DEG_S:
                break
            since = u
        return since

    def _onset_s(self, t: float, stopped: float) -> float:
        """How long before it stopped a movement was already too slow to be seen as one.

        People reach with minimum jerk (Flash and Hogan 1985): with travel A in T seconds the peak
        speed is 1.875 A / T, and s seconds from either end the speed is 30 A / T (s / T)^2. The way
        out of a hold is taken to begin as slowly.
        """
        values = dict(self._history.since(t - 8.0))
        peak, begin, sign = 0.0, stopped, 0.0
        for u, s in self._slopes_back(t, 8.0):
            if u > stopped:
                continue
            sign = sign or math.copysign(1.0, s)
            if s * sign <= 0:
                break
            peak, begin = max(peak, abs(s)), u
        last = min(values, key=lambda u: abs(u - stopped))
        travel = abs(values[last] - values[begin]) if begin in values else 0.0
        if peak <= 0 or travel < _LEAST_TRAVEL_DEG:
            return _ONSET_S
        takes = 1.875 * travel / peak
        onset = takes * math.sqrt(_ONSET_DEG_S * takes / (30.0 * travel))
        return min(max(onset, _LEAST_ONSET_S), _MOST_ONSET_S)

    def _moving_since(self, t: float, onset_s: float) -> float | None:
        """When the present movement began; None while still."""
        since = None
        for u, s in self._slopes_back(t, 3.0):
            if abs(s) < (_STILL_DEG_S if since is None else _ONSET_DEG_S):
                break
            since = u
        return None if since is None else since - onset_s

    def _pause(self, h: _Hold, at: float) -> HoldChange:
        if h.running_since is not None:
            h.held += max(0.0, at - h.running_since)
        h.running_since, h.paused_since = None, at
        return HoldChange("pause", at, h.side)

    def _end(self, t: float) -> list[HoldChange | HoldSpan]:
        h = self._hold
        if h is None:
            return []
        end = t if h.running_since is not None else (h.paused_since or t)
        held = h.held + (max(0.0, t - h.running_since) if h.running_since is not None else 0.0)
        self._hold = None
        self._history.clear()
        if held < _LEAST_HOLD_S:
            return []
        return [HoldSpan(h.side, h.start, end, held)]


class HoldCounter:
    """Holds of each side, and whether the user stays short of the end position."""

    def __init__(self) -> None:
        self.timer = HoldTimer()
        self._shallow = Lasting()
        self._done: dict[Side, float] = {"left": 0.0, "right": 0.0}

    @property
    def held_s(self) -> dict[Side, float]:
        """Seconds held so far of each side, with the hold in progress."""
        held = dict(self._done)
        now = self.timer.state
        if now is not None:
            held[now.side] += now.held_s
        return held

    def too_shallow(self, t: float, short: bool) -> bool:
        """Whether the user has stayed ``short`` of the end position for another 5 seconds."""
        if self._shallow.update(t, short) < _SHALLOW_S:
            return False
        self._shallow = Lasting()
        return True

    def add(self, found: Iterable[HoldChange | HoldSpan]) -> None:
        """Sums up what the timer found."""
        for event in found:
            if isinstance(event, HoldSpan):
                self._done[event.side] += event.held_s
