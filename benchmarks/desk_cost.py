"""What watching the desk costs: processor time as a share of one core, and memory.

    uv run python benchmarks/desk_cost.py CLIP [--seconds 120] [--look 5]

A made-up camera gives pictures of the clip as a webcam does (640x480, JPEG), opened and closed for
each look. The learning, with a look a second, is over before the measuring begins.
"""

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from posecoach.app.desk.dayclock import DayClock
from posecoach.app.desk.eye import Eye
from posecoach.app.desk.live import LiveDesk
from posecoach.app.desk.make import Cost
from posecoach.app.desk.models import desk_landmarker, desk_model
from posecoach.desk.desk import Desk
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame


class Camera:
    """Pictures of a clip, packed as a webcam packs them; only those that are read are decoded."""

    def __init__(self, clip: Path, number: int = 30) -> None:
        video, self._packed, self._next = VideoFile(clip), list[np.ndarray](), 0
        while len(self._packed) < number and (frame := video.read()) is not None:
            picture = cv2.resize(frame.image, (640, 480))
            self._packed.append(cv2.imencode(".jpg", picture)[1])
        video.close()

    def skip(self) -> bool:
        time.sleep(1 / 30)
        return True

    def read(self) -> Frame | None:
        time.sleep(1 / 30)
        self._next = (self._next + 1) % len(self._packed)
        picture = cv2.imdecode(self._packed[self._next], cv2.IMREAD_COLOR)
        return Frame(np.asarray(picture, np.uint8), 0.0)

    def close(self) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--look", type=float, default=5.0)
    given = parser.parse_args()
    camera, path = Camera(given.clip), desk_model(None)
    live = LiveDesk(
        Desk(),
        Eye(lambda: camera),
        lambda: desk_landmarker(path, mirrored_input=False),
        DayClock(),
        look_s=given.look,
    )
    live.start()
    while live.desk.learning and live.is_alive():
        time.sleep(0.5)
    cost, looks = Cost(), live.looks
    time.sleep(given.seconds)
    share, memory = cost.share, cost.megabytes
    print(
        f"{path.name}: {live.looks - looks} looks in {given.seconds:.0f} s: "
        f"{100 * share:.2f} % of one core, at most {memory or 0:.0f} MB"
    )
    live.end()


if __name__ == "__main__":
    main()
