"""Live coaching: runs a pipeline in a thread of its own, beside the window or the terminal."""

import logging
import threading
from collections.abc import Callable, Sequence

from posecoach.clock import Clock
from posecoach.errors import PosecoachError
from posecoach.landmarks.protocol import Landmarker
from posecoach.pipeline.pacing import LiveSource, Newest
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.rate import PoseRate, WatchLevel
from posecoach.pipeline.sink import Sink
from posecoach.session.session import Session

log = logging.getLogger("posecoach")

_FIRST_PICTURE_S = 1.0  # the longest that loading the model waits for the first picture
_END_S = 5.0


class Background(threading.Thread):
    """Coaches the newest frame of a live source until it ends or ``end`` is called.

    Attributes:
        pipeline: the pipeline that it runs.
        pictured: set when the first picture is on the screen; the model is loaded only then, so
            that it does not delay the picture.
        done: set when the run is over and the sinks have got the last step.
        error: the exception that ended it, if any; see ``raise_if_failed``.
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
        self._rate = PoseRate()
        self.pipeline = Pipeline(
            source,
            load,
            session,
            sinks,
            Newest(),
            stopped=self._ending.is_set,
            clock=clock,
            rate=self._rate if source.is_live else None,  # a recording is coached in full
        )
        self.pictured = threading.Event()
        self.done = threading.Event()
        self.error: BaseException | None = None

    @property
    def session(self) -> Session:
        """The session that it coaches."""
        return self.pipeline.session

    def watch(self, how: WatchLevel) -> None:
        """Tells whether a page covers the picture ('idle'): then fewer poses are found.

        May be called from any thread, as often as is handy.
        """
        self._rate.watch = how

    def run(self) -> None:
        try:
            self.pictured.wait(_FIRST_PICTURE_S)
            self.pipeline.run()
        except BaseException as error:  # the main thread reports it
            self.error = error
            log.exception("coaching ended")
        finally:
            self.done.set()

    def end(self) -> None:
        """Asks it to stop, and waits up to five seconds until the sinks have got the last step."""
        self._ending.set()
        self.pictured.set()
        self.done.wait(_END_S)


def raise_if_failed(coach: Background) -> None:
    """Raises the error that ended the coaching, as one sentence.

    Raises:
        PosecoachError: coaching failed.
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
