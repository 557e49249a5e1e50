"""Faults of the machine: clock, sleep, model, memory, signals; what was done is kept."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posecoach.app.run.troubles import CAMERA
from posecoach.errors import ModelError, PosecoachError
from posecoach.landmarks.protocol import Landmarker
from posecoach.pipeline.background import raise_if_failed
from tests.unit.app.faults.line import Rig


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
