"""Makes the pictures of the README and the site: the program itself, on its demo clips.

Run ``uv run python scripts/pictures.py`` and look at each before committing it. The pose model, the
coach and the drawing are those of a real session.
"""

from collections.abc import Iterator
from pathlib import Path

import cv2

from posecoach.app.commands.sessions.demo import clips
from posecoach.events import Cue
from posecoach.landmarks import model
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.pipeline.overlap import poses
from posecoach.session.moment import SessionMoment
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan
from posecoach.sinks.screen.screen import Screen
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Image

OUT = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = (960, 540)
QUALITY = 80  # of a still, 0 to 100
AFTER_S = 0.7  # a still is taken this long after the first correction

MOVING = "hip_flexor"  # a repetition, a correction, praise, the next repetition
MOVING_S = (6.0, 18.0)  # from when to when in its clip
MOVING_SIZE = (720, 405)
MOVING_QUALITY = 46
MOVING_FPS = 8.0


def drawn(
    plan: SetPlan, clip: Path, size: tuple[int, int]
) -> Iterator[tuple[float, Image, SessionMoment]]:
    """Each picture of a coached clip: its time in seconds, the drawn canvas, and the moment."""
    session, screen = Session([plan]), Screen(size=size)
    with MediaPipeLandmarker(model.find_or_fetch()) as landmarker:
        for frame, pose in poses(VideoFile(clip), landmarker):
            now = session.update(pose)
            yield pose.t, screen.coaching(frame.image, pose, now), now


def corrected(plan: SetPlan, clip: Path) -> Image:
    """The canvas shortly after the clip's first correction, or the last one of a clip that ends.

    Raises:
        ValueError: nothing is corrected in the clip.
    """
    said = last = None
    for t, canvas, now in drawn(plan, clip, SIZE):
        last = canvas
        if said is None and any(isinstance(e, Cue) and e.kind == "correction" for e in now.events):
            said = t
        if said is not None and t > said + AFTER_S:
            break
    if said is None or last is None:
        raise ValueError(f"nothing is corrected in {clip}")
    return last


def moving(plan: SetPlan, clip: Path) -> cv2.Animation:
    """A part of a session as a moving picture that begins again for ever."""
    begin, end = MOVING_S
    canvases: list[Image] = []
    for t, canvas, _now in drawn(plan, clip, MOVING_SIZE):
        if t > end:
            break
        if t >= begin + len(canvases) / MOVING_FPS:
            canvases.append(canvas.copy())
    out = cv2.Animation()
    out.frames = canvases
    out.durations = [round(1000 / MOVING_FPS)] * len(canvases)
    out.loop_count = 0
    return out


def main() -> None:
    """One still for each stretch, and one moving picture."""
    for plan, clip in clips([]):
        if "fault" not in clip.name:
            continue
        name = plan.stretch.id
        still = corrected(plan, clip)
        cv2.imwrite(str(OUT / f"{name}.webp"), still, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
        if name == MOVING:
            cv2.imwriteanimation(
                str(OUT / "session.webp"),
                moving(plan, clip),
                [cv2.IMWRITE_WEBP_QUALITY, MOVING_QUALITY],
            )


if __name__ == "__main__":
    main()
