"""Frames that come by themselves: a camera by number or name, or a stream by its address."""

import math
import os
import re
import sys
import threading
from urllib.parse import urlsplit, urlunsplit

# Windows opens cameras 20 times slower with it, and OpenCV reads it when it is imported.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")

import cv2

from posecoach.capture.file import _bgr
from posecoach.capture.frame import Frame, FrameSource, SourceInfo
from posecoach.clock import Clock
from posecoach.errors import SourceError

_SCHEMES = ("http", "https", "rtsp")
_TIMEOUT_MS = 8000
_WIDTH, _HEIGHT, _FPS = 1280, 720, 30
_RETRY_S = 2.0


def cameras() -> list[tuple[int, str]]:
    """The cameras of this machine, number and name."""
    try:
        from cv2_enumerate_cameras import enumerate_cameras

        return sorted({(c.index % 100, c.name) for c in enumerate_cameras(_backend())})
    except Exception:  # the listing is a help only: a camera number works without it
        return []


def _backend() -> int:
    if sys.platform == "win32":
        return int(cv2.CAP_MSMF)
    return int(cv2.CAP_AVFOUNDATION if sys.platform == "darwin" else cv2.CAP_V4L2)


def is_stream(source: str) -> bool:
    """Whether a source is the address of a stream."""
    return "://" in source


def shown_name(source: str) -> str:
    """A stream's address without user name and password, for screens, records and logs."""
    if not is_stream(source):
        return source
    try:
        parts = urlsplit(source)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "stream"
    return urlunsplit((parts.scheme, host + port, parts.path, "", ""))


class Camera:
    """A camera, or a stream such as a phone's over HTTP. Times are those of the clock."""

    def __init__(self, source: str, clock: Clock) -> None:
        """Opens the source.

        Args:
            source: a camera's number, (part of) its name, or an http, https or rtsp address.

        Raises:
            SourceError: there is no such camera or stream, or it gives no picture.
        """
        self._clock = clock
        self._capture = _open(source)
        self.info = SourceInfo(name=shown_name(source), live=True)
        self._start = clock.now()

    def read(self) -> Frame | None:
        """The next frame.

        Raises:
            SourceError: the camera or stream is gone.
        """
        ok, raw = self._capture.read()
        if not ok or raw is None:
            raise SourceError(f"The picture of {self.info.name} has stopped; check the camera.")
        return Frame(_bgr(raw), self._clock.now() - self._start)

    def close(self) -> None:
        self._capture.release()


def _open(source: str) -> cv2.VideoCapture:
    if is_stream(source):
        scheme = source.split("://", 1)[0].lower()
        if scheme not in _SCHEMES:
            raise SourceError(f"Streams can be {', '.join(_SCHEMES)}; '{scheme}' is none of them.")
        capture = cv2.VideoCapture(
            source,
            cv2.CAP_FFMPEG,
            [
                *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _TIMEOUT_MS),
                *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, _TIMEOUT_MS),
            ],
        )
        if not capture.isOpened():
            raise SourceError(
                f"The stream {shown_name(source)} does not answer; "
                "check the address, and that both devices are in the same network."
            )
        return capture
    capture = cv2.VideoCapture(_number(source), _backend())
    if not capture.isOpened():
        capture.release()
        found = cameras()
        there = "; ".join(f"{i}: {name}" for i, name in found)
        raise SourceError(
            f"There is no camera '{source}' that can be opened. "
            + (f"Cameras here: {there}." if there else "No camera was found on this machine; ")
            + (
                " Close other programs that use it."
                if there
                else "connect one, or use --source with a video or a stream's address."
            )
        )
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT)
    capture.set(cv2.CAP_PROP_FPS, _FPS)
    return capture


def _number(source: str) -> int:
    """A camera's number from its number or name."""
    if re.fullmatch(r"\d{1,2}", source):
        return int(source)
    found = [(i, name) for i, name in cameras() if source.lower() in name.lower()]
    if not found:
        known = ", ".join(f"{i}: {name}" for i, name in cameras()) or "none"
        raise SourceError(f"There is no file or camera '{source}'. Cameras here: {known}.")
    return found[0][0]


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
    """Reads a live source and keeps its newest frame alone; opens it again when it breaks off.

    Cameras queue frames of their own: only reading without pause keeps what is shown fresh.
    """

    def __init__(self, source: FrameSource, reopen: str | None, clock: Clock) -> None:
        super().__init__(name="camera", daemon=True)
        self._source: FrameSource | None = source
        self._reopen = reopen
        self._clock = clock
        self._offset = 0.0
        self._start = clock.now()
        self._condition = threading.Condition()
        self._frame: Frame | None = None
        self._serial = 0
        self._ending = threading.Event()
        self.ended = False
        self.lost = False
        self.last_t = 0.0
        self.start()

    def run(self) -> None:
        while not self._ending.is_set():
            try:
                frame = self._source.read() if self._source else None
                if self._source is not None and frame is None:
                    break
            except SourceError:
                frame = None
            if frame is not None:
                self.lost = False
                t = max(frame.t + self._offset, self.last_t + 1e-4)
                self._publish(Frame(frame.image, t))
            elif not self._again():
                break
        with self._condition:
            self.ended = True
            self._condition.notify_all()

    def _publish(self, frame: Frame) -> None:
        with self._condition:
            self._frame, self._serial, self.last_t = frame, self._serial + 1, frame.t
            self._condition.notify_all()

    def _again(self) -> bool:
        """After the source broke off: tries to open it again, for as long as it takes."""
        self.lost = True
        if self._source is not None:
            self._source.close()
            self._source = None
        if self._reopen is None:
            return False
        if self._ending.wait(_RETRY_S):
            return False
        try:
            self._source = Camera(self._reopen, self._clock)
            self._offset = self._clock.now() - self._start
        except SourceError:
            pass
        return True

    def newest(self, after: int, timeout: float) -> tuple[int, Frame | None]:
        """The newest frame with its serial number, once there is one after ``after``."""
        with self._condition:
            self._condition.wait_for(lambda: self._serial > after or self.ended, timeout)
            if self._serial > after:
                return self._serial, self._frame
            return self._serial, None

    def now(self) -> float:
        """The time that a frame taken now would have."""
        return max(self._clock.now() - self._start, math.nextafter(self.last_t, math.inf))

    def end(self) -> None:
        """Stops reading; a read that hangs is left behind, not waited for."""
        self._ending.set()
        self.join(1.0)
        if not self.is_alive() and self._source is not None:
            self._source.close()
