"""A short break in the window, and the one that is put off while the app is open."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QTimer

from posecoach.app import breaks
from posecoach.app.breaks import Break
from posecoach.app.desktop.session.run import Run, Work
from posecoach.clock import Clock
from posecoach.cues import words
from posecoach.errors import SourceError
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sources.newest import NewestFrame

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.pipeline.sink import EndState

_LOOK_MS = 500
_NO_CAMERA_S = 6.0  # another program may just be giving it back
_FAREWELL_MS = 1800


class BreakRun(Run):
    """A break: without questions and without a summary; it can be put off or skipped.

    Attributes:
        one: the break.
        later: for how many minutes it was put off; None if it was not.
    """

    brief = True

    def __init__(self, window: "Window", one: Break, *, direct: bool) -> None:
        """Opens the camera.

        Raises:
            PosecoachError: a file cannot be read, or an address is malformed.
        """
        self.one = one
        self.later: int | None = None
        self._unseen_since: float | None = None
        look = window.context.look
        options = breaks.options(window.context.options)
        options.keep, options.left_out = window.context.kept, window.context.leave_out

        def prepare(frames: NewestFrame, clock: Clock) -> Work:
            from posecoach.app.desktop.session.work import LiveWork
            from posecoach.app.run.live import Live

            live = Live(*one.sets(), options, frames, clock, one.make)
            return LiveWork(live, look, asks=False)

        super().__init__(window, prepare, options, direct=direct)
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._look)
        self._watch.start(_LOOK_MS)

    def _look(self) -> None:
        """Gives up where there is no camera: another program may need it more."""
        now = self.clock.now()
        if self.over or self.frames.trouble != "no_camera":
            self._unseen_since = None
            return
        self._unseen_since = now if self._unseen_since is None else self._unseen_since
        if now - self._unseen_since >= _NO_CAMERA_S and self.work is not None:
            self.end("ended")

    def put_off(self, minutes: int) -> None:
        """Ends it; it begins again later."""
        self.later = minutes
        self.end("ended")

    def skip(self) -> None:
        """Ends it."""
        self.end("ended")

    def end(self, state: "EndState", *, leave: bool = False) -> None:
        """Ends it and saves it; what was begun is kept."""
        self._watch.stop()
        super().end(state, leave=leave)

    def farewell(self, then: Callable[[], object]) -> None:
        """A last word on the screen where something was done, and then what follows."""
        if self.later is not None or self.one.outcome == breaks.SKIPPED:
            then()
            return
        nobody = self.one.outcome == breaks.NOBODY
        said = words.guide("break_nobody" if nobody else "break_done").show
        if self.view is not None:
            self.page.show_canvas(self.view.closing(said))
        QTimer.singleShot(_FAREWELL_MS, self, then)

    def _failed(self, error: Exception) -> None:
        from posecoach.app.commands.sessions.breaks import no_camera

        self._watch.stop()
        if isinstance(error, SourceError):
            super()._failed(no_camera(error, self.options))
        else:
            super()._failed(error)


class Breaks:
    """The breaks of an app that is open: begun with a button, or put off and begun again."""

    def __init__(self, window: "Window") -> None:
        self._window = window
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._due)
        self._begins = QDateTime()

    def begin(self) -> None:
        """Begins a break."""
        own = self._window.context.own
        self._timer.stop()
        one = Break(own, breaks.seconds(own))
        self._window.sessions.try_run(lambda: BreakRun(self._window, one, direct=False))

    def put_off(self, minutes: int) -> None:
        """A break begins in so many minutes, if the app is open then and nothing runs."""
        self._timer.start(minutes * 60_000)
        self._begins = QDateTime.currentDateTime().addSecs(minutes * 60)

    def cancel(self) -> None:
        """No break is put off any more."""
        self._timer.stop()

    @property
    def told(self) -> str:
        """When the break that was put off begins, in words; empty without one."""
        if not self._timer.isActive():
            return ""
        time = self._begins.time().toString("HH:mm")
        return tr(_("A break begins at {time}")).format(time=time)

    def _due(self) -> None:
        window = self._window
        if window.sessions.run is not None or window.left or window.page.busy:
            return  # a session runs, the app ends, or the page must not be interrupted
        window.show_as(full_screen=window.context.own.look.full_screen)
        window.raise_()
        window.activateWindow()
        self.begin()
