"""What ``analyze`` of one file and of two costs, against the bare loop."""

import resource as resource_use
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from posecoach.app.batch.cores import Cores, usable
from posecoach.app.batch.inputs import RecordingInput
from posecoach.app.batch.spread import spread
from posecoach.app.batch.work import RecordingTask
from posecoach.app.commands.sessions.recording import Job, analyze
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.sources.file import VideoFile
from posecoach.spec.load import stretch
from running import bare, recording
from running.table import Row

_NAME = "lateral_line"


def ours(video: Path, path: Path) -> float:
    """Seconds of ``analyze`` over the same frames, the model's loading left out."""
    source = VideoFile(video)
    landmarker = MediaPipeLandmarker(path)
    start = time.perf_counter()
    analyze(source, lambda: landmarker, stretch(_NAME))
    source.close()
    return time.perf_counter() - start


def several(videos: list[Path], path: Path) -> float:
    """Seconds of ``analyze`` over several files, all loading of children and models within."""
    tasks = [
        RecordingTask(i, RecordingInput(str(v), v), Job(v, stretch(_NAME), None, path, alone=False))
        for i, v in enumerate(videos)
    ]
    start = time.perf_counter()
    pool = Cores(min(len(tasks), usable()))
    spread(tasks, pool, lambda *_: None)
    pool.close()
    return time.perf_counter() - start


def alternating(repeats: int, a: Callable[[], float], b: Callable[[], float]) -> list[float]:
    """Ratios of a's time to b's; the order alternates, so that a changing load favours neither."""
    out = []
    for i in range(repeats):
        if i % 2 == 0:
            first = a()
            out.append(first / b())
        else:
            second = b()
            out.append(a() / second)
        print(f"  … {out[-1]:.3f}", file=sys.stderr, flush=True)
    return out


def one_file(video: Path, path: Path, repeats: int) -> list[Row]:
    """At a camera's size and noise; and as it is drawn, which costs nothing to decode."""
    with tempfile.TemporaryDirectory() as folder:
        film = recording.camera_like(video, Path(folder))
        ratios = alternating(
            repeats, lambda: ours(film, path), lambda: bare.loop(str(film), str(path))
        )
    drawn = alternating(
        repeats, lambda: ours(video, path), lambda: bare.loop(str(video), str(path))
    )
    return [
        Row("analyze, one file at 720p: time / bare loop", ratios, most=0.97),
        Row("analyze, the same as it is drawn (640 x 480): time / bare loop", drawn),
    ]


def cpu(who: int) -> float:
    """Processor seconds so far, of this process or of the children that have ended."""
    used = resource_use.getrusage(who)
    return used.ru_utime + used.ru_stime


def two_files(video: Path, path: Path, repeats: int) -> list[Row]:
    """Wall time, and processor time too: the latter does not mind what else the cores do."""
    costs: dict[str, list[float]] = {"bare": [], "ours": []}

    def plain() -> float:
        before = cpu(resource_use.RUSAGE_SELF)
        took = 2 * bare.loop(str(film), str(path))
        costs["bare"].append(2 * (cpu(resource_use.RUSAGE_SELF) - before))
        return took

    def whole() -> float:
        before = cpu(resource_use.RUSAGE_CHILDREN)
        took = several([film, film], path)
        costs["ours"].append(cpu(resource_use.RUSAGE_CHILDREN) - before)
        return took

    with tempfile.TemporaryDirectory() as folder:
        film = recording.camera_like(video, Path(folder))
        ratios = alternating(repeats, plain, whole)
    shares = [a / b for a, b in zip(costs["ours"], costs["bare"], strict=True)]
    return [
        Row("analyze, two files at 720p: bare loops / time", ratios, least=1.7),
        Row("analyze, two files at 720p: processor time / bare loops", shares),
    ]
