"""One movement out and back, as it is judged when it is over."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from posecoach.judge.count.shape import centred_median, speed_peaks, speeds, time_between

NEAR_END = 0.85  # share of the peak from which a movement is at its end
LEAD_S = 0.3  # the filtered signal leaves the start late: the movement may begin this much earlier
_JUMP = 0.5  # of the peak between two samples: nobody moves that fast


@dataclass(frozen=True)
class Excursion:
    """One way out and back.

    Attributes:
        sign: +1 or -1, the sign of the signal; +1 where it has none.
        samples: (seconds, signed degrees away from the neutral) from the start to completion.
        peak: 90th percentile of the degrees reached near the end, for a robust range.
        fine: the signal before any filter, from a little earlier: a movement that is over is
            judged without the filter's lag.
        begun: its beginning was seen; false for one that was under way when judging began.
    """

    sign: int
    start: float
    end: float
    complete: bool
    samples: tuple[tuple[float, float], ...]
    peak: float
    fine: tuple[tuple[float, float], ...]
    begun: bool = True

    @cached_property
    def clean(self) -> tuple[tuple[float, float], ...]:
        """The samples without single wrong ones, and without the lag of a live filter."""
        return centred_median(self.fine)

    def rise_s(self) -> float | None:
        """Seconds from 10 to 90 % of the peak on the way out; None if not all of it was seen."""
        jumped = any(abs(b[1] - a[1]) > _JUMP * self.peak for a, b in pairwise(self.clean))
        if not self.begun or jumped:
            return None
        return time_between(self.clean, 0.1 * self.peak, 0.9 * self.peak)

    def fall_s(self) -> float | None:
        """Seconds from 90 to 10 % of the peak on the way back."""
        back = [(-t, v) for t, v in reversed(self.clean)]
        return time_between(back, 0.1 * self.peak, 0.9 * self.peak)

    def peak_speed(self) -> float:
        """Fastest movement, degrees a second."""
        found = speeds(self.clean)
        return float(abs(found).max()) if len(found) else 0.0

    def far(self) -> tuple[float, float] | None:
        """When it first and last was near its peak; None where it never was."""
        reached = [t for t, v in self.clean if v >= NEAR_END * self.peak]
        return (reached[0], reached[-1]) if reached else None

    def speed_peaks(self) -> int:
        """Peaks of speed out and back, each way against its own fastest; 2 if both are smooth."""
        far = self.far()
        if far is None:
            return 0
        out = [s for s in self.clean if s[0] <= far[0]]
        back = [s for s in self.clean if s[0] >= far[1]]
        return speed_peaks(out) + speed_peaks(back)
