"""The one loop that live coaching, recordings, the demo, tapes and benchmarks all run."""

import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, Literal, TypeVar

from posecoach.clock import Clock, SystemClock
from posecoach.landmarks.protocol import Landmarker, adapt
from posecoach.pipeline.pacing import Pacing
from posecoach.pipeline.rate import PoseRate
from posecoach.pipeline.sink import PictureSink, Sink, Step
from posecoach.pipeline.stats import Stats
from posecoach.pose import Pose
from posecoach.session.session import Request, Session
from posecoach.sources.frame import Frame
from posecoach.spec.schema import Stretch

S = TypeVar("S")
#: Why a run ended. 'done': all sets are done; 'ended': it was stopped; 'source': no more frames.
PipelineEnding = Literal["done", "ended", "source"]


class Pipeline(Generic[S]):
    """Source → landmarker → session → sinks, one frame after the other.

    The caller closes the source and ends the sinks: several runs may share the sinks.

    Args:
        source: gives the frames, as ``pacing`` reads them.
        load: loads the landmarker; called by ``run``, because it takes a second.
        session: judges the poses.
        sinks: get each step, in this order.
        pacing: every frame, or the newest.
        stopped: called for each frame; if it returns true, the run ends.
        clock: for the speeds in ``stats``.
        rate: which live pictures get a pose; by default all. It has no say in a recording.

    Attributes:
        rate: as given; its ``watch`` may be set from any thread.
    """

    def __init__(
        self,
        source: S,
        load: Callable[[], Landmarker],
        session: Session,
        sinks: Sequence[Sink],
        pacing: Pacing[S],
        *,
        stopped: Callable[[], bool] = lambda: False,
        clock: Clock | None = None,
        rate: PoseRate | None = None,
    ) -> None:
        self.session = session
        self.rate = rate
        self.stats = Stats()
        self._source, self._load, self._pacing = source, load, pacing
        self._sinks, self._stopped = sinks, stopped
        self._pictures = [s for s in sinks if isinstance(s, PictureSink)]
        self._clock = clock or SystemClock()
        self._requests: deque[Request] = deque()
        self._adapted_to: Stretch | None = None  # that the landmarker was last told of

    def request(self, what: Request) -> None:
        """Sends a request to the session with the next frame; may be called from any thread."""
        self._requests.append(what)

    def run(self) -> PipelineEnding:
        """Runs until all sets are done, the source is over, or it is stopped.

        However it ends, the sinks get one last step with the session's last events.

        Raises:
            PosecoachError: the model cannot be loaded, or the source or a sink failed.
        """
        landmarker = self._load()
        try:
            how = self._loop(landmarker)
        except BaseException:
            with contextlib.suppress(Exception):  # the first error is the one to report
                self._finish()
            raise
        else:
            self._finish()
        finally:
            landmarker.close()
        return how

    def _loop(self, landmarker: Landmarker) -> PipelineEnding:
        self._adapt(landmarker)
        pairs = self._pacing.poses(self._source, landmarker, self._over, self.stats, self._wanted)
        with contextlib.closing(pairs):
            for frame, pose in pairs:
                if pose is not None:
                    self._step(frame, pose)
                elif frame is not None:
                    for sink in self._pictures:
                        sink.picture(frame)
                if self._over():
                    break
                self._adapt(landmarker)
        if self.session.finished:
            return "done"
        return "ended" if self._stopped() else "source"

    def _adapt(self, landmarker: Landmarker) -> None:
        stretch = self.session.plan.stretch
        if stretch is not self._adapted_to:
            self._adapted_to = stretch
            adapt(landmarker, faces=stretch.asks_face, floor=stretch.level == "floor")

    def _over(self) -> bool:
        return self.session.finished or self._stopped()

    def _wanted(self, t: float) -> bool:
        # A request needs a moment at once: its events come with it.
        return self.rate is None or bool(self._requests) or self.rate.wants(t)

    def _step(self, frame: Frame | None, pose: Pose) -> None:
        start = self._clock.now()
        while self._requests:
            self.session.request(self._requests.popleft(), pose.t)
        now = self.session.update(pose, picture=frame is not None)
        if self.rate is not None:
            self.rate.take(pose, now)
        self._hand_out(Step(frame, pose, now))
        self.stats.step(start, self._clock.now(), seen=frame is not None)

    def _finish(self) -> None:
        self._hand_out(Step(None, None, self.session.finish()))

    def _hand_out(self, step: Step) -> None:
        for sink in self._sinks:
            sink.take(step)
