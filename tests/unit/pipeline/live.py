"""What the tests of a live run share: a camera, a sink that keeps all, and a run of both."""

from dataclasses import dataclass, field

import numpy as np

from posecoach.events import Event
from posecoach.landmarks.replay import TapeLandmarker
from posecoach.pipeline.pacing import Newest
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.rate import PoseRate
from posecoach.pipeline.sink import Step
from posecoach.pose import Pose
from posecoach.session.session import Session
from posecoach.sources.frame import Frame, SourceInfo
from tests.postures import standing

FPS = 30.0
PICTURE = np.zeros((480, 640, 3), np.uint8)


@dataclass
class Camera:
    """Gives one picture after the other, each as soon as it is asked for."""

    poses: list[Pose]
    trouble = None
    is_live = True
    given: int = 0
    info: SourceInfo = field(default_factory=lambda: SourceInfo("made", live=True))

    @property
    def ended(self) -> bool:
        return self.given >= len(self.poses)

    def newest(self, after: int, timeout: float, /) -> tuple[int, Frame | None]:
        if self.ended:
            return after, None
        t = self.poses[self.given].t
        self.given += 1
        return self.given, Frame(PICTURE, t)

    def now(self) -> float:
        return self.poses[-1].t


@dataclass
class Shown:
    """A sink that keeps the steps, and the pictures without a pose."""

    steps: list[Step] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)

    def take(self, step: Step, /) -> None:
        self.steps.append(step)

    def picture(self, frame: Frame, /) -> None:
        self.pictures.append(frame.t)

    def end(self, *_: object) -> None:
        pass

    @property
    def events(self) -> list[Event]:
        return [e for s in self.steps for e in s.now.events]

    def looked(self, start: float, end: float) -> float:
        """Poses a second between two times."""
        times = [s.pose.t for s in self.steps if s.pose is not None]
        return sum(start <= t < end for t in times) / (end - start)


def live(poses: list[Pose], session: Session, rate: PoseRate | None) -> Shown:
    shown = Shown()
    Pipeline(
        Camera(poses), lambda: TapeLandmarker(poses), session, [shown], Newest(), rate=rate
    ).run()
    return shown


def still(seconds: float, start: float = 0.0) -> list[Pose]:
    return [standing(start + i / FPS) for i in range(round(seconds * FPS))]
