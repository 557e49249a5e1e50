"""Speed, as ratios and percentiles in one run of this machine.

    uv run python benchmarks/speed.py [VIDEO] [--repeats N] [--only PART …]

Parts: ``one`` (analyze of one file against a bare loop), ``several`` (two files on the cores),
``live`` (the live line from a paced MJPEG server over HTTP), ``stages`` (cost of each stage at
720p), ``start`` (the real program in a window of a virtual display), ``whole`` (processor time and
memory of whole processes, against those of a bare loop), ``memory`` (over a long video at top
speed, ``--minutes`` of it). Limits are those of docs/performance.md; the exit code is 1 where one
is missed by more than the noise of its own repeats. Absolute times mean little on a busy machine:
the load is told with them.
"""

import argparse
import os
import resource as resource_use
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bare
import cv2
import numpy as np
import recording
import soak
import started
import whole
from table import Row

from posecoach import nativelog
from posecoach.app.batch.cores import Cores, usable
from posecoach.app.batch.inputs import RecordingInput
from posecoach.app.batch.spread import spread
from posecoach.app.batch.work import RecordingTask
from posecoach.app.commands.sessions.recording import Job, analyze
from posecoach.app.desktop.session.coaching import Canvas
from posecoach.app.desktop.session.view import LiveView, ViewOptions
from posecoach.app.desktop.start import application
from posecoach.app.run.compose import Sinks, make_record
from posecoach.clock import SystemClock
from posecoach.landmarks import model
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.paths import resource
from posecoach.pipeline.background import Background
from posecoach.pipeline.sink import Step
from posecoach.pose import Pose
from posecoach.records.store import Store
from posecoach.session.plan import plan
from posecoach.session.session import Session
from posecoach.sinks.latest import Latest
from posecoach.sinks.screen.screen import Screen
from posecoach.sinks.voice.sink import Voice
from posecoach.sinks.voice.speaker import SpeechLog
from posecoach.sources.camera import Camera
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame
from posecoach.sources.newest import NewestFrame
from posecoach.spec.load import stretch
from posecoach.testing import mjpeg

NAME = "lateral_line"
HD = recording.HD


def ours(video: Path, path: Path) -> float:
    """Seconds of ``analyze`` over the same frames, the model's loading left out."""
    source = VideoFile(video)
    landmarker = MediaPipeLandmarker(path)
    start = time.perf_counter()
    analyze(source, lambda: landmarker, stretch(NAME))
    source.close()
    return time.perf_counter() - start


def several(videos: list[Path], path: Path) -> float:
    """Seconds of ``analyze`` over several files, all loading of children and models within."""
    tasks = [
        RecordingTask(i, RecordingInput(str(v), v), Job(v, stretch(NAME), None, path, alone=False))
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


def live(video: Path, path: Path, repeats: int, seconds: float = 15.0) -> list[Row]:
    fps, p50s, p95s, dropped, work, draws = [], [], [], [], [], []
    paints: list[float] = []
    painted: list[float] = []
    clock = SystemClock()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application()
    del os.environ["QT_QPA_PLATFORM"]  # what is started later has a real window
    canvas = Canvas()
    canvas.resize(*HD)
    canvas.show()
    with mjpeg.process(video, HD) as address, tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "speed.db")
        for _ in range(repeats):
            frames = NewestFrame(lambda: Camera(address, clock), clock, again=True)
            record = make_record(store, "demo", "speed", {})
            sinks = Sinks(record, Voice(SpeechLog(), "cues"), Latest())
            coach = Background(
                frames, lambda: MediaPipeLandmarker(path), Session([plan(stretch(NAME), reps=99)]),
                sinks.all, clock,
            )  # fmt: skip
            view = LiveView(coach, frames, Screen(), sinks, clock, ViewOptions(show_stats=True))
            coach.start()
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                drawn = view.tick(HD)
                if drawn is None:
                    time.sleep(0.001)
                    continue
                before = time.perf_counter()
                canvas.show_image(drawn)
                canvas.repaint()
                paints.append((time.perf_counter() - before) * 1000)
                view.shown()
            coach.end()
            frames.end()
            record.close("done", seen_s=0.0, judged_s=0.0)
            stats = coach.pipeline.stats
            fps.append(stats.pose_fps / max(frames.fps, 1e-9))
            ages = np.array(stats.ages) * 1000
            p50s.append(float(np.percentile(ages, 50)))
            p95s.append(float(np.percentile(ages, 95)))
            dropped.append(float(stats.dropped))
            work.append(float(np.percentile(stats.work, 95)) * 1000)
            draws.append(float(np.percentile(stats.draws, 95)) * 1000)
            painted.append(float(np.percentile(paints, 95)))
        store.close()
    return [
        Row("live, 720p camera at 30/s: poses / pictures", fps),
        Row("live: age of what is on the screen, p50", p50s, "ms"),
        Row("live: age of what is on the screen, p95", p95s, "ms", most=45.0),
        Row(f"live: pictures dropped in {seconds:.0f} s", dropped),
        Row("live: rules, voice, record a frame, p95 (wall)", work, "ms"),
        Row("live: drawing a frame, p95 (wall, beside the model)", draws, "ms"),
        Row("live: the window's own cost a frame, p95 (wall)", painted, "ms"),
    ]


def stages(video: Path, path: Path, repeats: int) -> list[Row]:
    """Each stage by itself, in processor time of its thread: what others do does not count."""
    source = VideoFile(video)
    frames: list[Frame] = []
    while len(frames) < 300 and (frame := source.read()) is not None:
        frames.append(Frame(np.asarray(cv2.resize(frame.image, HD), np.uint8), frame.t))
    source.close()
    with MediaPipeLandmarker(path) as landmarker:
        found: list[Pose] = [landmarker.detect(f) for f in frames]
    rules, draws, both = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "speed.db")
        for _ in range(repeats):
            record = make_record(store, "demo", "speed", {})
            sinks = Sinks(record, Voice(SpeechLog(), "cues"), Latest())
            session, screen = Session([plan(stretch(NAME), reps=99)]), Screen(size=HD)
            screen.stats = "camera 30/s   poses 30/s   age 40 ms, p95 60 ms   dropped 0"
            costs = []
            for frame, pose in zip(frames, found, strict=True):
                a = time.thread_time()
                moment = session.update(pose)
                for sink in sinks.all:
                    sink.take(Step(frame, pose, moment))
                b = time.thread_time()
                screen.coaching(frame.image, pose, moment)
                costs.append((b - a, time.thread_time() - b))
            record.close("done", seen_s=0.0, judged_s=0.0)
            table = np.array(costs[5:]) * 1000
            rules.append(float(np.percentile(table[:, 0], 95)))
            draws.append(float(np.percentile(table[:, 1], 95)))
            both.append(float(np.percentile(table.sum(axis=1), 95)))
        store.close()
    return [
        Row("rules, voice, record a frame, p95", rules, "ms", most=3.0),
        Row("drawing a frame at 720p, p95", draws, "ms"),
        Row("rules, drawing and record a frame at 720p, p95", both, "ms"),
    ]


def start(video: Path, path: Path, repeats: int) -> list[Row]:
    if not started.possible():
        print("start: not measured, it needs Xvfb", file=sys.stderr)
        return []
    with started.screen() as (display, _), mjpeg.process(video, HD) as address:
        homes = [started.home(display) for _ in range(repeats + 1)][1:]
        runs = [started.once(display, address, path) for _ in range(repeats + 1)][1:]
    return [
        Row("start: home page painted", homes, "s", most=1.0),
        Row("start: first camera picture in the window", [r[0] for r in runs], "s", most=1.0),
        Row("start: coaching", [r[1] for r in runs], "s", most=3.0),
    ]


def memory(minutes: float) -> list[Row]:
    """A soak; the longer one is ``scripts/nightly.py soak``."""
    found, took = soak.soak(minutes)
    grown = soak.growth(found, minutes)
    rows = [
        Row(f"memory after {t:.0f} min of video", [mib], "MiB")
        for t, mib in (found[:1] + found[len(found) // 4 :: max(1, len(found) // 4)])
    ]
    rows.append(Row(f"{minutes:g} min of video: minutes that it took", [took / 60], "min"))
    if grown is None:
        print("memory: too short to judge", file=sys.stderr)
        return rows
    what = "memory: growth after the first quarter"
    return [*rows, Row(what, [grown], "MiB", most=soak.GROWTH_MIB)]


PARTS = {
    "one": one_file,
    "several": two_files,
    "live": live,
    "stages": stages,
    "start": start,
    "whole": whole.rows,
}
ALL = [*PARTS, "memory"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", type=Path, nargs="?")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=ALL, default=ALL)
    parser.add_argument("--minutes", type=float, default=10.0, help="of video for the memory")
    chosen = parser.parse_args()
    nativelog.turn_to_log()
    cv2.setNumThreads(1)
    video = chosen.video or resource("demo") / "demo_lateral_line.mp4"
    path = model.find_or_fetch()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    rows = [
        r
        for part in chosen.only
        if part != "memory"
        for r in PARTS[part](video, path, chosen.repeats)
    ]
    if "memory" in chosen.only:
        rows += memory(chosen.minutes)
    print(f"{video.name}, {os.cpu_count()} cores, {chosen.repeats} repeats, load {load:.1f}\n")
    print("| figure | median | noise | limit | |\n|---|---|---|---|---|")
    for row in rows:
        print(row.line())
    return 1 if any(r.missed for r in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
