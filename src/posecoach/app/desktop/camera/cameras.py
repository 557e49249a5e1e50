"""The cameras of this machine to choose from: where each is, and one picture of each."""

import contextlib
import sys
import threading
from pathlib import Path

from posecoach.app.desktop.settings.cards import Option
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sources.frame import Image

SYSFS = Path("/sys/class/video4linux")
_BUILT_IN = ("integrated", "built-in", "builtin", "facetime", "internal", "laptop")
_PLUGGED_IN = ("usb", "logitech", "brio", "external", "c920", "c270", "iphone")
_FRAMES = 8  # until a camera has found its exposure


def built_in(number: int, name: str, sysfs: Path = SYSFS) -> bool | None:
    """Whether a camera belongs to the machine; None where that cannot be told."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            device = (sysfs / f"video{number}" / "device").resolve()
            told = (device.parent / "removable").read_text("ascii").strip()
            if told in ("fixed", "removable"):
                return told == "fixed"
    lower = name.lower()
    if any(word in lower for word in _BUILT_IN):
        return True
    return False if any(word in lower for word in _PLUGGED_IN) else None


def options(own: str, sysfs: Path = SYSFS) -> tuple[list[Option], str]:
    """The cameras of this machine, and the value of the one of the settings.

    Args:
        own: the camera of the settings; it is among the options even if it is not there.
        sysfs: where Linux tells what a camera is plugged into.
    """
    from posecoach.sources.camera import cameras

    places = {True: tr(_("built in")), False: tr(_("plugged in")), None: ""}
    listed = cameras()
    found = [
        Option(str(number), name, places[built_in(number, name, sysfs)], "camera")
        for number, name in listed
    ]
    by_name = {name: str(number) for number, name in reversed(listed)}
    chosen = by_name.get(own, own)
    if chosen not in {option.value for option in found}:
        found.insert(0, _other(own))
    return found, chosen


def _other(source: str) -> Option:
    """A source that is none of the cameras of this machine."""
    from posecoach.app.run.sources import is_file
    from posecoach.sources.camera import is_stream, shown_name

    if is_stream(source):
        return stream(source)
    if is_file(source):
        return Option(source, Path(source).name, tr(_("a recording")), "camera")
    title = tr(_("First camera")) if source == "0" else shown_name(source)
    return Option(source, title, tr(_("not found now")), "camera")


def stream(address: str) -> Option:
    """A stream among the cameras."""
    from posecoach.sources.camera import shown_name

    return Option(address, shown_name(address), tr(_("a stream")), "camera")


class FirstPictures(threading.Thread):
    """Takes one picture of each camera in turn, so that the user sees which is which.

    Attributes:
        pictures: by the camera's value; grows while it runs.
    """

    def __init__(self, values: list[str]) -> None:
        super().__init__(name="camera pictures", daemon=True)
        self._values, self._ending = values, threading.Event()
        self.pictures: dict[str, Image] = {}
        self.start()

    def run(self) -> None:
        from posecoach.clock import SystemClock
        from posecoach.errors import PosecoachError
        from posecoach.sources.camera import Camera

        for value in self._values:
            if self._ending.is_set():
                return
            # A camera without a picture keeps its icon; what is wrong is told once it is chosen.
            with (
                contextlib.suppress(PosecoachError),
                contextlib.closing(Camera(value, SystemClock())) as camera,
            ):
                for _number in range(_FRAMES):
                    frame = camera.read()
                    if frame is None or self._ending.is_set():
                        break
                    self.pictures[value] = frame.image

    def end(self) -> None:
        """No further camera is opened."""
        self._ending.set()
