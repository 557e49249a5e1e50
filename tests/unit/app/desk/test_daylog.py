"""What is kept of a day at the desk, and what is not."""

from datetime import UTC, datetime

import pytest

from posecoach.app.desk.daylog import DayLog
from posecoach.desk.desk import Desk
from posecoach.records import archive
from posecoach.records.data import DeskSpellData
from posecoach.records.store import Store, opened
from tests.sitter import Scene, Sitter

BEGAN = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)


class Kept:
    """A user who sits, look by look, and what is kept of it."""

    def __init__(self) -> None:
        self.desk, self.scene, self.t = Desk(), Scene(), 0.0
        self.log = DayLog(Store(), BEGAN.timestamp(), exact=True)

    def sits(self, seconds: float) -> None:
        for _ in range(round(seconds / 5)):
            self.log.take(self.t, self.desk, self.desk.update(self.scene.pose(self.t, Sitter())))
            self.t += 5.0

    def unseen(self, seconds: float) -> None:
        for _ in range(round(seconds / 5)):
            self.log.take(self.t, self.desk, self.desk.cannot_see(self.t, "taken"))
            self.t += 5.0

    def ends(self) -> None:
        self.log.take(self.t, self.desk, self.desk.finish(self.t))
        self.log.close(self.t)


def found() -> tuple[DeskSpellData, ...]:
    with opened() as store:
        return archive.desk(store)


def test_a_sitting_that_was_forgotten_does_not_come_back() -> None:
    kept = Kept()
    kept.sits(3600)
    assert len(found()) == 1
    with opened() as store:
        store.forget(None)
    kept.sits(50)
    assert found() == ()
    kept.sits(600)
    kept.ends()
    (after,) = found()
    assert after.began == BEGAN.replace(hour=10)
    assert after.length_s == pytest.approx(600, abs=65)
    assert after.judged_s <= after.length_s


def test_a_sitting_that_is_not_forgotten_is_one() -> None:
    kept = Kept()
    kept.sits(3600)
    kept.ends()
    assert [s.length_s for s in found()] == [pytest.approx(3600, abs=10)]


def test_no_more_is_judged_than_was_sat() -> None:
    kept = Kept()
    for _ in range(4):
        kept.sits(300)
        kept.unseen(700)
        kept.sits(300)
        kept.t += 100  # the machine sleeps
    kept.ends()
    assert len(found()) == 8
    assert all(s.slump_s <= s.judged_s <= s.length_s for s in found())
