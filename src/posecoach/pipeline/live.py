"""The live line: newest frame → pose → coach → screen, voice and record, each beside the other.

The main thread shows the window; one thread reads the camera; one finds poses and coaches; one
writes the record. Each takes the newest there is, so that no queue is longer than one.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from posecoach.clock import Clock
from posecoach.errors import PosecoachError
from posecoach.events import Cue
from posecoach.landmarks.protocol import Landmarker, watch_faces
from posecoach.pipeline.stats import Stats
from posecoach.pose import Pose
from posecoach.session.session import Session, SessionMoment
from posecoach.sinks.sinks import Sinks
from posecoach.sources.frame import Frame
from posecoach.sources.newest import NewestFrame

log = logging.getLogger("posecoach")

_NO_FRAME_S = 0.5
_EMPTY_EVERY_S = 0.2
_FIRST_PICTURE_S = 1.0  # loading waits so long for the first picture: it takes turns with it
_MOST_FRESH = 50


class CoachThread(threading.Thread):
    """Loads the model, then coaches the newest frame, again and again."""

    def __init__(
        self,
        frames: NewestFrame,
        load: Callable[[], Landmarker],
        session: Session,
        sinks: Sinks,
        clock: Clock,
        keep: Callable[[Pose], None] | None = None,
    ) -> None:
        super().__init__(name="coach", daemon=True)
        self._frames, self._load, self.session = frames, load, session
        self._sinks, self._clock, self._keep = sinks, clock, keep
        self._wishes: deque[str] = deque()
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._shown: tuple[Frame | None, Pose, SessionMoment] | None = None
        self._fresh: list[SessionMoment] = []
        self._told_lost = False
        self.pictured = threading.Event()
        self.ready = threading.Event()
        self.done = threading.Event()
        self.error: BaseException | None = None
        self.stats = Stats()

    def wish(self, what: str) -> None:
        """'pause', 'next', 'repeat' or 'leave_out', from a key."""
        self._wishes.append(what)

    def newest(self) -> tuple[Frame | None, Pose, list[SessionMoment]] | None:
        """Newest frame, its pose, and all moments since the last call."""
        with self._lock:
            if self._shown is None or not self._fresh:
                return None
            fresh, self._fresh = self._fresh, []
            return self._shown[0], self._shown[1], fresh

    @property
    def judging(self) -> bool:
        """Someone stands ready in the start position, or is at work."""
        shown = self._shown
        moment = None if shown is None else shown[2].moment
        return moment is not None and moment.phase not in ("unseen", "setup")

    @property
    def finished(self) -> bool:
        """All sets are done."""
        return self.session.finished

    def run(self) -> None:
        landmarker: Landmarker | None = None
        try:
            self.pictured.wait(_FIRST_PICTURE_S)
            landmarker = self._load()
            self.ready.set()
            self._loop(landmarker)
        except BaseException as error:  # shown by the main thread, in words
            self.error = error
            log.exception("coaching ended")
        finally:
            try:
                self._sinks.rest(self.session.finish())
                if landmarker is not None:
                    landmarker.close()
            except Exception:  # what was recorded is safe; a second mistake must not hide a first
                log.exception("at the end of coaching")
            finally:
                self.done.set()

    def _loop(self, landmarker: Landmarker) -> None:
        serial, size = 0, (640, 480)
        last_frame = last_empty = 0.0
        while not self._ending.is_set() and not self.session.finished:
            before = serial
            serial, frame = self._frames.newest(serial, _EMPTY_EVERY_S)
            self._grant()
            if frame is not None:
                self.stats.dropped += serial - before - 1 if before else 0
                size = (frame.image.shape[1], frame.image.shape[0])
                last_frame = frame.t
                if self._frames.trouble == "frozen":
                    frame = None  # a picture that stands still shows nobody's movement
                    pose = Pose(last_frame, *size)
                else:
                    watch_faces(landmarker, self.session.plan.stretch.asks_face)
                    pose = landmarker.detect(frame)
                    self.stats.poses.append(self._clock.now())
            elif self._frames.ended:
                return
            else:
                now = self._frames.now()
                if (
                    serial == 0  # nothing to coach before the first picture
                    or now - last_frame < _NO_FRAME_S
                    or now - last_empty < _EMPTY_EVERY_S
                ):
                    continue
                last_empty = now
                pose = Pose(now, *size)
            self._coach(frame, pose)

    def _coach(self, frame: Frame | None, pose: Pose) -> None:
        start = self._clock.now()
        if self._keep is not None:
            self._keep(pose)
        moment = self.session.update(pose)
        if frame is None:
            moment = self._without_picture(moment)
        self._told_lost = frame is None and self._told_lost
        self._sinks.take(moment)
        now = self._clock.now()
        self.stats.work.append(now - start)
        if self.stats.first_moment is None:
            self.stats.first_moment = now
            log.info("coaching begins")
        with self._lock:
            self._shown = (frame, pose, moment)
            self._fresh = [*self._fresh[-_MOST_FRESH:], moment]

    def _without_picture(self, moment: SessionMoment) -> SessionMoment:
        """With no picture the user cannot help by moving: one word on it, no directions."""
        events = tuple(
            e
            for e in moment.events
            if not (isinstance(e, Cue) and (e.kind == "direction" or e.id in ("away", "back")))
        )
        if not self._told_lost:
            self._told_lost = True
            events += (Cue(moment.t, "guide", "camera_lost"),)
        return replace(moment, events=events)

    def _grant(self) -> None:
        while self._wishes:
            wish = self._wishes.popleft()
            t = self._frames.last_t
            if wish == "pause":
                self.session.pause(t)
            elif wish == "next":
                self._sinks.rest(self.session.skip(t))
            elif wish == "repeat":
                self._sinks.rest(self.session.repeat(t))
            elif wish == "leave_out":
                self._sinks.rest(self.session.leave_out(t))

    def end(self) -> None:
        """Asks the thread to stop and waits until what was open is handed over."""
        self._ending.set()
        self.pictured.set()
        self.done.wait(5.0)


def raise_if_failed(coach: CoachThread) -> None:
    """Raises what ended the coaching thread, as a sentence.

    Raises:
        PosecoachError: the thread failed.
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
