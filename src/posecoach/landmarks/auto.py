"""Which size of the pose model runs: as chosen, or as large as the machine is fast enough for."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from statistics import median

from posecoach.clock import Clock
from posecoach.errors import PosecoachError
from posecoach.landmarks.model import ModelSize
from posecoach.landmarks.protocol import Landmarker, watch_faces
from posecoach.language import tr
from posecoach.pose import Pose
from posecoach.sources.frame import Frame

log = logging.getLogger("posecoach")

_SLOWEST_FPS = 15.0
_SPARE_FPS = 30.0  # only then back to the full model, so that the size does not flip back and forth
_LITE_SPEEDUP = 1.6  # how much longer the full model takes than the lite one
_WINDOW = 45  # poses that a decision looks at
_SETTLE_S = 3.0
_STAY_S = 30.0


class Pace:
    """Decides whether to step down or up, from how long finding a pose takes."""

    def __init__(self) -> None:
        self._costs: deque[float] = deque(maxlen=_WINDOW)
        self._since: float | None = None
        self._size: ModelSize = "full"

    def take(self, cost: float, now: float) -> ModelSize | None:
        """One pose took ``cost`` seconds; gives the size to change to, or None to stay."""
        self._since = now if self._since is None else self._since
        self._costs.append(cost)
        if len(self._costs) < _WINDOW // 3 or now - self._since < _SETTLE_S:
            return None
        typical = median(self._costs)
        if self._size == "full" and typical > 1 / _SLOWEST_FPS:
            return "lite"
        spare = typical * _LITE_SPEEDUP < 1 / _SPARE_FPS
        if self._size == "lite" and spare and now - self._since > _STAY_S:
            return "full"
        return None

    def changed(self, size: ModelSize, now: float) -> None:
        """The size that runs from now on."""
        self._size, self._since = size, now
        self._costs.clear()


class AutoLandmarker:
    """The full model, or the lite one while the machine cannot hold 15 poses a second.

    The other size is loaded beside, and takes over at the next frame. Where it cannot be had,
    that is told once and the size stays.
    """

    def __init__(
        self, load: Callable[[ModelSize], Landmarker], clock: Clock, pace: Pace | None = None
    ) -> None:
        """Loads the full model.

        Raises:
            ModelError: it cannot be loaded.
        """
        self._load, self._clock, self._pace = load, clock, pace or Pace()
        self._landmarker = load("full")
        self._coming: Landmarker | None = None
        self._wanted: ModelSize | None = None
        self._stuck = False
        self._loader: threading.Thread | None = None
        self._remarks: deque[str] = deque()

    def remark(self) -> str | None:
        """A sentence for the screen, once."""
        return self._remarks.popleft() if self._remarks else None

    def watch_faces(self, on: bool, /) -> None:
        watch_faces(self._landmarker, on)

    def detect(self, frame: Frame) -> Pose:
        if self._coming is not None and self._wanted is not None:
            self._landmarker.close()
            self._landmarker, self._coming = self._coming, None
            self._pace.changed(self._wanted, self._clock.now())
            self._tell(
                tr("The small pose model runs now: this machine is slow")
                if self._wanted == "lite"
                else tr("The full pose model runs again")
            )
            self._wanted = None
        start = self._clock.now()
        pose = self._landmarker.detect(frame)
        now = self._clock.now()
        wish = None if self._stuck or self._wanted else self._pace.take(now - start, now)
        if wish is not None:
            self._wanted = wish
            self._loader = threading.Thread(target=self._change, args=(wish,), daemon=True)
            self._loader.start()
        return pose

    def _change(self, size: ModelSize) -> None:
        try:
            self._coming = self._load(size)
        except PosecoachError as error:
            log.warning("%s", error)
            self._stuck, self._wanted = True, None
            self._tell(tr("This machine is slow, and the small pose model is not here"))

    def _tell(self, sentence: str) -> None:
        log.info("%s", sentence)
        self._remarks.append(sentence)

    def close(self) -> None:
        if self._loader is not None:
            self._loader.join(5.0)
        if self._coming is not None:
            self._coming.close()
        self._landmarker.close()
