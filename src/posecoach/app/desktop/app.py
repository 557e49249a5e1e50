"""Starts the app: at home, or straight into a session; returns the exit code."""

import contextlib
from collections.abc import Callable

from PySide6.QtCore import QTimer

from posecoach.app import breaks
from posecoach.app.breaks import Begin, Break, BreakEnd
from posecoach.app.desktop import start
from posecoach.app.desktop.context import Context
from posecoach.app.desktop.page_list import PAGES
from posecoach.app.desktop.session.breaks.run import BreakRun
from posecoach.app.desktop.session.run import Run, SetsOf, Work
from posecoach.app.desktop.window import Window
from posecoach.app.run.options import RunOptions
from posecoach.app.safety import NotReadError, accepted
from posecoach.app.settings import Settings
from posecoach.app.signals import StopSignal
from posecoach.clock import Clock
from posecoach.errors import PosecoachError, RecordError, SourceError, told
from posecoach.sinks.voice.speaker import VoiceLevel
from posecoach.sources.frame import FrameSource
from posecoach.sources.newest import NewestFrame


def coach(sets: SetsOf, own: Settings, options: RunOptions) -> int:
    """Coaches in a window, and ends with the session; returns the exit code.

    Args:
        sets: returns the sets and the seconds of rest between them; may raise UsageError.
        own: the user's settings.
        options: the choices of the run.

    Raises:
        PosecoachError: it cannot start, or it failed.
    """

    def begin(window: Window) -> None:
        run = live(window, sets, direct=True)
        if _accepted(window):
            window.sessions.begin(run)
        else:
            window.handover.sets_up = False  # the session waits
            window.handover.then = lambda: window.sessions.begin(run)
            window.go("first_run")

    return _app(own, options, begin)


def home(own: Settings, options: RunOptions) -> int:
    """Opens the home page, after the first run's pages where they are new; returns the exit code.

    Raises:
        DisplayError: there is no display, or it was lost.
    """

    def begin(window: Window) -> None:
        try:
            window.go("home" if _accepted(window) else "first_run")
        except PosecoachError as error:  # nobody sees the terminal of what a menu started
            window.handover.trouble, window.handover.again = error, lambda: begin(window)
            window.go("trouble")

    return _app(own, options, begin)


def _accepted(window: Window) -> bool:
    """Whether the safety pages were answered; that a damaged record was set aside is told there.

    Raises:
        PosecoachError: the record cannot be opened.
    """
    options = window.context.options
    try:
        return accepted(options)
    except RecordError as error:
        yes = accepted(options)  # there is a new record, if the old one could be set aside
        window.handover.problem = told(error)
        return yes


def short_break(make: Callable[[], Break], own: Settings, options: RunOptions) -> Begin:
    """A break in a window that ends with it.

    Args:
        make: makes the break.
        own: the user's settings.
        options: the choices of the run.
    """

    def begin() -> BreakEnd:
        one = make()
        runs: list[BreakRun] = []

        def start(window: Window) -> None:
            runs.append(BreakRun(window, one, direct=True))
            window.sessions.begin(runs[0])

        def first(window: Window) -> None:
            if _accepted(window):
                start(window)
            else:
                window.handover.sets_up = False  # the break waits
                window.handover.then = lambda: start(window)
                window.go("first_run")

        try:
            code = _app(own, options, first)
        except NotReadError:  # they would rather not now
            return BreakEnd(breaks.SKIPPED)
        if code or not runs:
            return BreakEnd(code or breaks.SKIPPED)
        later = runs[0].later
        if later is not None:
            return BreakEnd(breaks.PUT_OFF, later)
        return BreakEnd(one.outcome, seated=one.seated)

    return begin


def demo(names: list[str], voice: VoiceLevel, own: Settings, options: RunOptions) -> int:
    """Plays the demo in a window, and ends with it; returns the exit code.

    Raises:
        PosecoachError: it cannot start, or it failed.
    """
    return _app(own, options, lambda w: w.sessions.begin(clips(w, names, voice, direct=True)))


def live(window: Window, sets: SetsOf, *, direct: bool) -> Run:
    """A live session in the window; its camera is opened at once.

    Raises:
        PosecoachError: a file cannot be read, or an address is malformed.
    """
    options = window.context.options
    options.keep, options.left_out = window.context.kept, window.context.leave_out
    look = window.context.look

    def prepare(frames: NewestFrame, clock: Clock) -> Work:
        from posecoach.app.desktop.session.work import LiveWork
        from posecoach.app.run.live import Live

        return LiveWork(Live(*sets(), options, frames, clock), look)

    return Run(window, prepare, options, direct=direct)


def clips(window: Window, names: list[str], voice: VoiceLevel, *, direct: bool) -> Run:
    """The demo in the window."""
    look, options = window.context.look, window.context.options

    def prepare(_frames: NewestFrame, clock: Clock) -> Work:
        from posecoach.app.commands.sessions import demo as command
        from posecoach.app.desktop.session.work import DemoWork

        chosen = command.clips(names)
        played = command.Demo(
            voice=voice, save_video=options.save_video if direct else None,
            model=options.model, shown=True,
        )  # fmt: skip
        return DemoWork(played, chosen, look, clock)

    return Run(window, prepare, options, direct=direct, source=_no_frames)


def _no_frames(clock: Clock) -> NewestFrame:
    """A source that gives nothing: the demo opens its clips by itself."""

    def nothing() -> FrameSource:
        raise SourceError("The demo's clips are being opened.")

    frames = NewestFrame(nothing, clock)
    frames.end()
    return frames


def _app(own: Settings, options: RunOptions, begin: Callable[[Window], None]) -> int:
    app = start.application()
    context = Context(own, options, problem=options.remark)
    with StopSignal().watching() as stop:
        window = Window(context, dict(PAGES), stop)
        window.leaving.connect(app.exit)
        failures: list[BaseException] = []

        def first() -> None:
            try:
                begin(window)
            except BaseException as error:
                failures.append(error)
                window.quit(1)

        QTimer.singleShot(0, first)
        window.show_as(full_screen=not options.windowed)
        code = app.exec()
        if window.sessions.run is not None:
            with contextlib.suppress(Exception):
                window.sessions.run.close()
        if failures:
            raise failures[0]
        if window.error is not None:
            raise window.error
    return code
