"""Record files that are newer, older, damaged, in the way or cut off: mended or left alone."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from posecoach.errors import RecordError
from posecoach.records import schema
from posecoach.records.file import VERSION
from posecoach.records.store import Store
from posecoach.sinks.recorder import Recorder
from tests.moments import begun
from tests.shared import HERE
from tests.unit.records.rows import rep, rows


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


V1 = HERE / "data" / "record_v1.db"


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
