"""Live, fewer poses are found while nothing moves; what is counted and held stays the same."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from posecoach.events import Cue, HoldSpan, Rep
from posecoach.landmarks.replay import TapeLandmarker
from posecoach.pipeline.pacing import EveryFrame, Newest
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.rate import Motion, PoseRate
from posecoach.pose import Landmark, Pose
from posecoach.session.moment import SessionMoment
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan, one_set
from posecoach.sources.frame import Frame, SourceInfo
from posecoach.spec.load import stretch
from posecoach.spec.rules import Mode
from posecoach.testing.landmarker import FakeLandmarker
from tests.kinematic import Noise, alternating, sequence
from tests.kinematic import Rep as Move
from tests.moments import SCREENS, moment
from tests.postures import nobody, standing
from tests.unit.pipeline.live import FPS, PICTURE, Camera, Shown, live, still

NOISE = Noise(jitter=0.7, seed=3)


def both(poses: list[Pose], name: str, mode: Mode = "mobilizer") -> tuple[Shown, Shown]:
    """The same pictures with a pose in each, and with fewer."""
    full = live(poses, Session([SetPlan(stretch(name), mode)]), None)
    assert not full.pictures
    return full, live(poses, Session([SetPlan(stretch(name), mode)]), PoseRate())


def after(first: list[Pose], then: Iterable[Pose]) -> list[Pose]:
    start = first[-1].t + 1 / FPS
    return [*first, *(replace(p, t=p.t + start) for p in then)]


@pytest.mark.parametrize("name", ["lateral_line", "hip_rotators", "hip_flexor"])
@pytest.mark.parametrize("lead_s", [1.6, 8.0])
def test_every_repetition_is_counted_as_at_the_full_rate(name: str, lead_s: float) -> None:
    moves = [replace(r, pause_s=2.5) for r in alternating(name, 3)]
    poses = sequence(name, moves, fps=FPS, noise=NOISE, lead_s=lead_s)
    full, fewer = both(poses, name)
    counted = [(e.side, e.complete) for e in full.events if isinstance(e, Rep)]
    assert len(counted) == 6
    assert [(e.side, e.complete) for e in fewer.events if isinstance(e, Rep)] == counted
    apart = [
        abs(a.t - b.t)
        for a, b in zip(
            (e for e in full.events if isinstance(e, Rep)),
            (e for e in fewer.events if isinstance(e, Rep)),
            strict=True,
        )
    ]
    assert max(apart) < 0.15


def test_a_hold_is_timed_as_at_the_full_rate_with_a_third_of_the_poses() -> None:
    moves = [Move("left", 20.0, hold_s=25.0), Move("right", 20.0, hold_s=15.0)]
    poses = sequence("lateral_line", moves, fps=FPS, noise=NOISE)
    full, fewer = both(poses, "lateral_line", "hold")
    spans = [[e for e in x.events if isinstance(e, HoldSpan)] for x in (full, fewer)]
    assert [s.side for s in spans[0]] == ["left", "right"] == [s.side for s in spans[1]]
    for a, b in zip(*spans, strict=True):
        assert b.held_s == pytest.approx(a.held_s, abs=0.2)
    assert fewer.looked(10.0, 25.0) == pytest.approx(10.0, abs=1.0)
    clock = [s.now.moment.hold.held_s for s in fewer.steps if s.now.moment and s.now.moment.hold]
    assert max(b - a for a, b in pairwise(clock) if b > a) < 0.5


def test_what_moves_gets_the_full_rate_at_once() -> None:
    poses = after(still(6.0), sequence("lateral_line", alternating("lateral_line", 1), fps=FPS))
    _, fewer = both(poses, "lateral_line")
    assert fewer.looked(2.0, 6.0) == pytest.approx(10.0, abs=1.0)
    begins = 6.0 + 1.6  # of the first bend, which is slow at first
    assert fewer.looked(begins + 0.5, begins + 1.5) == FPS


def test_each_picture_is_either_coached_or_shown_and_the_events_stay_with_the_steps() -> None:
    poses = still(6.0)
    _, fewer = both(poses, "lateral_line")
    coached = [s.pose.t for s in fewer.steps if s.pose is not None]
    assert sorted(coached + fewer.pictures) == [p.t for p in poses]
    assert len(fewer.pictures) > len(coached)


def crossed(t: float) -> Pose:
    """Wrists crossed before the chest, facing the camera: the pause gesture."""
    pose = standing(t)
    image = pose.image.copy()
    left, right = image[Landmark.LEFT_SHOULDER], image[Landmark.RIGHT_SHOULDER]
    middle, width = (left + right) / 2, left[0] - right[0]
    height = image[Landmark.LEFT_HIP][1] - left[1]
    for side, sign in (("LEFT", 1.0), ("RIGHT", -1.0)):
        image[Landmark[f"{side}_ELBOW"]] = middle + np.array([sign * 0.5 * width, 0.5 * height])
        image[Landmark[f"{side}_WRIST"]] = middle + np.array([-sign * 0.3 * width, 0.3 * height])
    return replace(pose, image=image)


@pytest.mark.parametrize("watch", ["full", "idle"])
@pytest.mark.parametrize("shift", range(3))
def test_the_pause_gesture_is_seen_within_three_tenths_of_a_second(watch: str, shift: int) -> None:
    begins = 20.0 + shift / FPS  # in the set itself; at each place between two looks
    poses = still(begins)
    poses += [crossed(begins + i / FPS) for i in range(100)]
    rate = PoseRate()
    rate.watch = "idle" if watch == "idle" else "full"
    fewer = live(poses, Session([one_set(stretch("lateral_line"))]), rate)
    (paused,) = [e.t for e in fewer.events if isinstance(e, Cue) and e.id == "paused"]
    assert paused - (begins + 2.0) <= 0.3
    first = next(s.pose.t for s in fewer.steps if s.pose and s.pose.t >= begins)
    assert first - begins <= 0.1


def test_whoever_comes_back_is_coached_again_as_soon_as_at_the_full_rate() -> None:
    poses = after(still(3.0), [nobody(i / FPS) for i in range(round(10 * FPS))])
    poses = after(poses, still(3.0))
    full, fewer = both(poses, "lateral_line")
    back = [
        next(e.t for e in x.events if isinstance(e, Cue) and e.id == "back") for x in (full, fewer)
    ]
    assert back[1] - back[0] <= 0.3
    assert fewer.looked(6.0, 12.0) == pytest.approx(10.0, abs=1.0), "nobody is there"
    assert fewer.looked(13.5, 14.0) == pytest.approx(FPS, abs=2.0), "and now somebody is"


def test_a_rest_is_quiet_whatever_moves_and_full_again_before_it_ends() -> None:
    one = sequence("lateral_line", alternating("lateral_line", 1), fps=FPS, tail_s=0.0)
    poses = after(one, sequence("lateral_line", alternating("lateral_line", 4), fps=FPS))
    session = Session([one_set(stretch("lateral_line"), reps=1)] * 2, rest_s=10.0)
    fewer = live(poses, session, PoseRate())
    rests = [s.now for s in fewer.steps if s.now.stage == "rest"]
    start = rests[0].t
    assert fewer.looked(start + 0.5, start + 8.5) == pytest.approx(10.0, abs=1.0)
    assert fewer.looked(start + 9.2, start + 9.9) == pytest.approx(FPS, abs=3.0)


def seen(now: SessionMoment, *, watch: str = "full", moves: bool = False) -> bool:
    """Whether the next picture gets a pose, after two seconds of the same moment."""
    rate = PoseRate()
    rate.watch = "idle" if watch == "idle" else "full"
    t = 0.0
    for i in range(60):
        t = i / FPS
        pose = standing(t)
        if moves:
            pose = replace(pose, image=pose.image + np.array([0.01 * i, 0.0]))
        rate.take(pose, replace(now, t=t))
    return rate.wants(t + 1 / FPS)


@pytest.mark.parametrize(
    "name", ["setup", "hold", "check", "intro", "countdown", "rest", "away", "paused"]
)
def test_who_stands_still_is_not_looked_at_in_each_picture(name: str) -> None:
    assert not seen(SCREENS[name])


@pytest.mark.parametrize("name", ["counting", "hold_paused"])
def test_in_a_repetition_and_in_a_hold_that_waits_each_picture_is_looked_at(name: str) -> None:
    assert seen(SCREENS[name])
    assert not seen(SCREENS[name], watch="idle"), "but not where a page covers it"


@pytest.mark.parametrize("name", ["setup", "hold", "check", "intro", "away"])
def test_movement_ends_the_quiet_but_not_in_a_rest(name: str) -> None:
    assert seen(SCREENS[name], moves=True)
    assert not seen(SCREENS["rest"], moves=True)
    assert not seen(SCREENS["paused"], moves=True)


def test_a_short_hold_may_be_the_end_of_a_slow_repetition() -> None:
    held = SCREENS["hold"].moment
    assert held is not None
    assert held.hold is not None
    short = moment(mode="hold", hold=replace(held.hold, held_s=2.0))
    assert seen(short)


def test_jitter_is_no_movement_but_one_arm_is() -> None:
    rng = np.random.default_rng(1)
    motion = Motion()
    for i in range(90):
        pose = standing(i / FPS)
        shaken = pose.image + rng.normal(0.0, 0.7, pose.image.shape) / (640, 480)
        assert motion.update(replace(pose, image=shaken)) == (i == 0)
    arm = [Landmark.LEFT_WRIST, Landmark.LEFT_INDEX, Landmark.LEFT_PINKY, Landmark.LEFT_THUMB]
    pose = standing(3.1)
    image = pose.image.copy()
    image[arm] += (0.04, 0.0)
    assert motion.update(replace(pose, image=image))


def test_a_recording_gets_a_pose_in_each_picture() -> None:
    poses = still(6.0)
    shown = Shown()
    frames = [Frame(PICTURE, p.t) for p in poses]

    class Source:
        info = SourceInfo("made", live=False)

        def read(self) -> Frame | None:
            return frames.pop(0) if frames else None

        def close(self) -> None:
            pass

    session = Session([SetPlan(stretch("lateral_line"), "mobilizer")])
    Pipeline(
        Source(), lambda: FakeLandmarker(poses), session, [shown], EveryFrame(overlap=False),
        rate=PoseRate(),
    ).run()  # fmt: skip
    assert len(shown.steps) == len(poses) + 1
    assert not shown.pictures


def test_a_request_is_answered_with_the_next_picture() -> None:
    poses, shown = still(6.0), Shown()
    session = Session([one_set(stretch("lateral_line"))])
    asked: list[float] = []

    class Asks(Shown):
        def picture(self, frame: Frame, /) -> None:
            if frame.t > 4.0 and not asked:
                asked.append(frame.t)
                pipeline.request("pause")

    sinks = [shown, Asks()]
    pipeline = Pipeline(
        Camera(poses), lambda: TapeLandmarker(poses), session, sinks, Newest(), rate=PoseRate()
    )
    pipeline.run()
    (paused,) = [e.t for e in shown.events if isinstance(e, Cue) and e.id == "paused"]
    assert paused - asked[0] == pytest.approx(1 / FPS)
