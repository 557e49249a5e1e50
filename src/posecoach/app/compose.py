"""Puts the parts of a run together: source, landmarker, session, sinks, screen."""

import logging
from collections.abc import Callable
from pathlib import Path

from posecoach.app.closing import close, comfort
from posecoach.app.console import talk
from posecoach.app.desktop.discomfort import AskingDisplay
from posecoach.app.desktop.window import LiveOptions, LiveWindow, Look, run_headless
from posecoach.app.models import Models
from posecoach.app.options import RunOptions
from posecoach.app.safety import accept_safety
from posecoach.app.signals import StopSignal
from posecoach.app.sources import (
    TapeFrames,
    is_file,
    is_tape,
    opener,
    recorded_name,
)
from posecoach.clock import Clock, SystemClock
from posecoach.cues import tips
from posecoach.cues import words as room
from posecoach.errors import DisplayError
from posecoach.events import Cue
from posecoach.landmarks import tape
from posecoach.landmarks.protocol import Landmarker, watch_faces
from posecoach.language import current
from posecoach.pipeline.live import CoachThread
from posecoach.pipeline.overlap import poses
from posecoach.pose import Pose
from posecoach.records.store import Store
from posecoach.session.session import Session, SessionMoment, SetPlan
from posecoach.sinks.background import Beside
from posecoach.sinks.recorder import Recorder
from posecoach.sinks.screen import display as displays
from posecoach.sinks.screen.overlay import Screen
from posecoach.sinks.sinks import Sinks
from posecoach.sinks.video import VideoOut
from posecoach.sinks.voice.speaker import SpeechLog, system_speaker
from posecoach.sources.camera import is_stream
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame, FrameSource
from posecoach.sources.newest import NewestFrame

log = logging.getLogger("posecoach")


def printed(cue: Cue, now: SessionMoment) -> str:
    """A cue as a line of text."""
    said = room.words(cue, now.plan.stretch)
    side = f" ({cue.side})" if cue.side and cue.kind in ("count", "correction") else ""
    # The countdowns of begin and hold are no repetitions.
    kind = cue.id if cue.kind == "count" and cue.id in ("ready", "hold") else cue.kind
    return f"{cue.t:7.1f} s  {kind:<10}  {said.say or said.show}{side}"


def run_headless_source(sets: list[SetPlan], options: RunOptions) -> int:
    """Coaches a routine without a window; gives the exit code.

    Raises:
        PosecoachError: it cannot start, or it broke off.
    """
    if not is_stream(options.source) and is_file(options.source):
        store = Store()
        try:
            accept_safety(store, options, None)
            return _run_file(sets, options, store)
        finally:
            store.close()
    clock = SystemClock()
    open_source, again = opener(options.source, clock)
    frames = NewestFrame(open_source, clock, again=again)
    try:
        return Live(sets, options, frames, clock).run(None)
    finally:
        frames.end()


class Live:
    """One live run, ready to begin.

    Making it may take a while (the record is opened, the model found or fetched); its thread is
    then loading the model already.
    """

    def __init__(
        self, sets: list[SetPlan], options: RunOptions, frames: NewestFrame, clock: Clock
    ) -> None:
        """Makes everything but the window.

        Raises:
            PosecoachError: the record cannot be opened, or there is no model.
        """
        self._options, self._frames, self._clock = options, frames, clock
        self._sets = sets
        self._store = Store(patient=True)
        if self._store.remark:
            talk().print(self._store.remark)
        try:
            self._models = Models(options, clock)
            self._session = _session(sets, self._store, options.rest_s)
        except BaseException:
            self._store.close()
            raise

    def run(self, window: displays.Display | None, *, pictured: bool = False) -> int:
        """Runs until the end; gives the exit code.

        Raises:
            PosecoachError: it broke off.
        """
        try:
            accept_safety(self._store, self._options, window)
            with StopSignal().watching() as stop:
                return self._coached(window, stop, pictured)
        finally:
            self._store.close()

    def _coached(self, window: displays.Display | None, stop: StopSignal, pictured: bool) -> int:
        options, frames, clock = self._options, self._frames, self._clock
        sinks = _sinks(self._sets, options, self._store)
        kept: list[Pose] = []
        keep = kept.append if options.tape else None
        tip = tips.one(len(self._store.sessions()))
        coach = CoachThread(frames, self._models.load, self._session, sinks, clock, keep)
        if pictured:
            coach.stats.first_picture = clock.now()
            coach.pictured.set()
        coach.start()
        lost: DisplayError | None = None
        how = "ended"

        def save() -> int:
            coach.end()
            frames.end()
            return close(options, self._store, self._session, sinks, how, kept, coach)

        if isinstance(window, displays.Window):
            window.when_lost = save
        try:
            shown = None if window is None else asking(window, coach, sinks, clock, self._store)
            how = _show(shown, coach, frames, sinks, clock, stop, options, self._models, tip)
        except DisplayError as error:
            log.warning("%s", error)
            lost = error
        finally:
            coach.end()
            frames.end()
        if coach.error is None and frames.last_t == 0 and frames.error is not None:
            sinks.speaker.close()
            raise frames.error
        code = save()
        if lost is not None:
            raise lost
        return code


def _show(
    window: displays.Display | None,
    coach: CoachThread,
    frames: NewestFrame,
    sinks: Sinks,
    clock: Clock,
    stop: StopSignal,
    options: RunOptions,
    models: Models,
    tip: str,
) -> str:
    if window is None:
        return run_headless(coach, frames, sinks, stop, models.remark)
    out = VideoOut(options.save_video, 20.0) if options.save_video else None
    screen = Screen(mirrored=not options.mirrored_input, saving=out is not None, tip=tip)
    chosen = LiveOptions(
        options.stats,
        out.write if out else None,
        _remarks(options.remark, models.remark),
        keep=options.keep,
        left_out=options.left_out,
        look=Look(options.theme, options.text_size),
        full_screen=not options.windowed,
    )
    try:
        return LiveWindow(coach, frames, window, screen, sinks, clock, stop, chosen).run()
    finally:
        if out is not None:
            out.close()


def _remarks(first: str, then: Callable[[], str | None]) -> Callable[[], str | None]:
    """One remark of the start, once, and whatever comes later."""
    waiting = [first] if first else []
    return lambda: waiting.pop() if waiting else then()


def asking(
    window: displays.Display, coach: CoachThread, sinks: Sinks, clock: Clock, store: Store
) -> displays.Display:
    """The window, with the discomfort questions of a live session over what it shows."""
    if sinks.record is None:
        return window
    earlier = [(before, after) for _, before, after in store.discomforts()]
    return AskingDisplay(window, coach, sinks.record, clock, lambda *own: comfort(own, earlier))


def _session(sets: list[SetPlan], store: Store, rest_s: float) -> Session:
    memory = {s.stretch.id: store.ranges(s.stretch.id) for s in sets}
    return Session(sets, memory, rest_s=rest_s)


def _sinks(sets: list[SetPlan], options: RunOptions, store: Store) -> Sinks:
    hushed = options.voice == "off"
    # In a window the voice can be switched on by a key.
    silent = hushed and options.headless
    speaker = SpeechLog(name="off") if silent else system_speaker(current())
    if options.voice != "off" and speaker.name in ("none", "chimes"):
        talk().print(
            "There is no voice on this machine"
            + ("; chimes take its place." if speaker.name == "chimes" else ", nor a sound device.")
            + " Install speech-dispatcher or espeak-ng for one."
        )
    record = Beside(
        lambda: Recorder(
            store,
            kind=options.kind,
            source=recorded_name(options.source),
            settings={"voice": options.voice, "sets": [s.stretch.id for s in sets]},
        )
    )
    level = options.voice if silent or not hushed else "full"
    sinks = Sinks(speaker, level, record, muted=hushed)
    if options.headless:
        sinks.told = lambda cue, now: print(printed(cue, now), flush=True)
    return sinks


def _run_file(sets: list[SetPlan], options: RunOptions, store: Store) -> int:
    """A recording without a window: every frame, as fast as they come."""
    path = Path(options.source)
    models = Models(options, SystemClock())
    source: FrameSource = (
        TapeFrames(tape.load(path), path.name) if is_tape(options.source) else VideoFile(path)
    )
    session, stop = _session(sets, store, options.rest_s), StopSignal()
    kept: list[Pose] = []
    with stop.watching():
        sinks = _sinks(sets, options, store)
        how = play(source, models.load, session, sinks, stop, options, kept)
        broken = getattr(source, "broken_off", None)
        if broken and how == "source":
            talk().print(broken)
        return close(options, store, session, sinks, how, kept, None)


def play(
    source: FrameSource,
    load: Callable[[], Landmarker],
    session: Session,
    sinks: Sinks,
    stop: StopSignal,
    options: RunOptions,
    kept: list[Pose],
    on: Callable[[Frame, Pose, SessionMoment], None] | None = None,
) -> str:
    """Runs a session over every frame of a file; gives how it ended."""
    how = "source"
    try:
        landmarker = load()
    except BaseException:
        source.close()
        raise
    out = VideoOut(options.save_video, source.info.fps or 30.0) if options.save_video else None
    screen = Screen(mirrored=not options.mirrored_input)
    try:
        watch_faces(landmarker, session.plan.stretch.asks_face)
        for frame, pose in poses(source, landmarker):
            watch_faces(landmarker, session.plan.stretch.asks_face)
            if options.tape:
                kept.append(pose)
            moment = session.update(pose)
            sinks.take(moment)
            if out is not None:
                out.write(screen.coaching(frame.image, pose, moment))
            if on is not None:
                on(frame, pose, moment)
            if stop.caught is not None:
                how = "ended"
                break
            if session.finished:
                how = "done"
                break
        sinks.rest(session.finish())
    finally:
        landmarker.close()
        source.close()
        if out is not None:
            out.close()
    return how
