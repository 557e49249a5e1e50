"""Reads a live source and keeps its newest frame; plays recordings at their own speed."""

import logging
import math
import threading
from collections.abc import Callable

from posecoach.clock import Clock
from posecoach.errors import SourceError
from posecoach.sources.frame import Frame, FrameSource, SourceInfo
from posecoach.sources.health import USUAL, Health, Trouble, Waits

log = logging.getLogger("posecoach")

_CLOCK_STEP_S = 0.5  # a frame this much older than the last one: the clock was set back


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
    """A thread that opens a live source, reads it all the time, and keeps only the newest frame.

    Cameras queue frames, so a reader that pauses gets old ones. Opening happens in the thread too,
    so that the window does not wait for it.

    Attributes:
        is_live: it is a camera or a stream: it is opened again, and its pictures are checked.
        ended: no more frames will come.
        error: why the source could not be opened or read; None while it works.
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
            clock: the clock for frame times and time limits.
            again: true for a camera or stream: after an error it is opened again and again, and its
                pictures are checked for trouble.
            waits: the time limits.
        """
        super().__init__(name="camera", daemon=True)
        self._opener, self._clock, self.is_live, self._waits = opener, clock, again, waits
        self._source: FrameSource | None = None
        self._start = clock.now()
        self._offset = 0.0
        self._opened = False
        self._condition = threading.Condition()
        self._frame: Frame | None = None
        self._serial = 0
        self._last_frame_at = clock.now()
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
        except Exception as error:  # or the window would show it as a silent camera
            log.exception("the reader of the source ended")
            self.error = error
        finally:
            if self._source is not None:
                self._source.close()
                self._source = None
            with self._condition:
                self.ended = True
                self._condition.notify_all()

    def _step(self) -> bool:
        """Opens the source or reads one frame; returns false at the end."""
        try:
            if self._source is None:
                self._open()
                return True
            frame = self._source.read()
        except SourceError as error:
            return self._failed(error)
        except Exception:  # drivers raise anything
            if not self.is_live:
                raise
            log.exception("while reading the camera")
            return self._failed(SourceError("The camera's driver failed; it is opened anew."))
        if frame is None:
            return False
        if self.is_live and frame.t + self._offset < self.last_t - _CLOCK_STEP_S:
            log.info("the clock stepped back")  # frame times go on from the last one
            self._offset += self.last_t - (frame.t + self._offset)
            self._health = Health(self._waits)
        t = max(frame.t + self._offset, self.last_t + 1e-4)
        self._publish(Frame(frame.image, t))
        if (
            self.is_live
            and self._health.trouble == "frozen"
            and self._health.still_s > self._waits.stuck_s
        ):
            return self._failed(SourceError("The picture stood still; the camera is opened anew."))
        return True

    def _open(self) -> None:
        self._source = self._opener()
        now = self._clock.now()
        if not self._opened:
            self._start, self._opened = now, True
        elif self.error is not None:
            log.info("the picture is back")
        self._offset = now - self._start if self.is_live else 0.0
        self._health, self._last_frame_at, self.error = Health(self._waits), now, None

    def _failed(self, error: SourceError) -> bool:
        if str(error) != str(self.error):
            log.warning("%s", error)
        self.error = error
        if self._source is not None:
            self._source.close()
            self._source = None
        return self.is_live and not self._ending.wait(self._waits.retry_s)

    def _publish(self, frame: Frame) -> None:
        now = self._clock.now()
        if self.is_live:
            self._health.take(frame.image, now)
        with self._condition:
            self._frame, self._serial, self.last_t = frame, self._serial + 1, frame.t
            self._last_frame_at = now
            self._condition.notify_all()

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with the picture now; None if nothing is."""
        if self.ended or not self.is_live:
            return None
        if self._serial == 0:
            return "no_camera" if self.error is not None else None
        if self._source is None or self._clock.now() - self._last_frame_at > self._waits.silent_s:
            return "lost"
        return self._health.trouble

    @property
    def fps(self) -> float:
        """Pictures a second that the source gives; 0 if unknown."""
        return self._health.fps

    def newest(self, after: int, timeout: float) -> tuple[int, Frame | None]:
        """Waits for a frame newer than number ``after``; returns its number and the frame.

        Args:
            after: the number of the last frame that the caller got; 0 for none.
            timeout: the longest wait, seconds.

        Returns:
            The newest frame's number, and the frame, or None if there is no newer one.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._serial > after or self.ended, timeout)
            if self._serial > after:
                return self._serial, self._frame
            return self._serial, None

    def now(self) -> float:
        """The time that a frame read now would have, seconds."""
        return max(self._clock.now() - self._start, math.nextafter(self.last_t, math.inf))

    def end(self) -> None:
        """Stops reading; does not wait for a read that hangs."""
        self._ending.set()
        self.join(1.0)
