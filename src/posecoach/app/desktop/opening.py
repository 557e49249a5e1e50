"""The start of a run in a window: opens window and camera first, and loads the rest meanwhile.

Keep imports here few: the coach and its libraries are imported in a thread while the user already
sees the camera's picture.
"""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from posecoach.app.options import RunOptions
from posecoach.app.sources import opener
from posecoach.clock import Clock, SystemClock
from posecoach.errors import DisplayError
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sinks.screen import display as displays
from posecoach.sinks.screen import text
from posecoach.sinks.screen.paint import fitted
from posecoach.sinks.screen.theme import THEME
from posecoach.sources.frame import Image
from posecoach.sources.newest import NewestFrame

if TYPE_CHECKING:
    from posecoach.app.commands.coach import Live
    from posecoach.session.plan import SetPlan

log = logging.getLogger("posecoach")

_WAITING_S = 0.02


def coach(plans: "Callable[[], tuple[list[SetPlan], float]]", options: RunOptions) -> int:
    """Coaches from a live source in a window; returns the exit code.

    Args:
        plans: returns the sets and the seconds of rest between them; may raise UsageError.
        options: the choices of the run.

    Raises:
        PosecoachError: it cannot start, or it failed.
    """
    if not displays.available():
        raise DisplayError(
            "There is no display for a window; add --headless to coach without one "
            "(what would be said is printed)."
        )
    clock = SystemClock()
    open_source, again = opener(options.source, clock)
    frames = NewestFrame(open_source, clock, again=again)
    window: displays.Window | None = None
    try:
        window = displays.Window(full_screen=not options.windowed)
        preparing = Preparing(plans, options, frames, clock)
        first = Waiting(window, frames, mirrored=not options.mirrored_input).until(preparing.done)
        if not preparing.done.is_set():
            print("Ended before coaching began; nothing was done.")
            return 0
        return preparing.live().run(window, pictured=first)
    finally:
        frames.end()
        if window is not None:
            window.close()


class Preparing(threading.Thread):
    """A thread that imports and prepares what a live run needs."""

    def __init__(
        self,
        plans: "Callable[[], tuple[list[SetPlan], float]]",
        options: RunOptions,
        frames: NewestFrame,
        clock: Clock,
    ) -> None:
        super().__init__(name="preparing", daemon=True)
        self._plans, self._options, self._frames, self._clock = plans, options, frames, clock
        self._live: Live | None = None
        self._error: BaseException | None = None
        self.done = threading.Event()
        self.start()

    def run(self) -> None:
        try:
            from posecoach.app.commands.coach import Live

            self._live = Live(*self._plans(), self._options, self._frames, self._clock)
        except BaseException as error:  # raised again in the main thread
            self._error = error
        finally:
            self.done.set()

    def live(self) -> "Live":
        """The prepared run; call it when ``done`` is set.

        Raises:
            PosecoachError: it could not be prepared.
        """
        if self._error is not None:
            raise self._error
        assert self._live is not None
        return self._live


class Waiting:
    """Shows the camera's picture and a short message during the preparation."""

    def __init__(self, display: displays.Display, frames: NewestFrame, *, mirrored: bool) -> None:
        self._display, self._frames, self._mirrored = display, frames, mirrored

    def until(self, done: threading.Event) -> bool:
        """Returns when ``done`` is set or the user quits; true if a picture was shown."""
        serial, shown = 0, False
        key: str | None = None
        canvas: Image | None = None
        while not done.is_set() and key not in ("q", "esc", "closed"):
            serial, frame = self._frames.newest(serial, _WAITING_S)
            if frame is not None:
                # The first picture has no text: loading the font would delay it.
                canvas = self._drawn(frame.image, tr(_("Getting ready")) if shown else "")
            elif canvas is None:
                canvas = self._drawn(None, tr(_("Starting the camera")))
            key = self._display.show(canvas)
            if frame is not None and not shown:
                log.info("first picture shown")
                shown = True
        return shown

    def _drawn(self, picture: Image | None, message: str) -> Image:
        width, height = size = self._display.size()
        canvas, _ = fitted(picture, size, THEME.panel, mirrored=self._mirrored)
        if not message:
            return canvas
        tall = max(10, int(min(height, width * 0.75) * THEME.large))
        bar = int(tall * 1.75)
        canvas[height - bar :] = THEME.panel
        text.draw(
            canvas, message, (width // 2, height - bar), tall, THEME.ink, align="centre", weight=700
        )
        return canvas
