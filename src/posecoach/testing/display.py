"""A window that nobody sees."""

from posecoach.errors import DisplayError
from posecoach.sinks.screen.display import LOST
from posecoach.sources.frame import Image


class FakeDisplay:
    """Keeps the last canvas and plays back keys, one a canvas; set ``lost`` to take it away."""

    def __init__(self, keys: list[str | None] | None = None, size: tuple[int, int] = (1280, 720)):
        self.keys = list(keys or [])
        self._size = size
        self.shown = 0
        self.lost = False
        self.last: Image | None = None

    def show(self, canvas: Image) -> str | None:
        if self.lost:
            raise DisplayError(LOST)
        self.shown += 1
        self.last = canvas
        return self.keys.pop(0) if self.keys else None

    def size(self) -> tuple[int, int]:
        return self._size

    def toggle_full_screen(self) -> None:
        pass

    def close(self) -> None:
        pass
