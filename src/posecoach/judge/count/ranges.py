"""Learns the user's own range of each side, in degrees of the rep signal.

A range kept from earlier sessions sets the target mark only. What counts as a rep today comes
from the spec, lowered only where today's own movement shows a smaller range.
"""

from dataclasses import dataclass, field
from statistics import median

from posecoach.pose import SIDES, Side
from posecoach.spec.schema import RepSignal

# This many partial reps in a row that agree within this share show the user's range of today.
_PARTIALS, _ALIKE = 3, 0.20
# Of the way to where today's others end, and of the range: a movement that begins farther out than
# they do is as large as they are from here on.
_AS_FAR, _SMALLEST = 0.7, 0.35
_LEARN = 0.2  # weight of a new rep in the target
_MOST_UP, _MOST_DOWN = 1.10, 0.85  # factors by which one rep may change the target


@dataclass
class _SideRange:
    target: float | None = None
    peaks: list[float] = field(default_factory=list)
    plausible: list[float] = field(default_factory=list)
    partials: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    counting: float | None = None


class RangeLearner:
    """The user's own range of each side, in degrees of the rep signal."""

    def __init__(self, spec: RepSignal, earlier: dict[Side, float] | None = None) -> None:
        self._spec = spec
        self._earlier = earlier or {}
        self._sides = {s: _SideRange() for s in SIDES}

    def counting(self, side: Side | None) -> float:
        """The range that counting uses: the spec's, or the smaller one that today shows."""
        if side is None:
            return min(self.counting(s) for s in SIDES)
        own = self._sides[side].counting
        return self._spec.range if own is None else min(self._spec.range, own)

    def is_small(self, side: Side) -> bool:
        """Whether the user has shown a small range of their own today, which counts."""
        return self._sides[side].counting is not None

    def target(self, side: Side | None) -> float:
        """The user's own range: today's, else that of earlier sessions, else the spec's."""
        if side is None:
            return self._spec.target
        own = self._sides[side].target
        return own if own is not None else self._clip(self._earlier.get(side, self._spec.target))

    def learnt(self) -> dict[Side, float]:
        """Today's own range of each side that had one."""
        return {s: r.target for s, r in self._sides.items() if r.target is not None}

    def far_enough(self, side: Side, peak: float, end: float | None = None) -> bool:
        """Whether a movement goes far enough, compared with today's others on that side.

        Args:
            peak: degrees from its own start.
            end: where its end is, in degrees that no start changes, if that is known. One that
                begins farther out than the others need not go farther out than they do.
        """
        done = self._sides[side].plausible
        if not done:
            return True
        usual = self._to_usual_end(side, peak, end)
        least = median(done) if usual is None else min(median(done), usual)
        return peak >= self._spec.of_own * least

    def as_far_as_others(self, side: Side, peak: float, end: float | None) -> bool:
        """Whether a small movement from a start farther out ends where today's others end."""
        usual = self._to_usual_end(side, peak, end)
        if usual is None or usual > self._spec.range or peak < _SMALLEST * self._spec.range:
            return False
        return peak >= _AS_FAR * usual

    def _to_usual_end(self, side: Side, peak: float, end: float | None) -> float | None:
        """Degrees from where this movement began to where the others on that side end."""
        ends = self._sides[side].ends
        return median(ends) - (end - peak) if ends and end is not None else None

    def complete(self, side: Side, peak: float, end: float | None = None) -> None:
        """A complete rep reached ``peak`` degrees; ``end``: as for ``far_enough``."""
        own = self._sides[side]
        if end is not None:
            own.ends.append(end)
        own.partials.clear()
        own.peaks.append(peak)
        if peak <= self._spec.bounds[1]:  # beyond what a body can do, the pose model was wrong
            own.plausible.append(peak)
        if own.counting is not None and peak > own.counting / self._spec.reach:
            own.counting = None  # the user can go farther than the small range
        if own.target is None:
            own.target = self._clip(peak)
        elif len(own.peaks) == 2:
            own.target = self._clip(median(own.peaks))
        else:
            mixed = (1 - _LEARN) * own.target + _LEARN * peak
            own.target = self._clip(min(max(mixed, own.target * _MOST_DOWN), own.target * _MOST_UP))

    def partial(self, side: Side, peak: float) -> None:
        """A partial rep; three alike in a row show a small range, which counts from then on.

        Somebody who has gone further before has less range now: tired, or with more care.
        """
        own = self._sides[side]
        own.partials = [*own.partials, peak][-_PARTIALS:]
        if len(own.partials) < _PARTIALS:
            return
        low, high = min(own.partials), max(own.partials)
        middle = median(own.partials)
        if high - low > _ALIKE * middle:
            return
        own.plausible = list(own.partials)
        if not own.peaks and middle >= 0.5 * self._spec.bounds[0]:
            own.counting = middle

    def _clip(self, value: float) -> float:
        return min(max(value, self._spec.bounds[0]), self._spec.bounds[1])
