"""Speed, as ratios in one run: ``analyze`` against a bare loop over the same file.

    uv run python benchmarks/speed.py VIDEO [--stretch ID] [--repeats N]

The bare loop is ``cv2.VideoCapture`` and ``detect_for_video``, one after the other. Also tells the
time to the first picture and the first coached frame of the live line, and peak memory.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import cv2

import posecoach.nativelog as nativelog
from posecoach.capture.camera import NewestFrame, Paced
from posecoach.capture.file import VideoFile
from posecoach.clock import SystemClock
from posecoach.coach.session import Session, plan
from posecoach.landmarks import model
from posecoach.run.analyze import analyze_video
from posecoach.run.live import CoachThread, LiveOptions, Sinks, StopSignal, run_window
from posecoach.run.stream import poses
from posecoach.screen.display import FakeDisplay
from posecoach.screen.overlay import Screen
from posecoach.spec.load import stretch
from posecoach.voice.speaker import SpeechLog


def bare(video: Path, path: Path) -> float:
    """Seconds of the plain loop, the model's loading left out."""
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(path)),
        running_mode=vision.RunningMode.VIDEO,
    )
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        start, n = time.perf_counter(), 0
        capture = cv2.VideoCapture(str(video))
        while True:
            ok, frame = capture.read()
            if not ok:
                break
            rgb = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
            picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
            landmarker.detect_for_video(picture, n * 33)
            n += 1
        capture.release()
        return time.perf_counter() - start


def ours(video: Path, path: Path, name: str) -> float:
    """Seconds of ``analyze`` over the same frames, the model's loading left out."""
    from posecoach.landmarks.landmarker import MediaPipeLandmarker

    source = VideoFile(video)
    with MediaPipeLandmarker(path) as landmarker:
        start = time.perf_counter()
        analyze_video(poses(source, landmarker), video.name, stretch(name))
        return time.perf_counter() - start


def live_start(video: Path, path: Path, name: str) -> tuple[float, float]:
    """Seconds to the first picture and to the first coached frame, in this warm process."""
    from posecoach.run.wire import load_landmarker

    clock = SystemClock()
    start = clock.now()
    frames = NewestFrame(Paced(VideoFile(video), clock), None, clock)
    sinks = Sinks(SpeechLog(), "off")
    coach = CoachThread(
        frames,
        lambda: load_landmarker(path, mirrored_input=False),
        Session([plan(stretch(name))]),
        sinks,
        clock,
    )
    coach.start()
    stop = StopSignal()
    deadline = start + 8.0
    display = FakeDisplay()

    def until_coached(_: object) -> None:
        if coach.stats.first_moment is not None or clock.now() > deadline:
            stop.caught = 1

    run_window(
        coach, frames, display, Screen(), sinks, clock, stop, LiveOptions(on_canvas=until_coached)
    )
    coach.end()
    frames.end()
    first, coached = coach.stats.first_picture, coach.stats.first_moment
    return (first or clock.now()) - start, (coached or clock.now()) - start


def command_start() -> float:
    """Seconds of the whole command ``posecoach --version``."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "posecoach", "--version"], check=True)
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", type=Path)
    parser.add_argument("--stretch", default="hip_flexor")
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    nativelog.turn_to_log()
    path = model.find_or_fetch()
    ratios = []
    for i in range(chosen.repeats):
        # The order alternates, so that a machine that warms up or slows down favours neither.
        times = {}
        for who in ("bare", "ours") if i % 2 == 0 else ("ours", "bare"):
            times[who] = (
                bare(chosen.video, path)
                if who == "bare"
                else ours(chosen.video, path, chosen.stretch)
            )
        ratios.append(times["ours"] / times["bare"])
        print(f"bare {times['bare']:.2f} s   analyze {times['ours']:.2f} s   {ratios[-1]:.3f}")
    print(f"time ratio, median of {len(ratios)}: {statistics.median(ratios):.3f} (at most 1.10)")
    first, coached = live_start(chosen.video, path, chosen.stretch)
    print(f"live: first picture {first:.2f} s, first coached frame {coached:.2f} s (warm process)")
    print(f"posecoach --version: {command_start():.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB")
    return 0 if statistics.median(ratios) <= 1.10 else 1


if __name__ == "__main__":
    sys.exit(main())
