"""The record of sessions: what goes in comes out, and nothing breaks a session."""

import itertools
import shutil
import sqlite3
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from posecoach.errors import RecordError
from posecoach.events import Cue, Fault, HoldSpan, Rep
from posecoach.pose import Pose
from posecoach.records import archive, schema, trace
from posecoach.records.file import VERSION
from posecoach.records.store import Store
from posecoach.session.plan import plan
from posecoach.session.session import Session
from posecoach.sinks.recorder import Recorder
from posecoach.spec.load import stretch
from tests.kinematic import Rep as Move
from tests.kinematic import sequence
from tests.moments import begun
from tests.shared import HERE


def rep(side: str = "left", *, complete: bool = True, t: float = 4.0) -> Rep:
    return Rep(
        t=t,
        start=t - 3.5,
        side="left" if side == "left" else "right",
        complete=complete,
        range_deg=21.5,
        of_target=1.05,
        duration_s=3.5,
        speed_peaks=2,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "posecoach.db"


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    db = sqlite3.connect(path)
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()


def test_everything_is_read_back(path: Path) -> None:
    store = Store(path)
    session = store.begin(kind="live", source="0", settings={"voice": "cues"})
    one = store.begin_set(session, 0, "hip_flexor", "mobilizer")
    two = store.begin_set(session, 1, "lateral_line", "hold")
    for event in (rep(), rep(), rep("right"), rep("right", complete=False)):
        store.add(one, event)
    store.add(one, Fault("chest_down", "left", 2.0, 3.5))
    store.add(one, Cue(3.6, "correction", "chest_down", "left"))
    store.add(two, HoldSpan("left", 10.0, 31.0, 20.5))
    store.add(two, HoldSpan("left", 40.0, 45.0, 5.0))
    store.end(session, "done", 61.0, 58.5)
    store.close()

    store = Store(path)
    (found,) = store.sessions()
    assert (found.id, found.state, found.kind, found.source) == (session, "done", "live", "0")
    assert found.ended is not None
    assert found.ended >= found.started
    assert found.started.tzinfo is not None
    first, second = found.sets
    assert (first.stretch, first.mode) == ("hip_flexor", "mobilizer")
    assert first.reps == {"left": 2, "right": 1}
    assert first.partials == {"left": 0, "right": 1}
    assert first.held_s == {"left": 0.0, "right": 0.0}
    assert (second.stretch, second.mode) == ("lateral_line", "hold")
    assert second.held_s == {"left": 25.5, "right": 0.0}
    store.close()

    assert rows(path, 'SELECT rule, side, start, "end" FROM fault') == [
        ("chest_down", "left", 2.0, 3.5)
    ]
    assert rows(path, "SELECT t, kind, rule, side FROM cue") == [
        (3.6, "correction", "chest_down", "left")
    ]
    assert rows(path, "SELECT seen_s, judged_s, settings FROM session") == [
        (61.0, 58.5, '{"voice": "cues"}')
    ]
    assert rows(
        path, "SELECT t, range_deg, of_target, duration_s, speed_peaks FROM rep LIMIT 1"
    ) == [(4.0, 21.5, 1.05, 3.5, 2)]


def test_newest_sessions_come_first_and_an_open_one_has_no_end(path: Path) -> None:
    store = Store(path)
    ids = [store.begin(kind="live", source=str(i), settings={}) for i in range(3)]
    store.end(ids[0], "ended", 1.0, 1.0)
    found = store.sessions()
    assert [s.id for s in found] == ids[::-1]
    assert [s.state for s in found] == ["open", "open", "ended"]
    assert found[0].ended is None
    assert found[0].sets == ()
    store.close()


def test_settings_and_ranges_are_remembered(path: Path) -> None:
    store = Store(path)
    assert store.setting("safety") is None
    store.set_setting("safety", "1")
    store.set_setting("safety", "2")
    assert store.ranges("hip_flexor") == {}
    store.remember_range("hip_flexor", "left", 30.0)
    store.remember_range("hip_flexor", "left", 20.0)
    store.remember_range("hip_flexor", "right", 25.0)
    store.close()
    store = Store(path)
    assert store.setting("safety") == "2"
    assert store.ranges("hip_flexor") == {"left": pytest.approx(27.0), "right": 25.0}
    assert store.ranges("lateral_line") == {}
    store.close()


def test_an_event_is_on_the_disk_as_soon_as_it_happened(path: Path) -> None:
    """A second reader sees it, though nobody closed or ended anything."""
    writer = Store(path)
    session = writer.begin(kind="live", source="0", settings={})
    first = writer.begin_set(session, 0, "hip_flexor", "mobilizer")
    reader = Store(path)
    for n in (1, 2, 3):
        writer.add(first, rep())
        assert reader.sessions()[0].sets[0].reps["left"] == n
    reader.close()
    writer.close()


def test_two_connections_write_at_once(path: Path) -> None:
    stores = [Store(path), Store(path)]
    sets = []
    for i, store in enumerate(stores):
        session = store.begin(kind="demo" if i else "live", source=str(i), settings={})
        sets.append(store.begin_set(session, 0, "lateral_line", "mobilizer"))
    for _ in range(20):
        for store, set_id in zip(stores, sets, strict=True):
            store.add(set_id, rep())
    for store in stores:
        assert [s.sets[0].reps["left"] for s in store.sessions()] == [20, 20]
        store.close()


def test_a_newer_record_is_left_alone_with_a_sentence(path: Path) -> None:
    Store(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(RecordError) as caught:
        Store(path)
    assert "newer posecoach" in str(caught.value)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, but long enough to be read" * 40, b"x" * 99])
def test_a_file_that_is_no_record_is_set_aside_and_named(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(RecordError) as caught:
        Store(path)
    (aside,) = path.parent.glob("posecoach-damaged-*.db")
    assert aside.read_bytes() == content
    for part in ("damaged", str(path), aside.name):
        assert part in str(caught.value)
    store = Store(path)
    assert store.sessions() == []
    store.close()


def test_bytes_that_are_no_text_in_a_record_s_schema_are_damage(path: Path) -> None:
    """SQLite's complaint quotes them, which Python cannot read."""
    Store(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    content = path.read_bytes()
    spoiled = content.replace(b"discomfort_before BETWEEN", b"discomfort)\xc7efore BETWEEN", 1)
    assert spoiled != content
    path.write_bytes(spoiled)
    with pytest.raises(RecordError, match="damaged; it was set aside"):
        Store(path)


def test_coaching_begins_a_new_record_where_the_old_one_is_damaged(path: Path) -> None:
    path.write_bytes(b"x" * 4096)
    store = Store(path, patient=True)
    assert "set aside" in store.remark
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.end("done", seen_s=1.0, judged_s=1.0)
    assert recorder.complete
    assert [s.state for s in store.sessions()] == ["done"]
    store.close()


def test_a_folder_in_the_place_of_the_record(path: Path) -> None:
    path.mkdir()
    with pytest.raises(RecordError, match="cannot be opened"):
        Store(path)


def test_the_data_folder_is_made_where_it_was_named(data_folder: Path) -> None:
    store = Store()
    store.close()
    assert store.path == data_folder / "posecoach.db"
    assert store.path.is_file()


def test_a_data_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("POSECOACH_DATA", str(tmp_path / "file" / "below"))
    with pytest.raises(RecordError, match="POSECOACH_DATA"):
        Store()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_only_the_user_may_read_their_record(path: Path) -> None:
    Store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_opening_an_existing_record_keeps_what_is_in_it(path: Path) -> None:
    for n in range(3):
        store = Store(path)
        store.begin(kind="live", source="0", settings={})
        assert len(store.sessions()) == n + 1
        store.close()


# ---------------------------------------------------------------------- the recorder


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


# ---------------------------------------------------------------------- older, cut off, in the way

V1 = HERE / "data" / "record_v1.db"


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


def test_a_record_of_version_1_is_upgraded_and_keeps_all(path: Path) -> None:
    shutil.copy(V1, path)
    before = {t: rows(path, f"SELECT count(*) FROM {t}") for t in ("rep", "hold", "fault", "cue")}
    store = Store(path)
    assert rows(path, "PRAGMA user_version") == [(VERSION,)]
    for table, count in before.items():
        assert rows(path, f"SELECT count(*) FROM {table}") == count
        assert count[0][0]
    cut, demo, done = store.sessions()
    assert (done.state, demo.kind, cut.state) == ("done", "demo", "interrupted")
    assert done.sets[0].reps == {"left": 2, "right": 1}
    assert done.sets[1].held_s["left"] == 20.0
    assert store.ranges("hip_flexor") == {"left": 25.0}
    assert store.setting("safety_accepted") == "yes"
    assert len(set(rows(path, "SELECT uuid FROM session"))) == 3
    assert rows(path, "PRAGMA foreign_key_check") == []
    store.close()
    fresh = Store(path.with_name("fresh.db"))
    fresh.close()
    shape = "SELECT name, sql FROM sqlite_master ORDER BY name"
    assert rows(path, shape) == rows(fresh.path, shape)


def test_an_upgrade_that_breaks_off_changes_nothing(path: Path) -> None:
    shutil.copy(V1, path)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("CREATE TABLE trace (x)")  # in the way of a later step
    with pytest.raises(sqlite3.OperationalError):
        schema.bring_up(db)
    db.close()
    assert rows(path, "PRAGMA user_version") == [(1,)]
    assert "uuid" not in str(rows(path, "SELECT sql FROM sqlite_master"))


def test_a_session_that_was_cut_off_is_closed_at_the_next_start(path: Path) -> None:
    store = Store(path)
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.add([begun(0, "hip_flexor", "mobilizer")])
    recorder.add([rep(t=64.0)])
    other = Store(path)
    assert other.sessions()[0].state == "open", "its program still runs"
    other.close()
    store.close()  # the process is gone, and with it its locks
    store = Store(path)
    (found,) = store.sessions()
    assert found.state == "interrupted"
    assert found.ended is not None
    assert (found.ended - found.started).total_seconds() == pytest.approx(64, abs=1)
    store.close()
    assert list(path.parent.glob("*.running")) == []


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


def test_forgetting_leaves_nothing_of_a_session(path: Path) -> None:
    store = Store(path)
    for source in ("first-camera", "second-camera"):
        recorder = Recorder(store, kind="live", source=source, settings={})
        recorder.add([begun(0, "hip_flexor", "mobilizer")])
        recorder.add([rep(), Fault("chest_down", "left", 1.0, 2.0)])
        if source == "second-camera":
            with pytest.raises(RecordError, match="running"):
                store.forget(2)
        recorder.end("done", seen_s=1.0, judged_s=1.0)
    assert store.forget(1) == 1
    assert [s.id for s in store.sessions()] == [2]
    assert rows(path, "SELECT count(*) FROM rep") == [(1,)]
    assert b"first-camera" not in path.read_bytes()
    assert store.forget(None) == 1
    assert rows(path, "SELECT count(*) FROM fault") == [(0,)]
    store.close()


def test_the_signal_and_what_was_not_seen_are_kept(path: Path) -> None:
    store = Store(path)
    recorder = Recorder(store, kind="live", source="0", settings={}, model="full.task")
    session = Session([plan(stretch("lateral_line"), reps=2)])
    for pose in sequence("lateral_line", [Move("left", 20.0), Move("right", 20.0)]):
        last = session.update(pose)
        recorder.take(last)
    for i in range(1, 40):
        recorder.take(session.update(Pose(last.t + i / 20, 640, 480)))
    recorder.end("done", seen_s=session.seen_s, judged_s=session.judged_s)
    (found,) = archive.read(store, traces=True)
    (done,) = found.session.sets
    samples = [s for block in done.trace for s in block]
    assert max(d for _, d in samples) > 10
    assert min(d for _, d in samples) < -10
    gaps = [b[0] - a[0] for a, b in itertools.pairwise(samples)]
    assert min(gaps) >= 0.09
    assert done.time_s == pytest.approx(last.t + 1.95, abs=1.1)
    assert done.judged_s is not None
    assert session.judged_s - 1.1 <= done.judged_s <= session.judged_s + 0.1
    assert found.session.model == "full.task"
    assert done.dose_reps == 2
    assert len(done.reps) == 2
    store.close()


def test_a_block_of_the_signal_is_read_as_far_as_it_goes() -> None:
    samples = [(round(i / 10, 2), round(i - 50.5, 1)) for i in range(100)]
    block = trace.pack(samples)
    assert trace.unpack(block) == samples
    assert trace.unpack(block[:-3]) == samples[:-1]
    assert trace.unpack(b"short") == []
    with pytest.raises(ValueError, match="needs a sample"):
        trace.pack([])
    with pytest.raises(ValueError, match="cannot be packed"):
        trace.pack([(0.0, 1.0), (5000.0, 1.0)])
