"""Chooses the size of the pose model by how fast the machine is, while it runs."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from statistics import median

from posecoach.clock import Clock
from posecoach.errors import PosecoachError
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.landmarks.protocol import Landmarker, adapt
from posecoach.language import tr
from posecoach.pose import Pose
from posecoach.sources.frame import Frame

log = logging.getLogger("posecoach")

_SLOWEST_FPS = 15.0
_SPARE_FPS = 30.0  # well above the other limit, so that the size does not flip back and forth
_LITE_SPEEDUP = 1.6  # the full model's time over the lite one's
_WINDOW = 45  # poses in the median
_SETTLE_S = 3.0  # after a change, before the next decision
_STAY_S = 30.0  # the least time with the lite model


class SizeChooser:
    """Decides when to change the model size, from how long finding a pose takes."""

    def __init__(self) -> None:
        self._costs: deque[float] = deque(maxlen=_WINDOW)
        self._since: float | None = None
        self._size: ModelSize = "full"

    def take(self, cost: float, now: float) -> ModelSize | None:
        """One pose took ``cost`` seconds; returns the size to change to, or None."""
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
        """From now on, ``size`` is in use."""
        self._size, self._since = size, now
        self._costs.clear()


class AutoLandmarker:
    """Uses the full model, or the lite one while the machine cannot find 15 poses a second.

    The other size is loaded in the background and used from the next frame on. If it cannot be
    loaded, the user is told once and the size stays.
    """

    def __init__(
        self, load: Callable[[ModelSize], Landmarker], clock: Clock, pace: SizeChooser | None = None
    ) -> None:
        """Loads the full model.

        Raises:
            ModelError: it cannot be loaded.
        """
        self._load, self._clock, self._pace = load, clock, pace or SizeChooser()
        self._landmarker = load("full")
        self._loaded: Landmarker | None = None
        self._wanted: ModelSize | None = None
        self._cannot_change = False
        self.loader: threading.Thread | None = None
        self._remarks: deque[str] = deque()

    def remark(self) -> str | None:
        """A message for the screen, if there is a new one; each is returned once."""
        return self._remarks.popleft() if self._remarks else None

    def adapt(self, *, faces: bool, floor: bool) -> None:
        adapt(self._landmarker, faces=faces, floor=floor)

    def detect(self, frame: Frame) -> Pose:
        if self._loaded is not None and self._wanted is not None:
            self._landmarker.close()
            self._landmarker, self._loaded = self._loaded, None
            self._pace.changed(self._wanted, self._clock.now())
            self._add_remark(
                tr("The small pose model runs now: this machine is slow")
                if self._wanted == "lite"
                else tr("The full pose model runs again")
            )
            self._wanted = None
        start = self._clock.now()
        pose = self._landmarker.detect(frame)
        now = self._clock.now()
        wish = None if self._cannot_change or self._wanted else self._pace.take(now - start, now)
        if wish is not None:
            self._wanted = wish
            self.loader = threading.Thread(target=self._change, args=(wish,), daemon=True)
            self.loader.start()
        return pose

    def _change(self, size: ModelSize) -> None:
        try:
            self._loaded = self._load(size)
        except PosecoachError as error:
            log.warning("%s", error)
            self._cannot_change, self._wanted = True, None
            self._add_remark(tr("This machine is slow, and the small pose model is not here"))

    def _add_remark(self, sentence: str) -> None:
        log.info("%s", sentence)
        self._remarks.append(sentence)

    def close(self) -> None:
        if self.loader is not None:
            self.loader.join(5.0)
        if self._loaded is not None:
            self._loaded.close()
        self._landmarker.close()
