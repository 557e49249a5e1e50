"""A frame, and the protocol of everything that yields frames."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
#: A file that claims a larger picture is refused before any memory is taken for it.
MAX_PIXELS = 8192 * 8192


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture.

    Attributes:
        image: BGR uint8 (H, W, 3), as the source gave it; never mirrored here.
        t: seconds since the source began.
    """

    image: Image
    t: float


@dataclass(frozen=True)
class SourceInfo:
    """Properties of a source, known before its first frame.

    Attributes:
        name: for messages to the user.
        live: frames come in real time, so a slow reader misses some.
        frames: the number of frames; None if unknown.
        fps: frames a second; None if unknown.
    """

    name: str
    live: bool
    frames: int | None = None
    fps: float | None = None


class FrameSource(Protocol):
    """Yields frames with rising times until it ends."""

    @property
    def info(self) -> SourceInfo: ...

    def read(self) -> Frame | None:
        """The next frame; None at the end.

        Raises:
            SourceError: the source failed.
        """
        ...

    def close(self) -> None: ...
