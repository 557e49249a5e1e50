"""Keeps the newest step for the window, which draws in another thread than the pipeline."""

import threading
from collections.abc import Callable
from dataclasses import replace

from posecoach.events import Cue
from posecoach.pipeline.sink import Sink, Step
from posecoach.sources.frame import Frame
from posecoach.spec.schema import Stretch

_MAX_CUES = 50


class Latest(Sink):
    """Keeps the newest step, and the cues of steps that were replaced before they were drawn.

    Attributes:
        stepped: called after each step and picture, in the pipeline's thread.
    """

    def __init__(self, stepped: Callable[[], None] = lambda: None) -> None:
        self.stepped = stepped
        self._lock = threading.Lock()
        self._step: Step | None = None
        self._fresh = False
        self._missed: list[tuple[Cue, Stretch]] = []

    def take(self, step: Step) -> None:
        if step.pose is None:  # the last step has nothing to draw
            return
        with self._lock:
            if self._fresh and self._step is not None:
                now = self._step.now
                missed = [*self._missed, *((cue, now.plan.stretch) for cue in now.cues)]
                self._missed = missed[-_MAX_CUES:]
            self._step, self._fresh = step, True
        self.stepped()

    def picture(self, frame: Frame, /) -> None:
        """Takes a picture without a pose: the step before it is shown again, with this picture."""
        with self._lock:
            step = self._step
            if step is None:
                return
            events = step.now.events if self._fresh else ()  # each is shown once
            now = replace(step.now, t=frame.t, events=events)
            self._step, self._fresh = replace(step, frame=frame, now=now), True
        self.stepped()

    def newest(self) -> tuple[Step, list[tuple[Cue, Stretch]]] | None:
        """The newest step and the cues of skipped steps; None if there is no new step."""
        with self._lock:
            if self._step is None or not self._fresh:
                return None
            missed, self._missed, self._fresh = self._missed, [], False
            return self._step, missed

    @property
    def judging(self) -> bool:
        """Whether the user is in the start position or moving."""
        step = self._step
        moment = None if step is None else step.now.moment
        return moment is not None and moment.ready
