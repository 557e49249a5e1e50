"""The ``analyze`` command: several recordings, JSON, annotated copies."""

import json
import sys
from pathlib import Path
from typing import Any

from posecoach.capture.file import VideoFile
from posecoach.capture.frame import Frame
from posecoach.coach.moment import Moment
from posecoach.coach.session import SessionMoment, SetPlan
from posecoach.errors import PosecoachError, SourceError
from posecoach.landmarks import tape
from posecoach.paths import reason
from posecoach.pose import Pose
from posecoach.run.analyze import Analysis, analyze_tape, analyze_video
from posecoach.run.stream import poses
from posecoach.run.talk import bar, get_model, load_landmarker, talk
from posecoach.run.video_out import VideoOut
from posecoach.screen.overlay import Screen
from posecoach.spec.schema import Mode, Stretch
from posecoach.words import SAFETY_LINE


class Annotator:
    """Writes a copy of a video with what the coach draws."""

    def __init__(self, path: Path, stretch: Stretch, mode: Mode, fps: float) -> None:
        self._out = VideoOut(path, fps)
        self._plan = SetPlan(stretch, mode)
        self._screen: Screen | None = None

    def each(self, frame: Frame, pose: Pose, moment: Moment) -> None:
        if self._screen is None:
            height, width = frame.image.shape[:2]
            scale = 720 / min(width, height)
            size = int(width * scale) // 2 * 2, int(height * scale) // 2 * 2
            self._screen = Screen(size=size, mirrored=False)
        now = SessionMoment(moment.t, "work", 0, self._plan, moment, moment.side, moment.events)
        self._out.write(self._screen.coaching(frame.image, pose, now))

    def close(self) -> None:
        self._out.close()


def run(
    videos: list[Path],
    stretch: Stretch,
    mode: Mode | None,
    *,
    json_file: str | None,
    annotate: Path | None,
    mirrored_input: bool,
    model: Path | None,
) -> int:
    """Analyses each recording; gives the exit code.

    Raises:
        PosecoachError: a recording cannot be read or a result cannot be written.
    """
    if annotate is not None and len(videos) > 1:
        annotate.mkdir(parents=True, exist_ok=True)
    console = talk()
    quiet = json_file == "-"
    results = []
    for video in videos:
        out = annotate
        if annotate is not None and (len(videos) > 1 or annotate.is_dir()):
            out = annotate / f"{video.stem}.mp4"
        found = _one(video, stretch, mode, out, mirrored_input, model, console)
        results.append(found)
        if not quiet:
            print(_summary(found), flush=True)
    if not quiet:
        console.print(SAFETY_LINE)
    if json_file is not None:
        data: Any = [r.as_json() for r in results]
        _write(json_file, json.dumps(data[0] if len(data) == 1 else data, indent=1))
    return 0


def _one(
    video: Path,
    stretch: Stretch,
    mode: Mode | None,
    annotate: Path | None,
    mirrored_input: bool,
    model: Path | None,
    console: Any,
) -> Analysis:
    if video.suffix == tape.SUFFIX and video.exists():
        return analyze_tape(video, stretch, mode)
    source = VideoFile(video)
    try:
        path = get_model(model)
        landmarker = load_landmarker(path, mirrored_input=mirrored_input)
    except PosecoachError:
        source.close()
        raise
    annotator = (
        Annotator(annotate, stretch, mode or stretch.modes[0], source.info.fps or 30.0)
        if annotate
        else None
    )
    try:
        with bar(console, bytes_=False) as told:
            total = source.info.frames or 0
            pairs = poses(source, landmarker, lambda n: told(video.name, n, total))
            each = annotator.each if annotator else None
            return analyze_video(pairs, video.name, stretch, mode, each)
    finally:
        landmarker.close()
        source.close()
        if annotator:
            annotator.close()


def _summary(found: Analysis) -> str:
    data = found.as_json()["summary"]
    if found.mode == "hold":
        done = ", ".join(f"{s} {v:.1f} s held" for s, v in data["held_s"].items())
    else:
        done = ", ".join(f"{s} {v} reps" for s, v in data["reps"].items())
        partial = sum(data["partial_reps"].values())
        done += f", {partial} almost" if partial else ""
    faults = sorted({f.rule for f in found.faults if f.rule != "partial"})
    return f"{found.name}: {found.stretch.name}: {done}. " + (
        f"To work on: {', '.join(faults)}." if faults else "No corrections."
    )


def _write(target: str, content: str) -> None:
    if target == "-":
        sys.stdout.write(content + "\n")
        return
    try:
        Path(target).write_text(content + "\n", "utf-8")
    except OSError as error:
        raise SourceError(f"{target} cannot be written ({reason(error)}).") from error
