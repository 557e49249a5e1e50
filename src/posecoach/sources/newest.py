"""The newest frame of a live source, and recordings played at their own speed."""

import logging
import math
import threading
from collections.abc import Callable

from posecoach.clock import Clock
from posecoach.errors import SourceError
from posecoach.sources.frame import Frame, FrameSource, SourceInfo
from posecoach.sources.health import USUAL, Health, Trouble, Waits

log = logging.getLogger("posecoach")

_STEPPED_S = 0.5


class Paced:
    """A recording played at its own speed, as if it were live."""

    def __init__(self, source: FrameSource, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._start: float | None = None
        self.info = SourceInfo(source.info.name, live=True, fps=source.info.fps)

    def read(self) -> Frame | None:
        frame = self._source.read()
        if frame is None:
            return None
        if self._start is None:
            self._start = self._clock.now() - frame.t
        self._clock.sleep(self._start + frame.t - self._clock.now())
        return frame

    def close(self) -> None:
        self._source.close()


class NewestFrame(threading.Thread):
    """Opens a live source, reads it and keeps its newest frame alone.

    Cameras queue frames of their own: only reading without pause keeps what is shown fresh.
    Opening happens in the thread too, so that a window need not wait for it.

    Attributes:
        ended: no frame will come any more.
        error: why the source could not be opened or read of late.
        last_t: time of the newest frame, seconds; 0 before the first.
    """

    def __init__(
        self,
        opener: Callable[[], FrameSource],
        clock: Clock,
        *,
        again: bool = False,
        waits: Waits = USUAL,
    ) -> None:
        """Starts reading.

        Args:
            opener: opens the source; may raise SourceError.
            clock: the time.
            again: a camera or stream: when it breaks off, or is not there yet, it is opened
                again and again, and its pictures are watched for a shutter or a standstill.
            waits: how long for what.
        """
        super().__init__(name="camera", daemon=True)
        self._opener, self._clock, self._watched, self._waits = opener, clock, again, waits
        self._source: FrameSource | None = None
        self._start = clock.now()
        self._offset = 0.0
        self._opened = False
        self._condition = threading.Condition()
        self._frame: Frame | None = None
        self._serial = 0
        self._came = clock.now()
        self._health = Health(self._waits)
        self._ending = threading.Event()
        self.ended = False
        self.error: Exception | None = None
        self.last_t = 0.0
        self.start()

    def run(self) -> None:
        try:
            while not self._ending.is_set() and self._step():
                pass
        except Exception as error:  # so that a dead reader is not taken for a silent camera
            log.exception("the reader of %s ended", "the source")
            self.error = error
        finally:
            if self._source is not None:
                self._source.close()
                self._source = None
            with self._condition:
                self.ended = True
                self._condition.notify_all()

    def _step(self) -> bool:
        """Opens or reads once; false when all is over."""
        try:
            if self._source is None:
                self._open()
                return True
            frame = self._source.read()
        except SourceError as error:
            return self._broke(error)
        except Exception:  # drivers raise anything; the camera is opened again
            if not self._watched:
                raise
            log.exception("while reading the camera")
            return self._broke(SourceError("The camera's driver failed; it is opened anew."))
        if frame is None:
            return False
        if self._watched and frame.t + self._offset < self.last_t - _STEPPED_S:
            log.info("the clock stepped back")  # times go on from where they were
            self._offset += self.last_t - (frame.t + self._offset)
            self._health = Health(self._waits)
        t = max(frame.t + self._offset, self.last_t + 1e-4)
        self._publish(Frame(frame.image, t))
        if (
            self._watched
            and self._health.trouble == "frozen"
            and self._health.still_s > self._waits.stuck_s
        ):
            return self._broke(SourceError("The picture stood still; the camera is opened anew."))
        return True

    def _open(self) -> None:
        self._source = self._opener()
        now = self._clock.now()
        if not self._opened:
            self._start, self._opened = now, True
        elif self.error is not None:
            log.info("the picture is back")
        self._offset = now - self._start if self._watched else 0.0
        self._health, self._came, self.error = Health(self._waits), now, None

    def _broke(self, error: SourceError) -> bool:
        if str(error) != str(self.error):
            log.warning("%s", error)
        self.error = error
        if self._source is not None:
            self._source.close()
            self._source = None
        return self._watched and not self._ending.wait(self._waits.retry_s)

    def _publish(self, frame: Frame) -> None:
        now = self._clock.now()
        if self._watched:
            self._health.take(frame.image, now)
        with self._condition:
            self._frame, self._serial, self.last_t = frame, self._serial + 1, frame.t
            self._came = now
            self._condition.notify_all()

    @property
    def trouble(self) -> Trouble | None:
        """What is the matter with the picture just now; None where all is well."""
        if self.ended or not self._watched:
            return None
        if self._serial == 0:
            return "no_camera" if self.error is not None else None
        if self._source is None or self._clock.now() - self._came > self._waits.silent_s:
            return "lost"
        return self._health.trouble

    @property
    def fps(self) -> float:
        """Pictures a second that the source gives; 0 where unknown."""
        return self._health.fps

    def newest(self, after: int, timeout: float) -> tuple[int, Frame | None]:
        """The newest frame with its serial number, once there is one after ``after``.

        Args:
            after: the serial number that is known already.
            timeout: how long to wait for a newer one, seconds.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._serial > after or self.ended, timeout)
            if self._serial > after:
                return self._serial, self._frame
            return self._serial, None

    def now(self) -> float:
        """The time that a frame taken now would have, seconds."""
        return max(self._clock.now() - self._start, math.nextafter(self.last_t, math.inf))

    def end(self) -> None:
        """Stops reading; a read that hangs is left behind, not waited for."""
        self._ending.set()
        self.join(1.0)
