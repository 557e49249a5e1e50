"""Opens the source of a run: a camera, a stream, a recording or a landmark tape."""

import os
from collections.abc import Callable
from pathlib import Path

from posecoach.clock import Clock
from posecoach.landmarks import tape
from posecoach.landmarks.replay import TapeFrames
from posecoach.sources.camera import Camera, check_address, is_stream, shown_name
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import FrameSource
from posecoach.sources.newest import Paced


def is_file(source: str) -> bool:
    """Whether ``source`` means a file: the file exists, or the text looks like a path."""
    if is_stream(source):
        return False
    path = Path(source)
    return path.exists() or path.suffix != "" or os.sep in source


def recorded_name(source: str) -> str:
    """The name of a source for the record, without passwords and folders."""
    return Path(source).name if is_file(source) else shown_name(source)


def is_tape(source: str) -> bool:
    """Whether ``source`` is a landmark tape."""
    return tape.is_tape(Path(source)) and is_file(source)


def opener(source: str, clock: Clock) -> tuple[Callable[[], FrameSource], bool]:
    """A function that opens the source, and whether to open it again after an error.

    A recording or a tape is played at its own speed, as if it were a camera.

    Raises:
        PosecoachError: a file cannot be read or an address is malformed. (A missing camera is not
            an error yet: it may be connected later.)
    """
    if is_tape(source):
        path = Path(source)
        recorded = tape.load(path)
        return lambda: Paced(TapeFrames(recorded, path.name), clock), False
    if is_file(source):
        video = VideoFile(Path(source))
        return lambda: Paced(video, clock), False
    check_address(source)
    return lambda: Camera(source, clock), True
