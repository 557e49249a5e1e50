"""Analyses one recording, and writes an annotated copy if asked for."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from posecoach.app.console import load_landmarker
from posecoach.landmarks import tape
from posecoach.landmarks.protocol import Landmarker
from posecoach.landmarks.replay import TapeFrames, TapeLandmarker
from posecoach.pipeline.pacing import EveryFrame
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.sink import Sink
from posecoach.pose import Pose
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan
from posecoach.sinks.json import Analysis
from posecoach.sinks.why import Why
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import FrameSource
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch


@dataclass(frozen=True)
class Job:
    """What to do with one recording.

    Attributes:
        model: the checked model file; None for a tape, which needs none.
        annotate: the path of the annotated copy; None for no copy.
        alone: no other recording is analysed at the same time.
        why: also make a time line of the coach's verdicts.
    """

    video: Path
    stretch: Stretch
    mode: Mode | None
    model: Path | None
    annotate: Path | None = None
    mirrored_input: bool = False
    alone: bool = True
    why: bool = False


def analyze(
    source: FrameSource,
    load: Callable[[], Landmarker],
    stretch: Stretch,
    mode: Mode | None = None,
    *,
    progress: Callable[[int], None] | None = None,
    sinks: tuple[Sink, ...] = (),
    overlap: bool = True,
    why: bool = False,
) -> Analysis:
    """Coaches every frame of a source as one set without a goal.

    Args:
        source: the recording; the caller closes it.
        load: loads the landmarker.
        stretch, mode: what the recording shows.
        progress: called with the number of frames done.
        sinks: get each step too; the caller ends them.
        overlap: false if other processes use the cores.
        why: also make a time line of the coach's verdicts.

    Raises:
        PosecoachError: the source failed.
    """
    plan = SetPlan(stretch, mode or stretch.modes[0])
    found = Analysis(stretch, plan.mode, source.info.name, why=Why(stretch) if why else None)
    session = Session([plan], attended=False)
    pacing = EveryFrame(progress, overlap=overlap)
    Pipeline(source, load, session, (found, *sinks), pacing).run()
    return found


def analyze_poses(
    poses: list[Pose],
    name: str,
    stretch: Stretch,
    mode: Mode | None = None,
    *,
    sinks: tuple[Sink, ...] = (),
    why: bool = False,
) -> Analysis:
    """Like ``analyze``, for poses that are already known, such as those of a tape."""
    source = TapeFrames(poses, name)
    landmarker = TapeLandmarker(poses)
    return analyze(source, lambda: landmarker, stretch, mode, sinks=sinks, overlap=False, why=why)


def analyze_one(job: Job, progress: Callable[[str, int, int], None]) -> Analysis:
    """Analyses one recording.

    Raises:
        PosecoachError: the recording cannot be read, or its copy cannot be written.
    """
    name = job.video.name
    if tape.is_tape(job.video):
        return analyze_poses(tape.load(job.video), name, job.stretch, job.mode, why=job.why)
    model = job.model
    assert model is not None
    with contextlib.closing(VideoFile(job.video)) as source, _copy(job, source) as sinks:
        total = source.info.frames or 0
        found = analyze(
            source,
            lambda: load_landmarker(model, mirrored_input=job.mirrored_input),
            job.stretch,
            job.mode,
            progress=lambda n: progress(name, n, total),
            sinks=sinks,
            overlap=job.alone,
            why=job.why,
        )
        found.remark = source.broken_off
        return found


@contextlib.contextmanager
def _copy(job: Job, source: VideoFile) -> Iterator[tuple[Sink, ...]]:
    """The sink for an annotated copy, if asked for; deletes the copy if the block fails."""
    if job.annotate is None:
        yield ()
        return
    from posecoach.sinks.video import Video, VideoOut

    out = VideoOut(job.annotate, source.info.fps or 30.0)
    try:
        yield (Video(out),)
    except BaseException:
        out.close()
        job.annotate.unlink(missing_ok=True)
        raise
    out.close()
