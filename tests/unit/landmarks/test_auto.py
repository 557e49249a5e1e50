"""The size of the model follows the machine."""

import numpy as np

from posecoach.errors import ModelError
from posecoach.landmarks.auto import AutoLandmarker, SizeChooser
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.landmarks.protocol import Landmarker
from posecoach.pose import Pose
from posecoach.sources.frame import Frame
from posecoach.testing.clock import FakeClock
from posecoach.testing.landmarker import FakeLandmarker


def until_change(pace: SizeChooser, cost: float, start: float, seconds: float) -> ModelSize | None:
    now = start
    while now < start + seconds:
        now += max(cost, 1 / 30)
        change = pace.take(cost, now)
        if change is not None:
            return change
    return None


def test_down_below_fifteen_a_second_and_up_again_with_time_to_spare() -> None:
    pace = SizeChooser()
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
        if auto.loader is not None:
            auto.loader.join(10.0)
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
