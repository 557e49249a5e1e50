"""Clips of somebody at a desk, their poses, and what is made of these."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from posecoach.app.desk.models import desk_landmarker, desk_model
from posecoach.desk.look.hidden import face_place
from posecoach.desk.look.posture import posture
from posecoach.desk.look.upright import upright
from posecoach.landmarks import tape
from posecoach.landmarks.protocol import look_for_face
from posecoach.pose import Pose
from posecoach.sources.file import VideoFile

EVERY_S = 0.5  # between two posed frames
_VIEWS = ((30, "front, behind a screen"), (65, "oblique"), (115, "side"), (360, "behind"))
_SETTLES = 30  # frames: 15 s


@dataclass
class Clip:
    """The tape of a clip: its upright and its slump, seconds, and what it is."""

    name: str
    source: str
    poses: list[Pose]
    upright: tuple[float, float]
    slump: tuple[float, float] | None = None
    company: bool = False


def posed(path: Path, tapes: Path) -> list[Pose]:
    """The poses of a clip, from its tape if there is one."""
    kept = tapes / f"{path.stem}.npz"
    if kept.exists():
        return tape.load(kept)
    landmarker, video, poses = (
        desk_landmarker(desk_model(None), mirrored_input=False),
        VideoFile(path),
        [],
    )
    # Shown twice, and the second time is kept: with several people it takes some looks until the
    # one at the desk is followed, which happens once a day and not in each round.
    frames, wanted = [], 0.0
    while (frame := video.read_from(wanted)) is not None:
        frames.append(frame)
        wanted = frame.t + EVERY_S - 1e-6
    video.close()
    # By then it is known where to look for their face, too.
    seen = [posture(landmarker.detect(frame)) for frame in frames[:_SETTLES]]
    look_for_face(landmarker, face_place(upright([p for p in seen if p is not None])))
    begin = frames[:_SETTLES][-1].t + EVERY_S
    for frame in frames:
        pose = landmarker.detect(replace(frame, t=frame.t + begin))
        poses.append(replace(pose, t=frame.t))
    landmarker.close()
    tape.save(kept, poses)
    return poses


def looped(
    poses: list[Pose], part: tuple[float, float], seconds: float, rng: np.random.Generator
) -> Iterator[Pose]:
    """A part again and again, to and fro so that nothing jumps, with a sitter's own small sway.

    The sway is slow, of a tenth of a face's size: about 2 cm.
    """
    own = [p for p in poses if part[0] <= p.t < part[1]]
    if not own:
        return
    round_ = own + own[-2:0:-1] if len(own) > 2 else own
    sway = rng.normal(0, 1, 2) * 0.0
    n = 0
    while n * EVERY_S < seconds:
        pose = round_[n % len(round_)]
        sway = 0.97 * sway + rng.normal(0, 0.0012, 2)
        yield moved(replace(pose, t=0.0), *sway)
        n += 1


def moved(pose: Pose, x: float, y: float) -> Pose:
    """The person and their face elsewhere, by shares of the picture's width and height."""
    ears = pose.ears
    if ears is not None:
        pose = replace(pose, ears=replace(ears, x=ears.x + x, y=ears.y + y))
    return replace(pose, image=pose.image + np.array([x, y])) if pose.found else pose


def timed(parts: Iterable[Iterable[Pose]]) -> list[Pose]:
    """Parts one after the other, each pose with its own time."""
    return [replace(p, t=i * EVERY_S) for i, p in enumerate(q for part in parts for q in part)]


def empty(like: Pose, seconds: float) -> list[Pose]:
    """Nobody in the picture."""
    return [Pose(0.0, like.width, like.height, luminance=120.0)] * round(seconds / EVERY_S)


def risen(poses: Iterable[Pose], faces: float = 2.2) -> list[Pose]:
    """The same people higher by some sizes of a face, as when they stand up at their place."""
    out = []
    for p in poses:
        now = posture(p)
        up = faces * (now.face if now is not None else 0.1 * p.height) / p.height
        out.append(moved(p, 0.0, -up))
    return out


def rendered(folder: Path, tapes: Path) -> Iterator[Clip]:
    for truth in sorted(folder.glob("*.json")):
        told = json.loads(truth.read_text("utf-8"))
        if told.get("stretch") != "desk" or not told["fault_intervals"]:
            continue
        fault = told["fault_intervals"][0]
        way = abs(told["azimuth_deg"])
        view = next(name for most, name in _VIEWS if way <= most)
        near = told["camera"]["fov_y_deg"] > 44
        second = told["second_person"] is not None
        where = f"rendered, {view}"
        if near:  # on the screen, or beside it
            where = f"rendered, webcam, {view.split(chr(44))[0]}"
        yield Clip(
            truth.stem,
            where + (", bystander" if second else ""),
            posed(truth.with_suffix(".mp4"), tapes),
            (0.5, fault["t_start"]),
            (fault["t_start"] + 2.0, fault["t_end"] - 1.5),
            company=second,
        )
