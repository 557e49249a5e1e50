"""Coaches a recording: a video file or a landmark tape, from its first to its last frame."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from posecoach import __version__
from posecoach.cues.words import words
from posecoach.events import Cue, Fault, HoldSpan, Rep
from posecoach.judge.coach import Coach
from posecoach.judge.moment import Moment
from posecoach.landmarks import tape
from posecoach.pose import Pose
from posecoach.sinks.why import Why
from posecoach.sources.frame import Frame
from posecoach.spec.schema import Mode, Stretch

SCHEMA = 1
_MOST_GAP_S = 0.5


@dataclass
class Analysis:
    """What the coach found in one recording; ``as_json`` is the published form.

    ``remark`` is a sentence on the file itself, such as that it is cut off. With ``why`` the
    coach's verdicts are kept as a time line.
    """

    stretch: Stretch
    mode: Mode
    name: str
    width: int = 0
    height: int = 0
    frames: int = 0
    duration_s: float = 0.0
    pose_s: float = 0.0
    judged_s: float = 0.0
    reps: list[Rep] = field(default_factory=list)
    holds: list[HoldSpan] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    remark: str | None = None
    why: Why | None = None

    def take(self, moment: Moment) -> None:
        """Keeps what happened in one moment."""
        if self.why is not None:
            self.why.take(moment)
        for event in moment.events:
            match event:
                case Rep():
                    self.reps.append(event)
                case HoldSpan():
                    self.holds.append(event)
                case Fault() if event.end is not None:
                    self.faults.append(event)
                case Cue():
                    self.cues.append(event)
                case _:
                    pass

    def as_json(self) -> dict[str, Any]:
        """The object that ``--json`` writes, schema 1."""

        def r(value: float) -> float:
            return round(value, 3)

        sides = ("left", "right")
        done = [x for x in self.reps if x.complete]
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
                "duration_s": r(self.duration_s),
            },
            "seen": {"pose_s": r(self.pose_s), "judged_s": r(self.judged_s)},
            "reps": [
                {
                    "t": r(x.t),
                    "side": x.side,
                    "complete": x.complete,
                    "range_deg": round(x.range_deg, 1),
                    "of_target": round(x.of_target, 2),
                    "duration_s": r(x.duration_s),
                }
                for x in self.reps
            ],
            "holds": [
                {"side": x.side, "start": r(x.start), "end": r(x.end), "held_s": r(x.held_s)}
                for x in self.holds
            ],
            "faults": [
                {
                    "rule": x.rule,
                    "side": x.side,
                    "start": r(x.start),
                    "end": r(x.end or x.start),
                    "measured": {
                        f.measure: None if f.value is None else r(f.value) for f in x.findings
                    },
                }
                for x in sorted(self.faults, key=lambda f: f.start)
            ],
            "cues": [
                {
                    "t": r(x.t),
                    "kind": x.kind,
                    "rule": x.id,
                    "side": x.side,
                    "show": (said := words(x, self.stretch)).show,
                    "say": said.say,
                }
                for x in self.cues
            ],
            "summary": {
                "reps": {s: sum(x.side == s for x in done) for s in sides},
                "partial_reps": {
                    s: sum(x.side == s and not x.complete for x in self.reps) for s in sides
                },
                "held_s": {s: r(sum(x.held_s for x in self.holds if x.side == s)) for s in sides},
            },
        }
        if self.why is not None:
            found["why"] = [e.as_json() for e in self.why.entries()]
        return found


def coached(
    pairs: Iterable[tuple[Frame | None, Pose]], coach: Coach, analysis: Analysis
) -> Iterator[tuple[Frame | None, Pose, Moment]]:
    """Runs the coach over poses, and keeps what it finds in ``analysis``."""
    last: float | None = None
    typical = 1 / 30
    for frame, pose in pairs:
        step = 0.0 if last is None else min(pose.t - last, _MOST_GAP_S)
        typical = step or typical
        last = pose.t
        analysis.frames += 1
        analysis.width, analysis.height = pose.width, pose.height
        analysis.duration_s = pose.t + typical
        moment = coach.update(pose)
        analysis.pose_s += step if pose.found else 0.0
        analysis.judged_s += step if moment.framing.ok else 0.0
        analysis.take(moment)
        yield frame, pose, moment
    if last is not None:
        analysis.take(coach.finish())


def analyze_tape(
    path: Path, stretch: Stretch, mode: Mode | None = None, *, why: bool = False
) -> Analysis:
    """Coaches a landmark tape.

    Args:
        why: keeps the coach's verdicts as a time line.

    Raises:
        TapeError: the tape cannot be read.
    """
    coach = Coach(stretch, mode)
    analysis = Analysis(stretch, coach.mode, path.name, why=Why(stretch) if why else None)
    for _ in coached(((None, p) for p in tape.load(path)), coach, analysis):
        pass
    return analysis


def analyze_video(
    pairs: Iterable[tuple[Frame, Pose]],
    name: str,
    stretch: Stretch,
    mode: Mode | None = None,
    each: Callable[[Frame, Pose, Moment], None] | None = None,
    *,
    why: bool = False,
) -> Analysis:
    """Coaches the frames of a video.

    Args:
        pairs: frames with their poses, as ``run.stream.poses`` gives them.
        each: called with every frame, for an annotated copy.
        why: keeps the coach's verdicts as a time line.
    """
    coach = Coach(stretch, mode)
    analysis = Analysis(stretch, coach.mode, name, why=Why(stretch) if why else None)
    for frame, pose, moment in coached(pairs, coach, analysis):
        if each is not None and frame is not None:
            each(frame, pose, moment)
    return analysis
