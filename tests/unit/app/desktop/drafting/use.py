"""What the tests of a recording share: a camera, somebody who squats, and the way to record."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from posecoach.app.desktop.drafting.recording import Recording
from posecoach.app.desktop.window import Window
from posecoach.app.run.prompted import Frames
from posecoach.draft.make import Draft
from posecoach.pose import Pose
from posecoach.sinks.voice.speaker import SpeechLog
from posecoach.sources.frame import Frame
from posecoach.sources.health import Trouble
from posecoach.testing.landmarker import FakeLandmarker
from tests.movements import FPS, PEOPLE, movement, recorded
from tests.postures import nobody
from tests.unit.app.desktop.user import press

Wait = Callable[[Callable[[], object]], None]
_GREY = np.full((120, 160, 3), 90, np.uint8)


class ListedFrames:
    """A camera that gives a picture for each time, one at each look, and knows if it is released.

    It waits where nobody comes any more, as a camera does.
    """

    def __init__(self, times: Sequence[float]) -> None:
        self._times = times
        self.trouble: Trouble | None = None
        self.ended = False
        self.error: Exception | None = None

    def newest(self, after: int, timeout: float) -> tuple[int, Frame | None]:
        del timeout
        if self.ended or after >= len(self._times):
            return after, None
        return after + 1, Frame(_GREY, self._times[after])

    def end(self) -> None:
        self.ended = True


def squats(reps: int = 4) -> list[Pose]:
    """Nobody, then somebody who waits in the start position, squats, and rests there."""
    moving = [
        replace(p, t=p.t + 9.0) for p in recorded(movement("squat"), PEOPLE[0], reps, fps=FPS)
    ]

    def still(first: float, seconds: float) -> list[Pose]:
        return [replace(moving[0], t=first + i / FPS) for i in range(round(seconds * FPS))]

    before = [nobody(i / FPS) for i in range(10)]
    return [*before, *still(1.0, 8.0), *moving, *still(moving[-1].t + 1 / FPS, 12.0)]


def fakes(window: Window, poses: Sequence[Pose]) -> tuple[Recording, list[ListedFrames], SpeechLog]:
    """A camera, a landmarker that finds these poses, and a voice that keeps what it says."""
    recording, opened, voice = Recording.of(window), [], SpeechLog()

    def source() -> Frames:
        opened.append(ListedFrames([p.t for p in poses]))
        return opened[-1]

    recording.source = source
    recording.load = lambda: FakeLandmarker(list(poses))
    recording.make_speaker = lambda: voice
    window.context.options.voice = "full"
    return recording, opened, voice


def begin(window: Window, name: str = "Deep squat") -> None:
    """From the library to the recording."""
    window.go("library")
    QApplication.processEvents()
    press(window.page, "Record one of your own")
    field = next(f for f in window.page.findChildren(QLineEdit) if f.isVisible())
    field.setFocus()
    QTest.keyClicks(field, name)
    press(window.page, "Record it")


def showing(window: Window, found: Draft, step: str) -> None:
    """A step of a recording that is over."""
    recording = Recording.of(window)
    recording.name, recording.found = found.stretch.name, found
    recording.kept = Path("/home/me/posecoach/stretches/deep_squat.toml")
    recording.trouble = "" if step != "refused" else (
        "Repetitions seen: 1; at least three are needed. Begin in the start "
        "position, and move out and back five times."
    )  # fmt: skip
    recording.step = step  # type: ignore[assignment]
    window.go("record")
