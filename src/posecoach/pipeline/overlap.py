"""Poses of a file: decoding and finding poses each in a thread; every frame, in order, none lost.

The pose model takes most of the time and runs outside Python's lock, so what is done with the
poses (coaching, drawing, encoding) and the decoding hide behind it.
"""

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Any, Generic, TypeVar

from posecoach.landmarks.protocol import Landmarker, StagedLandmarker
from posecoach.pose import Pose
from posecoach.sources.frame import Frame, FrameSource

T = TypeVar("T")
_Pair = tuple[Frame, Any]
_Next = Callable[[], T | None]
_Step = Callable[[Frame, Any], Any]

_AHEAD = 1  # handfuls of each stage: enough to overlap, too few to fill the memory
_HANDFUL = 16  # frames
_HANDFUL_BYTES = 24 << 20  # fewer of them where they are large


class _Stage(threading.Thread, Generic[T]):
    """Calls ``step`` until it gives None, and keeps a short queue of results."""

    def __init__(self, name: str, step: Callable[[], T | None]) -> None:
        super().__init__(name=name, daemon=True)
        self._step = step
        self._results: queue.Queue[T | None] = queue.Queue(_AHEAD)
        self._ending = threading.Event()
        self._error: BaseException | None = None
        self._over = False
        self.start()

    def run(self) -> None:
        try:
            while not self._ending.is_set():
                result = self._step()
                if not self._put(result) or result is None:
                    return
        except BaseException as error:  # handed to the reader, who raises it
            self._error = error
            self._put(None)

    def _put(self, result: T | None) -> bool:
        while not self._ending.is_set():
            try:
                self._results.put(result, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def next(self) -> T | None:
        """The next result; None at the end.

        Raises:
            Exception: whatever the step raised.
        """
        while not self._over:
            try:
                result = self._results.get(timeout=0.5)
            except queue.Empty:
                if self._ending.is_set():
                    return None
                continue
            if result is not None:
                return result
            self._over = True
        if self._error is not None:
            raise self._error
        return None

    def end(self) -> None:
        self._ending.set()
        self.join(5.0)


def poses(
    source: FrameSource,
    landmarker: Landmarker,
    told: Callable[[int], None] | None = None,
    *,
    overlap: bool = True,
) -> Iterator[tuple[Frame, Pose]]:
    """Each frame with its pose.

    Args:
        source: read in a thread of its own.
        landmarker: called in a thread of its own.
        told: called with the number of frames done, for a progress bar.
        overlap: false where other processes use the cores: threads would then only cost.

    Raises:
        SourceError: the source broke off.
    """
    pairs = _overlapped(source, landmarker) if overlap else _plain(source, landmarker)
    with contextlib.closing(pairs):  # so that its threads end with it
        for n, pair in enumerate(pairs, start=1):
            yield pair
            if told is not None:
                told(n)


def _plain(
    source: FrameSource, landmarker: Landmarker
) -> Generator[tuple[Frame, Pose], None, None]:
    """In one thread, yet by the handful: each kind of work finds its code and data still near."""
    read, find, finish = _steps(source, landmarker)
    decoded = _by_handfuls(iter(read, None))
    for some in iter(_by_handfuls(_found(decoded, find)), None):
        for frame, raw in some:
            yield frame, finish(frame, raw)


def _overlapped(
    source: FrameSource, landmarker: Landmarker
) -> Generator[tuple[Frame, Pose], None, None]:
    """Decoding and finding in a thread each.

    Between two frames the finder should need Python's lock as little as can be: whoever else holds
    it just then makes it wait. So a staged landmarker's other parts are left to the other threads,
    and frames are handed on by the handful, to the finder and from it.
    """
    read, find, finish = _steps(source, landmarker)
    decoder = _Stage("decode", _by_handfuls(iter(read, None)))
    finder = _Stage("poses", _by_handfuls(_found(decoder.next, find)))
    try:
        for some in iter(finder.next, None):
            for frame, raw in some:
                yield frame, finish(frame, raw)
    finally:
        decoder.end()
        finder.end()


def _found(handfuls: _Next[list[_Pair]], find: _Step) -> Iterator[_Pair]:
    for some in iter(handfuls, None):
        for frame, prepared in some:
            yield frame, find(frame, prepared)


def _by_handfuls(pairs: Iterator[_Pair]) -> _Next[list[_Pair]]:
    """Gives some pairs at once, None at the end; what breaks comes after what came before it."""
    trouble: list[Exception] = []

    def handful() -> list[_Pair] | None:
        if trouble:
            raise trouble[0]
        some: list[_Pair] = []
        room = _HANDFUL_BYTES
        try:
            while len(some) < _HANDFUL and room > 0 and (pair := next(pairs, None)) is not None:
                some.append(pair)
                room -= pair[0].image.nbytes
        except Exception as error:
            if not some:
                raise
            trouble.append(error)
        return some or None

    return handful


def _steps(source: FrameSource, landmarker: Landmarker) -> tuple[_Next[_Pair], _Step, _Step]:
    """Reading with preparing, finding, finishing."""
    staged = landmarker if isinstance(landmarker, StagedLandmarker) else _OneStage(landmarker)

    def read() -> _Pair | None:
        frame = source.read()
        return None if frame is None else (frame, staged.prepare(frame))

    return read, staged.find, staged.finish


class _OneStage:
    """A landmarker that does everything in one call."""

    def __init__(self, landmarker: Landmarker) -> None:
        self._landmarker = landmarker

    def prepare(self, _frame: Frame, /) -> None:
        return None

    def find(self, frame: Frame, _prepared: None, /) -> Pose:
        return self._landmarker.detect(frame)

    def finish(self, _frame: Frame, found: Pose, /) -> Pose:
        return found
