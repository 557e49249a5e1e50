"""Memory over a long video at top speed: the same clip again and again, its times going on."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from posecoach.app.commands.sessions.recording import analyze
from posecoach.landmarks import model
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.paths import resource
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame, SourceInfo
from posecoach.spec.load import stretch

GROWTH_MIB = 60.0  # that a soak may grow by after its first quarter
_EVERY = 900  # frames between two looks at the memory


class Endless:
    """A clip from its start again, until the minutes are over."""

    info = SourceInfo("soak", live=False)

    def __init__(self, minutes: float) -> None:
        self._end = 60 * minutes
        self._offset = self.t = 0.0
        self._source = self._open()

    @staticmethod
    def _open() -> VideoFile:
        return VideoFile(resource("demo") / "demo_lateral_line.mp4")

    def read(self) -> Frame | None:
        frame = self._source.read()
        if frame is None:
            self.close()
            self._offset = self.t + 1 / 30
            self._source = self._open()
            frame = self._source.read()
            assert frame is not None
        self.t = self._offset + frame.t
        return Frame(frame.image, self.t) if self.t < self._end else None

    def close(self) -> None:
        self._source.close()


def resident_mib() -> float:
    """Resident memory of this process; its peak where the system tells no more."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text("ascii").splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    import resource as use

    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return use.getrusage(use.RUSAGE_SELF).ru_maxrss / unit


def soak(
    minutes: float, told: Callable[[float, float], None] = lambda *_: None
) -> tuple[list[tuple[float, float]], float]:
    """Analyses so many minutes of video.

    Args:
        minutes: of video.
        told: called with minutes of video and MiB now and then.

    Returns:
        (minutes of video, resident MiB) over time, and the seconds that it took.
    """
    source = Endless(minutes)
    memory: list[tuple[float, float]] = []

    def look(n: int) -> None:
        if n % _EVERY == 0:
            memory.append((source.t / 60, resident_mib()))
            told(*memory[-1])

    start = time.monotonic()
    landmarker = MediaPipeLandmarker(model.find_or_fetch())
    analyze(source, lambda: landmarker, stretch("lateral_line"), progress=look)
    return memory, time.monotonic() - start


def growth(memory: list[tuple[float, float]], minutes: float) -> float | None:
    """MiB that it grew by after the first quarter; None where it was too short to say."""
    settled = [m for t, m in memory if t > minutes / 4]
    return settled[-1] - settled[0] if len(settled) > 1 else None
