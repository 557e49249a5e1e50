"""What a pose costs with each size of the model, in processor time: other programs do not count.

    uv run python benchmarks/sizes.py FILM [--frames N]

The sizes take turns on the same frames; the first of each turn are not counted. A size that is not
there yet is fetched first ('posecoach model fetch --size SIZE').
"""

import argparse
import sys
import time
from pathlib import Path
from typing import get_args

from posecoach import nativelog
from posecoach.landmarks import model
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame

_ROUNDS = 3
_NOT_COUNTED = 10  # frames: the model begins with the slower search for a person


def cost(frames: list[Frame], size: ModelSize) -> float:
    """Seconds of processor time a frame."""
    with MediaPipeLandmarker(model.find_or_fetch(None, size)) as landmarker:
        begin = 0.0
        for number, frame in enumerate(frames):
            if number == _NOT_COUNTED:
                begin = time.process_time()
            landmarker.detect(frame)
        return (time.process_time() - begin) / max(1, len(frames) - _NOT_COUNTED)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("film", type=Path)
    parser.add_argument("--frames", type=int, default=150)
    chosen = parser.parse_args()
    nativelog.turn_to_log()
    source = VideoFile(chosen.film)
    frames: list[Frame] = []
    while len(frames) < chosen.frames and (frame := source.read()) is not None:
        frames.append(frame)
    source.close()
    sizes: tuple[ModelSize, ...] = get_args(ModelSize)
    found = {size: min(cost(frames, size) for _ in range(_ROUNDS)) for size in sizes}
    for size, seconds in sorted(found.items(), key=lambda pair: pair[1]):
        print(f"{size:<6} {seconds * 1000:6.1f} ms  {seconds / found['full']:.2f} of full")
    return 0


if __name__ == "__main__":
    sys.exit(main())
