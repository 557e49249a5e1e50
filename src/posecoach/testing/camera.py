"""A camera whose faults are switched on and off by hand: for the tests of the live line."""

import threading
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from posecoach.clock import Clock
from posecoach.errors import SourceError
from posecoach.sources.frame import Frame, Image, SourceInfo

CameraState = Literal["well", "absent", "frozen", "covered", "silent", "dying"]


@dataclass
class FaultyCamera:
    """Gives noisy pictures at its pace, until it is told otherwise.

    Attributes:
        clock: the time; pictures carry seconds since the camera was opened.
        state: 'absent' (can't be opened, or is unplugged), 'frozen' (the same picture again and
            again), 'covered' (black), 'silent' (a read that hangs), 'dying' (a read that raises
            what nobody expects), or 'well'.
        gap_s: seconds between pictures.
        size: width and height of the pictures.
        opened: how often it was opened.
    """

    clock: Clock
    state: CameraState = "well"
    gap_s: float = 0.01
    size: tuple[int, int] = (64, 48)
    opened: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    info: SourceInfo = field(default_factory=lambda: SourceInfo("faulty camera", live=True))
    _start: float = 0.0
    _seed: int = 0
    _last: Image | None = None

    def open(self) -> "FaultyCamera":
        """Opens it, as often as need be.

        Raises:
            SourceError: it is absent.
        """
        if self.state == "absent":
            raise SourceError("There is no camera 'faulty'; connect one.")
        self.opened += 1
        self._start = self.clock.now()
        return self

    def read(self) -> Frame | None:
        if self.state == "silent":
            self.released.wait(30.0)
        if self.state == "absent":
            raise SourceError("The picture of the faulty camera has stopped; check the camera.")
        if self.state == "dying":
            raise RuntimeError("a driver's mistake")
        self.clock.sleep(self.gap_s)
        return Frame(self._picture(), self.clock.now() - self._start)

    def _picture(self) -> Image:
        width, height = self.size
        if self.state == "covered":
            return np.full((height, width, 3), self._seed % 2, np.uint8)
        if self.state == "frozen" and self._last is not None:
            return self._last
        self._seed += 1
        rng = np.random.default_rng(self._seed)
        self._last = rng.integers(0, 255, (height, width, 3), dtype=np.uint8)
        return self._last

    def close(self) -> None:
        self.released.set()
