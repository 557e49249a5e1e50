"""What a run consists of, by what was asked for."""

import pytest

from posecoach.app.run.choices import sets
from posecoach.app.settings import Settings
from posecoach.errors import UsageError


def test_a_mode_takes_the_stretches_of_the_routine_that_have_it() -> None:
    found, _ = sets(Settings(), None, mode="hold", reps=None)
    assert {s.mode for s in found} == {"hold"}
    assert "hip_rotators" not in {s.stretch.id for s in found}, "it has no hold"


def test_a_mode_that_no_stretch_of_the_routine_has_is_told() -> None:
    only = Settings(leave_out=("hip_flexor", "lateral_line"))
    with pytest.raises(UsageError, match="No stretch of this routine has the mode 'hold'"):
        sets(only, None, mode="hold")


def test_a_routine_of_which_all_is_left_out_is_told_whatever_else_was_asked_for() -> None:
    nothing = Settings(leave_out=("hip_flexor", "lateral_line", "hip_rotators"))
    for asked in ({}, {"reps": 4}, {"hold": 20.0}, {"side": "left"}):
        with pytest.raises(UsageError, match="All stretches of this routine are left out"):
            sets(nothing, None, **asked)
