"""The ``break`` command: its exit codes, its wait, and what of it is recorded."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posecoach.app import breaks
from posecoach.app.breaks import Break, BreakEnd, BusyError
from posecoach.app.commands.sessions import breaks as command
from posecoach.app.run.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.errors import PosecoachError, SourceError, UsageError
from posecoach.records.store import Store
from posecoach.spec.load import shipped
from posecoach.testing.clock import FakeClock
from tests.unit.records.rows import rep

TAPES = Path(__file__).parents[2] / "tapes"
_TAPE = TAPES / "fault_head_upright.npz"


def headless(**changes: object) -> RunOptions:
    given = {"source": str(_TAPE), "voice": "off", "headless": True, "accept_safety": True}
    return RunOptions(**{**given, **changes})  # type: ignore[arg-type]


def test_a_break_is_recorded_as_one_and_ends_with_code_0(
    capsys: pytest.CaptureFixture[str],
) -> None:
    begin = command.headless(lambda: Break(Settings(), 60.0), headless())
    assert command.run(begin, later=None) == breaks.DONE
    assert "Break done." in capsys.readouterr().out
    store = Store()
    (kept,) = store.sessions()
    assert (kept.kind, kept.occasion) == ("live", "break")
    assert sum(kept.sets[0].reps.values()) > 0
    store.close()


def test_a_session_that_is_no_break_has_no_occasion() -> None:
    store = Store()
    store.begin(kind="live", source="0", settings={"voice": "occasion"})
    assert [s.occasion for s in store.sessions()] == [""]
    store.close()


def test_no_break_begins_beside_a_running_session() -> None:
    store = Store()
    store.begin(kind="live", source="0", settings={})
    with pytest.raises(BusyError, match="already") as caught:
        Break(Settings(), 60.0).sets()
    assert caught.value.exit_code == breaks.BUSY
    store.close()


def test_where_all_is_left_out_a_sentence_says_so() -> None:
    with pytest.raises(PosecoachError, match="left out"):
        Break(Settings(leave_out=tuple(shipped())), 60.0).sets()


def test_a_camera_that_is_not_to_be_had_has_a_code_of_its_own() -> None:
    wrong = SourceError("There is no camera '0' that can be opened.")
    assert command.no_camera(wrong, RunOptions(source="0")).exit_code == breaks.NO_CAMERA
    assert command.no_camera(wrong, RunOptions(source="a/b.mp4")).exit_code == 1


def test_put_off_it_waits_and_begins_again() -> None:
    clock = FakeClock()
    outcomes = [BreakEnd(breaks.PUT_OFF, 15), BreakEnd(breaks.DONE)]
    begun: list[float] = []

    def begin() -> BreakEnd:
        begun.append(clock.now())
        return outcomes.pop(0)

    assert command.run(begin, later=5, clock=clock) == breaks.DONE
    assert begun == [pytest.approx(300.0), pytest.approx(1200.0)]


def test_a_program_that_waits_by_itself_is_told_the_minutes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = command.run(lambda: BreakEnd(breaks.PUT_OFF, 30), later=None, waits=False)
    assert code == breaks.PUT_OFF
    assert "30 minutes" in capsys.readouterr().out


def test_who_has_moved_meanwhile_needs_no_break(capsys: pytest.CaptureFixture[str]) -> None:
    class Moving(FakeClock):
        """A clock on which the user does a session while the break waits."""

        def sleep(self, seconds: float) -> None:
            super().sleep(60.0)
            store = Store()
            session = store.begin(kind="live", source="0", settings={})
            store.begin_set(session, 0, "hip_flexor", "hold")
            later = datetime.now(UTC) + timedelta(seconds=2)
            store.db.execute("UPDATE session SET started = ?", (later.isoformat(),))
            store.end(session, "done", 1.0, 1.0)
            store.close()

    def begin() -> BreakEnd:
        raise AssertionError("it must not begin")

    assert command.run(begin, later=1, clock=Moving()) == breaks.DONE
    assert "meanwhile" in capsys.readouterr().out


def test_its_length_is_that_of_the_settings_unless_one_is_given() -> None:
    assert breaks.seconds(Settings()) == 90.0
    assert breaks.seconds(Settings(break_seconds="180")) == 180.0
    assert breaks.seconds(Settings(), 75.0) == 75.0


def test_the_length_may_stand_in_the_file_as_a_number() -> None:
    from posecoach.app import settings

    assert settings.checked("break_seconds", 120) == "120"
    with pytest.raises(UsageError, match="break_seconds"):
        settings.checked("break_seconds", 20)


def test_the_safety_pages_are_asked_for_before_a_wait_and_not_after_it() -> None:
    with pytest.raises(PosecoachError, match="safety pages"):
        command.headless(lambda: Break(Settings(), 60.0), headless(accept_safety=False))


@pytest.mark.parametrize(
    ("stretch", "reps", "stood"),
    [("lateral_line", 2, True), ("lateral_line", 0, False), ("lateral_line_chair", 2, False)],
)
def test_only_what_was_done_on_the_feet_is_standing(stretch: str, reps: int, stood: bool) -> None:
    store = Store()
    session = store.begin(kind="live", source="0", settings={})
    set_id = store.begin_set(session, 0, stretch, "mobilizer", reps=5)
    for n in range(reps):
        store.add(set_id, rep(t=4.0 * (n + 1)))
    store.end(session, "done", 60.0, 60.0)
    now = datetime.now(UTC)
    assert breaks.stood_since(now - timedelta(seconds=60)) == stood
    assert not breaks.stood_since(now + timedelta(seconds=60))
    store.close()


def test_a_break_in_which_nothing_was_done_is_not_done_in_the_record(
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = Settings(leave_out=tuple(s for s in shipped() if s != "hip_hinge"))
    begin = command.headless(lambda: Break(own, 60.0), headless())
    assert command.run(begin, later=None) == breaks.SKIPPED
    assert "Break skipped." in capsys.readouterr().out
    store = Store()
    assert [(s.occasion, s.state) for s in store.sessions()] == [("break", "ended")]
    store.close()
