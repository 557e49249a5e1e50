"""Faults of the camera: told on the screen and in the log, and the session goes on."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from posecoach.app.commands.sessions.coach import wait
from posecoach.app.run.troubles import CAMERA
from posecoach.errors import PosecoachError
from tests.unit.app.faults.line import QUICK, Rig, told


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
