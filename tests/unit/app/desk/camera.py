"""A camera at a desk that counts what is asked of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from posecoach.errors import SourceError
from posecoach.sources.frame import Frame

PICTURE = np.random.default_rng(1).integers(0, 255, (48, 64, 3), dtype=np.uint8)


@dataclass
class Camera:
    """A camera that counts, and does something at each frame."""

    picture: np.ndarray = field(default_factory=lambda: PICTURE)
    at_frame: Callable[[int], None] = lambda _n: None
    opened: int = 0
    closed: int = 0
    frames: int = 0
    broken: bool = False

    def open(self) -> "Camera":
        if self.broken:
            raise SourceError("There is no camera.")
        self.opened += 1
        return self

    def skip(self) -> bool:
        self.frames += 1
        self.at_frame(self.frames)
        return True

    def read(self) -> Frame | None:
        return Frame(self.picture, 0.0)

    def close(self) -> None:
        self.closed += 1
