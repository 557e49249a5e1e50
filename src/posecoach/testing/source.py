"""Frames from a list."""

from posecoach.sources.frame import Frame, SourceInfo


class FakeSource:
    """Frames from a list: for tests and for replaying what was kept in memory."""

    def __init__(self, frames: list[Frame], *, name: str = "fake", live: bool = False) -> None:
        self.info = SourceInfo(name=name, live=live, frames=len(frames))
        self._frames = iter(frames)
        self.closed = False

    def read(self) -> Frame | None:
        return next(self._frames, None)

    def close(self) -> None:
        self.closed = True
