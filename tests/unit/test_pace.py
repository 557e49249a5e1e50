"""The size of the model follows the machine; stages of a file overlap and pass on what breaks."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from posecoach.errors import ModelError, SourceError
from posecoach.landmarks.auto import AutoLandmarker, Pace
from posecoach.landmarks.model import ModelSize
from posecoach.landmarks.protocol import Landmarker
from posecoach.pipeline.overlap import poses
from posecoach.pipeline.stats import Stats
from posecoach.pose import Pose
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame
from posecoach.sources.health import Health
from posecoach.testing.clock import FakeClock
from posecoach.testing.landmarker import FakeLandmarker
from posecoach.testing.source import FakeSource


def until_change(pace: Pace, cost: float, start: float, seconds: float) -> ModelSize | None:
    now = start
    while now < start + seconds:
        now += max(cost, 1 / 30)
        change = pace.take(cost, now)
        if change is not None:
            return change
    return None


def test_down_below_fifteen_a_second_and_up_again_with_time_to_spare() -> None:
    pace = Pace()
    assert until_change(pace, 0.050, 0.0, 60.0) is None
    assert until_change(pace, 0.080, 60.0, 60.0) == "lite"
    pace.changed("lite", 120.0)
    assert until_change(pace, 0.030, 120.0, 120.0) is None, "no time to spare: no swinging"
    assert until_change(pace, 0.015, 240.0, 60.0) == "full"
    pace.changed("full", 300.0)
    assert until_change(pace, 0.024, 300.0, 60.0) is None


class Slow(FakeLandmarker):
    def __init__(self, clock: FakeClock, cost: float) -> None:
        super().__init__([])
        self._clock, self._cost, self.closed = clock, cost, False

    def detect(self, frame: Frame) -> Pose:
        self._clock.sleep(self._cost)
        return super().detect(frame)

    def close(self) -> None:
        self.closed = True


def frame(t: float) -> Frame:
    return Frame(np.zeros((4, 4, 3), np.uint8), t)


def detect_for(auto: AutoLandmarker, clock: FakeClock, seconds: float) -> None:
    end = clock.now() + seconds
    while clock.now() < end:
        auto.detect(frame(clock.now()))
        if auto._loader is not None:
            auto._loader.join(10.0)
        clock.sleep(0.005)


def test_auto_steps_down_with_a_note_and_closes_what_it_leaves() -> None:
    clock = FakeClock()
    made: dict[ModelSize, Slow] = {}

    def load(size: ModelSize) -> Landmarker:
        made[size] = Slow(clock, {"full": 0.09, "lite": 0.012, "heavy": 1.0}[size])
        return made[size]

    auto = AutoLandmarker(load, clock)
    first = made["full"]
    detect_for(auto, clock, 6.0)
    assert auto.remark() == "The small pose model runs now: this machine is slow"
    assert auto.remark() is None
    assert first.closed
    detect_for(auto, clock, 40.0)
    assert auto.remark() == "The full pose model runs again"
    auto.close()
    assert all(m.closed for m in made.values())


def test_auto_stays_where_the_small_model_cannot_be_had() -> None:
    clock = FakeClock()

    def load(size: ModelSize) -> Landmarker:
        if size == "lite":
            raise ModelError("There is no such model here.")
        return Slow(clock, 0.09)

    auto = AutoLandmarker(load, clock)
    detect_for(auto, clock, 20.0)
    assert auto.remark() == "This machine is slow, and the small pose model is not here"
    assert auto.remark() is None
    auto.close()


def test_a_live_picture_is_judged_by_what_it_shows() -> None:
    rng = np.random.default_rng(0)

    def after(make: Callable[[int], np.ndarray], gap: float, n: int) -> str | None:
        health = Health()
        for i in range(n):
            health.take(make(i), i * gap)
        return health.trouble

    noisy = [rng.integers(0, 255, (48, 64, 3), dtype=np.uint8) for _ in range(100)]
    assert after(lambda i: noisy[i], 1 / 30, 100) is None
    assert after(lambda i: noisy[0], 1 / 30, 100) == "frozen"
    assert after(lambda i: np.full((48, 64, 3), i % 3, np.uint8), 1 / 30, 60) == "covered"
    assert after(lambda i: noisy[i], 0.5, 10) == "slow"
    assert Health().trouble is None


def test_stats_are_one_line() -> None:
    stats = Stats()
    assert stats.line(30.0) == ""
    for i in range(31):
        stats.poses.append(i / 30)
        stats.ages.append(0.04)
    stats.dropped = 2
    assert stats.line(30.0) == ("camera 30/s   poses 30/s   age 40 ms, p95 40 ms   dropped 2")


@pytest.mark.parametrize("overlap", [True, False])
def test_all_frames_come_in_order_with_their_poses(overlap: bool) -> None:
    frames = [frame(i / 30) for i in range(50)]
    told: list[int] = []
    found = list(poses(FakeSource(frames), FakeLandmarker([]), told.append, overlap=overlap))
    assert [f.t for f, _ in found] == [f.t for f in frames]
    assert [p.t for _, p in found] == [f.t for f in frames]
    assert told == list(range(1, 51))


class Breaks(FakeSource):
    def read(self) -> Frame | None:
        found = super().read()
        if found is None:
            raise SourceError("cut")
        return found


class Chokes(FakeLandmarker):
    def detect(self, frame: Frame) -> Pose:
        if frame.t > 0.5:
            raise ModelError("choked")
        return super().detect(frame)


@pytest.mark.parametrize("overlap", [True, False])
def test_what_breaks_in_a_stage_reaches_the_reader_after_what_came_before(overlap: bool) -> None:
    frames = [frame(i / 30) for i in range(50)]

    got: list[float] = []

    def read(source: FakeSource, landmarker: Landmarker) -> None:
        got.clear()
        for _, pose in poses(source, landmarker, overlap=overlap):
            got.append(pose.t)

    with pytest.raises(SourceError, match="cut"):
        read(Breaks(frames), FakeLandmarker([]))
    assert got == [f.t for f in frames]
    with pytest.raises(ModelError, match="choked"):
        read(FakeSource(frames), Chokes([]))
    assert got == [f.t for f in frames if f.t <= 0.5]
    for _ in poses(FakeSource(frames), FakeLandmarker([]), overlap=overlap):
        break  # leaving early ends the stages


def test_a_film_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25.0, (64, 48))
    for i in range(60):
        writer.write(np.full((48, 64, 3), 4 * i, np.uint8))
    writer.release()
    assert remark(path) is None
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    found = remark(path)
    assert found is not None
    assert found.startswith("film.avi is damaged or cut off")


def remark(path: Path) -> str | None:
    source = VideoFile(path)
    while source.read() is not None:
        pass
    source.close()
    return source.broken_off


@pytest.mark.parametrize("head", ["#EXTM3U\n", "ffconcat version 1.0\nfile x.mp4\n", "<?xml ?>"])
def test_a_list_of_other_files_is_no_video(head: str, tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    path.write_text(head, "utf-8")
    with pytest.raises(SourceError, match="a list of other files"):
        VideoFile(path)
