"""Runs of the shipped program over one clip: every frame, and live with frames dropped."""

import hashlib
from pathlib import Path

from judging.labels import Clip
from judging.schedule import FakeCamera, newest
from judging.scores import Run
from posecoach.app.commands.sessions.recording import analyze_poses
from posecoach.events import Cue, Fault, HoldSpan, Rep
from posecoach.landmarks import facemodel, model, tape
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.landmarks.protocol import adapt
from posecoach.landmarks.replay import TapeLandmarker
from posecoach.pipeline.overlap import poses
from posecoach.pipeline.pacing import Newest
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.rate import PoseRate
from posecoach.pipeline.sink import EndState, Step
from posecoach.pose import MOST_STEP_S, Pose
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan
from posecoach.sources.file import VideoFile
from posecoach.spec.load import stretch
from posecoach.spec.rules import Mode


class Tally:
    """A sink that keeps a run's events, faults with the time at which they were told."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def take(self, step: Step) -> None:
        now = self.run.duration_s if step.pose is None else step.now.t
        if step.pose is not None and step.pose.found and self.run.first_pose is None:
            self.run.first_pose = step.pose.t
        for event in step.now.events:
            match event:
                case Rep():
                    self.run.reps.append((event.t, event.side, event.complete))
                case Fault(rule, side, since, end):
                    known = any(f[0] == rule and f[2] == since for f in self.run.faults)
                    if not (known and end is not None):
                        self.run.faults.append((rule, side, since, now))
                case HoldSpan(side, start, end, _):
                    self.run.holds.append((side, start, end))
                case Cue() if step.pose is not None:  # nobody hears what comes after the end
                    self.run.cues.append((event.t, event.kind, event.id))

    def end(self, state: EndState, session: Session) -> None:
        pass


def every_frame(found: list[Pose], name: str, mode: Mode | None = None) -> Run:
    """Coaches all poses of a clip, as ``analyze`` does."""
    run = Run(name, duration_s=_duration(found))
    analysis = analyze_poses(found, name, stretch(name), mode, sinks=(Tally(run),))
    run.frames, run.duration_s = analysis.frames, analysis.duration_s
    if analysis.result is not None:
        run.seen_s, run.judged_s = analysis.result.seen_s, analysis.result.judged_s
    return run


def _duration(found: list[Pose]) -> float:
    """Until the last frame is over, which is shown for as long as the one before."""
    if len(found) < 2:
        return found[-1].t + 1 / 30 if found else 0.0
    return found[-1].t + min(found[-1].t - found[-2].t, MOST_STEP_S)


def live(found: list[Pose], name: str, mode: Mode | None = None) -> Run:
    """Coaches the poses of the frames that were not dropped, as a live run does.

    It takes fewer of them while nothing moves, by the same rule as the program.
    """
    spec = stretch(name)
    run = Run(name, duration_s=found[-1].t if found else 0.0, frames=len(found))
    run.first_pose = next((p.t for p in found if p.found), None)
    session = Session([SetPlan(spec, mode or spec.modes[0])])
    camera = FakeCamera([p.t for p in found], found[0] if found else None)
    Pipeline(
        camera, lambda: TapeLandmarker(found), session, [Tally(run)], Newest(), rate=PoseRate()
    ).run()
    run.seen_s, run.judged_s = session.seen_s, session.judged_s
    return run


def poses_of(clip: Clip, way: str, kept: Path | None, size: ModelSize = "full") -> list[Pose]:
    """The poses that the real model of that size finds, or a tape of them."""
    if clip.path.suffix == tape.SUFFIX:
        return tape.load(clip.path)
    digest = hashlib.sha256(clip.path.read_bytes()).hexdigest()[:12]
    by = way if size == "full" else f"{way}-{size}"
    file = kept / f"{clip.path.stem}-{digest}-{by}{tape.SUFFIX}" if kept else None
    if file is not None and file.exists():
        return tape.load(file)
    source = VideoFile(clip.path)
    try:
        with MediaPipeLandmarker(
            model.find_or_fetch(None, size),
            mirrored_input=clip.mirrored,
            face_model=facemodel.find(),
        ) as landmarker:
            known = stretch(clip.stretch) if clip.stretch else None
            adapt(
                landmarker,
                faces=known is None or known.asks_face,
                floor=known is not None and known.level == "floor",
            )
            if way == "every":
                found = [pose for _, pose in poses(source, landmarker)]
            else:
                frames = newest(iter(source.read, None), seed=clip.path.stem)
                found = [landmarker.detect(frame) for frame in frames]
    finally:
        source.close()
    if file is not None:
        tape.save(file, found)
    return found
