"""Faults on the live line: each is told on the screen and in the log, and the session goes on.

The line is the real one, with its threads, its record and its window; the camera, the pose model
and the display are the fakes that ship with it. Nothing is timed: each step waits for what it
expects, and fails when it never comes.
"""

import contextlib
import logging
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from posecoach.app.commands.sessions.coach import wait
from posecoach.app.desktop.session.view import LiveView, ViewOptions
from posecoach.app.run.compose import Sinks, make_record
from posecoach.app.run.troubles import CAMERA, VOICE
from posecoach.app.signals import StopSignal
from posecoach.clock import SystemClock
from posecoach.errors import ModelError, PosecoachError
from posecoach.landmarks.protocol import Landmarker
from posecoach.pipeline.background import Background, raise_if_failed
from posecoach.pipeline.sink import State, Step
from posecoach.pose import Pose
from posecoach.records.store import Store
from posecoach.session.plan import plan
from posecoach.session.session import Session
from posecoach.sinks.latest import Latest
from posecoach.sinks.screen.screen import Screen
from posecoach.sinks.voice.sink import Voice
from posecoach.sinks.voice.speaker import ChildSpeaker, Speaker, SpeechLog
from posecoach.sources.frame import Frame, Image
from posecoach.sources.health import Waits
from posecoach.sources.newest import NewestFrame
from posecoach.spec.load import stretch
from posecoach.testing.camera import FaultyCamera
from tests.kinematic import standing

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

    def end(self, state: State, session: Session) -> None:
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
        self.session = Session([plan(stretch("lateral_line"), reps=99)])
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

    def play(self, story: Iterator[Callable[[], object]]) -> State:
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


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="posecoach")


def told(log: pytest.LogCaptureFixture, sentence: str) -> bool:
    return any(sentence in record.getMessage() for record in log.records)


def test_camera_absent_at_start_is_told_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Rig(tmp_path, state="absent") as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield lambda: rig.screen.said == CAMERA["no_camera"]
            assert not rig.record.begun
            rig.camera.state = "well"
            yield rig.coached()

        assert rig.play(story()) == "ended"
    assert told(caplog, CAMERA["no_camera"])
    assert rig.recorded() == "ended"


def test_camera_absent_at_start_and_q_records_nothing(tmp_path: Path) -> None:
    with Rig(tmp_path, state="absent") as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield lambda: rig.screen.said == CAMERA["no_camera"]

        rig.play(story())
        assert rig.frames.error is not None
        rig.record.close("ended", seen_s=0.0, judged_s=0.0)
        assert rig.store.sessions() == []


def test_camera_absent_without_a_window_is_an_error(tmp_path: Path) -> None:
    with Rig(tmp_path, state="absent") as rig:
        rig.coach.start()
        with pytest.raises(PosecoachError, match="no camera"):
            wait(rig.coach, rig.frames, rig.sinks, rig.stop)


@pytest.mark.parametrize(
    ("state", "trouble"),
    [("absent", "lost"), ("frozen", "frozen"), ("covered", "covered"), ("silent", "lost")],
)
def test_camera_unplugged_frozen_covered_or_hanging_comes_back_without_a_key(
    state: Any, trouble: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Rig(tmp_path) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            rig.camera.state = state
            yield lambda: rig.screen.said == CAMERA[trouble]
            rig.camera.state = "well"
            rig.camera.released.set()
            yield rig.coached()

        assert rig.play(story()) == "ended"
        assert rig.coach.error is None
    assert told(caplog, CAMERA[trouble])
    assert told(caplog, "the picture is well again")
    assert rig.recorded() == "ended"


def test_camera_that_is_slow_is_told_and_coached_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Rig(tmp_path, waits=replace(QUICK, silent_s=5.0)) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            rig.camera.gap_s = 0.2
            yield lambda: rig.screen.noted == CAMERA["slow"]
            rig.camera.gap_s = 0.01
            yield rig.coached()

        rig.play(story())
    assert told(caplog, CAMERA["slow"])
    assert rig.recorded() == "ended"


def test_camera_whose_driver_fails_is_opened_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Rig(tmp_path) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            rig.camera.state = "dying"
            yield lambda: rig.screen.said == CAMERA["lost"]
            rig.camera.state = "well"
            yield rig.coached()

        assert rig.play(story()) == "ended"
        assert rig.camera.opened >= 2
    assert told(caplog, "driver failed")
    assert rig.recorded() == "ended"


def test_resolution_change_is_coached_on(tmp_path: Path) -> None:
    with Rig(tmp_path) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            rig.camera.size = (48, 80)
            yield lambda: (48, 80) in rig.person.sizes
            yield rig.coached()

        rig.play(story())
        assert rig.coach.error is None
    assert rig.recorded() == "ended"


@pytest.mark.parametrize("step", [-90.0, 3600.0])
def test_clock_steps_and_times_rise_on(step: float, tmp_path: Path) -> None:
    with Rig(tmp_path) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            rig.clock.offset = step
            yield rig.coached(10)

        rig.play(story())
        assert rig.coach.error is None
    times = rig.times.t
    assert times == sorted(times)
    assert times[-1] - times[-4] > 0.01, "time goes on at its own pace"
    assert rig.recorded() == "ended"


def test_suspend_of_ten_minutes_pauses_and_goes_on(tmp_path: Path) -> None:
    """On waking the camera is gone for a moment, and the clock ten minutes ahead."""
    with Rig(tmp_path) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            rig.camera.state = "absent"
            rig.clock.offset = 600.0
            yield lambda: rig.screen.said == CAMERA["lost"]
            rig.camera.state = "well"
            yield rig.coached()
            assert rig.frames.last_t > 600

        rig.play(story())
        assert rig.coach.error is None
        assert rig.session.judged_s < 60, "time asleep is not time judged"
    assert rig.recorded() == "ended"


def test_model_file_removed_before_loading_is_told(tmp_path: Path) -> None:
    def load() -> Landmarker:
        raise ModelError("The pose model x.task cannot be loaded; run 'posecoach model fetch'.")

    with Rig(tmp_path, load=load) as rig:
        rig.play(iter([lambda: False]))
        with pytest.raises(ModelError, match="model fetch"):
            raise_if_failed(rig.coach)


def test_memory_pressure_ends_with_a_sentence_and_the_record(tmp_path: Path) -> None:
    with Rig(tmp_path) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            rig.person.error = MemoryError()
            yield lambda: False

        rig.play(story())
        with pytest.raises(PosecoachError, match="not enough memory"):
            raise_if_failed(rig.coach)
    assert rig.recorded() == "ended"


def test_a_mistake_of_ours_ends_with_a_sentence_and_the_record(tmp_path: Path) -> None:
    with Rig(tmp_path) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            rig.person.error = ZeroDivisionError()
            yield lambda: False

        rig.play(story())
        with pytest.raises(PosecoachError, match="doctor --bundle"):
            raise_if_failed(rig.coach)
    assert rig.recorded() == "ended"


def test_voice_process_that_dies_is_told_and_the_session_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = ChildSpeaker("none", [str(tmp_path / "no-such-voice")])
    with Rig(tmp_path, speaker=broken) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield lambda: rig.screen.noted == VOICE
            yield rig.coached()

        rig.play(story())
    assert told(caplog, VOICE)
    assert rig.recorded() == "ended"


def test_voice_process_that_hangs_holds_up_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hanging = ChildSpeaker("sleep", ["sh", "-c", "sleep 60", "--"], longest_s=0.05)
    with Rig(tmp_path, speaker=hanging) as rig:

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            yield lambda: told(caplog, VOICE)
            yield rig.coached()

        rig.play(story())
    assert rig.recorded() == "ended"


def test_database_locked_holds_up_nobody_and_is_written_later(tmp_path: Path) -> None:
    with Rig(tmp_path) as rig:
        other = sqlite3.connect(tmp_path / "faults.db", isolation_level=None)

        def story() -> Iterator[Callable[[], object]]:
            other.execute("BEGIN EXCLUSIVE")
            yield rig.coached(10)
            other.execute("COMMIT")
            yield rig.coached()

        rig.play(story())
        other.close()
    assert rig.record.complete
    assert rig.recorded() == "ended"


@pytest.mark.parametrize(
    "says", ["database or disk is full", "attempt to write a readonly database"]
)
def test_disk_full_or_read_only_is_told_and_the_session_goes_on(
    says: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Rig(tmp_path) as rig:
        rig.store.db.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON session BEGIN SELECT RAISE(FAIL, '{says}'); END"
        )

        def story() -> Iterator[Callable[[], object]]:
            yield lambda: rig.screen.noted == "Record can't be written"
            yield rig.coached()

        rig.play(story())
        rig.record.close("ended", seen_s=0.0, judged_s=0.0)
        assert not rig.record.complete
    assert told(caplog, "Record can't be written")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_end_a_session_in_order(name: str, tmp_path: Path) -> None:
    if not hasattr(signal, name):
        pytest.skip(f"this system has no {name}")
    with Rig(tmp_path) as rig, rig.stop.watching():

        def story() -> Iterator[Callable[[], object]]:
            yield rig.coached()
            signal.raise_signal(getattr(signal, name))
            yield lambda: False

        assert rig.play(story()) == "ended"
    assert rig.recorded() == "ended"
