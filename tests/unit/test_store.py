"""The record of sessions: what goes in comes out, and nothing breaks a session."""

import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from posecoach.coach.moment import Cue, Fault, HoldSpan, Rep
from posecoach.errors import RecordError
from posecoach.records.recorder import Recorder
from posecoach.records.store import VERSION, Store


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
def test_a_file_that_is_no_record_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(RecordError) as caught:
        Store(path)
    assert "damaged" in str(caught.value)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


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
    recorder.begin_set(0, "hip_flexor", "hold")
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
    recorder.begin_set(0, "hip_flexor", "mobilizer")
    recorder.add([Fault("chest_down", "left", 2.0, None)])
    assert rows(path, "SELECT count(*) FROM fault") == [(0,)]
    recorder.add([Fault("chest_down", "left", 2.0, 3.0)])
    assert rows(path, 'SELECT start, "end" FROM fault') == [(2.0, 3.0)]
    store.close()


def test_what_happens_while_the_disk_fails_is_written_later_in_order(path: Path) -> None:
    store = FullDisk(path)
    recorder = Recorder(store, kind="live", source="0", settings={})
    recorder.begin_set(0, "hip_flexor", "mobilizer")
    recorder.add([rep(t=4.0)])
    store.full(True)
    recorder.add([rep(t=8.0)])
    recorder.begin_set(1, "lateral_line", "mobilizer")
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
    recorder.begin_set(0, "hip_flexor", "mobilizer")
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
    recorder.begin_set(0, "hip_flexor", "mobilizer")
    recorder.add([rep()] * 50)
    recorder.end("done", seen_s=1.0, judged_s=1.0)
    assert recorder.failed
    assert not recorder.complete
    assert store.sessions()[0].state == "open"
    store.close()
