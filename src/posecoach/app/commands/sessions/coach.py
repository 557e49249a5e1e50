"""The ``coach`` command without a window: from a live source, or from a recording."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from posecoach.app.console import messages
from posecoach.app.run.closing import close
from posecoach.app.run.compose import MakeSession, Sinks, make_session, make_sinks
from posecoach.app.run.live import Live, no_camera
from posecoach.app.run.models import Models
from posecoach.app.run.options import RunOptions
from posecoach.app.run.sources import is_file, opener
from posecoach.app.run.troubles import Watch
from posecoach.app.safety import accept_safety
from posecoach.app.signals import StopSignal
from posecoach.clock import SystemClock
from posecoach.landmarks.replay import TapeFrames
from posecoach.pipeline.background import Background
from posecoach.pipeline.pacing import EveryFrame
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.sink import EndState, Sink
from posecoach.records.store import Store
from posecoach.session.sets import SetPlan
from posecoach.sinks.screen.screen import Screen
from posecoach.sinks.video import Video, VideoOut
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import FrameSource
from posecoach.sources.newest import NewestFrame


def run_headless(
    sets: list[SetPlan], rest_s: float, options: RunOptions, make: MakeSession = make_session
) -> int:
    """Coaches without a window; returns the exit code.

    ``make`` makes the session.

    Raises:
        PosecoachError: it cannot start, or it failed.
    """
    if is_file(options.source):
        with contextlib.closing(Store()) as store:
            accept_safety(store, options)
            return _run_file(sets, rest_s, options, store, make)
    clock = SystemClock()
    open_source, again = opener(options.source, clock)
    frames = NewestFrame(open_source, clock, again=again)
    try:
        with contextlib.closing(Live(sets, rest_s, options, frames, clock, make)) as live:
            accept_safety(live.store, options)
            return _run_live(live)
    finally:
        frames.end()


def _run_live(live: Live) -> int:
    with StopSignal().watching() as stop:
        coach = live.start(pictured=True)
        assert live.sinks is not None
        try:
            state = wait(coach, live.frames, live.sinks, stop, live.remark)
        finally:
            live.stop()
        return live.finish(state)


def _run_file(
    sets: list[SetPlan], rest_s: float, options: RunOptions, store: Store, make: MakeSession
) -> int:
    """Coaches every frame of a recording, as fast as poses are found."""
    path = Path(options.source)
    models = Models(options, SystemClock())
    source: FrameSource = (
        VideoFile(path) if models.recorded is None else TapeFrames(models.recorded, path.name)
    )
    session, stop = make(sets, store, rest_s), StopSignal()
    with contextlib.closing(source), stop.watching():
        video: list[Sink] = []
        if options.save_video:
            out = VideoOut(options.save_video, source.info.fps or 30.0)
            video = [Video(out, Screen(mirrored=not options.mirrored_input))]
        sinks = make_sinks(sets, options, store, video)
        line = Pipeline(
            source, models.load, session, sinks.all, EveryFrame(), stopped=lambda: stop.ended
        )
        state: EndState = "interrupted"
        try:
            how = line.run()
            state = "ended" if how == "ended" else "done"
        finally:  # an interrupted run keeps what was recorded so far
            sinks.end(state, session)
        broken = getattr(source, "broken_off", None)
        if broken and how == "source":
            messages().print(broken)
        return close(store, sinks.record, session.summary())


def wait(
    coach: Background,
    frames: NewestFrame,
    sinks: Sinks,
    stop: StopSignal,
    remark: Callable[[], str | None] = lambda: None,
) -> EndState:
    """Without a window: prints troubles until the session or source ends, or a signal comes.

    Raises:
        SourceError: there is no such camera or stream.
    """
    coach.pictured.set()
    watch = Watch(frames, sinks.record, sinks.voice)
    while not coach.done.is_set():
        if stop.ended:
            return "ended"
        if (error := no_camera(frames)) is not None:
            raise error
        said = remark()
        for sentence in (*watch.look(), *([said] if said else [])):
            messages().print(f"{sentence}.")
        coach.done.wait(0.1)
    return "done"
