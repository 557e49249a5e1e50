"""Collects the events of one recording for the JSON of ``analyze --json``, schema 1."""

from dataclasses import dataclass, field
from typing import Any

from posecoach import __version__
from posecoach.cues.words import words
from posecoach.events import Cue, Fault, HoldSpan, Rep
from posecoach.pipeline.sink import Sink, Step
from posecoach.pose import MOST_STEP_S, SIDES
from posecoach.session.result import SetResult
from posecoach.sinks.why import Why
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch

SCHEMA = 1
_FIRST_STEP_S = 1 / 30  # the duration of a frame, before two frames are known


def _round3(value: float) -> float:
    return round(value, 3)


@dataclass
class Analysis(Sink):
    """The events, counts and times of one recording; ``as_json`` is the published form.

    Attributes:
        width, height: of the picture, in pixels.
        result: counts and times; None before the first pose.
        remark: a sentence on the file itself, for example that it is cut off.
        why: the time line of the coach's verdicts; None if not asked for.
    """

    stretch: Stretch
    mode: Mode
    name: str
    width: int = 0
    height: int = 0
    frames: int = 0
    duration_s: float = 0.0
    reps: list[Rep] = field(default_factory=list)
    holds: list[HoldSpan] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    result: SetResult | None = None
    remark: str | None = None
    why: Why | None = None
    _last: float | None = None
    _step: float = _FIRST_STEP_S

    def take(self, step: Step) -> None:
        if step.pose is not None:
            t = step.pose.t
            if self._last is not None:
                self._step = min(t - self._last, MOST_STEP_S) or self._step
            self._last, self.duration_s = t, t + self._step
            self.frames += 1
            self.width, self.height = step.pose.width, step.pose.height
        if self.why is not None:
            self.why.add(step.now)
        for event in step.now.events:
            match event:
                case Rep():
                    self.reps.append(event)
                case HoldSpan():
                    self.holds.append(event)
                case Fault() if event.end is not None:
                    self.faults.append(event)
                case Cue():
                    self.cues.append(event)
        self.result = step.now.results[-1] if step.now.results else None

    def as_json(self) -> dict[str, Any]:
        """The object that ``--json`` writes, schema 1."""
        result = self.result or SetResult(self.stretch, self.mode, None, SIDES)
        found: dict[str, Any] = {
            "schema": SCHEMA,
            "posecoach": __version__,
            "stretch": self.stretch.id,
            "mode": self.mode,
            "source": {
                "name": self.name,
                "width": self.width,
                "height": self.height,
                "frames": self.frames,
                "duration_s": _round3(self.duration_s),
            },
            "seen": {"pose_s": _round3(result.seen_s), "judged_s": _round3(result.judged_s)},
            "reps": [_rep(x) for x in self.reps],
            "holds": [_hold(x) for x in self.holds],
            "faults": [_fault(x) for x in sorted(self.faults, key=lambda f: f.start)],
            "cues": [_cue(x, self.stretch) for x in self.cues],
            "summary": {
                "reps": {s: result.reps[s] for s in SIDES},
                "partial_reps": {s: result.partials[s] for s in SIDES},
                "held_s": {s: _round3(result.held_s[s]) or 0 for s in SIDES},
            },
        }
        if self.why is not None:
            found["why"] = [e.as_json() for e in self.why.entries()]
        return found


def _rep(x: Rep) -> dict[str, Any]:
    return {
        "t": _round3(x.t),
        "side": x.side,
        "complete": x.complete,
        "range_deg": round(x.range_deg, 1),
        "of_target": round(x.of_target, 2),
        "duration_s": _round3(x.duration_s),
    }


def _hold(x: HoldSpan) -> dict[str, Any]:
    return {
        "side": x.side,
        "start": _round3(x.start),
        "end": _round3(x.end),
        "held_s": _round3(x.held_s),
    }


def _fault(x: Fault) -> dict[str, Any]:
    return {
        "rule": x.rule,
        "side": x.side,
        "start": _round3(x.start),
        "end": _round3(x.end or x.start),
        "measured": {f.measure: None if f.value is None else _round3(f.value) for f in x.findings},
    }


def _cue(x: Cue, stretch: Stretch) -> dict[str, Any]:
    said = words(x, stretch)
    return {
        "t": _round3(x.t),
        "kind": x.kind,
        "rule": x.id,
        "side": x.side,
        "show": said.show,
        "say": said.say,
    }
