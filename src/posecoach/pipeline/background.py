"""Live coaching: a pipeline in a thread of its own, beside the window or the terminal."""

import logging
import threading
from collections.abc import Callable, Sequence

from posecoach.clock import Clock
from posecoach.errors import PosecoachError
from posecoach.landmarks.protocol import Landmarker
from posecoach.pipeline.pacing import LiveSource, Newest
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.sink import Sink
from posecoach.session.session import Session

log = logging.getLogger("posecoach")

_FIRST_PICTURE_S = 1.0  # loading the model waits so long for the first picture to be shown
_END_S = 5.0


class Background(threading.Thread):
    """Coaches the newest frame of a live source until it is over or asked to end.

    Attributes:
        pipeline: what it runs.
        pictured: the first picture is on the screen: now the cores are free to load the model.
        done: it is over, and the sinks have what was open.
        error: what broke it off; ``raise_if_failed`` puts it in words.
    """

    def __init__(
        self,
        source: LiveSource,
        load: Callable[[], Landmarker],
        session: Session,
        sinks: Sequence[Sink],
        clock: Clock,
    ) -> None:
        super().__init__(name="coach", daemon=True)
        self._ending = threading.Event()
        self.pipeline = Pipeline(
            source, load, session, sinks, Newest(), stopped=self._ending.is_set, clock=clock
        )
        self.pictured = threading.Event()
        self.done = threading.Event()
        self.error: BaseException | None = None

    @property
    def session(self) -> Session:
        """What it coaches."""
        return self.pipeline.session

    def run(self) -> None:
        try:
            self.pictured.wait(_FIRST_PICTURE_S)
            self.pipeline.run()
        except BaseException as error:  # told by the main thread, in words
            self.error = error
            log.exception("coaching ended")
        finally:
            self.done.set()

    def end(self) -> None:
        """Asks it to stop, and waits until what was open is handed over."""
        self._ending.set()
        self.pictured.set()
        self.done.wait(_END_S)


def raise_if_failed(coach: Background) -> None:
    """Raises what broke off the coaching, as a sentence.

    Raises:
        PosecoachError: it failed.
    """
    if coach.error is None:
        return
    if isinstance(coach.error, PosecoachError):
        raise coach.error
    if isinstance(coach.error, MemoryError):
        raise PosecoachError(
            "There is not enough memory to go on; what was done is saved. Close other programs."
        ) from coach.error
    raise PosecoachError(
        f"Coaching stopped by an internal mistake ({type(coach.error).__name__}); what was done "
        "is saved. Please report it with 'posecoach doctor --bundle FILE'."
    ) from coach.error
