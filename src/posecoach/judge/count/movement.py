"""The movement in progress: out from the start position, and back."""

import math
from dataclasses import dataclass, field

from posecoach.judge.signal import LONGEST_STEP_S, slope
from posecoach.spec.schema import RepSignal

CROSSED_S = 0.2  # after the end: a shorter crossing may be a few wrong frames

# A rep is complete when the way back has come to rest, which is when people who count call it. Rest
# is slower than this share of the fastest speed on the way back, for this long.
_REST_SHARE = 0.12
_REST_S = 0.10
# A rep is complete without a rest, too: this long after coming near the start, since some people
# never rest there, and this long after leaving the end position, wherever the user is.
_LONGEST_REST_WAIT_S = 0.6
_LONGEST_BACK_S = 1.5
# Still for this long between start and end: the user's start position has changed.
_STUCK_S = 6.0
_STUCK_BAND = 0.1  # of the range: still is to stay within this
_NEAR_START = 0.15  # of the peak: turning round this near the start ends a rep
_AGAIN = 0.5  # of the peak: on the way back, reaching this again is a new way out
_NOT_BACK = 0.75  # of the peak: a valley above this is no return to the start
_SPEED_S = 0.15  # speed is told over this, or over three samples where they come more slowly
_BEFORE_END_LEFT_S = 1.0  # the fastest speed back may come this long before the end is left


@dataclass
class Movement:
    """The movement in progress. Times are seconds; degrees are from the neutral, outward +.

    Attributes:
        spec: the limits, as shares of the range.
        range_deg: the range that counts for this movement.
        sign: +1 or -1, the sign of the signal.
        begun: its beginning was seen; false if it was under way when judging began.
        samples: (seconds, degrees) of the filtered signal.
        fine: the same before any filter, from a little earlier.
        top: the most degrees so far.
        reached: it has been at the end position for long enough.
        slow_since: when the way back became slow enough for a rest; None while it is faster.
        end_left_at: when it left the end position for good; None until then.
        near_since: when the way back first came near the start.
        far_at: when it was last at the end position.
        turn: index of the sample at which it crossed the start to the other side.
        resting_s: rest in the start position's own, absolute ranges; falls while there is none.
    """

    spec: RepSignal
    range_deg: float
    sign: int
    begun: bool = True
    samples: list[tuple[float, float]] = field(default_factory=list)
    fine: list[tuple[float, float]] = field(default_factory=list)
    top: float = 0.0
    reached: bool = False
    slow_since: float | None = None
    end_left_at: float | None = None
    near_since: float | None = None
    far_at: float | None = None
    turn: int | None = None
    resting_s: float = 0.0

    def note(self, t: float, value: float, fine: float) -> None:
        """Takes the next sample.

        Args:
            value, fine: degrees outward, filtered and before any filter.
        """
        self.samples.append((t, value))
        self.fine.append((t, fine))
        self.top = max(self.top, value)

    def change_sides(self, size: float) -> bool:
        """The signal has changed its side. There are two causes.

        Either the side was misdetected so far: the movement has not come near the start since its
        peak, and the whole of it changes its sign. Or the user has crossed the start: what came
        after the lowest point belongs to a new movement, and that alone changes its sign.

        Args:
            size: degrees from the start, on whichever side.

        Returns:
            Whether the movement has changed its sign, in whole or in part: then the filters must
            change theirs too.
        """
        values = [v for _, v in self.samples]
        top = max(range(len(values)), key=values.__getitem__)
        turn = min(range(top, len(values)), key=values.__getitem__)
        if min(values[turn], size) >= _NOT_BACK * values[top]:
            self.sign = -self.sign
            return True
        if not self.reached or size <= self.spec.leave * self.range_deg:
            return False
        self.turn = turn
        for rows in (self.samples, self.fine):
            turned = [i for i, (u, _) in enumerate(rows) if u > self.samples[turn][0]]
            for i in turned:
                rows[i] = (rows[i][0], -rows[i][1])
        far = [u for u, v in self.samples[: turn + 1] if v >= self.spec.reach * self.range_deg]
        self.far_at = far[-1] if far else None
        return True

    def stuck(self, t: float) -> bool:
        """Whether the user has stood still between start and end for seconds."""
        if t - self.samples[0][0] < _STUCK_S:
            return False
        recent = [v for u, v in self.samples if u >= t - _STUCK_S]
        return max(recent) - min(recent) < _STUCK_BAND * self.range_deg

    @property
    def again(self) -> float:
        """Share of the range from which a movement on its way back goes out again."""
        return max(self.spec.reach, _AGAIN * self.top / self.range_deg)

    def back(self, t: float, p: float) -> bool:
        """Whether the way back is over: at rest, on the other side, or on a new way out.

        Args:
            p: the share of the range at ``t``. The end position has been left before.
        """
        assert self.end_left_at is not None
        if p >= self.again or t - self.end_left_at >= _LONGEST_BACK_S:
            return True
        if self.spec.signed and p <= 0:
            return self.far_at is None or t - self.far_at >= CROSSED_S
        if p <= self.spec.rearm:
            self.near_since = t if self.near_since is None else self.near_since
            if t - self.near_since >= _LONGEST_REST_WAIT_S:
                return True
        since = max(t - LONGEST_STEP_S, min(t - _SPEED_S, self.samples[-3:][0][0]))
        speed = slope([s for s in self.samples[-60:] if s[0] >= since], _SPEED_S)
        fastest = self._fastest_back()
        if speed is None or fastest <= 0 or -speed > _REST_SHARE * fastest:
            self.slow_since = None
            return False
        self.slow_since = t if self.slow_since is None else self.slow_since
        return t - self.slow_since >= _REST_S

    def _fastest_back(self) -> float:
        """The way back's fastest speed so far, degrees a second (positive)."""
        since = -math.inf if self.end_left_at is None else self.end_left_at - _BEFORE_END_LEFT_S
        tail = [s for s in self.samples if s[0] >= since]
        best = 0.0
        for i in range(3, len(tail)):
            dt = tail[i][0] - tail[i - 3][0]
            if dt > 0:
                best = max(best, (tail[i - 3][1] - tail[i][1]) / dt)
        return best

    def turning_index(self) -> int | None:
        """Index of the sample at which it turned round near the start; None if it did not."""
        if self.turn is not None:
            return self.turn
        back = [
            i
            for i, (u, _) in enumerate(self.samples)
            if self.end_left_at is not None and u >= self.end_left_at
        ]
        if not back or self.samples[-1][1] <= self.spec.rearm * self.range_deg:
            return None
        lowest = min(back, key=lambda i: self.samples[i][1])
        near = max(self.spec.rearm * self.range_deg, _NEAR_START * self.top)
        return lowest if self.samples[lowest][1] <= near else None
