"""Faults of voice, database and disk: they hold up nobody."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posecoach.app.run.troubles import VOICE
from posecoach.sinks.voice.speaker import ChildSpeaker
from tests.unit.app.faults.line import Rig, told


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
