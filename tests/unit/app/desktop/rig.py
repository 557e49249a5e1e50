"""A session in the window with fakes: a camera to spoil, and a person who stands there."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from posecoach.app.desktop.session.run import Run
from posecoach.app.desktop.session.view import LiveView, ViewOptions
from posecoach.app.desktop.window import Window
from posecoach.app.run.compose import Sinks, make_record
from posecoach.clock import Clock, SystemClock
from posecoach.pipeline.background import Background
from posecoach.pipeline.sink import EndState
from posecoach.pose import Pose
from posecoach.records.store import Store
from posecoach.session.result import SetResult
from posecoach.session.session import Session
from posecoach.session.sets import one_set
from posecoach.sinks.latest import Latest
from posecoach.sinks.screen.screen import Screen
from posecoach.sinks.voice.sink import Voice
from posecoach.sinks.voice.speaker import SpeechLog
from posecoach.sources.frame import Frame
from posecoach.sources.newest import NewestFrame
from posecoach.spec.load import stretch
from posecoach.testing.camera import FaultyCamera
from tests.kinematic import Rep as Move
from tests.kinematic import sequence
from tests.postures import HEIGHT, WIDTH


class QuickClock(SystemClock):
    """A clock that runs several times as fast, so that a session takes seconds."""

    _FASTER = 6.0

    def now(self) -> float:
        return super().now() * self._FASTER

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / self._FASTER)


class Mover:
    """A landmarker that finds somebody who bends left and right, again and again.

    ``aside``: how far they stand to the right of the picture's middle, in its width.
    """

    aside = 0.0

    def __init__(self) -> None:
        moves = [Move("left", 30.0), Move("right", 30.0)] * 10
        self._poses = sequence("lateral_line", moves, lead_s=20.0)
        self._times = [p.t for p in self._poses]

    def detect(self, frame: Frame) -> Pose:
        at = min(bisect_left(self._times, frame.t), len(self._poses) - 1)
        pose = self._poses[at]
        return replace(pose, t=frame.t, image=pose.image + np.array([self.aside, 0.0]))

    def close(self) -> None:
        pass


class FakeWork:
    """A session of fakes, as a run shows it."""

    more = False

    def __init__(
        self, frames: NewestFrame, clock: Clock, folder: Path, *, asks: bool, breaks_at: str = ""
    ) -> None:
        self.frames, self.asks, self.breaks_at = frames, asks, breaks_at
        self.store = Store(folder / "app.db")
        self.record = make_record(self.store, "live", "fake", {})
        self.sinks = Sinks(self.record, Voice(SpeechLog(), "cues"), Latest())
        self.session = Session([one_set(stretch("lateral_line"), reps=2)])
        self.clock = clock
        self.coach: Background | None = None
        self.answers: list[tuple[str, int]] = []
        self.ended: EndState | None = None

    def begin(self, stepped: Callable[[], None], *, pictured: bool) -> LiveView:
        if self.breaks_at == "begin":
            raise RuntimeError("a defect")
        self.sinks.latest.stepped = stepped
        self.coach = Background(self.frames, Mover, self.session, self.sinks.all, self.clock)
        self.coach.pictured.set()
        self.coach.start()
        options = ViewOptions()
        return LiveView(self.coach, self.frames, Screen(), self.sinks, self.clock, options)

    def answer(self, when: Literal["before", "after"], value: int) -> str:
        self.answers.append((when, value))
        return "Move in comfort."

    def results(self) -> tuple[SetResult, ...]:
        return self.session.results

    def finish(self, state: EndState) -> int:
        self.ended = state
        assert self.coach is not None
        self.coach.end()
        self.frames.end()
        self.sinks.end(state, self.session)
        if self.breaks_at == "finish":
            raise RuntimeError("a defect")
        return 0

    def close(self) -> None:
        self.store.close()


def begin(
    window: Window, folder: Path, *, direct: bool, asks: bool = False, breaks_at: str = ""
) -> tuple[Run, FaultyCamera]:
    """Begins a session of fakes in a window; returns it and its camera."""
    cameras: list[FaultyCamera] = []

    def source(clock: Clock) -> NewestFrame:
        cameras.append(FaultyCamera(clock, gap_s=0.06, size=(WIDTH, HEIGHT)))
        return NewestFrame(cameras[0].open, clock, again=True)

    run = Run(
        window,
        lambda frames, clock: FakeWork(frames, clock, folder, asks=asks, breaks_at=breaks_at),
        window.context.options,
        direct=direct,
        source=source,
        clock=QuickClock(),
    )
    window.sessions.begin(run)
    return run, cameras[0]
