"""The newest step, for a window that draws in a thread of its own."""

import threading

from posecoach.events import Cue
from posecoach.pipeline.sink import Sink, Step
from posecoach.spec.schema import Stretch

_MOST_CUES = 50


class Latest(Sink):
    """Keeps the newest step, and the cues of those that were never looked at."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._step: Step | None = None
        self._fresh = False
        self._missed: list[tuple[Cue, Stretch]] = []

    def take(self, step: Step) -> None:
        if step.pose is None:  # the end has nothing new to show
            return
        with self._lock:
            if self._fresh and self._step is not None:
                now = self._step.now
                missed = [*self._missed, *((cue, now.plan.stretch) for cue in now.cues)]
                self._missed = missed[-_MOST_CUES:]
            self._step, self._fresh = step, True

    def newest(self) -> tuple[Step, list[tuple[Cue, Stretch]]] | None:
        """The newest step, if there is a new one, and the cues missed since the last call."""
        with self._lock:
            if self._step is None or not self._fresh:
                return None
            missed, self._missed, self._fresh = self._missed, [], False
            return self._step, missed

    @property
    def judging(self) -> bool:
        """Somebody stands ready in the start position, or is at work."""
        step = self._step
        moment = None if step is None else step.now.moment
        return moment is not None and moment.phase not in ("unseen", "setup")
