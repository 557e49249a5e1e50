"""Finds reps in the rep signal: from the start position to the end position and back.

Limits come in pairs (hysteresis), and the end position's must last, so that trembling counts
nothing.
"""

import math
from dataclasses import dataclass, field
from typing import Literal

from posecoach.judge.count.excursion import LEAD_S, NEAR_END, Excursion
from posecoach.judge.signal import slope
from posecoach.spec.schema import RepSignal

RepPhase = Literal["start", "out", "end", "back"]

# A rep is complete when the way back has come to rest: a person who counts calls it then. Rest is
# slower than this share of the fastest speed on the way back, for this long.
_REST_SHARE = 0.12
_REST_S = 0.10
# A rep is complete without a rest, too: this long after coming near the start, since some people
# never rest there, and this long after leaving the end position, wherever the user is.
_LONGEST_REST_WAIT_S = 0.6
_LONGEST_BACK_S = 1.5
_RESTED_S = 0.3  # at rest in the start position for this long: back, even if the neutral is wrong
_SLIP_S = 0.3  # a return to the start and a new way out take longer: a few frames were wrong
_CROSSED_S = 0.2  # after the end: a shorter crossing may be a few wrong frames
# Still for this long between start and end: the user's start position has changed.
_STUCK_S = 6.0
_STUCK_BAND = 0.1  # of the range: still is to stay within this
_FAR_BEYOND = 1.6  # of the share to reach: half the dwell is enough there
_NEAR_START = 0.15  # of the peak: turning round this near the start ends a rep
_AGAIN = 0.5  # of the peak: on the way back, reaching this again is a new way out
_NOT_BACK = 0.75  # of the peak: a valley above this is no return to the start
_BACK_SHARE = 0.25  # of the peak: near enough to the start where the source ends early
_SPEED_S = 0.15  # speed is told over this, or over three samples where they come more slowly
_BEFORE_END_LEFT_S = 1.0  # the fastest speed back may come this long before the end is left
_MOST_STEP_S = 0.3  # a longer gap between samples is a loss, not dwelling
_BEFORE_S = 1.5  # samples kept at the start: the beginning of a movement is looked for in them
_REST_BAND = 0.04  # of the range: samples this near the lowest are the rest before a movement
_OF_NEXT = 8  # samples at the end of a rep may already belong to the next one


@dataclass
class _Open:
    """The excursion in progress. Times are seconds; degrees are from the neutral, outward +.

    Attributes:
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


class RepMachine:
    """Follows one signal through limits on its share of the range, from the stretch file.

    A movement leaves the start at ``out``, is at the end position once it has been beyond
    ``reach`` for ``dwell_s``, has left it after as long under ``leave``, and is near the start
    again at ``rearm``.

    Attributes:
        range_deg: the range that counts; the coach may lower it, never raise it over the spec's.
        start_shown: false while the neutral is a guess: then no movement's beginning is seen.
    """

    def __init__(self, spec: RepSignal) -> None:
        self._spec = spec
        self.range_deg = spec.range
        self.phase: RepPhase = "start"
        self._open: _Open | None = None
        self._before: list[tuple[float, float, float]] = []
        self._above = 0.0
        self._below = 0.0
        self._last: float | None = None
        self._armed = True
        self._start_moved = False
        self._begun = True
        self._last_value: float | None = None
        self._lowest = math.inf  # share of the range, since the last excursion
        self.start_shown = True

    @property
    def sign(self) -> int | None:
        """Sign of the excursion in progress; None at the start."""
        return self._open.sign if self._open else None

    @property
    def start_moved(self) -> bool:
        """Whether the user rests between start and end: that may be their start today."""
        return self._start_moved

    @property
    def left_at(self) -> float | None:
        """When the excursion in progress left the start."""
        return self._open.samples[0][0] if self._open and self._open.samples else None

    @property
    def at_seen_end(self) -> bool:
        """Whether a movement is at its end that was seen to begin near the start."""
        if self.phase != "end" or self._open is None:
            return False
        return self._open.samples[0][1] <= self._spec.rearm * self.range_deg

    def reset(self, *, at_rest: bool = True) -> None:
        """Drops what was in progress.

        Args:
            at_rest: the user is in the start position; else they may be in mid-movement, and that
                movement counts only if enough of its way out is seen.
        """
        self._begun = at_rest and self.start_shown
        self._last_value = None
        self.phase = "start"
        self._open = None
        self._before.clear()
        self._above = self._below = 0.0
        self._lowest = math.inf
        self._armed = True
        self._start_moved = False

    def shift(self, by: float) -> None:
        """The signal is counted from another neutral from now on; only between reps."""
        self._before = [(t, v + by, f + by) for t, v, f in self._before]

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
        run = self._open
        if run is None:
            return False
        values = [v for _, v in run.samples]
        top = max(range(len(values)), key=values.__getitem__)
        turn = min(range(top, len(values)), key=values.__getitem__)
        if min(values[turn], size) >= _NOT_BACK * values[top]:
            run.sign = -run.sign
            return True
        if not run.reached or size <= self._spec.leave * self.range_deg:
            return False
        run.turn = turn
        for rows in (run.samples, run.fine):
            turned = [i for i, (u, _) in enumerate(rows) if u > run.samples[turn][0]]
            for i in turned:
                rows[i] = (rows[i][0], -rows[i][1])
        far = [u for u, v in run.samples[: turn + 1] if v >= self._spec.reach * self.range_deg]
        run.far_at = far[-1] if far else None
        return True

    def update(
        self, t: float, value: float, *, resting: bool = False, fine: float | None = None
    ) -> Excursion | None:
        """Takes the signal; gives an excursion when it is over.

        Args:
            t: seconds.
            value: degrees from the neutral.
            resting: the user rests within the start position's own, absolute ranges, and so has
                come back, even where the neutral was learnt in a bad place.
            fine: the value before any filter; ``value`` where it is not given.
        """
        step = min(t - self._last, _MOST_STEP_S) if self._last is not None else 0.0
        self._last = t
        fine = value if fine is None else fine
        if self._open is None:
            return self._at_start(t, value, fine)
        return self._under_way(t, value, fine, step, resting)

    def _at_start(self, t: float, value: float, fine: float) -> Excursion | None:
        self._before.append((t, value, fine))
        while t - self._before[0][0] > _BEFORE_S:
            self._before.pop(0)
        away = abs(value) if self._spec.signed else value
        p = away / self.range_deg
        crossed = self._spec.signed and (self._last_value or 0.0) * value < 0
        self._last_value = value
        self._lowest = min(self._lowest, p)
        # With a slightly wrong neutral the signal never falls to 0: rising again is a new way out.
        out_again = p - self._lowest >= self._spec.leave
        if p <= self._spec.rearm or crossed or (out_again and not self._start_moved):
            self._armed, self._start_moved, self._begun = True, False, self.start_shown
        if p < self._spec.out or not self._armed:
            return None
        if self._start_moved and p < self._spec.reach:
            return None  # waiting for a new neutral; only a full movement from there counts
        sign = 1 if value > 0 else -1
        self._open = _Open(sign, self._begun)
        for u, v, f in self._since_rest(sign):
            self._note(u, sign * v, sign * f)
        # The filtered signal starts late: the unfiltered one shows the beginning itself.
        begun = self._open.samples[0][0]
        self._open.fine[:0] = [
            (u, sign * f) for u, _, f in self._before if begun - LEAD_S <= u < begun
        ]
        self.phase, self._above, self._below = "out", 0.0, 0.0
        return None

    def _since_rest(self, sign: int) -> list[tuple[float, float, float]]:
        """The samples since the movement began: since the last ones near the lowest."""
        values = [sign * v for _, v, _ in self._before]
        limit = min(values) + _REST_BAND * self.range_deg
        rest = max(i for i, v in enumerate(values) if v <= limit)
        return self._before[rest:]

    def _note(self, t: float, value: float, fine: float) -> None:
        assert self._open is not None
        self._open.samples.append((t, value))
        self._open.fine.append((t, fine))
        self._open.top = max(self._open.top, value)

    def _under_way(
        self, t: float, value: float, fine: float, step: float, resting: bool
    ) -> Excursion | None:
        run = self._open
        assert run is not None
        away = run.sign * value
        self._note(t, away, run.sign * fine)
        p = away / self.range_deg
        if not run.reached:
            # Far beyond it, half the dwell is enough: brisk people turn round at once.
            sure = 2.0 if p >= _FAR_BEYOND * self._spec.reach else 1.0
            self._above = self._above + sure * step if p >= self._spec.reach else 0.0
            if self._above >= self._spec.dwell_s - 1e-9 and self._above > 0:
                run.reached, self.phase, self._below = True, "end", 0.0
            elif p <= self._spec.rearm:
                return self._close(t)
            elif p < self._spec.reach and self._stuck(t):
                self.reset()
                self._start_moved = True
            return None
        self._below = self._below + step if p <= self._spec.leave else 0.0
        if p >= self._spec.reach:
            run.far_at = t
        rested = resting and away <= self._spec.leave * run.top
        run.resting_s = max(0.0, run.resting_s + (step if rested else -step))
        left_end = self._below >= self._spec.dwell_s - 1e-9 and self._below > 0
        crossed_zero = p < 0  # without a rest, to the other side
        if run.end_left_at is None and (left_end or run.resting_s >= _RESTED_S or crossed_zero):
            run.end_left_at, self.phase = t, "back"
        again = self._again(run)
        if run.end_left_at is not None and p >= again and t - run.end_left_at < _SLIP_S:
            run.end_left_at = run.near_since = run.slow_since = None
            run.resting_s, self.phase, self._below = 0.0, "end", 0.0
            return None
        if run.end_left_at is not None and self._back(t, p):
            return self._close(t)
        return None

    def _again(self, run: _Open) -> float:
        """Share of the range from which a movement that was on its way back goes out again."""
        return max(self._spec.reach, _AGAIN * run.top / self.range_deg)

    def _back(self, t: float, p: float) -> bool:
        """Whether the way back is over: at rest, on the other side, or on a new way out."""
        run = self._open
        assert run is not None
        assert run.end_left_at is not None
        if p >= self._again(run) or t - run.end_left_at >= _LONGEST_BACK_S:
            return True
        if self._spec.signed and p <= 0:
            return run.far_at is None or t - run.far_at >= _CROSSED_S
        if p <= self._spec.rearm:
            run.near_since = t if run.near_since is None else run.near_since
            if t - run.near_since >= _LONGEST_REST_WAIT_S:
                return True
        since = max(t - _MOST_STEP_S, min(t - _SPEED_S, run.samples[-3:][0][0]))
        speed = slope([s for s in run.samples[-60:] if s[0] >= since], _SPEED_S)
        fastest = self._fastest_back()
        if speed is None or fastest <= 0 or -speed > _REST_SHARE * fastest:
            run.slow_since = None
            return False
        run.slow_since = t if run.slow_since is None else run.slow_since
        return t - run.slow_since >= _REST_S

    def _fastest_back(self) -> float:
        """The way back's fastest speed so far, degrees a second (positive)."""
        run = self._open
        assert run is not None
        since = -math.inf if run.end_left_at is None else run.end_left_at - _BEFORE_END_LEFT_S
        tail = [s for s in run.samples if s[0] >= since]
        best = 0.0
        for i in range(3, len(tail)):
            dt = tail[i][0] - tail[i - 3][0]
            if dt > 0:
                best = max(best, (tail[i - 3][1] - tail[i][1]) / dt)
        return best

    def _turned(self, run: _Open) -> int | None:
        """Index of the sample at which a movement turned round near the start; else None."""
        if run.turn is not None:
            return run.turn
        back = [
            i
            for i, (u, _) in enumerate(run.samples)
            if run.end_left_at is not None and u >= run.end_left_at
        ]
        if not back or run.samples[-1][1] <= self._spec.rearm * self.range_deg:
            return None
        lowest = min(back, key=lambda i: run.samples[i][1])
        near = max(self._spec.rearm * self.range_deg, _NEAR_START * run.top)
        return lowest if run.samples[lowest][1] <= near else None

    def _stuck(self, t: float) -> bool:
        run = self._open
        assert run is not None
        if t - run.samples[0][0] < _STUCK_S:
            return False
        recent = [v for u, v in run.samples if u >= t - _STUCK_S]
        return max(recent) - min(recent) < _STUCK_BAND * self.range_deg

    def finish(self) -> Excursion | None:
        """The excursion in progress if it has already come back far enough to count."""
        run = self._open
        if run is None or not run.reached or self._last is None:
            return None
        # By the unfiltered signal, since the filtered one lags behind.
        back = run.fine[-1][1] <= max(self._spec.leave * self.range_deg, _BACK_SHARE * run.top)
        return self._close(self._last) if back or run.end_left_at is not None else None

    def _close(self, t: float) -> Excursion | None:
        run = self._open
        assert run is not None
        samples, sign, reached = run.samples, run.sign, run.reached
        if not run.begun:  # the part that was seen must itself be as large as a repetition
            reached = reached and run.top - samples[0][1] >= self._spec.reach * self.range_deg
        self.reset()
        self._armed = samples[-1][1] <= self._spec.rearm * self.range_deg
        across = sum(v < 0 for u, v in samples if u >= t - 2 * _CROSSED_S)
        last = max(min(_OF_NEXT, len(samples)), across)
        turned = self._turned(run)
        if turned is not None:  # out again without a rest: it ended where it turned round
            self._armed, last = True, len(samples) - turned
            t = samples[turned][0]
        self._before = [
            (u, sign * v, sign * f)
            for (u, v), (_, f) in zip(samples[-last:], run.fine[-last:], strict=True)
        ]
        fine = run.fine
        if turned is not None:
            samples, fine = samples[: turned + 1], [f for f in fine if f[0] <= t]
        at_end = sorted(v for _, v in samples if v >= NEAR_END * run.top)
        peak = at_end[min(len(at_end) - 1, int(0.9 * len(at_end)))] if at_end else run.top
        if t - samples[0][0] < self._spec.least_s:
            return None
        return Excursion(
            sign,
            samples[0][0],
            t,
            reached,
            tuple(samples),
            peak,
            tuple(fine),
            run.begun,
        )
