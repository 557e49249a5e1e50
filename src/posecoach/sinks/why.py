"""A time line of the coach's verdicts: why something was counted, corrected or neither."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from posecoach.cues.words import direction, words
from posecoach.events import Cue, Fault, Finding, HoldSpan, Rep, Uncounted
from posecoach.session.moment import SessionMoment
from posecoach.spec.schema import Stretch

_MIN_S = 0.3  # a shorter period is left out
_GAP_S = 0.5  # a period with a longer gap becomes two
_UNSEEN = "nobody"
#: Measures of a whole repetition or hold, in words before their value.
_OF_A_WHOLE = {
    "rise_s": "seconds on the way out",
    "fall_s": "seconds on the way back",
    "peak_speed": "degrees a second at most",
    "speed_peaks": "times sped up",
    "feet_moved": "an ankle moved, in torso lengths",
    "feet_travel": "the feet moved, in torso lengths",
    "hips_travel": "the hips moved, in torso lengths",
    "shoulders_rise": "the shoulders rose or sank, in torso lengths",
    "reversals": "times turned back in the hold",
}


@dataclass
class _Period:
    """A period in which the coach did not judge or recognise anything, for one reason.

    Attributes:
        what: the kind of the entry, and the id of the condition that was not met.
        values: all values that were measured, by id.
        limits: the latest finding, by id.
    """

    what: tuple[str, ...]
    start: float
    end: float
    values: dict[str, list[float]] = field(default_factory=dict)
    limits: dict[str, Finding] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One entry of the time line.

    Attributes:
        kind: 'not judged', 'not recognised', 'not counted', 'counted', 'almost', 'held',
            'fault' or 'said'.
        id: of the condition, direction or rule; empty without one.
        values: the measured values, by measure.
    """

    start: float
    end: float
    kind: str
    text: str
    id: str = ""
    side: str | None = None
    values: Mapping[str, float | None] = field(default_factory=dict)

    def __str__(self) -> str:
        side = f" ({self.side})" if self.side else ""
        return f"{self.start:.1f}-{self.end:.1f} s  {self.kind}{side}: {self.text}"

    def as_json(self) -> dict[str, Any]:
        """As ``analyze --why --json`` writes it."""
        return {
            "start": round(self.start, 3),
            "end": round(self.end, 3),
            "kind": self.kind,
            "id": self.id,
            "side": self.side,
            "values": {k: None if v is None else round(v, 3) for k, v in self.values.items()},
            "text": self.text,
        }


class Why:
    """Builds the time line of one recording from its moments."""

    def __init__(self, stretch: Stretch) -> None:
        self._stretch = stretch
        self._what = {c.id: c.what for c in stretch.recognise}
        self._period: _Period | None = None
        self._entries: list[Entry] = []

    def add(self, now: SessionMoment) -> None:
        """Takes the next moment."""
        stages = () if now.moment is None else now.moment.stages
        gates = (s for s in stages if s.stage in ("framing", "recognise"))
        refused = next((s for s in gates if s.ok is False), None)
        if refused is not None:
            against = [f for f in refused.findings if f.ok is False]
            missing = [f for f in refused.findings if f.ok is None]
            kind = "not judged" if refused.stage == "framing" else "not recognised"
            first = (against or missing)[:1]
            self._extend(now.t, (kind, *(f.id for f in first)), first)
        elif stages:
            self._close()
        for event in now.events:
            self._event(event)

    def entries(self) -> list[Entry]:
        """The time line so far, in order."""
        self._close()
        return sorted(self._entries, key=lambda e: (e.start, e.end))

    def _extend(self, t: float, what: tuple[str, ...], findings: list[Finding]) -> None:
        period = self._period
        if period is None or period.what != what or t - period.end > _GAP_S:
            self._close()
            period = self._period = _Period(what, t, t)
        period.end = t
        for f in findings:
            period.limits[f.id] = f
            if f.value is not None:
                period.values.setdefault(f.id, []).append(f.value)

    def _close(self) -> None:
        period, self._period = self._period, None
        if period is None or period.end - period.start < _MIN_S:
            return
        kind, *ids = period.what
        for name in ids or [_UNSEEN]:
            limit = period.limits.get(name)
            values = period.values.get(name)
            value = median(values) if values else None
            text = self._text(name, limit, value)
            measured = {limit.measure: value} if limit is not None and limit.measure else {}
            self._entries.append(Entry(period.start, period.end, kind, text, name, None, measured))

    def _text(self, id: str, limit: Finding | None, value: float | None) -> str:
        if id in self._what and limit is not None:
            return condition_text(self._what[id], limit, value)
        if id == _UNSEEN or limit is None:
            return "nobody is seen clearly"
        return direction(id).show  # type: ignore[arg-type]

    def _event(self, event: object) -> None:
        match event:
            case Rep():
                kind = "counted" if event.complete else "almost"
                text = f"{event.range_deg:.0f} degrees, {event.of_target:.0%} of your own range"
                self._add(event.start, event.t, kind, text, "", event.side)
            case Uncounted():
                for f in event.findings:
                    text = condition_text(self._what.get(f.id, "{value}"), f, f.value)
                    values = {f.measure: f.value}
                    self._add(event.start, event.t, "not counted", text, f.id, event.side, values)
            case HoldSpan():
                text = f"{event.held_s:.1f} s"
                self._add(event.start, event.end, "held", text, "", event.side)
            case Fault() if event.end is not None and event.findings:
                broken = [f for f in event.findings if f.ok is False] or event.findings
                text = f"{event.rule}: " + "; ".join(fault_text(f) for f in broken)
                values = {f.measure: f.value for f in event.findings}
                self._add(event.start, event.end, "fault", text, event.rule, event.side, values)
            case Cue(kind="guide" | "direction"):
                said = words(event, self._stretch).show
                self._add(event.t, event.t, "said", said, event.id, event.side)
            case _:
                pass

    def _add(
        self,
        start: float,
        end: float,
        kind: str,
        text: str,
        id: str,
        side: str | None,
        values: Mapping[str, float | None] | None = None,
    ) -> None:
        if self._stretch.sides == "together":
            side = None  # both at once bear the name of one
        self._entries.append(Entry(start, end, kind, text, id, side, values or {}))


def number(value: float) -> str:
    """A value as text: whole from 10 on, else with two significant digits."""
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.2g}"


def condition_text(what: str, limit: Finding, value: float | None) -> str:
    """Such as 'feet 3.9 shoulder widths apart, at most 1.9'."""
    said = what.format(value="?" if value is None else number(value))
    if value is None:
        return f"{said} (not seen)"
    if value > limit.high:
        return f"{said}, at most {number(limit.high)}"
    if value < limit.low:
        return f"{said}, at least {number(limit.low)}"
    return said


def fault_text(f: Finding) -> str:
    """Such as 'trunk 17, at most 13'."""
    name = _OF_A_WHOLE.get(f.measure, f.measure.replace("_", " "))
    shown = "unknown" if f.value is None else number(f.value)
    if not math.isinf(f.high):
        return f"{name} {shown}, at most {number(f.high)}"
    return f"{name} {shown}, at least {number(f.low)}"
