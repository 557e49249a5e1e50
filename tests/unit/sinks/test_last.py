"""The last session's landmarks: a tape a set, overwritten by the next session, gone by 'forget'."""

import stat
import sys
from pathlib import Path

import pytest

from posecoach.landmarks.replay import TapeFrames, TapeLandmarker
from posecoach.pipeline.pacing import EveryFrame
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pose import Pose
from posecoach.records import feedback, last
from posecoach.records.feedback import KeptSet, Said
from posecoach.records.store import Store
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan, one_set
from posecoach.sinks.last import LastSession
from posecoach.spec.load import stretch
from tests.kinematic import alternating, sequence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return last.folder(tmp_path / "posecoach.db")


def bends(reps: int) -> list[Pose]:
    return sequence("lateral_line", alternating("lateral_line", reps), fps=15)


def run(folder: Path, poses: list[Pose], *plans: SetPlan) -> list[KeptSet]:
    """A session that is not guided, through the sink; what is kept of it."""
    session, sink = Session(list(plans), attended=False, rest_s=0.1), LastSession(folder)
    source, pacing = TapeFrames(poses, "made"), EveryFrame(overlap=False)
    Pipeline(source, lambda: TapeLandmarker(poses), session, (sink,), pacing).run()
    sink.end("done", session)
    return feedback.sets(folder)


def test_a_set_is_kept_with_what_was_counted_and_starts_at_zero(folder: Path) -> None:
    poses = bends(2)
    (kept,) = run(folder, poses, one_set(stretch("lateral_line"), reps=9))
    about = kept.about
    assert (about.stretch, about.mode, about.goal) == ("lateral_line", "mobilizer", 9)
    assert {s: c.reps for s, c in about.counted.items()} == {"left": 2, "right": 2}
    assert [e.side for e in about.events if e.what == "rep"] == ["left", "right", "left", "right"]
    assert len(kept.poses) == len(poses)
    assert kept.poses[0].t == 0.0
    assert kept.seconds == pytest.approx(poses[-1].t - poses[0].t)
    assert about.said is None


def test_each_set_has_its_own_tape_and_the_next_session_takes_their_place(folder: Path) -> None:
    spec = stretch("lateral_line")
    kept = run(folder, bends(3), one_set(spec, reps=1), one_set(spec, reps=9))
    assert [{s: c.reps for s, c in k.about.counted.items()} for k in kept] == [
        {"left": 1, "right": 1},
        {"left": 2, "right": 2},
    ]
    first = sum(e.what == "rep" for e in kept[0].about.events)
    assert first == 2, "what a set counted is told of that set alone"
    (only,) = run(folder, bends(1), one_set(spec, reps=9))
    assert only.about.done("left") == 1
    assert [p.name for p in folder.iterdir()] == ["set-01.npz"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_nobody_else_may_read_it(folder: Path) -> None:
    (kept,) = run(folder, bends(1), one_set(stretch("lateral_line")))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_it_is_small(folder: Path) -> None:
    (kept,) = run(folder, bends(2), one_set(stretch("lateral_line")))
    assert kept.path.stat().st_size / len(kept.poses) < 700, "bytes a pose"


def test_where_it_cannot_be_kept_the_session_goes_on(folder: Path) -> None:
    folder.write_text("a file where the folder should be", "utf-8")
    assert run(folder, bends(1), one_set(stretch("lateral_line"))) == []


@pytest.mark.parametrize("everything", [True, False])
def test_forget_deletes_it_whichever_session_was_meant(tmp_path: Path, everything: bool) -> None:
    store = Store(tmp_path / "posecoach.db")
    folder = last.folder(store.path)
    session = store.begin(kind="live", source="0", settings={})
    store.end(session, "done", 1.0, 1.0)
    run(folder, bends(1), one_set(stretch("lateral_line")))
    assert store.forget(None if everything else session) == 1
    assert not folder.exists()
    store.close()


def test_a_report_says_what_it_was_and_is_a_tape_like_others(folder: Path, tmp_path: Path) -> None:
    (kept,) = run(folder, bends(2), one_set(stretch("lateral_line")))
    out = tmp_path / "report.npz"
    said = Said(left=3, right=2, wrong=("no_hip_shift",), note="the third one was slow")
    size = feedback.write(kept, said, out)
    assert size == out.stat().st_size
    again = feedback.load(out)
    assert again.about.said == said
    assert again.about.events == kept.about.events
    assert [p.t for p in again.poses] == [p.t for p in kept.poses]
