"""A frame, and the protocol of everything that yields frames."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture.

    Attributes:
        image: BGR uint8 (H, W, 3), as the camera saw it, never mirrored by us.
        t: seconds from the start of the source.
    """

    image: Image
    t: float


@dataclass(frozen=True)
class SourceInfo:
    """What is known of a source before its first frame.

    Attributes:
        name: what to call it when talking to the user.
        live: whether frames come by themselves, so that slow readers lose some.
        frames: how many frames there will be, or None.
        fps: frames a second, or None.
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
            SourceError: the source broke off.
        """
        ...

    def close(self) -> None: ...
