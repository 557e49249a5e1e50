"""The ``coach`` command: from a live source with or without a window, or from a recording."""

import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

from posecoach.app.closing import advice_on, close
from posecoach.app.compose import Sinks, make_session, make_sinks
from posecoach.app.console import messages
from posecoach.app.desktop.discomfort import AskingDisplay
from posecoach.app.desktop.window import LiveOptions, LiveWindow, Look
from posecoach.app.models import Models
from posecoach.app.options import RunOptions
from posecoach.app.safety import accept_safety
from posecoach.app.signals import StopSignal
from posecoach.app.sources import is_file, opener
from posecoach.app.troubles import Watch
from posecoach.clock import Clock, SystemClock
from posecoach.cues import tips
from posecoach.errors import DisplayError, SourceError
from posecoach.landmarks.replay import TapeFrames
from posecoach.pipeline.background import Background
from posecoach.pipeline.pacing import EveryFrame
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.sink import Sink, State
from posecoach.records.store import Store
from posecoach.session.plan import SetPlan
from posecoach.sinks.screen import display as displays
from posecoach.sinks.screen.overlay import Screen
from posecoach.sinks.video import Video, VideoOut
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import FrameSource
from posecoach.sources.newest import NewestFrame

log = logging.getLogger("posecoach")

_WINDOW_FPS = 20.0  # of a saved video of the screen


def run_headless(sets: list[SetPlan], rest_s: float, options: RunOptions) -> int:
    """Coaches without a window; returns the exit code.

    Raises:
        PosecoachError: it cannot start, or it failed.
    """
    if is_file(options.source):
        with contextlib.closing(Store()) as store:
            accept_safety(store, options, None)
            return _run_file(sets, rest_s, options, store)
    clock = SystemClock()
    open_source, again = opener(options.source, clock)
    frames = NewestFrame(open_source, clock, again=again)
    try:
        return Live(sets, rest_s, options, frames, clock).run(None)
    finally:
        frames.end()


def _run_file(sets: list[SetPlan], rest_s: float, options: RunOptions, store: Store) -> int:
    """Coaches every frame of a recording, as fast as poses are found."""
    path = Path(options.source)
    models = Models(options, SystemClock())
    source: FrameSource = (
        VideoFile(path) if models.recorded is None else TapeFrames(models.recorded, path.name)
    )
    session, stop = make_session(sets, store, rest_s), StopSignal()
    with contextlib.closing(source), stop.watching():
        video: list[Sink] = []
        if options.save_video:
            out = VideoOut(options.save_video, source.info.fps or 30.0)
            video = [Video(out, Screen(mirrored=not options.mirrored_input))]
        sinks = make_sinks(sets, options, store, video)
        line = Pipeline(
            source, models.load, session, sinks.all, EveryFrame(), stopped=lambda: stop.ended
        )
        state: State = "interrupted"
        try:
            how = line.run()
            state = "ended" if how == "ended" else "done"
        finally:  # an interrupted run keeps what was recorded so far
            sinks.end(state, session)
        broken = getattr(source, "broken_off", None)
        if broken and how == "source":
            messages().print(broken)
        return close(store, session, sinks)


class Live:
    """One live run. Creating it may take a while: it opens the record and may fetch the model."""

    def __init__(
        self,
        sets: list[SetPlan],
        rest_s: float,
        options: RunOptions,
        frames: NewestFrame,
        clock: Clock,
    ) -> None:
        """Prepares everything except the window.

        Raises:
            PosecoachError: the record cannot be opened, or there is no model.
        """
        self._options, self._frames, self._clock = options, frames, clock
        self._sets = sets
        self._store = Store(patient=True)
        if self._store.remark:
            messages().print(self._store.remark)
        try:
            self._models = Models(options, clock)
            self._session = make_session(sets, self._store, rest_s)
        except BaseException:
            self._store.close()
            raise

    def run(self, window: displays.Display | None, *, pictured: bool = False) -> int:
        """Runs until the end; returns the exit code.

        Args:
            window: the window; None to run without one.
            pictured: the camera's picture is already on the screen.

        Raises:
            PosecoachError: it failed.
        """
        try:
            accept_safety(self._store, self._options, window)
            with StopSignal().watching() as stop:
                return self._coach(window, stop, pictured)
        finally:
            self._store.close()

    def _coach(self, window: displays.Display | None, stop: StopSignal, pictured: bool) -> int:
        frames, clock = self._frames, self._clock
        sinks = make_sinks(self._sets, self._options, self._store)
        coach = Background(frames, self._models.load, self._session, sinks.all, clock)
        if pictured:
            coach.pipeline.stats.first_picture = clock.now()
            coach.pictured.set()
        coach.start()
        lost: DisplayError | None = None
        state: State = "ended"

        def save() -> int:
            coach.end()
            frames.end()
            sinks.end(state if coach.error is None else "interrupted", self._session)
            return close(self._store, self._session, sinks, coach)

        if isinstance(window, displays.Window):
            window.when_lost = save
        try:
            if window is None:
                state = wait(coach, frames, sinks, stop, self._models.remark)
            else:
                state = self._show(window, coach, sinks, stop)
        except DisplayError as error:
            log.warning("%s", error)
            lost = error
        finally:
            coach.end()
            frames.end()
        if coach.error is None and frames.last_t == 0 and frames.error is not None:
            sinks.voice.speaker.close()
            raise frames.error
        code = save()
        if lost is not None:
            raise lost
        return code

    def _show(
        self, window: displays.Display, coach: Background, sinks: Sinks, stop: StopSignal
    ) -> State:
        options, clock = self._options, self._clock
        out = VideoOut(options.save_video, _WINDOW_FPS) if options.save_video else None
        tip = tips.one(len(self._store.sessions()))
        screen = Screen(mirrored=not options.mirrored_input, saving=out is not None, tip=tip)
        chosen = LiveOptions(
            options.stats,
            out.write if out else None,
            _remarks(options.remark, self._models.remark),
            keep=options.keep,
            left_out=options.left_out,
            look=Look(options.theme, options.text_size),
            full_screen=not options.windowed,
        )
        earlier = [(before, after) for _, before, after in self._store.discomforts()]
        shown = AskingDisplay(
            window,
            sinks.record.discomfort,
            clock,
            judging=lambda: sinks.latest.judging,
            finished=lambda: coach.session.finished,
            advise=lambda before, after: advice_on(before, after, earlier),
        )
        try:
            return LiveWindow(coach, self._frames, shown, screen, sinks, clock, stop, chosen).run()
        finally:
            if out is not None:
                out.close()


def _remarks(first: str, then: Callable[[], str | None]) -> Callable[[], str | None]:
    """A function that returns ``first`` once, and from then on whatever ``then`` returns."""
    waiting = [first] if first else []
    return lambda: waiting.pop() if waiting else then()


def wait(
    coach: Background,
    frames: NewestFrame,
    sinks: Sinks,
    stop: StopSignal,
    remark: Callable[[], str | None] = lambda: None,
) -> State:
    """Without a window: prints troubles until the session or source ends, or a signal comes.

    Raises:
        SourceError: there is no such camera or stream.
    """
    coach.pictured.set()
    watch = Watch(frames, sinks.record, sinks.voice)
    while not coach.done.is_set():
        if stop.ended:
            return "ended"
        if frames.trouble == "no_camera" and isinstance(frames.error, SourceError):
            raise frames.error
        said = remark()
        for sentence in (*watch.look(), *([said] if said else [])):
            messages().print(f"{sentence}.")
        coach.done.wait(0.1)
    return "done"
