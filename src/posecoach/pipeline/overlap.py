"""Finds the poses of a recording, with decoding and detection in two threads.

The pose model takes most of the time and releases Python's global lock, so decoding, coaching,
drawing and encoding run in parallel with it. Frames are passed on in batches, because the detector
waits for the lock at each hand-over. No frame is dropped, and the order is kept.

Raw pictures take most of the memory (2.8 MB each at 720p, and as much again made ready for the
model), so batches of large pictures are small, each stage is one batch ahead and no more, and what
was made ready is freed as soon as the pose is found.
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
_Pair = tuple[Frame, Any]  # a frame, and the previous stage's result for it
_Batch = list[_Pair]
_Next = Callable[[], T | None]
_Step = Callable[[Frame, Any], Any]

_BATCH = 16  # frames
_BATCH_BYTES = 10 << 20  # a batch of large frames has fewer of them: four at 720p


class _Stage(threading.Thread, Generic[T]):
    """A thread that calls ``step`` until it returns None, and is one result ahead."""

    def __init__(self, name: str, step: _Next[T]) -> None:
        super().__init__(name=name, daemon=True)
        self._step = step
        self._results: queue.SimpleQueue[T | None] = queue.SimpleQueue()
        self._room = threading.Semaphore(1)
        self._ending = threading.Event()
        self._error: BaseException | None = None
        self._over = False
        self.start()

    def run(self) -> None:
        try:
            while self._has_room():
                result = self._step()
                self._results.put(result)
                if result is None:
                    return
        except BaseException as error:  # ``next`` raises it
            self._error = error
            self._results.put(None)

    def _has_room(self) -> bool:
        """Waits until the last result is taken; returns false if it is to end."""
        self._room.acquire()
        return not self._ending.is_set()

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
                self._room.release()
                return result
            self._over = True
        if self._error is not None:
            raise self._error
        return None

    def end(self) -> None:
        self._ending.set()
        self._room.release()
        self.join(5.0)


def poses(
    source: FrameSource,
    landmarker: Landmarker,
    progress: Callable[[int], None] | None = None,
    *,
    overlap: bool = True,
) -> Iterator[tuple[Frame, Pose]]:
    """Each frame with its pose.

    Args:
        source: read in a thread of its own.
        landmarker: called in a thread of its own.
        progress: called with the number of frames done.
        overlap: false if other processes use the cores: more threads would only slow it down.

    Raises:
        SourceError: the source failed.
    """
    pairs = _pairs(source, landmarker, overlap=overlap)
    with contextlib.closing(pairs):  # ends its threads
        for n, pair in enumerate(pairs, start=1):
            yield pair
            if progress is not None:
                progress(n)


def _pairs(
    source: FrameSource, landmarker: Landmarker, *, overlap: bool
) -> Generator[tuple[Frame, Pose], None, None]:
    """As ``poses``; works in batches even without threads, which is kinder to the CPU cache."""
    staged = landmarker if isinstance(landmarker, StagedLandmarker) else _OneStage(landmarker)

    def read() -> _Pair | None:
        frame = source.read()
        return None if frame is None else (frame, staged.prepare(frame))

    stages: list[_Stage[_Batch]] = []

    def run(name: str, step: _Next[_Batch]) -> _Next[_Batch]:
        if not overlap:
            return step
        stages.append(_Stage(name, step))
        return stages[-1].next

    try:
        decoded = run("decode", _batches(iter(read, None)))
        found = run("poses", _batches(_detected(decoded, staged.find)))
        for batch in iter(found, None):
            batch.reverse()
            while batch:
                frame, raw = batch.pop()
                yield frame, staged.finish(frame, raw)
    finally:
        for stage in stages:
            stage.end()


def _detected(batches: _Next[_Batch], find: _Step) -> Iterator[_Pair]:
    for batch in iter(batches, None):
        batch.reverse()
        while batch:  # what was made ready is not kept
            frame, prepared = batch.pop()
            yield frame, find(frame, prepared)


def _batches(pairs: Iterator[_Pair]) -> _Next[_Batch]:
    """A function that returns the next batch, or None at the end.

    If ``pairs`` raises an error, the pairs before it are returned first.
    """
    failed: list[Exception] = []

    def batch() -> _Batch | None:
        if failed:
            raise failed[0]
        found: _Batch = []
        room = _BATCH_BYTES
        try:
            while len(found) < _BATCH and room > 0 and (pair := next(pairs, None)) is not None:
                found.append(pair)
                room -= pair[0].image.nbytes
        except Exception as error:
            if not found:
                raise
            failed.append(error)
        return found or None

    return batch


class _OneStage:
    """Wraps a landmarker without stages: ``find`` does all the work."""

    def __init__(self, landmarker: Landmarker) -> None:
        self._landmarker = landmarker

    def prepare(self, _frame: Frame, /) -> None:
        return None

    def find(self, frame: Frame, _prepared: None, /) -> Pose:
        return self._landmarker.detect(frame)

    def finish(self, _frame: Frame, found: Pose, /) -> Pose:
        return found
