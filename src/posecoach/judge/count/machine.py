"""Counts reps: start, end, start, with bands and dwell times so that trembling counts nothing."""

import math
from dataclasses import dataclass, field
from typing import Literal

from posecoach.judge.count.excursion import LEAD_S, NEAR_END, Excursion
from posecoach.judge.signal import slope
from posecoach.spec.schema import RepSignal

RepPhase = Literal["start", "out", "end", "back"]

# A rep is complete when the way back has come to rest: that is the moment that a person would
# call. Speed under this share of the way back's own peak is rest.
_REST_SHARE = 0.12
_REST_S = 0.10
_LONGEST_REST_WAIT_S = 0.6  # after coming near the start: some never rest there
_LONGEST_BACK_S = 1.5  # after leaving the end for good, wherever they rest
_RESTED_S = 0.3  # at rest in the start position for this long, whatever the neutral was
_SLIP_S = 0.3
_CROSSED_S = 0.2  # after the end: a shorter crossing may be a few wrong frames
# Still for this long between start and end: the user's start position has changed.
_STUCK_S = 6.0
_FAR_BEYOND = 1.6  # of the share to reach: half the dwell is enough there
_NEAR_START = 0.15  # of the peak: turning round this near the start ends a rep
_AGAIN = 0.5  # of the peak: on the way back, reaching this again is a new way out
_NOT_BACK = 0.75  # of the peak: a valley above this is no return to the start
_BACK_SHARE = 0.25  # of the peak: near enough to the start where the source ends early
_SPEED_S = 0.15  # speed is told over this, or over three samples where they come more slowly
_MOST_STEP_S = 0.3  # a longer gap between samples is a loss, not dwelling


@dataclass
class _Open:
    """The excursion in progress."""

    direction: int
    begun: bool = True
    samples: list[tuple[float, float]] = field(default_factory=list)
    fine: list[tuple[float, float]] = field(default_factory=list)
    top: float = 0.0
    reached: bool = False
    below_since: float | None = None
    secured: float | None = None
    near_since: float | None = None
    far_at: float | None = None
    turn: int | None = None  # the sample at which it turned to the other side
    resting_s: float = 0.0


class RepMachine:
    """Two-way bands on the share p of the range: out .20, reach .60, leave .40, each with dwell.

    ``range_deg`` is what counting uses; the coach may lower it, never raise it over the spec's.
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
        self.start_shown = True  # false while the neutral is a guess: then no begin is seen

    @property
    def direction(self) -> int | None:
        """Sign of the excursion in progress; None at the start."""
        return self._open.direction if self._open else None

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
        return self.phase == "end" and self._open is not None and self._open.begun

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
        """The signal is found on the other side, farther out than near the start.

        Who comes from the other side came near the start on the way, and turned there; else the
        side of the excursion in progress was misread until now.

        Returns:
            Whether an excursion is in progress: then the filters must change sides too.
        """
        run = self._open
        if run is None:
            return False
        values = [v for _, v in run.samples]
        top = max(range(len(values)), key=values.__getitem__)
        turn = min(range(top, len(values)), key=values.__getitem__)
        if min(values[turn], size) >= _NOT_BACK * values[top]:
            run.direction = -run.direction
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
            resting: quietly within the start position's own, absolute ranges: who rests there
                has come back, even where the neutral was learnt in a bad place.
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
        while t - self._before[0][0] > 1.5:
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
        direction = 1 if value > 0 else -1
        self._open = _Open(direction, self._begun)
        for u, v, f in self._since_rest(direction):
            self._note(u, direction * v, direction * f)
        # The filtered signal starts late: what was not filtered shows the begin itself.
        begun = self._open.samples[0][0]
        self._open.fine[:0] = [
            (u, direction * f) for u, _, f in self._before if begun - LEAD_S <= u < begun
        ]
        self.phase, self._above, self._below = "out", 0.0, 0.0
        return None

    def _since_rest(self, direction: int) -> list[tuple[float, float, float]]:
        """The samples since the movement began: since the last ones near the lowest."""
        values = [direction * v for _, v, _ in self._before]
        limit = min(values) + 0.04 * self.range_deg
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
        away = run.direction * value
        self._note(t, away, run.direction * fine)
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
        through = p < 0  # straight through to the other side
        if run.secured is None and (left_end or run.resting_s >= _RESTED_S or through):
            run.secured, self.phase = t, "back"
        again = self._again(run)
        if run.secured is not None and p >= again and t - run.secured < _SLIP_S:
            # Too fast for a return to the start and out again: some frames were wrong.
            run.secured = run.near_since = run.below_since = None
            run.resting_s, self.phase, self._below = 0.0, "end", 0.0
            return None
        if run.secured is not None and self._home(t, p):
            return self._close(t)
        return None

    def _again(self, run: _Open) -> float:
        """Share of the range from which a movement that was on its way back goes out again."""
        return max(self._spec.reach, _AGAIN * run.top / self.range_deg)

    def _home(self, t: float, p: float) -> bool:
        """Whether the way back is over: at rest, through the middle, or out again."""
        run = self._open
        assert run is not None
        assert run.secured is not None
        if p >= self._again(run) or t - run.secured >= _LONGEST_BACK_S:
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
            run.below_since = None
            return False
        run.below_since = t if run.below_since is None else run.below_since
        return t - run.below_since >= _REST_S

    def _fastest_back(self) -> float:
        """The way back's fastest speed so far, degrees a second (positive)."""
        run = self._open
        assert run is not None
        tail = [s for s in run.samples if run.secured is None or s[0] >= run.secured - 1.0]
        best = 0.0
        for i in range(3, len(tail)):
            dt = tail[i][0] - tail[i - 3][0]
            if dt > 0:
                best = max(best, (tail[i - 3][1] - tail[i][1]) / dt)
        return best

    def _turned(self, run: _Open) -> int | None:
        """Index of the sample at which a movement that went out again had returned; else None."""
        if run.turn is not None:
            return run.turn
        back = [
            i
            for i, (u, _) in enumerate(run.samples)
            if run.secured is not None and u >= run.secured
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
        return max(recent) - min(recent) < 0.1 * self.range_deg

    def finish(self) -> Excursion | None:
        """The excursion in progress if it has already come back far enough to count."""
        run = self._open
        if run is None or not run.reached or self._last is None:
            return None
        # The filtered signal lags behind: by the last one before any filter.
        back = run.fine[-1][1] <= max(self._spec.leave * self.range_deg, _BACK_SHARE * run.top)
        return self._close(self._last) if back or run.secured is not None else None

    def _close(self, t: float) -> Excursion | None:
        run = self._open
        assert run is not None
        samples, direction, reached = run.samples, run.direction, run.reached
        if not run.begun:  # its visible part alone must be as long as a repetition
            reached = reached and run.top - samples[0][1] >= self._spec.reach * self.range_deg
        self.reset()
        self._armed = samples[-1][1] <= self._spec.rearm * self.range_deg
        across = sum(v < 0 for u, v in samples if u >= t - 2 * _CROSSED_S)
        last = max(min(8, len(samples)), across)  # what already belongs to the next one
        turned = self._turned(run)
        if turned is not None:  # out again without a rest: it ended where it turned round
            self._armed, last = True, len(samples) - turned
            t = samples[turned][0]
        self._before = [
            (u, direction * v, direction * f)
            for (u, v), (_, f) in zip(samples[-last:], run.fine[-last:], strict=True)
        ]
        fine = run.fine
        if turned is not None:
            samples, fine = samples[: turned + 1], [f for f in fine if f[0] <= t]
        near = sorted(v for _, v in samples if v >= NEAR_END * run.top)
        peak = near[min(len(near) - 1, int(0.9 * len(near)))] if near else run.top
        if t - samples[0][0] < self._spec.least_s:
            return None
        return Excursion(
            direction,
            samples[0][0],
            t,
            reached,
            tuple(samples),
            peak,
            tuple(fine),
            run.begun,
        )
