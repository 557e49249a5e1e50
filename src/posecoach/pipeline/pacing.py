"""Which frames are coached: every frame of a recording, or the newest frame of a camera."""

from collections.abc import Callable, Generator
from typing import Protocol, TypeVar

from posecoach.landmarks.protocol import Landmarker
from posecoach.pipeline.overlap import poses
from posecoach.pipeline.stats import Stats
from posecoach.pose import Pose
from posecoach.sources.frame import Frame, FrameSource
from posecoach.sources.health import Trouble

S_contra = TypeVar("S_contra", contravariant=True)
#: Frames with their poses. A frame is None while there is no picture; a pose is None if the picture
#: is only shown.
Seen = Generator[tuple[Frame, Pose] | tuple[None, Pose] | tuple[Frame, None], None, None]
#: Whether the picture of a time gets a pose.
PoseWanted = Callable[[float], bool]

_NO_FRAME_S = 0.5  # without a frame for this long, empty poses are coached
_EMPTY_EVERY_S = 0.2


class Pacing(Protocol[S_contra]):
    """Reads frames from a source and finds their poses."""

    def poses(
        self,
        source: S_contra,
        landmarker: Landmarker,
        over: Callable[[], bool],
        stats: Stats,
        wanted: PoseWanted,
        /,
    ) -> Seen:
        """Frames with their poses, until the source ends or ``over`` is true."""
        ...


class EveryFrame:
    """Every frame, in order, as fast as poses are found.

    Args:
        progress: called with the number of frames done.
        overlap: false if other processes use the cores: more threads would only slow it down.
    """

    def __init__(
        self, progress: Callable[[int], None] | None = None, *, overlap: bool = True
    ) -> None:
        self._progress, self._overlap = progress, overlap

    def poses(
        self,
        source: FrameSource,
        landmarker: Landmarker,
        over: Callable[[], bool],
        stats: Stats,
        wanted: PoseWanted,
        /,
    ) -> Seen:
        # The pipeline checks for the end after each frame, and each frame gets a pose.
        del over, stats, wanted
        yield from poses(source, landmarker, self._progress, overlap=self._overlap)


class LiveSource(Protocol):
    """A source that a thread of its own reads and that keeps only the newest frame.

    Attributes:
        is_live: it is a camera or a stream, and no recording that is played at its own speed.
    """

    @property
    def is_live(self) -> bool: ...

    @property
    def ended(self) -> bool: ...

    @property
    def trouble(self) -> Trouble | None: ...

    def newest(self, after: int, timeout: float, /) -> tuple[int, Frame | None]: ...

    def now(self) -> float: ...


class Newest:
    """The newest frame whenever the landmarker is free; older frames are dropped.

    A frame that is not ``wanted`` is passed on without a pose, to be shown.
    """

    def poses(
        self,
        source: LiveSource,
        landmarker: Landmarker,
        over: Callable[[], bool],
        stats: Stats,
        wanted: PoseWanted,
        /,
    ) -> Seen:
        serial, size = 0, (640, 480)
        last_frame = last_empty = 0.0
        while not over():
            before = serial
            serial, frame = source.newest(serial, _EMPTY_EVERY_S)
            if frame is not None:
                stats.dropped += serial - before - 1 if before else 0
                size, last_frame = (frame.image.shape[1], frame.image.shape[0]), frame.t
                if source.trouble == "frozen":  # an old picture must not be judged
                    yield None, Pose(frame.t, *size)
                elif not wanted(frame.t):
                    yield frame, None
                else:
                    yield frame, landmarker.detect(frame)
            elif source.ended:
                return
            elif serial:  # not before the first picture
                now = source.now()
                if now - last_frame >= _NO_FRAME_S and now - last_empty >= _EMPTY_EVERY_S:
                    last_empty = now
                    yield None, Pose(now, *size)
