"""The record of sessions: what goes in comes out, and only the user can read it."""

import itertools
import stat
import sys
from pathlib import Path

import pytest

from posecoach.errors import RecordError
from posecoach.events import Cue, Fault, HoldSpan
from posecoach.pose import Pose
from posecoach.records import archive, trace
from posecoach.records.store import Store
from posecoach.session.session import Session
from posecoach.session.sets import one_set
from posecoach.sinks.recorder import Recorder
from posecoach.spec.load import stretch
from tests.kinematic import Rep as Move
from tests.kinematic import sequence
from tests.moments import begun
from tests.unit.records.rows import rep, rows


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
    session = Session([one_set(stretch("lateral_line"), reps=2)])
    for pose in sequence("lateral_line", [Move("left", 20.0), Move("right", 20.0)]):
        last = session.update(pose)
        recorder.write(last)
    for i in range(1, 40):
        recorder.write(session.update(Pose(last.t + i / 20, 640, 480)))
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
