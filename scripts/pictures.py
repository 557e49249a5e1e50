"""Makes the README's pictures: the program itself, on its demo clips, with the real model.

Run ``uv run python scripts/pictures.py`` and look at each before committing it.
"""

from pathlib import Path

import cv2

from posecoach.app.commands.demo import clips
from posecoach.events import Cue
from posecoach.landmarks import model
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.pipeline.overlap import poses
from posecoach.session.session import Session
from posecoach.sinks.screen.screen import Screen
from posecoach.sources.file import VideoFile

OUT = Path(__file__).parents[1] / "docs" / "pictures"
AFTER_S = 0.7


def main() -> None:
    """One picture for each stretch: shortly after its first correction."""
    for plan, clip in clips([]):
        if "fault" not in clip.name:
            continue
        session, screen, said = Session([plan]), Screen(size=(960, 540)), None
        with MediaPipeLandmarker(model.find_or_fetch()) as landmarker:
            for frame, pose in poses(VideoFile(clip), landmarker):
                now = session.update(pose)
                canvas = screen.coaching(frame.image, pose, now)
                if any(isinstance(e, Cue) and e.kind == "correction" for e in now.events):
                    said = pose.t
                if said is not None and pose.t > said + AFTER_S:
                    break
        cv2.imwrite(str(OUT / f"{plan.stretch.id}.png"), canvas)


if __name__ == "__main__":
    main()
