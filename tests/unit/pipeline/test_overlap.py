"""Stages of a file overlap, and pass on what breaks."""

import time

import numpy as np
import pytest

from posecoach.errors import ModelError, SourceError
from posecoach.landmarks.protocol import Landmarker
from posecoach.pipeline.overlap import poses
from posecoach.pipeline.stats import Stats
from posecoach.pose import Pose
from posecoach.sources.frame import Frame
from posecoach.testing.landmarker import FakeLandmarker
from posecoach.testing.source import FakeSource


def frame(t: float) -> Frame:
    return Frame(np.zeros((4, 4, 3), np.uint8), t)


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


def test_few_raw_pictures_wait_between_the_stages() -> None:
    large = np.broadcast_to(np.zeros(3, np.uint8), (720, 1280, 3))

    class Counted(FakeSource):
        read_so_far = 0

        def read(self) -> Frame | None:
            self.read_so_far += 1
            return super().read()

    source = Counted([Frame(large, i / 30) for i in range(120)])
    ahead = []
    for n, _ in enumerate(poses(source, FakeLandmarker([])), start=1):
        time.sleep(0.002)  # the stages before have time to run ahead
        ahead.append(source.read_so_far - n)
    assert max(ahead) * large.nbytes < 60 << 20
