"""The same cameras and colours in each test of a recording, and a draft."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posecoach.app import console
from posecoach.app.desktop.drafting.recording import Recording
from posecoach.app.desktop.window import Window
from posecoach.app.run import sources
from posecoach.clock import Clock
from posecoach.draft.make import Draft, draft
from posecoach.landmarks import model
from posecoach.sources import camera
from posecoach.sources.frame import FrameSource
from posecoach.testing.camera import FaultyCamera
from posecoach.testing.landmarker import FakeLandmarker
from tests.movements import FPS, PEOPLE, movement, recorded


@pytest.fixture(autouse=True)
def prepared(window: Window, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same cameras and colours on every machine; the preview shows a covered camera."""
    window.context.own = window.context.own.changed(lightness="light")
    monkeypatch.setattr(camera, "cameras", lambda: [(0, "Integrated Camera")])
    monkeypatch.setattr(model, "find_or_fetch", lambda: Path("none.task"))
    monkeypatch.setattr(console, "load_landmarker", lambda *_, **__: FakeLandmarker([]))

    def opener(_source: str, clock: Clock) -> tuple[Callable[[], FrameSource], bool]:
        return FaultyCamera(clock, "covered", gap_s=0.05, size=(160, 90)).open, True

    monkeypatch.setattr(sources, "opener", opener)
    yield
    Recording.of(window).quiet()


@pytest.fixture(scope="session")
def squat() -> Draft:
    """A draft, made once."""
    return draft(recorded(movement("squat"), PEOPLE[0], 4, fps=FPS), "Deep squat")
