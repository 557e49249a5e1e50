"""The live line from a paced camera, and what each stage of it costs."""

import os
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

from posecoach.app.desktop.session.coaching import Canvas
from posecoach.app.desktop.session.view import LiveView, ViewOptions
from posecoach.app.desktop.start import application
from posecoach.app.run.compose import Sinks, make_record
from posecoach.clock import SystemClock
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.pipeline.background import Background
from posecoach.pipeline.sink import Step
from posecoach.pose import Pose
from posecoach.records.store import Store
from posecoach.session.session import Session
from posecoach.session.sets import one_set
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
from running.recording import HD
from running.table import Row

_NAME = "lateral_line"


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
                frames, lambda: MediaPipeLandmarker(path),
                Session([one_set(stretch(_NAME), reps=99)]), sinks.all, clock,
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
            session, screen = Session([one_set(stretch(_NAME), reps=99)]), Screen(size=HD)
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
