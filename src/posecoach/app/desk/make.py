"""Puts a day at the desk together: camera, model, record."""

import contextlib
import sqlite3
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from posecoach.app import breaks
from posecoach.app.desk.dayclock import DayClock
from posecoach.app.desk.daylog import DayLog
from posecoach.app.desk.eye import Eye
from posecoach.app.desk.live import LiveDesk
from posecoach.app.desk.models import desk_landmarker, desk_model
from posecoach.app.desk.wishes import of_settings
from posecoach.app.run.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.clock import SystemClock
from posecoach.desk.desk import Desk
from posecoach.errors import RecordError, SourceError, UsageError
from posecoach.paths import data_dir
from posecoach.records.alive import Alive, held
from posecoach.records.store import Store
from posecoach.sources.camera import Camera, check_address, is_stream, number_of
from posecoach.sources.inuse import CameraUse, Unknown, camera_use

_SIZE = (640, 480)  # of the pictures: enough for somebody at a desk, and little to decode


def live(own: Settings, options: RunOptions) -> LiveDesk:
    """A day that has not begun yet. The model is fetched here if there is none.

    Raises:
        PosecoachError: there is no model, or the source's address is malformed.
    """
    check_address(options.source)
    path = desk_model(options.model)
    clock = DayClock()
    record = None
    if own.desk.record != "off":
        exact = own.desk.record == "minute"
        record = DayLog(Store(patient=True), clock.began, exact=exact)
    eye = Eye(
        lambda: Camera(options.source, SystemClock(), size=_SIZE),
        _use(options.source),
        keep=own.desk.camera == "keep",
    )
    return LiveDesk(
        Desk(of_settings(own)),
        eye,
        lambda: desk_landmarker(path, mirrored_input=options.mirrored_input),
        clock,
        look_s=float(own.desk.look_s),
        record=record,
        stood=lambda seconds: breaks.stood_since(datetime.now(UTC) - timedelta(seconds=seconds)),
    )


def _use(source: str) -> CameraUse:
    """What tells whether another program uses the camera."""
    if is_stream(source):
        return Unknown()
    try:
        return camera_use(number_of(source))
    except SourceError:  # it may be connected later; then a look fails, and gives way by that
        return Unknown()


def alone() -> Alive:
    """Keeps a second watcher away until it is closed.

    Raises:
        UsageError: another posecoach watches the desk already.
        RecordError: there is no data folder, or it cannot be written.
    """
    place = data_dir()
    try:
        return Alive(place / "desk.running")
    except sqlite3.Error as error:
        if held(error):
            raise UsageError(
                "Another posecoach watches the desk already; its icon is in the tray."
            ) from error
        raise RecordError(
            f"{place} cannot be written ({error}); check its permissions and the space."
        ) from error


@dataclass
class Cost:
    """What the program has cost since this was made."""

    _cpu: float = field(default_factory=time.process_time)
    _since: float = field(default_factory=time.monotonic)

    @property
    def share(self) -> float:
        """Processor time as a share of one core."""
        return (time.process_time() - self._cpu) / max(time.monotonic() - self._since, 1e-3)

    @property
    def megabytes(self) -> float | None:
        """The most memory that was in use, MB; None where the system does not tell."""
        with contextlib.suppress(ImportError):
            import resource

            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            return most / (1 << 20) if sys.platform == "darwin" else most / 1024
        return None
