"""Recognises the stretch: by the posture, and by each movement as a whole."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from posecoach.events import Finding
from posecoach.judge.count.excursion import NEAR_END
from posecoach.judge.form.checks import Values, median_known
from posecoach.measure.lasting import Lasting
from posecoach.measure.reading import Reading
from posecoach.spec.rules import Range
from posecoach.spec.schema import Recognition

_SEEN_S = 0.4  # the posture is recognised by most of the moments in this long
_LEFT_S = 0.5  # clearly another posture for this long: the user has left the stretch
_NEAR_START = 0.3  # share of the peak up to which the window 'start' goes
# Who comes back less far is judged at the least share that they came back to, up to this one.
_HALF_BACK, _AROUND = 0.55, 0.1


def _near_start(samples: Sequence[tuple[float, Values]]) -> list[Values]:
    least = min((share for share, _ in samples), default=0.0)
    most = least + _AROUND if _NEAR_START < least <= _HALF_BACK else _NEAR_START
    return [v for share, v in samples if share <= most]


@dataclass(frozen=True)
class PostureVerdict:
    """Whether the posture is that of the stretch.

    Attributes:
        ok: recognised, by the last moments together.
        seen: all that it needs is seen at this moment.
        begun: it is recognised from this moment on.
        left: it was recognised, and has now been another one for half a second.
        findings: of this moment alone.
    """

    ok: bool
    seen: bool
    begun: bool
    left: bool
    findings: tuple[Finding, ...]

    @property
    def against(self) -> tuple[Finding, ...]:
        """What is known to speak against it at this moment."""
        return tuple(f for f in self.findings if f.ok is False)


def finding(condition: Recognition, value: Values) -> Finding:
    """What was measured for a condition: for the first range it is in, else the first of all."""
    found = [_within(condition.id, r, value(r.measure)) for r in condition.ranges]
    satisfied = next((f for f in found if f.ok), None)
    if satisfied is not None:
        return satisfied
    unknown = any(f.ok is None for f in found)
    return replace(found[0], ok=None) if unknown else found[0]


def _within(id: str, r: Range, value: float | None) -> Finding:
    ok = None if value is None else r.min <= value <= r.max
    return Finding(id, r.measure, value, r.min, r.max, ok)


class Recogniser:
    """Follows the posture from moment to moment, and judges movements that are over."""

    def __init__(self, conditions: Sequence[Recognition]) -> None:
        self._posture = [c for c in conditions if c.per == "moment"]
        self._movement = [c for c in conditions if c.per == "rep"]
        self._recent: deque[tuple[float, bool]] = deque()
        self._ok = False
        self._another = Lasting()

    def reset(self) -> None:
        """Forgets the posture: another person, or the same at another place."""
        self._recent.clear()
        self._ok = False
        self._another = Lasting()

    def posture(self, reading: Reading) -> PostureVerdict:
        """Takes the next moment."""
        t = reading.body.t
        findings = tuple(finding(c, reading.value) for c in self._posture)
        another = any(f.ok is False for f in findings)
        shown = all(
            f.ok or (f.ok is None and c.optional)
            for c, f in zip(self._posture, findings, strict=True)
        )
        self._recent.append((t, shown))
        while t - self._recent[0][0] > _SEEN_S:
            self._recent.popleft()
        left = self._another.update(t, another) >= _LEFT_S and self._ok
        before = self._ok
        if left:
            self._ok = False
        elif not self._ok and t - self._recent[0][0] >= 0.6 * _SEEN_S:
            self._ok = 2 * sum(now for _, now in self._recent) > len(self._recent)
        return PostureVerdict(self._ok, shown, self._ok and not before, left, findings)

    def movement(
        self,
        samples: Sequence[tuple[float, Values]],
        facts: Callable[[str], float | None],
        *,
        full: bool,
    ) -> tuple[Finding, ...]:
        """Judges a movement that is over.

        Args:
            samples: (share of its way, measures) of each moment of it.
            facts: measures of the whole movement (``REP_MEASURES``).
            full: it went as far as a repetition.
        """
        windows = {
            "start": _near_start(samples),
            "end": [v for share, v in samples if share >= NEAR_END],
            "whole": [v for _, v in samples],
        }

        def median(window: str, measure: str) -> float | None:
            found = windows[window]
            return median_known([v(measure) for v in found]) if found else None

        def measured(window: str, measure: str) -> float | None:
            fact = facts(measure)
            if fact is not None:
                return fact
            if window == "change":
                first, last = median("start", measure), median("end", measure)
                return None if first is None or last is None else last - first
            if window == "spread":
                return _spread([v(measure) for v in windows["whole"]])
            return median(window, measure)

        return tuple(
            finding(c, partial(measured, c.window)) for c in self._movement if full or not c.full
        )

    def against(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Of the findings of a movement, those that speak against the stretch."""
        optional = {c.id for c in self._movement if c.optional}
        return tuple(f for f in findings if not (f.ok or (f.ok is None and f.id in optional)))


def _spread(values: Sequence[float | None]) -> float | None:
    """From the 10th to the 90th percentile; None where less than half is known."""
    known = sorted(v for v in values if v is not None)
    if not known or 2 * len(known) < len(values):
        return None
    cut = len(known) // 10
    return known[len(known) - 1 - cut] - known[cut]
