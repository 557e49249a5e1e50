"""Finds reps in the rep signal: from the start position to the end position and back.

Limits come in pairs (hysteresis), and the end position's must last, so that trembling counts
nothing.
"""

import math
from typing import Literal

from posecoach.judge.count.excursion import LEAD_S, NEAR_END, Excursion
from posecoach.judge.count.movement import CROSSED_S, Movement
from posecoach.judge.signal import LONGEST_STEP_S
from posecoach.spec.schema import RepSignal

RepPhase = Literal["start", "out", "end", "back"]

_RESTED_S = 0.3  # at rest in the start position for this long: back, even if the neutral is wrong
_WAY_BACK = 0.8  # of the range: at rest after so long a way back: the start is farther out now
_SLIP_S = 0.3  # a return to the start and a new way out take longer: a few frames were wrong
_FAR_BEYOND = 1.6  # of the share to reach: half the dwell is enough there
_BACK_SHARE = 0.25  # of the peak: near enough to the start where the source ends early
_BEFORE_S = 1.5  # samples kept at the start: the beginning of a movement is looked for in them
_REST_BAND = 0.04  # of the range: samples this near the lowest are the rest before a movement
_OF_NEXT = 8  # samples at the end of a rep may already belong to the next one


class RepMachine:
    """Follows one signal through limits on its share of the range, from the stretch file.

    A movement leaves the start at ``out``, is at the end position once it has been beyond
    ``reach`` for ``dwell_s``, has left it after as long under ``leave``, and is near the start
    again at ``rearm``.

    Attributes:
        range_deg: the range that counts; the coach may lower it, never raise it over the spec's.
        start_known: false while the neutral is a guess: then no movement's beginning is seen.
    """

    def __init__(self, spec: RepSignal) -> None:
        self._spec = spec
        self.range_deg = spec.range
        self.phase: RepPhase = "start"
        self._open: Movement | None = None
        self._before: list[tuple[float, float, float]] = []
        self._above = 0.0
        self._below = 0.0
        self._last: float | None = None
        self._armed = True
        self._start_moved = False
        self._begun = True
        self._last_value: float | None = None
        self._lowest = math.inf  # share of the range, since the last excursion
        self.start_known = True

    @property
    def sign(self) -> int | None:
        """Sign of the excursion in progress; None at the start."""
        return self._open.sign if self._open else None

    @property
    def top(self) -> float:
        """The most degrees of the excursion in progress; 0 at the start."""
        return self._open.top if self._open else 0.0

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
        """Whether a movement is at its end that was seen to begin near the start.

        Or one of which as much was seen as a repetition is large: until their neutral is known,
        people's start may be some degrees from the usual one.
        """
        run = self._open
        if self.phase != "end" or run is None:
            return False
        first = run.samples[0][1]
        seen = run.top - first >= self._spec.reach * self.range_deg
        return seen or first <= self._spec.rearm * self.range_deg

    def reset(self, *, at_rest: bool = True) -> None:
        """Drops what was in progress.

        Args:
            at_rest: the user is in the start position; else they may be in mid-movement, and that
                movement counts only if enough of its way out is seen.
        """
        self._begun = at_rest and self.start_known
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
        """The signal has changed its side; see ``Movement.change_sides``."""
        return self._open is not None and self._open.change_sides(size)

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
        step = min(t - self._last, LONGEST_STEP_S) if self._last is not None else 0.0
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
            self._armed, self._start_moved, self._begun = True, False, self.start_known
        if p < self._spec.out or not self._armed:
            return None
        if self._start_moved and p < self._spec.reach:
            return None  # waiting for a new neutral; only a full movement from there counts
        sign = 1 if value > 0 else -1
        self._open = Movement(self._spec, self.range_deg, sign, self._begun)
        for u, v, f in self._since_rest(sign):
            self._open.note(u, sign * v, sign * f)
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

    def _under_way(
        self, t: float, value: float, fine: float, step: float, resting: bool
    ) -> Excursion | None:
        run = self._open
        assert run is not None
        away = run.sign * value
        run.note(t, away, run.sign * fine)
        p = away / self.range_deg
        if not run.reached:
            # Far beyond it, half the dwell is enough: brisk people turn round at once.
            sure = 2.0 if p >= _FAR_BEYOND * self._spec.reach else 1.0
            self._above = self._above + sure * step if p >= self._spec.reach else 0.0
            if self._above >= self._spec.dwell_s - 1e-9 and self._above > 0:
                run.reached, self.phase, self._below = True, "end", 0.0
            elif p <= self._spec.rearm:
                return self._close(t)
            elif p < self._spec.reach and run.stuck(t):
                self.reset()
                self._start_moved = True
            return None
        self._below = self._below + step if p <= self._spec.leave else 0.0
        if p >= self._spec.reach:
            run.far_at = t
        way_back = 0.0 if self._spec.signed else run.top - away
        returned = way_back >= _WAY_BACK * self.range_deg
        rested = resting and (away <= self._spec.leave * run.top or returned)
        run.resting_s = max(0.0, run.resting_s + (step if rested else -step))
        left_end = self._below >= self._spec.dwell_s - 1e-9 and self._below > 0
        crossed_zero = p < 0  # without a rest, to the other side
        if run.end_left_at is None and (left_end or run.resting_s >= _RESTED_S or crossed_zero):
            run.end_left_at, self.phase = t, "back"
        if run.end_left_at is not None and p >= run.again and t - run.end_left_at < _SLIP_S:
            run.end_left_at = run.near_since = run.slow_since = None
            run.resting_s, self.phase, self._below = 0.0, "end", 0.0
            return None
        if run.end_left_at is not None and run.back(t, p):
            return self._close(t)
        return None

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
        across = sum(v < 0 for u, v in samples if u >= t - 2 * CROSSED_S)
        last = max(min(_OF_NEXT, len(samples)), across)
        turned = run.turning_index()
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
