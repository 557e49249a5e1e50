"""Learns the user's own values: the neutral of each measure, and the range of each side.

A range kept from earlier sessions sets the target mark only. What counts as a rep today comes
from the spec, lowered only where today's own movement shows a smaller range.
"""

from collections import deque
from dataclasses import dataclass, field
from statistics import median

from posecoach.measure.body import Body
from posecoach.measure.measures import Measure, depends_on_side
from posecoach.measure.reading import Neutrals, Reading
from posecoach.pose import SIDES, Side
from posecoach.spec.schema import Rep as RepSpec

_WINDOW_S = 2.0
_ALIKE = 0.20  # three partial reps that agree within this share are the user's own range today
_PARTIALS = 3
_LEARN = 0.2
_MOST_UP, _MOST_DOWN = 1.10, 0.85


Row = dict[tuple[str, Side | None], float]


class NeutralLearner:
    """Collects moments in the start position; medians of them are the neutral.

    Args:
        names: of these measures alone; of all by default.
        window_s: only the last moments of this long are kept.
    """

    def __init__(
        self,
        measures: dict[str, Measure],
        neutrals: Neutrals,
        *,
        sided: bool,
        names: frozenset[str] | None = None,
        window_s: float = _WINDOW_S,
    ) -> None:
        self._measures = measures
        self._neutrals = neutrals
        self._sided = sided
        chosen = [n for n in neutrals.names if names is None or n in names]
        self._sides: dict[str, tuple[Side | None, ...]] = {
            n: SIDES if depends_on_side(n, measures) else (None,) for n in chosen
        }
        self._window_s = window_s
        self._rows: deque[tuple[float, Row]] = deque()

    def restart(self) -> None:
        """What was collected is no start position."""
        self._rows.clear()

    def add(self, body: Body, side: Side | None) -> float:
        """A moment in the start position; gives the seconds of it so far."""
        row: Row = {}
        readings = {
            s: Reading(self._measures, self._neutrals, body, s) for s in (side, *SIDES, None)
        }
        for name, sides in self._sides.items():
            for s in (side,) if self._sided else sides:
                raw = readings[s].raw(name)
                if raw is not None:
                    row[name, s] = raw
        self._rows.append((body.t, row))
        while body.t - self._rows[0][0] > self._window_s:
            self._rows.popleft()
        return body.t - self._rows[0][0]

    def learn(self, *, only_new: bool = False) -> None:
        """Takes the medians as the neutral; ``only_new``: where none is known yet."""
        for name, side in {key for _, row in self._rows for key in row}:
            values = [row[name, side] for _, row in self._rows if (name, side) in row]
            if len(values) * 2 < len(self._rows):
                continue
            # A measure is kept for each value of the side under which it will be asked for.
            for s in (side,) if self._sided or side is not None else (None, *SIDES):
                if not (only_new and self._neutrals.knows(name, s)):
                    self._neutrals.learn(name, s, median(values))


@dataclass
class _SideRange:
    target: float | None = None
    peaks: list[float] = field(default_factory=list)
    partials: list[float] = field(default_factory=list)
    counting: float | None = None


class RangeLearner:
    """The user's own range of each side, in degrees of the rep signal."""

    def __init__(self, spec: RepSpec, earlier: dict[Side, float] | None = None) -> None:
        self._spec = spec
        self._earlier = earlier or {}
        self._sides = {s: _SideRange() for s in SIDES}

    def counting(self, side: Side | None) -> float:
        """The range that counting uses: the spec's, or the smaller one that today shows."""
        if side is None:
            return min(self.counting(s) for s in SIDES)
        own = self._sides[side].counting
        return self._spec.range if own is None else min(self._spec.range, own)

    def target(self, side: Side | None) -> float:
        """The user's own range: today's, else that of earlier sessions, else the spec's."""
        if side is None:
            return self._spec.target
        own = self._sides[side].target
        return own if own is not None else self._clip(self._earlier.get(side, self._spec.target))

    def learnt(self) -> dict[Side, float]:
        """Today's own range of each side that had one."""
        return {s: r.target for s, r in self._sides.items() if r.target is not None}

    def complete(self, side: Side, peak: float) -> None:
        """A complete rep reached ``peak`` degrees."""
        own = self._sides[side]
        own.partials.clear()
        own.peaks.append(peak)
        if own.counting is not None and peak > own.counting / self._spec.reach:
            own.counting = None  # the small range was not all there is
        if own.target is None:
            own.target = self._clip(peak)
        elif len(own.peaks) == 2:
            own.target = self._clip(median(own.peaks))
        else:
            mixed = (1 - _LEARN) * own.target + _LEARN * peak
            own.target = self._clip(min(max(mixed, own.target * _MOST_DOWN), own.target * _MOST_UP))

    def partial(self, side: Side, peak: float) -> None:
        """A partial rep; three alike in a row show a small range, which counts from then on."""
        own = self._sides[side]
        own.partials = [*own.partials, peak][-_PARTIALS:]
        if len(own.partials) == _PARTIALS and not own.peaks:
            low, high = min(own.partials), max(own.partials)
            middle = median(own.partials)
            if high - low <= _ALIKE * middle and middle >= 0.5 * self._spec.bounds[0]:
                own.counting = middle

    def _clip(self, value: float) -> float:
        return min(max(value, self._spec.bounds[0]), self._spec.bounds[1])
