"""The recorder: a session is written as it happens, and a disk that fails ends nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from posecoach.events import Fault, HoldSpan
from posecoach.records.store import Store
from posecoach.sinks.recorder import Recorder
from tests.moments import begun
from tests.unit.records.rows import rep, rows


class FullDisk(Store):
    """A store whose disk can be made full and free again."""

    def full(self, now: bool) -> None:
        self._db.execute(f"PRAGMA query_only = {int(now)}")


def test_a_recorder_writes_a_session_as_it_happens(path: Path) -> None:
    store = Store(path)
    recorder = Recorder(store, kind="live", source="0", settings={"mode": "hold"})
    recorder.add([begun(0, "hip_flexor", "hold")])
    recorder.add([HoldSpan("right", 1.0, 9.0, 7.5), "not an event"])
    recorder.remember("hip_flexor", {"right": 31.0})
    recorder.end("done", seen_s=10.0, judged_s=9.0)
    assert recorder.complete
    assert not recorder.failed
    (found,) = store.sessions()
    assert found.state == "done"
    assert found.sets[0].held_s == {"left": 0.0, "right": 7.5}
    assert store.ranges("hip_flexor") == {"right": 31.0}
    store.close()


def test_a_fault_is_written_once_when_it_is_over(path: Path) -> None:
    store = Store(path)
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.add([begun(0, "hip_flexor", "mobilizer")])
    recorder.add([Fault("chest_down", "left", 2.0, None)])
    assert rows(path, "SELECT count(*) FROM fault") == [(0,)]
    recorder.add([Fault("chest_down", "left", 2.0, 3.0)])
    assert rows(path, 'SELECT start, "end" FROM fault') == [(2.0, 3.0)]
    store.close()


def test_what_happens_while_the_disk_fails_is_written_later_in_order(path: Path) -> None:
    store = FullDisk(path)
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.add([begun(0, "hip_flexor", "mobilizer")])
    recorder.add([rep(t=4.0)])
    store.full(True)
    recorder.add([rep(t=8.0)])
    recorder.add([begun(1, "lateral_line", "mobilizer")])
    recorder.add([rep("right", t=12.0), Fault("twisting", "right", 10.0, 12.0)])
    assert (recorder.failed, recorder.complete) == (True, False)
    assert len(store.sessions()[0].sets) == 1
    store.full(False)
    recorder.end("done", seen_s=20.0, judged_s=19.0)
    assert recorder.complete
    (found,) = store.sessions()
    assert found.state == "done"
    assert [(s.stretch, s.reps) for s in found.sets] == [
        ("hip_flexor", {"left": 2, "right": 0}),
        ("lateral_line", {"left": 0, "right": 1}),
    ]
    assert rows(path, "SELECT t FROM rep ORDER BY id") == [(4.0,), (8.0,), (12.0,)]
    assert rows(path, "SELECT rule, stretch_set FROM fault") == [("twisting", 2)]
    store.close()


def test_a_disk_that_fails_from_the_very_begin_and_recovers(path: Path) -> None:
    store = FullDisk(path)
    store.full(True)
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.add([begun(0, "hip_flexor", "mobilizer")])
    recorder.add([rep()])
    assert recorder.failed
    store.full(False)
    recorder.add([rep("right")])
    assert recorder.complete
    assert store.sessions()[0].sets[0].reps == {"left": 1, "right": 1}
    store.close()


def test_a_disk_that_never_recovers_ends_nothing(path: Path) -> None:
    store = FullDisk(path)
    recorder = Recorder(store, kind="live", source="0", settings={})
    store.full(True)
    recorder.add([begun(0, "hip_flexor", "mobilizer")])
    recorder.add([rep()] * 50)
    recorder.end("done", seen_s=1.0, judged_s=1.0)
    assert recorder.failed
    assert not recorder.complete
    assert store.sessions()[0].state == "open"
    store.close()


def test_each_rep_and_hold_that_is_not_on_the_disk_is_named(path: Path) -> None:
    store = FullDisk(path)
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.add([begun(0, "lateral_line", "mobilizer")])
    recorder.add([rep()])
    assert recorder.unwritten() == []
    store.full(True)
    recorder.add([rep("right", complete=False, t=9.0), HoldSpan("left", 10.0, 15.5, 5.0)])
    assert recorder.unwritten() == [
        "    9.0 s  right rep, 22 camera degrees, 3.5 s, partial",
        "   10.0 s  left hold, 5.0 s",
    ]
    store.full(False)
    recorder.add([])
    recorder.end("done", seen_s=20.0, judged_s=20.0)
    assert recorder.unwritten() == []
    store.close()


def test_an_event_that_can_never_be_written_holds_up_nothing(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(path)
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.add([begun(0, "hip_flexor", "mobilizer")])
    recorder.add([replace(rep(), range_deg=float("nan")), replace(rep(), t=float("inf"))])
    recorder.add([replace(rep(), side="up")])  # type: ignore[arg-type]
    recorder.discomfort("before", 11)
    recorder.add([rep(t=9.0)])
    assert recorder.complete
    assert not recorder.failed
    assert rows(path, "SELECT t FROM rep") == [(9.0,)]
    assert len(caplog.records) == 4
    store.close()


def test_a_record_that_cannot_be_opened_is_written_when_it_can(path: Path) -> None:
    path.mkdir()  # in the way
    store = Store(path, patient=True, reopen_s=0.0)
    assert "cannot be opened" in store.remark
    store.set_setting("safety_accepted", "yes")
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.add([begun(0, "hip_flexor", "mobilizer")])
    recorder.add([rep()])
    assert (recorder.failed, recorder.complete) == (True, False)
    path.rmdir()
    recorder.end("done", seen_s=9.0, judged_s=8.0)
    assert recorder.complete
    assert store.setting("safety_accepted") == "yes"
    assert [(s.state, s.sets[0].reps["left"]) for s in store.sessions()] == [("done", 1)]
    store.close()


def test_what_a_full_disk_kept_out_is_written_when_there_is_room(path: Path) -> None:
    store = Store(path)
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.add([begun(0, "hip_flexor", "mobilizer")])
    (pages,) = store.db.execute("PRAGMA page_count").fetchone()
    store.db.execute(f"PRAGMA max_page_count = {pages}")
    for i in range(400):
        recorder.add([rep(t=float(i))])
    assert (recorder.failed, recorder.complete) == (True, False)
    store.db.execute("PRAGMA max_page_count = 100000")
    recorder.end("done", seen_s=400.0, judged_s=400.0)
    assert recorder.complete
    assert rows(path, "SELECT count(*), max(t) FROM rep") == [(400, 399.0)]
    store.close()
