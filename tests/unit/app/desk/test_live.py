"""A day through the camera: looks, pauses, the record; and over a recording."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from posecoach.app.commands.sessions import desk as command
from posecoach.app.desk import recording
from posecoach.app.desk.dayclock import DayClock
from posecoach.app.desk.daylog import DayLog
from posecoach.app.desk.eye import Eye
from posecoach.app.desk.live import LiveDesk
from posecoach.desk.desk import Desk, Wishes
from posecoach.desk.events import AskUpright, DeskEvent, Notified, SpellEnded
from posecoach.desk.notify import Times
from posecoach.errors import TapeError
from posecoach.landmarks import tape
from posecoach.pose import FacePlace, Pose
from posecoach.records import archive, exchange
from posecoach.records.data import Archive
from posecoach.records.store import Store, opened
from posecoach.sources.frame import Frame
from tests.sitter import Scene, Sitter, View
from tests.unit.app.desk.camera import Camera
from tests.unit.desk.day import DAY, Run

SLUMPED = Sitter(slump=1.0, forward=0.5)


class Seated:
    """A landmarker that always finds somebody who sits."""

    def __init__(self) -> None:
        self.scene, self.closed = Scene(), False

    def detect(self, frame: Frame) -> Pose:
        return self.scene.pose(frame.t, Sitter())

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def live() -> Iterator[LiveDesk]:
    camera = Camera()
    found = LiveDesk(Desk(), Eye(camera.open), Seated, DayClock(), look_s=0.05)
    yield found
    found.end()


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_it_asks_looks_and_ends(live: LiveDesk) -> None:
    events: list[DeskEvent] = []
    live.told = events.extend
    live.start()
    until(lambda: live.looks >= 1)
    live.end()
    assert live.error is None
    assert isinstance(events[0], AskUpright)
    assert any(isinstance(e, SpellEnded) and e.spell.kind == "sitting" for e in events)


def test_a_landmarker_is_told_where_to_look_for_a_face_far_from_the_camera() -> None:
    asked: list[FacePlace | None] = []

    class Far(Seated):
        def __init__(self) -> None:
            super().__init__()
            self.scene = Scene(View(distance=2.6, height=1.1, fov=44.0))

        def look_for_face(self, at: FacePlace | None) -> None:
            asked.append(at)

    live = LiveDesk(Desk(), Eye(Camera().open), Far, DayClock(), look_s=0.05)
    live.start()
    until(lambda: len(asked) >= 2)
    live.end()
    assert asked[0] is None
    assert asked[1] is not None


def test_a_break_lets_the_camera_go_and_looks_again_after_it(live: LiveDesk) -> None:
    live.start()
    until(lambda: live.looks >= 1)
    live.stop_looking("break")
    looks = live.looks
    until(lambda: live.desk.blind == "break")
    assert live.looks == looks
    live.look_again()
    until(lambda: live.looks > looks and live.desk.blind is None)


class Use:
    """Another program that may use the camera."""

    def __init__(self) -> None:
        self.on = False

    def taken(self) -> bool:
        return self.on

    def close(self) -> None:
        pass


@pytest.mark.parametrize("stood", [True, False])
def test_a_session_of_another_posecoach_is_a_rest_and_a_call_is_none(stood: bool) -> None:
    use, asked, events = Use(), list[float](), list[DeskEvent]()

    def had_stood(seconds: float) -> bool:
        asked.append(seconds)
        return stood

    live = LiveDesk(
        Desk(), Eye(Camera().open, use), Seated, DayClock(), look_s=0.05, stood=had_stood
    )
    live.told = events.extend
    live.start()
    until(lambda: live.desk.where == "sitting")
    use.on = True
    until(lambda: live.desk.blind == "taken")
    assert asked == []
    use.on = False
    until(lambda: live.desk.blind is None)
    live.end()
    assert len(asked) == 1
    kinds = [e.spell.kind for e in events if isinstance(e, SpellEnded)]
    assert ("standing" in kinds) == stood


def test_what_breaks_the_thread_is_kept_and_the_camera_is_let_go() -> None:
    def load() -> Seated:
        raise RuntimeError("a model's mistake")

    live = LiveDesk(Desk(), Eye(Camera().open), load, DayClock(), look_s=0.05)
    live.start()
    live.join(10)
    assert isinstance(live.error, RuntimeError)
    assert threading.current_thread() is not live


# ---------------------------------------------------------------------- the record


@pytest.mark.parametrize("exact", [False, True])
def test_the_day_is_kept_without_finer_times_than_wished(exact: bool) -> None:
    began = datetime(2025, 3, 3, 9, 20, tzinfo=UTC)
    log = DayLog(Store(), began.timestamp(), exact=exact)
    run = Run(DAY)
    desk = run.desk
    run.play(lambda d, e: log.take(getattr(e, "t", 0.0), d, [e]))
    log.take(480 * 60.0, desk, run.events[-2:])
    log.close(480 * 60.0)
    with opened() as store:
        found = archive.desk(store)
    assert [s.kind for s in found[:3]] == ["sitting", "break", "sitting"]
    assert found[0].length_s == pytest.approx(42 * 60, abs=10)
    assert found[0].slump_s == pytest.approx(17 * 60, abs=20)
    assert found[0].told == 1
    assert found[1].length_s == pytest.approx(4 * 60, abs=10)
    assert {s.began.minute for s in found} == {0} or exact
    assert found[0].began == began.replace(minute=20 if exact else 0)
    assert all(s.slump_s <= s.judged_s <= s.length_s for s in found if s.kind == "sitting")


def test_export_import_and_forget_include_the_days() -> None:
    log = DayLog(Store(), 0.0, exact=False)
    Run(DAY[:3]).play(lambda d, e: log.take(getattr(e, "t", 0.0), d, [e]))
    log.close(0.0)
    with opened() as store:
        text = exchange.to_json(archive.archive(store))
        before = archive.desk(store)
        assert before
        store.forget(None)
        assert archive.desk(store) == ()
        exchange.take_in(store, Archive.model_validate_json(text))
        exchange.take_in(store, Archive.model_validate_json(text))
        assert archive.desk(store) == before


# ---------------------------------------------------------------------- recordings


def taped(path: Path) -> Path:
    scene = Scene()
    poses = [scene.pose(t, SLUMPED if 40 <= t < 140 else Sitter()) for t in np.arange(0, 180, 0.5)]
    tape.save(path, poses)
    return path


def test_a_recording_is_told_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = taped(tmp_path / "day.npz")
    wishes = Wishes(Times(slump=60.0, still=None, sitting=None), calibrate_s=20.0)
    assert command.over(file, wishes, json_file="-", model=None) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"spells", "told"}
    (slump,) = [s for s in found["spells"] if s["kind"] == "slump"]
    assert (slump["start"], slump["end"]) == (pytest.approx(40, abs=3), pytest.approx(140, abs=3))
    (told,) = found["told"]
    assert told == {"t": pytest.approx(100, abs=4), "what": "slump"}


def test_a_recording_without_anybody_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tape.save(tmp_path / "empty.npz", [Pose(float(t), 64, 48) for t in range(60)])
    assert command.over(tmp_path / "empty.npz", Wishes(), json_file=None, model=None) == 0
    assert "could not be learnt" in capsys.readouterr().err


def test_a_damaged_tape_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_bytes(b"nothing")
    with pytest.raises(TapeError):
        command.over(tmp_path / "bad.npz", Wishes(), json_file=None, model=None)


def test_two_looks_are_never_further_apart_than_needed() -> None:
    scene = Scene()
    poses = [scene.pose(t, SLUMPED if t >= 40 else Sitter()) for t in np.arange(0, 120, 0.1)]
    seen: list[float] = []
    source = recording.of_tape(poses)

    def counted(t: float, face: FacePlace | None) -> Pose | None:
        pose = source(t, face)
        seen.extend([pose.t] if pose is not None else [])
        return pose

    found = recording.watch(counted, Wishes(Times(slump=30.0, still=None, sitting=None)))
    gaps = np.diff(seen)
    assert gaps.max() <= recording.STEADY_S + 0.11
    assert len(seen) < 120
    assert [type(t) for t in found.told] == [Notified]
