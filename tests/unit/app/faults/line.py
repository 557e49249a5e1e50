"""The live line, with a camera, a pose model and a screen that can be spoiled by hand.

The line is the real one, with its threads, its record and its window; the camera, the pose model
and the display are the fakes that ship with it. Nothing is timed: each step waits for what it
expects, and fails when it never comes.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from posecoach.app.desktop.session.view import LiveView, ViewOptions
from posecoach.app.run.compose import Sinks, make_record
from posecoach.app.signals import StopSignal
from posecoach.clock import SystemClock
from posecoach.landmarks.protocol import Landmarker
from posecoach.pipeline.background import Background
from posecoach.pipeline.sink import EndState, Step
from posecoach.pose import Pose
from posecoach.records.store import Store
from posecoach.session.session import Session
from posecoach.session.sets import one_set
from posecoach.sinks.latest import Latest
from posecoach.sinks.screen.screen import Screen
from posecoach.sinks.voice.sink import Voice
from posecoach.sinks.voice.speaker import Speaker, SpeechLog
from posecoach.sources.frame import Frame, Image
from posecoach.sources.health import Waits
from posecoach.sources.newest import NewestFrame
from posecoach.spec.load import stretch
from posecoach.testing.camera import FaultyCamera
from tests.postures import standing

NEVER_S = 30.0
#: The waits are those of people; here they are short.
QUICK = Waits(retry_s=0.01, silent_s=0.15, covered_s=0.1, frozen_s=0.15)


class SteppingClock(SystemClock):
    """The machine's clock, which steps when it is told to."""

    offset = 0.0

    def now(self) -> float:
        return super().now() + self.offset


class Times:
    """A sink that keeps the times of the poses."""

    def __init__(self) -> None:
        self.t: list[float] = []

    def take(self, step: Step) -> None:
        if step.pose is not None:
            self.t.append(step.pose.t)

    def end(self, state: EndState, session: Session) -> None:
        pass


class Person:
    """A landmarker that finds somebody who stands there."""

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.sizes: set[tuple[int, int]] = set()

    def detect(self, frame: Frame) -> Pose:
        if self.error is not None:
            raise self.error
        self.sizes.add((frame.image.shape[1], frame.image.shape[0]))
        return standing(frame.t)

    def close(self) -> None:
        pass


class ReadScreen(Screen):
    """Keeps the words that are on the screen."""

    said: str = ""
    noted: str = ""
    coached: int = 0

    def plain(self, frame: Image | None, message: str) -> Image:
        self.said = message
        return super().plain(frame, message)

    def coaching(self, frame: Image | None, pose: Pose | None, now: Any) -> Image:
        self.said, self.noted = "", self.note
        self.coached += 1
        return super().coaching(frame, pose, now)


class Rig:
    """The live line with a camera to spoil; a generator of the test runs beside its view."""

    def __init__(
        self,
        folder: Path,
        *,
        speaker: Speaker | None = None,
        load: Callable[[], Landmarker] | None = None,
        state: Any = "well",
        waits: Waits = QUICK,
    ) -> None:
        self.clock = SteppingClock()
        self.camera = FaultyCamera(self.clock, state=state)
        self.person = Person()
        self.store = Store(folder / "faults.db")
        self.record = make_record(self.store, "live", "faulty", {})
        self.times = Times()
        voice = Voice(speaker or SpeechLog(), "cues", most_failures=1)
        self.sinks = Sinks(self.record, voice, Latest(), (self.times,))
        self.session = Session([one_set(stretch("lateral_line"), reps=99)])
        self.frames = NewestFrame(self.camera.open, self.clock, again=True, waits=waits)
        self.coach = Background(
            self.frames, load or (lambda: self.person), self.session, self.sinks.all, self.clock
        )
        self.screen = ReadScreen(size=(320, 180))
        self.stop = StopSignal()
        self.story: Iterator[Callable[[], object]] = iter(())
        self._condition: Callable[[], object] | None = None
        self._deadline = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.camera.close()
        self.coach.end()
        self.frames.end()
        self.record.close("ended", seen_s=0.0, judged_s=0.0)
        self.sinks.voice.speaker.close()
        self.store.close()

    def _goes_on(self) -> bool:
        """Whether the story goes on; fails if what it waits for never comes."""
        if self._condition is None or self._condition():
            self._condition = next(self.story, None)
            self._deadline = time.monotonic() + NEVER_S
            return self._condition is not None
        if time.monotonic() > self._deadline:
            pytest.fail(f"never happened; on the screen: {self.screen.said!r}")
        return True

    def play(self, story: Iterator[Callable[[], object]]) -> EndState:
        """Shows the view; ``story`` yields conditions, and goes on when each is met."""
        self.story = story
        self.coach.start()
        view = LiveView(self.coach, self.frames, self.screen, self.sinks, self.clock, ViewOptions())
        while view.state is None and not self.stop.ended:
            if view.tick((320, 180)) is not None:
                view.shown()
            if not self._goes_on():
                break
            time.sleep(0.002)
        return view.state or "ended"

    def coached(self, more: int = 3) -> Callable[[], bool]:
        """Whether some more pictures have been coached from now on."""
        goal = self.screen.coached + more
        return lambda: self.screen.coached >= goal and not self.screen.said

    def recorded(self) -> str:
        """State of the one session in the record, after the end."""
        with contextlib.closing(Store(self.store.path)) as store:
            (session,) = store.sessions()
        return session.state


def told(log: pytest.LogCaptureFixture, sentence: str) -> bool:
    return any(sentence in record.getMessage() for record in log.records)
