"""The live line: newest frame → pose → coach → screen, voice and record, each beside the other.

The main thread shows the window; one thread reads the camera; one finds poses and coaches.
"""

import logging
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import FrameType

import numpy as np

from posecoach import words as room
from posecoach.capture.camera import NewestFrame
from posecoach.capture.frame import Frame
from posecoach.clock import Clock
from posecoach.coach.moment import Cue, Event
from posecoach.coach.session import Session, SessionMoment
from posecoach.errors import PosecoachError
from posecoach.landmarks.landmarker import Landmarker
from posecoach.pose import Pose
from posecoach.records.recorder import Recorder
from posecoach.screen.display import Display
from posecoach.screen.overlay import Screen
from posecoach.voice.speaker import Level, Speaker

log = logging.getLogger("posecoach")

_NO_FRAME_S = 0.5
_EMPTY_EVERY_S = 0.2
_SUMMARY_S = 6.0
_LOST_NOTE_S = 1.5
_FROZEN_S = 3.0


@dataclass
class Sinks:
    """Where a session's events go: voice, record, and what a terminal may print."""

    speaker: Speaker
    level: Level = "cues"
    recorder: Recorder | None = None
    told: Callable[[Cue, SessionMoment], None] | None = None
    muted: bool = False
    _record_told: bool = False

    def take(self, now: SessionMoment) -> None:
        """Hands out what happened in one moment."""
        if self.recorder is not None:
            self.recorder.take(now)
        for event in now.events:
            if isinstance(event, Cue):
                self._say(event, now)
                if self.told is not None:
                    self.told(event, now)

    def _say(self, cue: Cue, now: SessionMoment) -> None:
        if self.muted or self.level == "off":
            return
        self.speaker.say(room.words(cue, now.plan.stretch).say, t=cue.t)

    def rest(self, events: tuple[Event, ...]) -> None:
        """Events that were open when the source ended."""
        if self.recorder is not None:
            self.recorder.add(events)

    def trouble(self) -> str | None:
        """A sentence, once, when the record cannot be written."""
        if self.recorder is not None and self.recorder.failed and not self._record_told:
            self._record_told = True
            return room.guide("record_failed").show
        return None


@dataclass
class Stats:
    """How fast the line is, over the last seconds."""

    ages: deque[float] = field(default_factory=lambda: deque(maxlen=120))
    poses: deque[float] = field(default_factory=lambda: deque(maxlen=120))
    first_picture: float | None = None
    first_moment: float | None = None

    def line(self) -> str:
        if len(self.poses) < 2:
            return ""
        fps = (len(self.poses) - 1) / max(1e-6, self.poses[-1] - self.poses[0])
        p50, p95 = np.percentile(self.ages, (50, 95)) * 1000
        return f"{fps:.0f} poses/s   picture age {p50:.0f} ms, p95 {p95:.0f} ms"


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
        self.ready = threading.Event()
        self.done = threading.Event()
        self.error: BaseException | None = None
        self.stats = Stats()

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

    def wish(self, what: str) -> None:
        """'pause' or 'next', from a key."""
        self._wishes.append(what)

    def newest(self) -> tuple[Frame | None, Pose, list[SessionMoment]] | None:
        """Newest frame, its pose, and all moments since the last call."""
        with self._lock:
            if self._shown is None or not self._fresh:
                return None
            fresh, self._fresh = self._fresh, []
            return self._shown[0], self._shown[1], fresh

    def run(self) -> None:
        landmarker: Landmarker | None = None
        try:
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
            finally:
                self.done.set()

    def _loop(self, landmarker: Landmarker) -> None:
        serial, size = 0, (640, 480)
        last_frame, last_empty = self._frames.now(), 0.0
        while not self._ending.is_set() and not self.session.finished:
            serial, frame = self._frames.newest(serial, _EMPTY_EVERY_S)
            self._grant()
            if frame is not None:
                size = (frame.image.shape[1], frame.image.shape[0])
                pose = landmarker.detect(frame)
                last_frame = pose.t
                self.stats.poses.append(self._clock.now())
            elif self._frames.ended:
                return
            else:
                now = self._frames.now()
                if now - last_frame < _NO_FRAME_S or now - last_empty < _EMPTY_EVERY_S:
                    continue
                last_empty = now
                pose = Pose(now, *size)
            if self._keep is not None:
                self._keep(pose)
            moment = self.session.update(pose)
            if frame is None:
                moment = self._without_picture(moment)
            self._told_lost = frame is None and self._told_lost
            self._sinks.take(moment)
            self.stats.first_moment = self.stats.first_moment or self._clock.now()
            if frame is not None:
                self.stats.ages.append(max(0.0, self._frames.now() - frame.t))
            with self._lock:
                self._shown = (frame, pose, moment)
                self._fresh = [*self._fresh[-50:], moment]

    def _without_picture(self, moment: SessionMoment) -> SessionMoment:
        """With no picture the user cannot help by moving: one word on it, no directions."""
        events = tuple(
            e for e in moment.events if not (isinstance(e, Cue) and e.kind == "direction")
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

    def end(self) -> None:
        """Asks the thread to stop and waits until what was open is written."""
        self._ending.set()
        self.done.wait(5.0)


class StopSignal:
    """Set by Ctrl-C, SIGTERM and SIGHUP: the session is ended in order and saved."""

    def __init__(self) -> None:
        self.caught: int | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self.caught = number

    @contextmanager
    def watching(self) -> Iterator["StopSignal"]:
        """Catches the signals while the block runs; does nothing outside the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
        numbers = [getattr(signal, n) for n in names if hasattr(signal, n)]
        before = {n: signal.signal(n, self) for n in numbers}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@dataclass
class LiveOptions:
    """Choices of one live run that concern the screen alone."""

    windowed: bool = False
    show_stats: bool = False
    on_canvas: Callable[[np.ndarray], None] | None = None


def run_window(
    coach: CoachThread,
    frames: NewestFrame,
    display: Display,
    screen: Screen,
    sinks: Sinks,
    clock: Clock,
    stop: StopSignal,
    options: LiveOptions,
) -> str:
    """Shows the session in a window until it is done or ended; gives how it ended.

    Returns:
        'done' (all sets), 'ended' (a key, the close box or a signal) or 'source' (it is over).
    """
    serial, how = 0, "ended"
    latest: tuple[Frame | None, Pose] | None = None
    shown: SessionMoment | None = None
    note_until = 0.0
    summary_until: float | None = None
    key: str | None = None
    while True:
        if stop.caught is not None or key in ("q", "esc", "closed"):
            break
        screen.size = display.size()
        _keys(key, coach, sinks, screen, display)
        trouble = sinks.trouble()
        if trouble:
            screen.note, note_until = trouble, clock.now() + 8.0
        if screen.note and clock.now() > note_until > 0:
            screen.note, note_until = "", 0.0
        found = coach.newest()
        if found is not None:
            frame, pose, moments = found
            if frame is not None:
                latest = (frame, pose)
            for moment in moments[:-1]:
                cues = [e for e in moment.events if isinstance(e, Cue)]
                screen.banner.take(cues, moment.plan.stretch)
            shown = moments[-1]
        if coach.done.is_set() and found is None:
            if coach.error is not None:
                break
            finished = shown is not None and coach.session.finished
            how = "done" if finished else "source"
            if summary_until is None:
                summary_until = clock.now() + (_SUMMARY_S if finished else 0.0)
            if clock.now() >= summary_until or key is not None:
                break
        if shown is not None and latest is not None and found is not None:
            screen.stats = coach.stats.line() if options.show_stats else ""
            canvas = (
                screen.plain(latest[0].image if latest[0] else None, "No picture from the camera")
                if frames.lost
                else screen.coaching(latest[0].image if latest[0] else None, latest[1], shown)
            )
        elif shown is None:
            serial, fresh = frames.newest(serial, 0.03)
            if fresh is None and not coach.ready.is_set() and coach.stats.first_picture is None:
                canvas = screen.plain(None, "Starting the camera")
            elif fresh is None:
                key = display.show(canvas)
                continue
            else:
                canvas = screen.plain(fresh.image, "Getting ready")
                coach.stats.first_picture = coach.stats.first_picture or clock.now()
        elif frames.lost and latest is not None:
            canvas = screen.plain(None, "No picture from the camera")
            clock.sleep(0.05)
        else:
            clock.sleep(0.004)
            key = display.show(canvas)
            continue
        if options.on_canvas is not None:
            options.on_canvas(canvas)
        key = display.show(canvas)
    return how


def _keys(
    key: str | None, coach: CoachThread, sinks: Sinks, screen: Screen, display: Display
) -> None:
    """What a key does; the ends are seen to by the loop."""
    if key == "space":
        coach.wish("pause")
    elif key == "n":
        coach.wish("next")
    elif key == "f":
        display.toggle_full_screen()
    elif key == "m":
        sinks.muted = not sinks.muted
        if sinks.muted:
            sinks.speaker.hush()
        screen.note = "Voice off (m)" if sinks.muted else ""


def run_headless(coach: CoachThread, stop: StopSignal) -> str:
    """Waits until the session is done, the source is over, or a signal ends it."""
    while not coach.done.is_set():
        if stop.caught is not None:
            return "ended"
        coach.done.wait(0.1)
    return "done" if coach.session.finished else "source"


def raise_if_failed(coach: CoachThread) -> None:
    """Raises what ended the coaching thread, as a sentence.

    Raises:
        PosecoachError: the thread failed.
    """
    if coach.error is None:
        return
    if isinstance(coach.error, PosecoachError):
        raise coach.error
    raise PosecoachError(
        f"Coaching stopped by an internal mistake ({type(coach.error).__name__}); what was done "
        "is saved. Please report it with the log that 'posecoach doctor' names."
    ) from coach.error
