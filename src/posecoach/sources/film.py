"""Decodes a film by PyAV, which brings a whole FFmpeg: AV1, VP9, HEVC, ProRes, GIF and older ones.

PyAV is imported when the first film is opened: it takes a tenth of a second, and a camera does not
need it.
"""

import contextlib
import re
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from posecoach.errors import SourceError
from posecoach.paths import reason
from posecoach.sources.frame import MAX_PIXELS, Image

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

#: What to do with a film that cannot be read.
ADVICE = "save it as MP4 with H.264"
_THREADS = 2  # more than one picture at a time is decoded only where a core is idle
_LISTS = {"concat", "dash", "hls", "image2", "imf", "lavfi", "sdp"}  # formats that name other files
_PQ = 16  # the transfer curve of HDR10 and Dolby Vision, ITU-T H.273
_BT709 = 1  # the curve and the primaries of usual films, likewise


class Film:
    """The pictures of a file, in the order in which they are shown.

    Attributes:
        frames: how many the file announces; None if it does not.
        fps: pictures a second; 0 if unknown.
        codec: the name of its coding.
    """

    def __init__(self, path: Path) -> None:
        """Opens ``path``.

        Raises:
            SourceError: it is no film, its coding is unknown, or its pictures are too large.
        """
        import av
        import av.logging
        from av.codec.context import ThreadType
        from av.video.reformatter import VideoReformatter

        av.logging.restore_default_callback()  # what FFmpeg says goes where other libraries write
        self._errors = (av.FFmpegError, ValueError, OSError)
        self._container = _opened(path, self._errors)
        try:
            self._stream = _moving(path, self._container)
        except SourceError:
            self._container.close()
            raise
        context = self._stream.codec_context
        context.thread_type, context.thread_count = ThreadType.AUTO, _THREADS
        # A damaged header may announce any size in the middle of a film.
        context.options = {"max_pixels": str(MAX_PIXELS)}
        self.codec = context.codec.name.removeprefix("lib").replace("dav1d", "av1")
        self.fps = _fps(self._stream)
        self.frames = self._stream.frames or self._guessed_frames()
        self._convert = VideoReformatter()
        # AVI stores no times: what FFmpeg gives as those of showing is wrong for pictures that are
        # stored out of order, and those of decoding rise as the pictures come.
        self._by_order = self._container.format.name == "avi"
        self._pictures = self._decoded()
        self._frame: VideoFrame | None = None
        self._turn: tuple[int, np.ndarray | None] | None = None  # angle and display matrix

    def advance(self) -> bool:
        """Decodes the next picture; false at the end. What is damaged in between is left out."""
        self._frame = next(self._pictures, None)
        return self._frame is not None

    @property
    def stamp(self) -> float | None:
        """The time of the picture, seconds; None if the file does not know it."""
        assert self._frame is not None
        stamp = self._frame.dts if self._by_order else self._frame.pts
        base = self._stream.time_base
        return None if stamp is None or base is None else float(stamp * base)

    def picture(self) -> Image | None:
        """The picture, upright, as BGR; None if its way of storing colours is not known."""
        assert self._frame is not None
        with contextlib.suppress(*self._errors):
            return self._upright(self._frame, self._bgr(self._frame))
        return None

    def close(self) -> None:
        self._pictures.close()
        self._container.close()

    def _guessed_frames(self) -> int | None:
        """From the duration, where the file does not announce a number."""
        if self._container.duration is None:
            return None
        return round(self._container.duration / 1e6 * self.fps) or None

    def _decoded(self) -> "Generator[VideoFrame, None, None]":
        try:
            for packet in self._container.demux(self._stream):
                yield from self._frames_of(packet)
        except self._errors:  # the file breaks off here: what is already taken in is given
            yield from self._frames_of(None)

    def _frames_of(self, packet: Any) -> "Iterable[VideoFrame]":
        try:
            return self._stream.decode(packet)
        except self._errors:
            return ()

    def _bgr(self, frame: "VideoFrame") -> Image:
        # Only what is meant for HDR screens alone would be too dark as it is, and is converted,
        # which takes 20 times as long. HLG, which phones use, is made to be shown as it is.
        curve = _BT709 if frame.color_trc == _PQ else None
        converted = self._convert.reformat(
            frame,
            format="bgr24",
            interpolation="BICUBIC",
            dst_color_trc=curve,
            dst_color_primaries=curve,
            threads=1,
        )
        return np.asarray(converted.to_ndarray(), dtype=np.uint8)

    def _upright(self, frame: "VideoFrame", image: Image) -> Image:
        """The picture turned and mirrored as the file says (its display matrix)."""
        # A picture whose side data was asked for stays in memory until the garbage collector comes:
        # a hundred pictures, 145 MB at 720p. Its angle alone tells that the matrix has changed.
        if self._turn is None or self._turn[0] != frame.rotation:
            found: Any = frame.side_data.get("DISPLAYMATRIX")
            matrix = None if found is None else np.frombuffer(found, np.int32)[:9].reshape(3, 3)
            self._turn = frame.rotation, None if matrix is None else matrix.copy()
        matrix = self._turn[1]
        return image if matrix is None else turned(image, matrix)


def turned(image: Image, matrix: np.ndarray) -> Image:
    """The picture turned by quarters and mirrored.

    Args:
        image: BGR uint8 (H, W, 3).
        matrix: (3, 3); the row vector of a point, x to the right and y down, times it is where the
            point is shown. Angles between quarters are left as they are.
    """
    (a, b), (c, d) = matrix[:2, :2].astype(np.int64)
    straight, quarter = abs(a) + abs(d), abs(b) + abs(c)
    if min(straight, quarter) > 0:
        return image
    out: Any = image
    if quarter:
        out = cv2.transpose(out)
        a, d = c, b
    if a < 0 or d < 0:
        out = cv2.flip(out, -1 if a < 0 and d < 0 else 1 if a < 0 else 0)
    return np.asarray(out, dtype=np.uint8)


def _opened(path: Path, errors: tuple[type[Exception], ...]) -> "InputContainer":
    import av

    try:
        # FFmpeg may follow the file nowhere but to itself.
        container = av.open(
            f"file:{path}", metadata_errors="ignore", options={"protocol_whitelist": "file"}
        )
    except errors as error:
        if isinstance(error, PermissionError):
            raise SourceError(f"{path} cannot be read ({reason(error)}).") from error
        raise SourceError(f"{path} is not a video that can be read; {ADVICE}.") from error
    if set(container.format.name.split(",")) & _LISTS:
        container.close()
        raise SourceError(f"{path} is not a video but a list of other files; give a video.")
    return container


def _moving(path: Path, container: "InputContainer") -> "VideoStream":
    """The first stream of pictures that is not the cover of a piece of music.

    Raises:
        SourceError: there is none, nobody knows its coding, or its pictures are too large.
    """
    from av.stream import Disposition

    found = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not found:
        raise SourceError(f"{path} is not a video: it holds no moving picture; give a video.")
    stream = found[0]
    if stream.codec_context is None:
        raise SourceError(
            f"{path} is coded as {_unknown_codec(path)}, which cannot be read here; {ADVICE}."
        )
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > MAX_PIXELS:
        raise SourceError(
            f"{path} has pictures of {width} x {height}; that is more than posecoach "
            "reads. Save it smaller."
        )
    return stream


def _unknown_codec(path: Path) -> str:
    """What FFmpeg calls a coding that it has no decoder for: it says so only in its log."""
    import av
    import av.logging

    level = av.logging.get_level()
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture() as said:
            _opened(path, (av.FFmpegError, ValueError, OSError)).close()
    finally:
        av.logging.set_level(level)
        av.logging.restore_default_callback()
    for _, _, text in said:
        named = re.search(r"Video: (\w+)(?: \((\w+) / 0x)?", text)
        if named:
            name = next((n for n in named.groups() if n not in (None, "none", "unknown")), None)
            return "something unknown" if name is None else f"'{name}'"
    return "something unknown"


def _fps(stream: "VideoStream") -> float:
    for rate in (stream.average_rate, stream.guessed_rate, stream.base_rate):
        if rate:
            return float(rate)
    return 0.0
