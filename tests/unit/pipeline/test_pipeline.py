"""One pipeline for all: a recording that is coached and one that is analysed agree."""

import contextlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from posecoach.app.commands.sessions import coach
from posecoach.app.commands.sessions.recording import analyze_poses
from posecoach.app.run.options import RunOptions
from posecoach.errors import SourceError
from posecoach.events import Cue, Event, Rep, SetBegun
from posecoach.landmarks import tape
from posecoach.landmarks.replay import TapeFrames
from posecoach.pipeline.pacing import EveryFrame
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.sink import EndState, Step
from posecoach.pose import Pose
from posecoach.records import archive
from posecoach.records.data import SetData
from posecoach.records.store import Store
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan, one_set
from posecoach.spec.load import stretch, stretches
from posecoach.testing.landmarker import FakeLandmarker
from tests.kinematic import alternating, sequence
from tests.shared import TAPES


@dataclass
class Kept:
    """A sink that keeps all steps."""

    steps: list[Step] = field(default_factory=list)
    ended: list[EndState] = field(default_factory=list)

    def take(self, step: Step) -> None:
        self.steps.append(step)

    def end(self, state: EndState, session: Session) -> None:
        self.ended.append(state)

    @property
    def events(self) -> list[Event]:
        return [e for s in self.steps for e in s.now.events]


class Closing(FakeLandmarker):
    closed = False

    def close(self) -> None:
        self.closed = True


def run(session: Session, poses: list[Pose], *sinks: Kept, stop_after: int = 10**6) -> str:
    landmarker = Closing(poses)
    how = Pipeline(
        TapeFrames(poses, "made"),
        lambda: landmarker,
        session,
        sinks,
        EveryFrame(overlap=False),
        stopped=lambda: len(sinks[0].steps) >= stop_after,
    ).run()
    assert landmarker.closed
    return how


def bends(each: int = 1) -> list[Pose]:
    return list(sequence("lateral_line", alternating("lateral_line", each)))


def test_each_sink_gets_each_step_and_a_last_one_without_a_pose() -> None:
    one, other = Kept(), Kept()
    assert run(Session([SetPlan(stretch("lateral_line"), "mobilizer")]), bends(), one, other) == (
        "source"
    )
    assert one.steps == other.steps
    assert [s.pose is None for s in one.steps[-2:]] == [False, True]
    assert one.ended == [], "the caller ends the sinks"
    assert isinstance(one.events[0], SetBegun)


def test_it_ends_with_the_last_set_or_when_it_is_stopped() -> None:
    kept = Kept()
    assert run(Session([one_set(stretch("lateral_line"), reps=1)]), bends(3), kept) == "done"
    assert sum(isinstance(e, Rep) for e in kept.events) == 2
    stopped = Kept()
    session = Session([one_set(stretch("lateral_line"), reps=9)])
    assert run(session, bends(), stopped, stop_after=5) == "ended"
    assert len(stopped.steps) == 6


def test_a_source_that_breaks_off_hands_out_what_was_open_first() -> None:
    class Broken(TapeFrames):
        def read(self):  # type: ignore[no-untyped-def]
            frame = super().read()
            if frame is None:
                raise SourceError("cut off")
            return frame

    poses, kept = bends(), Kept()
    landmarker = Closing(poses)
    session = Session([SetPlan(stretch("lateral_line"), "mobilizer")])
    with pytest.raises(SourceError, match="cut off"):
        Pipeline(
            Broken(poses, "made"), lambda: landmarker, session, [kept], EveryFrame(overlap=False)
        ).run()
    assert landmarker.closed
    assert kept.steps[-1].pose is None


def test_a_request_is_done_with_the_next_frame_and_its_events_come_in_order() -> None:
    kept = Kept()
    sets = [one_set(stretch("lateral_line"), reps=9), one_set(stretch("hip_rotators"), reps=9)]
    poses = bends()
    pipeline = Pipeline(
        TapeFrames(poses, "made"),
        lambda: FakeLandmarker(poses),
        Session(sets),
        [kept],
        EveryFrame(overlap=False),
    )
    pipeline.request("next")
    pipeline.run()
    begun = [e.stretch for e in kept.events if isinstance(e, SetBegun)]
    assert begun == ["hip_rotators"]


@pytest.mark.parametrize("name", sorted(p.stem for p in TAPES.glob("*.npz")))
@pytest.mark.parametrize("id_", list(stretches()))
def test_coach_and_analyze_agree_on_every_tape(
    name: str, id_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is counted, held and corrected; greetings and doses are the coach's own."""
    path = TAPES / f"{name}.npz"
    poses = tape.load(path)
    both = name == "sat_back_at_the_first_start"  # the others hold no position
    for mode in filter(stretch(id_).judges, stretch(id_).modes):
        if mode == "hold" and not both and "mobilizer" in stretch(id_).modes:
            continue
        found = analyze_poses(poses, path.name, stretch(id_), mode)
        coached, printed = _coached(path, SetPlan(stretch(id_), mode), capsys)
        assert [(r.t, r.side, r.complete, r.range_deg) for r in coached.reps] == [
            (r.t, r.side, r.complete, r.range_deg) for r in found.reps
        ]
        assert [(h.side, h.start, h.end) for h in coached.holds] == [
            (h.side, h.start, h.end) for h in found.holds
        ]
        assert sorted((f.rule, f.start, f.end) for f in coached.faults) == sorted(
            (f.rule, f.start, f.end) for f in found.faults
        )
        assert found.result is not None
        assert coached.judged_s == pytest.approx(found.result.judged_s)
        counts = [c for c in found.cues if c.kind == "count" and c.id == "rep"]
        if poses[-1].t not in {c.t for c in counts}:
            assert printed.count("  count   ") == len(counts)


def _coached(
    path: Path, endless: SetPlan, capsys: pytest.CaptureFixture[str]
) -> tuple[SetData, str]:
    """The set that a coached recording leaves in the record, and what was printed."""
    options = RunOptions(source=str(path), headless=True, voice="off", accept_safety=True)
    capsys.readouterr()
    assert coach.run_headless([endless], 6.0, options) == 0
    with contextlib.closing(Store()) as store:
        session = archive.read(store)[-1].session
    return session.sets[0], capsys.readouterr().out


def test_what_the_session_asks_is_said_where_there_is_no_picture() -> None:
    session = Session([one_set(stretch("lateral_line"))])
    first = session.update(Pose(0.0, 640, 480), picture=False)
    again = session.update(Pose(0.2, 640, 480), picture=False)
    assert [c.id for c in first.cues if c.kind == "guide"].count("camera_lost") == 1
    assert not any(isinstance(e, Cue) and e.id == "camera_lost" for e in again.events)
