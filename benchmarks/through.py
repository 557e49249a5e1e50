"""Counts and holds of the live line with the real model in it, at the full and the adaptive rate.

    uv run python benchmarks/through.py DIR… [--seed TEXT]

The accuracy benchmark takes its live poses from a run without gaps; here the model itself gets only
the pictures that the rate wants, so its tracking sees the gaps. A skipped picture also changes
which later ones are dropped, and that alone may change a result: where a clip differs, see with
other seeds how far the full rate differs from itself.
"""

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

from judging import footage, labels
from judging.labels import Clip
from judging.runs import Tally
from judging.schedule import takes
from judging.scores import Run

from posecoach import nativelog
from posecoach.landmarks import facemodel, model
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.pipeline.pacing import Newest
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.rate import PoseRate
from posecoach.pose import Pose
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame
from posecoach.spec.load import stretch
from posecoach.spec.rules import Mode


class Film:
    """A film as a camera on a fake clock: what comes while the model is busy is dropped."""

    trouble = None
    is_live = True

    def __init__(self, path: Path) -> None:
        self._source = VideoFile(path)
        self._next = self._source.read()
        self.free = self.last_t = 0.0
        self.given = 0
        self.ended = False

    def newest(self, after: int, timeout: float, /) -> tuple[int, Frame | None]:
        del timeout
        found = None
        while self._next is not None and (found is None or self._next.t <= self.free):
            found, self._next = self._next, self._source.read()
        if found is None:
            self.ended = True
            return after, None
        self.given, self.last_t = self.given + 1, found.t
        return self.given, found

    def now(self) -> float:
        return self.last_t

    def close(self) -> None:
        self._source.close()


class Timed:
    """The real landmarker, which takes as long as the fake clock's dice say."""

    def __init__(self, film: Film, clip: Clip, seed: str) -> None:
        self._film, self._dice, self.poses = film, random.Random(clip.path.stem + seed), 0
        self._inner = MediaPipeLandmarker(
            model.find_or_fetch(), mirrored_input=clip.mirrored, face_model=facemodel.find()
        )

    def adapt(self, *, faces: bool, floor: bool) -> None:
        self._inner.adapt(faces=faces, floor=floor)

    def detect(self, frame: Frame) -> Pose:
        self.poses += 1
        self._film.free = max(self._film.free, frame.t) + takes(self._dice)
        return self._inner.detect(frame)

    def close(self) -> None:
        self._inner.close()


@dataclass(frozen=True)
class Outcome:
    """What one run found, and with how many poses."""

    reps: list[tuple[str, bool]]
    holds: list[tuple[str, float]]
    poses: int


def coached(
    clip: Clip, name: str, mode: Mode | None, rate: PoseRate | None, seed: str = ""
) -> Outcome:
    spec = stretch(name)
    run = Run(name, duration_s=0.0)
    session = Session([SetPlan(spec, mode or spec.modes[0])])
    film = Film(clip.path)
    timed = Timed(film, clip, seed)
    Pipeline(film, lambda: timed, session, [Tally(run)], Newest(), rate=rate).run()
    film.close()
    holds = [(side, round(end - start, 1)) for side, start, end in run.holds]
    return Outcome([(s, complete) for _, s, complete in run.reps], holds, timed.poses)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--seed", default="", help="of the slow and fast inferences")
    chosen = parser.parse_args()
    nativelog.turn_to_log()
    for clip in (c for f in chosen.folder for c in footage.clips(f) or labels.clips(f)):
        if clip.stretch is None:
            continue
        modes: list[Mode | None] = [None, "hold"] if clip.holds or clip.hold else [None]
        for mode in modes:
            full = coached(clip, clip.stretch, mode, None, chosen.seed)
            fewer = coached(clip, clip.stretch, mode, PoseRate(), chosen.seed)
            same = (full.reps, full.holds) == (fewer.reps, fewer.holds)
            print(
                f"{'same' if same else 'DIFFERS'}  {clip.path.stem} {mode or ''}: "
                f"{len(full.reps)} reps, holds {full.holds}, poses {full.poses} → {fewer.poses}"
                + ("" if same else f"; {fewer.reps} and {fewer.holds} for {full.reps}"),
                flush=True,
            )


if __name__ == "__main__":
    main()
