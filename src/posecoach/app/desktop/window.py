"""The window of a live run: draws the newest step, handles keys, shows troubles."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from posecoach.app.compose import Sinks
from posecoach.app.signals import StopSignal
from posecoach.app.troubles import Watch
from posecoach.clock import Clock
from posecoach.cues import words
from posecoach.pipeline.background import Background
from posecoach.pipeline.sink import State, Step
from posecoach.pipeline.stats import Stats
from posecoach.pose import Pose
from posecoach.sinks.screen.display import Display
from posecoach.sinks.screen.overlay import Screen
from posecoach.sinks.screen.theme import ThemeName, theme_of
from posecoach.sources.frame import Image
from posecoach.sources.newest import NewestFrame

log = logging.getLogger("posecoach")

_SUMMARY_S = 12.0
_NOTE_S = 8.0
_IDLE_S = 0.004
_WAITING_S = 0.03
_REDRAWN = ("c", "+", "-", "=", "?", "m", "x")
_STATS_S = 0.5  # between two updates, so that they can be read


@dataclass(frozen=True)
class Look:
    """Theme and text size."""

    theme: ThemeName = "normal"
    text_size: float = 1.0


@dataclass
class LiveOptions:
    """Options of the window.

    Attributes:
        show_stats: whether speeds are shown.
        on_canvas: called with every canvas, for a video.
        remark: returns a message to show, or None; each message once.
        keep: called with the name and value of a setting that the user changes in the window.
        left_out: called with the id of a stretch that the user leaves out from now on.
    """

    show_stats: bool = False
    on_canvas: Callable[[Image], None] | None = None
    remark: Callable[[], str | None] = lambda: None
    keep: Callable[[str, Any], None] | None = None
    left_out: Callable[[str], None] | None = None
    look: Look = Look()
    full_screen: bool = True


class LiveWindow:
    """Shows a session in a window until it is done or ended."""

    def __init__(
        self,
        coach: Background,
        frames: NewestFrame,
        display: Display,
        screen: Screen,
        sinks: Sinks,
        clock: Clock,
        stop: StopSignal,
        options: LiveOptions,
    ) -> None:
        self._coach, self._frames, self._display = coach, frames, display
        self._screen, self._sinks, self._clock = screen, sinks, clock
        self._stop, self._options = stop, options
        self._watch = Watch(frames, sinks.record, sinks.voice)
        self._serial = 0
        self._step: Step | None = None
        self._seen: tuple[Image, Pose | None] | None = (
            None  # the newest coached picture and its pose
        )
        self._fresh_t: float | None = None
        self._canvas: Image | None = None
        self._blind: str | None = None
        self._note_until: float | None = None
        self._summary_until: float | None = None
        self._stats_next = 0.0
        self._redraw = False
        screen.theme = theme_of(options.look.theme, options.look.text_size)

    @property
    def _stats(self) -> Stats:
        return self._coach.pipeline.stats

    def run(self) -> State:
        """Runs until the end.

        Returns:
            'done' (all sets, or the whole source) or 'ended' (a key, the close box or a signal).
        """
        key: str | None = None
        while not self._stop.ended and key not in ("q", "esc", "closed"):
            self._screen.size = self._display.size()
            self._key(key)
            self._notes()
            moved = self._take()
            ended = self._ended(moved, key)
            if ended is not None:
                return ended
            canvas = self._draw(moved)
            if canvas is None:
                assert self._canvas is not None
                self._clock.sleep(_IDLE_S)
                key = self._display.show(self._canvas)
                continue
            self._canvas = canvas
            if self._options.on_canvas is not None:
                self._options.on_canvas(canvas)
            key = self._display.show(canvas)
            if self._fresh_t is not None:
                self._stats.ages.append(max(0.0, self._frames.now() - self._fresh_t))
                self._fresh_t = None
        return "ended"

    def _take(self) -> bool:
        """Takes the newest step; returns whether there was a new one."""
        found = self._sinks.latest.newest()
        if found is None:
            return False
        self._step, missed = found
        if self._step.frame is not None:
            self._seen = self._step.frame.image, self._step.pose
            self._fresh_t = self._step.frame.t
        for cue, stretch in missed:
            self._screen.banner.take([cue], stretch)
        return True

    def _ended(self, moved: bool, key: str | None) -> State | None:
        """How the run ended, or None; the summary of a finished session stays for seconds."""
        coach = self._coach
        if not coach.done.is_set() or moved:
            return None
        if coach.error is not None:
            return "ended"
        finished = self._step is not None and coach.session.finished
        if self._summary_until is None:
            self._summary_until = self._clock.now() + (_SUMMARY_S if finished else 0.0)
        if self._clock.now() >= self._summary_until or key is not None:
            return "done"
        return None

    def _draw(self, moved: bool) -> Image | None:
        """A new canvas; None if the current one is up to date."""
        blind, self._blind = self._blind, self._watch.blind
        start = self._clock.now()
        if self._blind is not None:
            if self._blind == blind and not moved and self._canvas is not None:
                return None
            return self._screen.plain(self._seen[0] if self._seen else None, self._blind)
        if self._step is not None and self._seen is not None:
            if not moved and blind is None and not self._redraw:
                return None
            self._redraw = False
            if self._options.show_stats and start >= self._stats_next:
                self._stats_next = start + _STATS_S
                self._screen.stats = self._stats.line(self._frames.fps)
            canvas = self._screen.coaching(*self._seen, self._step.now)
            self._stats.draws.append(self._clock.now() - start)
            return canvas
        self._serial, fresh = self._frames.newest(self._serial, _WAITING_S)
        if fresh is not None:
            canvas = self._screen.plain(fresh.image, words.screen("ready"))
            if self._stats.first_picture is None:
                self._display.show(canvas)
                self._stats.first_picture = self._clock.now()
                log.info("first picture shown")
                self._coach.pictured.set()
            return canvas
        if self._canvas is None or blind is not None:
            return self._screen.plain(None, words.screen("starting"))
        return None

    def _notes(self) -> None:
        """Shows a new message for some seconds, and a slow camera as long as it lasts."""
        screen, now = self._screen, self._clock.now()
        sentences = self._watch.look()
        remark = self._options.remark()
        for sentence in (*sentences, *([remark] if remark else [])):
            screen.note, self._note_until = sentence, now + _NOTE_S
        if self._note_until is not None and now > self._note_until:
            screen.note, self._note_until = "", None
        if not screen.note and self._watch.note:
            screen.note, self._note_until = self._watch.note, now + _NOTE_S

    def _key(self, key: str | None) -> None:
        """Handles a key, except those that quit."""
        if key == "space":
            self._coach.pipeline.request("pause")
        elif key == "n":
            self._coach.pipeline.request("next")
        elif key == "f":
            self._display.toggle_full_screen()
            self._options.full_screen = not self._options.full_screen
            self._keep("full_screen", self._options.full_screen)
        elif key == "r":
            self._coach.pipeline.request("repeat")
        elif key == "x":
            self._leave_out()
        elif key == "m":
            voice = self._sinks.voice
            voice.toggle()
            self._screen.note = words.screen("mute") if voice.muted else ""
            self._note_until = None
            self._keep("voice", voice.level)
        elif key in ("c", "+", "-", "="):
            self._look(key)
        elif key is not None and (key == "?" or self._screen.help):
            self._screen.help = not self._screen.help
        if key in _REDRAWN:
            self._redraw = True

    def _look(self, key: str) -> None:
        """Changes contrast or text size."""
        look = self._options.look
        if key == "c":
            look = replace(look, theme="normal" if look.theme == "contrast" else "contrast")
            self._keep("theme", look.theme)
        else:
            step = -0.1 if key == "-" else 0.1
            size = round(min(max(look.text_size + step, 0.8), 1.4), 1)
            look = replace(look, text_size=size)
            self._keep("text_size", size)
        self._options.look = look
        self._screen.theme = theme_of(look.theme, look.text_size)

    def _leave_out(self) -> None:
        """Leaves the current stretch out from now on, and says so on the screen."""
        if self._step is None or self._step.now.stage == "done":
            return
        unwanted = self._step.now.plan.stretch.id
        self._coach.pipeline.request("leave_out")
        if self._options.left_out is not None:
            self._options.left_out(unwanted)
        self._screen.note = words.screen("left_out")
        self._note_until = self._clock.now() + _NOTE_S

    def _keep(self, name: str, value: Any) -> None:
        if self._options.keep is not None:
            self._options.keep(name, value)
