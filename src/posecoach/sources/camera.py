"""Live sources: a camera by number or name, or a stream by its address."""

import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

# With hardware transforms, Windows opens cameras 20 times slower. OpenCV reads this on import.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")

# Seconds until a camera that hangs is given up; OpenCV's default is 10.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "4")

import cv2
import numpy as np

from posecoach.clock import Clock
from posecoach.errors import SourceError
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sources.frame import Frame, Image, SourceInfo

_SCHEMES = ("http", "https", "rtsp")
# The protocols that a stream may use or redirect to; 'file' is left out on purpose.
_PROTOCOLS = "http,https,httpproxy,tcp,tls,udp,rtp,rtsp,crypto"
_TIMEOUT_MS = 4000
_WIDTH, _HEIGHT, _FPS = 1280, 720, 30

_options_lock = threading.Lock()


@contextmanager
def _ffmpeg_may_use(protocols: str) -> Iterator[None]:
    """Limits which protocols FFmpeg may use while a stream is opened in the block.

    So a playlist or redirect from elsewhere cannot open a file on this machine. OpenCV reads
    FFmpeg's options from an environment variable, so a lock lets only one source open at a time.
    """
    key = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
    with _options_lock:
        before = os.environ.get(key)
        os.environ[key] = f"rtsp_transport;tcp|protocol_whitelist;{protocols}"
        try:
            yield
        finally:
            if before is None:
                del os.environ[key]
            else:
                os.environ[key] = before


def cameras() -> list[tuple[int, str]]:
    """Number and name of each camera of this machine."""
    try:
        from cv2_enumerate_cameras import enumerate_cameras

        return sorted({(c.index % 100, c.name) for c in enumerate_cameras(_backend())})
    except Exception:  # without a list, camera numbers still work
        return []


def _backend() -> int:
    if sys.platform == "win32":
        return int(cv2.CAP_MSMF)
    return int(cv2.CAP_AVFOUNDATION if sys.platform == "darwin" else cv2.CAP_V4L2)


def is_stream(source: str) -> bool:
    """Whether ``source`` is the address of a stream."""
    return "://" in source


def shown_name(source: str) -> str:
    """The source without user name, password and query, for screens, records and logs."""
    if not is_stream(source):  # with an @, it may be an address with a password, but no scheme
        return source if "@" not in source else "…@" + source.rpartition("@")[2]
    try:
        parts = urlsplit(source)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "stream"
    shown = urlunsplit((parts.scheme, host + port, parts.path, "", ""))
    return shown if parts.scheme and "@" not in shown else "stream"


class Camera:
    """A camera, or a stream such as a phone's over HTTP. Frame times come from the clock."""

    def __init__(
        self, source: str, clock: Clock, *, size: tuple[int, int] = (_WIDTH, _HEIGHT)
    ) -> None:
        """Opens the source.

        Args:
            source: a camera's number, (part of) its name, or an http, https or rtsp address.
            clock: gives the frames' times.
            size: the wished width and height of a camera's pictures.

        Raises:
            SourceError: the camera or stream does not exist or cannot be opened.
        """
        self._clock = clock
        self._capture = _open(source, size)
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
        return Frame(as_bgr(raw), self._clock.now() - self._start)

    def skip(self) -> bool:
        """Passes over a frame without decoding it; whether there was one."""
        return bool(self._capture.grab())

    def close(self) -> None:
        self._capture.release()


def check_address(source: str) -> None:
    """Checks the address of a stream; camera numbers and names always pass.

    Raises:
        SourceError: the address is malformed, or its scheme is not allowed.
    """
    if not is_stream(source):
        return
    scheme = source.split("://", 1)[0].lower()
    if scheme not in _SCHEMES:
        named = f"'{scheme}'" if re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme) else "this"
        raise SourceError(f"Streams can be {', '.join(_SCHEMES)}; {named} is none of them.")
    try:
        parts = urlsplit(source)
        whole = parts.hostname and parts.port != 0
    except ValueError:
        whole = None
    if not whole or any(ord(c) < 33 for c in source):
        raise SourceError("This is no address of a stream; expected http://HOST:PORT/PATH.")


def _open(source: str, size: tuple[int, int]) -> cv2.VideoCapture:
    if is_stream(source):
        check_address(source)
        with _ffmpeg_may_use(_PROTOCOLS):
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
    capture = cv2.VideoCapture(number_of(source), _backend())
    if not capture.isOpened():
        capture.release()
        found, shown = cameras(), shown_name(source)
        there = "; ".join(f"{i}: {name}" for i, name in found)
        raise SourceError(
            f"There is no camera '{shown}' that can be opened. "
            + (f"Cameras here: {there}." if there else "No camera was found on this machine; ")
            + (
                " Close other programs that use it."
                if there
                else "connect one, or use --source with a video or a stream's address."
            ),
            window=_for_window(shown, found),
        )
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
    capture.set(cv2.CAP_PROP_FPS, _FPS)
    return capture


def _for_window(shown: str, found: list[tuple[int, str]]) -> str:
    """What the window says of a camera that cannot be opened."""
    if not found:
        return tr(
            _("No camera was found. Connect one and try again; Settings, Camera, shows which.")
        )
    said = tr(
        _(
            "The camera “{camera}” cannot be opened. Close other programs that use it, or choose "
            "another one in Settings, under Camera."
        )
    )
    names = {str(number): name for number, name in found}
    return said.format(camera=names.get(shown, shown))


def number_of(source: str) -> int:
    """The number of the camera with that number or name.

    Raises:
        SourceError: there is no camera of that name.
    """
    if re.fullmatch(r"\d{1,2}", source):
        return int(source)
    found = [(i, name) for i, name in cameras() if source.lower() in name.lower()]
    if not found:
        known = ", ".join(f"{i}: {name}" for i, name in cameras()) or "none"
        shown = shown_name(source)
        raise SourceError(
            f"There is no file or camera '{shown}'. Cameras here: {known}.",
            window=_for_window(shown, cameras()),
        )
    return found[0][0]


def as_bgr(raw: object) -> Image:
    """A decoded picture, grey, BGRA or 16-bit, as BGR uint8 (H, W, 3)."""
    image = np.asarray(raw)
    if image.dtype != np.uint8:
        image = cv2.convertScaleAbs(image, alpha=255.0 / 65535.0)
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    elif image.shape[2] == 4:
        image = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return np.asarray(image, dtype=np.uint8)
