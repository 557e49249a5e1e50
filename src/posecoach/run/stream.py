"""Poses of a file: decoding and finding poses each in a thread; every frame, in order, none lost.

The pose model takes most of the time and runs outside Python's lock, so what is done with the
poses (coaching, drawing, encoding) and the decoding hide behind it.
"""

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Generic, TypeVar

from posecoach.capture.frame import Frame, FrameSource
from posecoach.landmarks.protocol import Landmarker
from posecoach.pose import Pose

T = TypeVar("T")

_AHEAD = 4  # of each stage: enough to overlap, too few to fill the memory


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
    while (frame := source.read()) is not None:
        yield frame, landmarker.detect(frame)


def _overlapped(
    source: FrameSource, landmarker: Landmarker
) -> Generator[tuple[Frame, Pose], None, None]:
    decoder = _Stage("decode", source.read)

    def found() -> tuple[Frame, Pose] | None:
        frame = decoder.next()
        return None if frame is None else (frame, landmarker.detect(frame))

    finder = _Stage("poses", found)
    try:
        while (pair := finder.next()) is not None:
            yield pair
    finally:
        decoder.end()
        finder.end()
