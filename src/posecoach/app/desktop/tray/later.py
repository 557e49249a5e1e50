"""A break that was put off: it begins when its time has come, unless that would disturb."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer

from posecoach.app import breaks
from posecoach.app.desk.live import LiveDesk

_BUSY_MS = 60_000  # in a call, or with company, it waits for so long again


class LaterBreak(QTimer):
    """Begins a break after some minutes.

    Args:
        live: the day.
        begin: begins the break.
    """

    def __init__(self, live: LiveDesk, begin: Callable[[], object]) -> None:
        super().__init__()
        self._live, self._begin = live, begin
        self._since: datetime | None = None
        self.setSingleShot(True)
        self.timeout.connect(self._due)

    def put_off(self, minutes: int) -> None:
        """The user has put a break off for so many minutes."""
        self._since = datetime.now(UTC)
        self.start(60_000 * minutes)

    def _due(self) -> None:
        desk = self._live.desk
        if self._live.off is not None or desk.where not in (None, "sitting"):
            return  # they do not want to be looked at, or have stood up meanwhile
        if self._since is not None and breaks.moved_since(self._since):
            return
        if desk.blind is not None or desk.company:
            self.start(_BUSY_MS)
        else:
            self._begin()
