"""A session in the window: opens the camera at once, and loads the coach meanwhile.

Keep imports here few: the coach and its libraries are imported in a thread while the user already
sees the camera's picture.
"""

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, Protocol, cast

from PySide6.QtCore import QObject, QTimer, Signal

from posecoach.app.desktop import start
from posecoach.app.run.options import RunOptions
from posecoach.app.run.sources import opener
from posecoach.app.unexpected import as_error
from posecoach.clock import Clock, SystemClock
from posecoach.errors import PosecoachError
from posecoach.sources.frame import Image
from posecoach.sources.newest import NewestFrame

if TYPE_CHECKING:
    from posecoach.app.desktop.session.coaching import Coaching
    from posecoach.app.desktop.session.view import LiveView
    from posecoach.app.desktop.window import Window
    from posecoach.pipeline.background import Background
    from posecoach.pipeline.sink import EndState
    from posecoach.session.result import SetResult
    from posecoach.session.sets import SetPlan

log = logging.getLogger("posecoach")

SetsOf = Callable[[], "tuple[list[SetPlan], float]"]
_FIRST_MS = 15  # between two looks at the camera, before coaching begins
_LOOK_MS = 100  # and for troubles, while it runs: steps come by themselves


class Work(Protocol):
    """What a run shows: a live session, or the demo's clips one after the other."""

    frames: NewestFrame

    def begin(self, stepped: Callable[[], None], *, pictured: bool) -> "LiveView":
        """Begins to coach, or raises PosecoachError; may be called again if ``more``."""
        ...

    @property
    def coach(self) -> "Background | None":
        """Coaches in the background; None before ``begin``."""
        ...

    @property
    def more(self) -> bool:
        """Whether another part follows."""
        ...

    @property
    def asks(self) -> bool:
        """Whether the user is asked for discomfort."""
        ...

    def answer(self, when: Literal["before", "after"], value: int) -> str:
        """Keeps an answer on discomfort; returns advice, empty for none."""
        ...

    def results(self) -> "tuple[SetResult, ...]":
        """The sets so far."""
        ...

    def finish(self, state: "EndState") -> int:
        """Ends and saves; returns the exit code, or raises PosecoachError."""
        ...

    def close(self) -> None: ...


class Preparing(threading.Thread):
    """A thread that imports and prepares what a run needs."""

    def __init__(self, prepare: Callable[[], Work]) -> None:
        super().__init__(name="preparing", daemon=True)
        self._prepare = prepare
        self._work: Work | None = None
        self._error: BaseException | None = None
        self._unwanted = False
        self._lock = threading.Lock()  # of what was prepared, and whether anybody wants it
        self.done = threading.Event()
        self.start()

    def run(self) -> None:
        try:
            work = self._prepare()
        except BaseException as error:  # raised again in the main thread
            self._error = error
        else:
            with self._lock:
                self._work = work
                unwanted = self._unwanted
            if unwanted:
                _closed(work)
        finally:
            self.done.set()

    def give_up(self) -> None:
        """Nobody waits for it any more: what was prepared, or will be, is closed."""
        with self._lock:
            self._unwanted = True
            work = self._work
        if work is not None:
            _closed(work)

    def work(self) -> Work:
        """What was prepared; call it when ``done`` is set.

        Raises:
            Exception: it could not be prepared; a PosecoachError where that was to be expected.
        """
        if self._error is not None:
            raise self._error
        assert self._work is not None
        return self._work


def _closed(work: Work) -> None:
    with contextlib.suppress(PosecoachError, sqlite3.Error):
        work.close()


class Run(QObject):
    """A session that runs in the window, from the camera's first picture to the summary.

    Attributes:
        frames: the source's newest frame.
        view: draws the session; None while it is being prepared.
        work: what is shown; None while it is being prepared.
        direct: the app was started for this session alone, and ends with it.
        code: the exit code, once it has ended.
    """

    stepped = Signal()
    #: A short break: it asks nothing and ends without a summary.
    brief = False

    def __init__(
        self,
        window: "Window",
        prepare: Callable[[NewestFrame, Clock], Work],
        options: RunOptions,
        *,
        direct: bool,
        source: Callable[[Clock], NewestFrame] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Opens the source.

        Args:
            window: in which it runs.
            prepare: makes the work; called in a thread of its own.
            options: the choices of the run.
            direct: the app ends with it.
            source: makes the source's reader; by default that of the options.
            clock: by default the machine's.

        Raises:
            PosecoachError: a file cannot be read, or an address is malformed.
        """
        super().__init__(window)
        self.window, self.options, self.direct = window, options, direct
        self.clock = clock or SystemClock()
        if source is None:
            open_source, again = opener(options.source, self.clock)
            self.frames = NewestFrame(open_source, self.clock, again=again)
        else:
            self.frames = source(self.clock)
        self.view: LiveView | None = None
        self.work: Work | None = None
        self.code = 0
        self._ended = False
        self._serial = 0
        self._pictured = False
        frames, clock = self.frames, self.clock
        self._preparing = Preparing(lambda: prepare(frames, clock))
        self.stepped.connect(self._tick)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_FIRST_MS)
        start.when_lost(self._save)

    @property
    def over(self) -> bool:
        """Whether it has ended and is saved."""
        return self._ended

    @property
    def page(self) -> "Coaching":
        """The coaching page; another one after the window was built anew."""
        return cast("Coaching", self.window.get("coaching"))

    # ------------------------------------------------------------------ what is shown

    def _tick(self) -> None:
        """Shows what is new."""
        if self._ended:
            return
        if self.view is None:
            self._first_pictures()
            if self._preparing.done.is_set():
                self._begin()
            return
        page = self.page
        canvas = self.view.tick(page.canvas_size)
        if canvas is not None:
            page.show_canvas(canvas)
            self.view.shown()
        page.follow(self.view)
        if self.work is not None and self.work.coach is not None:
            covered = self.window.page.name != "coaching"
            self.work.coach.watch("idle" if covered else "full")
        if self.view.state is not None:
            self.end(self.view.state)

    def _first_pictures(self) -> None:
        """The bare picture, until the coach is there."""
        serial, frame = self.frames.newest(self._serial, 0.0)
        if frame is None or serial == self._serial:
            return
        self._serial = serial
        self.page.show_picture(frame.image, mirrored=not self.options.mirrored_input)
        if not self._pictured:
            self._pictured = True
            log.info("first picture shown")

    def _begin(self) -> None:
        try:
            self.work = self._preparing.work()
            self.frames = self.work.frames
            self.view = self.work.begin(self.stepped.emit, pictured=self._pictured)
            self._timer.setInterval(_LOOK_MS)
        except Exception as error:  # it would come again at each tick, with the window stuck
            self._failed(error)
            return
        if self.work.asks:
            self.window.go("question")

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, PosecoachError):
            log.error("a session failed", exc_info=error)
        self.code = 1
        self._close()
        self.window.sessions.failed(self, as_error(error))

    @property
    def picture(self) -> Image | None:
        """The newest picture, for a preview."""
        _, frame = self.frames.newest(0, 0.0)
        return None if frame is None else frame.image

    # ------------------------------------------------------------------ its end

    def end(self, state: "EndState", *, leave: bool = False) -> None:
        """Ends it, saves it, and shows the summary.

        Args:
            state: how it ended.
            leave: the window closes: no summary.
        """
        if self._ended:
            return
        if self.work is None:  # nothing was coached yet
            self._close()
            if not self.brief:
                print("Ended before coaching began; nothing was done.")
            self.window.sessions.ended(self, leave=leave)
            return
        if state == "done" and self.work.more:
            try:
                self.view = self.work.begin(self.stepped.emit, pictured=False)
                self.frames = self.work.frames
            except Exception as error:
                self._failed(error)
            return
        self._ended = True
        try:
            self.code = self.work.finish(state)
        except Exception as error:
            self._failed(error)
            return
        self._stop()
        self.window.sessions.ended(self, leave=leave)

    def _save(self) -> None:
        """Saves at once: the display is lost, and Qt ends the process."""
        if self.work is not None and not self._ended:
            self._ended = True
            self.work.finish("ended")

    def _stop(self) -> None:
        self._ended = True
        self._timer.stop()
        start.when_lost(None)
        self.frames.end()

    def _close(self) -> None:
        self._stop()
        self.close()

    def close(self) -> None:
        """Closes the record; the last thing that is done with a run."""
        if self.work is not None:
            _closed(self.work)
        else:
            self._preparing.give_up()
