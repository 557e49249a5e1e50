"""One live run: its record, model, session and sinks, from the start to what is kept."""

import contextlib
import logging
from collections.abc import Callable

from posecoach.app.console import messages
from posecoach.app.run.closing import advice_on, close
from posecoach.app.run.compose import MakeSession, Sinks, make_session, make_sinks
from posecoach.app.run.models import Models
from posecoach.app.run.options import RunOptions
from posecoach.clock import Clock
from posecoach.errors import SourceError
from posecoach.pipeline.background import Background
from posecoach.pipeline.sink import EndState
from posecoach.records.store import Store
from posecoach.session.sets import SetPlan
from posecoach.sources.newest import NewestFrame

log = logging.getLogger("posecoach")


class Live:
    """A live run. Creating it may take a while: it opens the record and may fetch the model.

    Attributes:
        store: the user's record.
        options: the choices of the run.
        coach: coaches in a thread of its own; None before ``start``.
        sinks: of the run; None before ``start``.
    """

    def __init__(
        self,
        sets: list[SetPlan],
        rest_s: float,
        options: RunOptions,
        frames: NewestFrame,
        clock: Clock,
        make: MakeSession = make_session,
    ) -> None:
        """Prepares everything except what is shown.

        Raises:
            PosecoachError: the record cannot be opened, or there is no model.
        """
        self.options, self.frames, self.clock = options, frames, clock
        self._sets = sets
        self.store = Store(patient=True)
        if self.store.remark:
            messages().print(self.store.remark)
        try:
            self._models = Models(options, clock)
            self.session = make(sets, self.store, rest_s)
        except BaseException:
            self.store.close()
            raise
        self.coach: Background | None = None
        self.sinks: Sinks | None = None
        self._saved: int | None = None

    def start(self, *, pictured: bool, stepped: Callable[[], None] | None = None) -> Background:
        """Begins to coach in the background.

        Args:
            pictured: the camera's picture is already on the screen.
            stepped: called in the coaching thread after each step.
        """
        self.sinks = make_sinks(self._sets, self.options, self.store)
        if stepped is not None:
            self.sinks.latest.stepped = stepped
        self.coach = Background(
            self.frames, self._models.load, self.session, self.sinks.all, self.clock
        )
        if pictured:
            self.coach.pipeline.stats.first_picture = self.clock.now()
            self.coach.pictured.set()
        self.coach.start()
        return self.coach

    def remark(self) -> str | None:
        """A message of the model, each once."""
        return self._models.remark()

    def advise(self, before: int | None, after: int | None) -> str:
        """Advice on discomfort before and after, as text; empty for none."""
        earlier = [(b, a) for _, b, a in self.store.discomforts()]
        return advice_on(before, after, earlier)

    def stop(self) -> None:
        """Ends coaching and the camera; nothing is written yet."""
        if self.coach is not None:
            self.coach.end()
        self.frames.end()

    def finish(self, state: EndState) -> int:
        """Ends the run, saves it and prints what was done; returns the exit code.

        Raises:
            PosecoachError: coaching failed, there was no camera at all, or the record is
                incomplete.
        """
        self.stop()
        coach, sinks, frames = self.coach, self.sinks, self.frames
        if coach is None or sinks is None:
            return 0
        if coach.error is None and frames.last_t == 0 and frames.error is not None:
            sinks.voice.speaker.close()
            raise frames.error
        if self._saved is None:
            sinks.end(state if coach.error is None else "interrupted", self.session)
            self._saved = close(self.store, sinks.record, self.session.summary(), coach)
        return self._saved

    def close(self) -> None:
        """Closes the record."""
        with contextlib.suppress(Exception):
            self.store.close()


def no_camera(frames: NewestFrame) -> SourceError | None:
    """The error if there is no such camera or stream at all."""
    wrong = frames.trouble == "no_camera" and isinstance(frames.error, SourceError)
    return frames.error if wrong and isinstance(frames.error, SourceError) else None
