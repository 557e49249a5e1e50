"""One look through the camera: as short as can be, and never while another program wants it."""

from collections.abc import Callable
from typing import Protocol

from posecoach.desk.events import Blindness
from posecoach.errors import SourceError
from posecoach.sources.frame import Frame
from posecoach.sources.health import covered
from posecoach.sources.inuse import CameraUse, Unknown

#: A camera that was just opened finds its brightness in the first pictures, a third of a second.
_FIRST, _NEXT = 10, 5  # pictures passed over: after opening, and old ones of a camera kept open


class OpenCamera(Protocol):
    """A camera that is open."""

    def skip(self) -> bool: ...

    def read(self) -> Frame | None: ...

    def close(self) -> None: ...


class Eye:
    """Looks when it is asked to.

    Attributes:
        seeing: called with true when the camera is about to open for a look, and with false
            after it.
    """

    def __init__(
        self,
        open_camera: Callable[[], OpenCamera],
        use: CameraUse | None = None,
        *,
        keep: bool = False,
    ) -> None:
        """Prepares looks; nothing is opened yet.

        Args:
            open_camera: opens the camera; raises SourceError.
            use: tells whether another program uses it.
            keep: leave the camera open between two looks.
        """
        self._open, self._use, self._keep = open_camera, use or Unknown(), keep
        self._camera: OpenCamera | None = None
        self.seeing: Callable[[bool], object] = lambda _on: None

    @property
    def held(self) -> bool:
        """Whether the camera is open now."""
        return self._camera is not None

    def look(self) -> Frame | Blindness:
        """A picture, or why there is none. The picture's own time is not used."""
        if self.wanted():
            return "taken"
        self.seeing(True)
        try:
            return self._look()
        finally:
            self.seeing(False)

    def _look(self) -> Frame | Blindness:
        first = self._camera is None
        try:
            if self._camera is None:
                self._camera = self._open()
            for _ in range(_FIRST if first else _NEXT):
                if self.wanted():
                    return "taken"
                if not self._camera.skip():
                    break
            frame = self._camera.read()
        except SourceError:
            # A camera that streams to another program gives no picture here.
            self.release()
            return "taken" if self._use.taken() else "lost"
        if self.wanted():
            return "taken"
        if not self._keep:
            self.release()
        if frame is None:
            self.release()
            return "lost"
        return "covered" if covered(frame.image) else frame

    def wanted(self) -> bool:
        """Whether another program uses the camera or has just opened it; then it is let go."""
        if not self._use.taken():
            return False
        self.release()
        return True

    def release(self) -> None:
        """Closes the camera."""
        if self._camera is not None:
            self._camera.close()
            self._camera = None

    def close(self) -> None:
        """Closes the camera, and watches its use no more."""
        self.release()
        self._use.close()
