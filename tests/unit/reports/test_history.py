"""The table of past sessions."""

from posecoach.pose import SIDES
from posecoach.records.store import SetSummary
from posecoach.reports.history import amount


def done(**changes: object) -> SetSummary:
    base = {
        "stretch": "bridge", "mode": "mobilizer", "reps": {"left": 5, "right": 0},
        "partials": {"left": 0, "right": 0}, "held_s": {"left": 0.0, "right": 0.0},
    }  # fmt: skip
    return SetSummary(**{**base, **changes})  # type: ignore[arg-type]


def test_each_side_has_its_own_amount() -> None:
    assert [amount(done(), s) for s in SIDES] == ["5 reps", "0 reps"]


def test_both_sides_at_once_are_told_once() -> None:
    assert [amount(done(together=True), s) for s in SIDES] == ["5 reps", ""]


def test_of_what_was_not_judged_the_time_alone_is_told_once() -> None:
    shown = done(judged=False, guided_s=64.4)
    assert [amount(shown, s) for s in SIDES] == ["64 s guided", ""]
