"""Poses of a file, decoding beside inference: every frame, in order, none lost."""

import queue
import threading
from collections.abc import Callable, Iterator

from posecoach.capture.frame import Frame, FrameSource
from posecoach.landmarks.protocol import Landmarker
from posecoach.pose import Pose

_AHEAD = 4  # frames decoded ahead: enough to overlap, too few to fill the memory


class _Decoder(threading.Thread):
    """Reads frames into a short queue; passes on what went wrong."""

    def __init__(self, source: FrameSource) -> None:
        super().__init__(name="decode", daemon=True)
        self._source = source
        self._frames: queue.Queue[Frame | None] = queue.Queue(_AHEAD)
        self._ending = threading.Event()
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            while not self._ending.is_set():
                frame = self._source.read()
                if not self._put(frame) or frame is None:
                    return
        except BaseException as error:  # handed to the reader, who raises it
            self._error = error
            self._put(None)

    def _put(self, frame: Frame | None) -> bool:
        while not self._ending.is_set():
            try:
                self._frames.put(frame, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def __iter__(self) -> Iterator[Frame]:
        while (frame := self._frames.get()) is not None:
            yield frame
        if self._error is not None:
            raise self._error

    def end(self) -> None:
        self._ending.set()
        self.join(5.0)


def poses(
    source: FrameSource, landmarker: Landmarker, told: Callable[[int], None] | None = None
) -> Iterator[tuple[Frame, Pose]]:
    """Each frame with its pose.

    Args:
        told: called with the number of frames done, for a progress bar.

    Raises:
        SourceError: the source broke off.
    """
    decoder = _Decoder(source)
    try:
        for i, frame in enumerate(decoder, start=1):
            yield frame, landmarker.detect(frame)
            if told is not None:
                told(i)
    finally:
        decoder.end()
