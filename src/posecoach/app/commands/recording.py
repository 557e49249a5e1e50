"""One recording, from its file to what the coach found, with an annotated copy if wished."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from posecoach.app.console import load_landmarker
from posecoach.judge.moment import Moment
from posecoach.landmarks import tape
from posecoach.landmarks.protocol import watch_faces
from posecoach.pipeline.overlap import poses
from posecoach.pose import Pose
from posecoach.session.session import SessionMoment, SetPlan
from posecoach.sinks.analysis import Analysis, analyze_tape, analyze_video
from posecoach.sinks.video import VideoOut
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame
from posecoach.spec.schema import Mode, Stretch


@dataclass(frozen=True)
class Job:
    """What to do with one recording.

    Attributes:
        model: the checked model file; None for a tape, which needs none.
        annotate: where the annotated copy goes, if wished.
        alone: no other recording is analysed beside it.
        why: the coach's verdicts are kept as a time line.
    """

    video: Path
    stretch: Stretch
    mode: Mode | None
    model: Path | None
    annotate: Path | None = None
    mirrored_input: bool = False
    alone: bool = True
    why: bool = False


class Annotator:
    """Writes a copy of a video with what the coach draws."""

    def __init__(self, path: Path, stretch: Stretch, mode: Mode, fps: float) -> None:
        self._out = VideoOut(path, fps)
        self._plan = SetPlan(stretch, mode)
        self._draw: Callable[[Frame, Pose, SessionMoment], None] | None = None

    def each(self, frame: Frame, pose: Pose, moment: Moment) -> None:
        now = SessionMoment(moment.t, "work", 0, self._plan, moment, moment.side, moment.events)
        if self._draw is None:
            self._draw = self._drawer(frame)
        self._draw(frame, pose, now)

    def _drawer(self, frame: Frame) -> Callable[[Frame, Pose, SessionMoment], None]:
        from posecoach.sinks.screen.overlay import Screen

        height, width = frame.image.shape[:2]
        scale = 720 / min(width, height)
        size = int(width * scale) // 2 * 2, int(height * scale) // 2 * 2
        screen = Screen(size=size, mirrored=False)
        return lambda f, pose, now: self._out.write(screen.coaching(f.image, pose, now))

    def close(self) -> None:
        self._out.close()


def is_tape(path: Path) -> bool:
    """Whether a file is a landmark tape, by its name."""
    return path.suffix == tape.SUFFIX and path.exists()


def analyze_one(job: Job, told: Callable[[str, int, int], None]) -> Analysis:
    """Analyses one recording.

    Raises:
        PosecoachError: it cannot be read, or its copy not written.
    """
    if is_tape(job.video):
        return analyze_tape(job.video, job.stretch, job.mode, why=job.why)
    source = VideoFile(job.video)
    try:
        assert job.model is not None
        landmarker = load_landmarker(job.model, mirrored_input=job.mirrored_input)
    except BaseException:
        source.close()
        raise
    watch_faces(landmarker, job.stretch.asks_face)
    annotator: Annotator | None = None
    whole = False
    try:
        if job.annotate is not None:
            mode = job.mode or job.stretch.modes[0]
            annotator = Annotator(job.annotate, job.stretch, mode, source.info.fps or 30.0)
        total = source.info.frames or 0
        pairs = poses(
            source,
            landmarker,
            lambda n: told(job.video.name, n, total),
            overlap=job.alone,
        )
        each = annotator.each if annotator else None
        found = analyze_video(pairs, job.video.name, job.stretch, job.mode, each, why=job.why)
        found.remark = source.broken_off
        whole = True
        return found
    finally:
        landmarker.close()
        source.close()
        if annotator is not None:
            annotator.close()
            if not whole and job.annotate is not None:  # half a copy is no copy
                job.annotate.unlink(missing_ok=True)
