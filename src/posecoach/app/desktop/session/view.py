"""A live session as the window shows it: the newest canvas, and what the user asks for.

It knows no window toolkit: the coaching page asks it for canvases, and so do the tests.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from posecoach.app.desktop.session.notes import Notes
from posecoach.app.run.compose import Sinks
from posecoach.app.run.troubles import Watch
from posecoach.clock import Clock
from posecoach.cues import words
from posecoach.pipeline.background import Background
from posecoach.pipeline.sink import EndState, Step
from posecoach.pipeline.stats import Stats
from posecoach.pose import Pose
from posecoach.session.moment import SessionMoment, SessionStage
from posecoach.sinks.screen.banner import Message, message_of
from posecoach.sinks.screen.screen import Screen
from posecoach.sinks.screen.textsize import fitting
from posecoach.sinks.screen.theme import Look, theme_of
from posecoach.sources.frame import Image
from posecoach.sources.newest import NewestFrame

log = logging.getLogger("posecoach")

#: What the user can ask for while coaching.
Action = Literal[
    "pause", "next", "repeat", "leave_out", "begin", "explain", "mute", "contrast", "larger",
    "smaller",
]  # fmt: skip

# Seconds between two canvases where little changes: drawing costs as much as all rules.
_CALM_S, _HOLDING_S = 0.09, 0.06
_CALM: tuple[SessionStage, ...] = ("rest", "paused", "away", "down", "done")
_HELD_S = 3.0  # a hold is calm after this time
_STATS_S = 0.5  # between two updates, so that they can be read


@dataclass
class ViewOptions:
    """Options of a live view.

    Attributes:
        show_stats: whether speeds are shown.
        on_canvas: called with every canvas, for a video.
        remark: returns a message to show, or None; each message once.
        keep: called with the name and value of a setting that the user changes while coaching.
        left_out: called with the id of a stretch that the user leaves out from now on.
    """

    show_stats: bool = False
    on_canvas: Callable[[Image], None] | None = None
    remark: Callable[[], str | None] = lambda: None
    keep: Callable[[str, Any], None] | None = None
    left_out: Callable[[str], None] | None = None
    look: Look = field(default_factory=Look)


@dataclass
class _Times:
    """Times of drawing, in seconds.

    Attributes:
        drawn: of the clock, when the last coached canvas was drawn.
        stats_due: of the clock, when the speeds are next updated.
        unshown: of the source, the newest picture not yet on the screen; None without one.
    """

    drawn: float = 0.0
    stats_due: float = 0.0
    unshown: float | None = None


class LiveView:
    """Draws a session that runs in the background, and passes on what the user asks for.

    Attributes:
        state: how the run ended: 'done' (all sets, or the whole source) or
            'interrupted' (an error); None while it runs.
        canvas: the newest canvas; None before the first.
    """

    def __init__(
        self,
        coach: Background,
        frames: NewestFrame,
        screen: Screen,
        sinks: Sinks,
        clock: Clock,
        options: ViewOptions,
    ) -> None:
        self._coach, self._frames = coach, frames
        self._screen, self._sinks, self._clock = screen, sinks, clock
        self._options = options
        self._watch = Watch(frames, sinks.record, sinks.voice)
        self._notes = Notes(self._watch, screen, clock, options.remark)
        self._serial = 0
        self._step: Step | None = None
        #: The newest coached picture and its pose.
        self._seen: tuple[Image, Pose | None] | None = None
        self.canvas: Image | None = None
        self.state: EndState | None = None
        self._blind: str | None = None
        self._redraw = False
        self._times = _Times()
        self.look = options.look

    @property
    def now(self) -> SessionMoment | None:
        """The newest moment of the session; None before the first."""
        return None if self._step is None else self._step.now

    @property
    def introducing(self) -> bool:
        """Whether the canvas is the introduction, without a picture."""
        return self._screen.introducing

    @property
    def rail_right(self) -> bool:
        """Whether the rail is at the right, since the user stands at the left."""
        return self._screen.rail_right

    @property
    def judging(self) -> bool:
        """Whether the user is in the start position or moving."""
        return self._sinks.latest.judging

    @property
    def note(self) -> str:
        """What is told beside the coaching."""
        return self._blind or self._screen.note

    @property
    def message(self) -> Message | None:
        """What the banner says; None without one."""
        return None if self._step is None else message_of(self._step.now, self._screen.current)

    @property
    def muted(self) -> bool:
        """Whether the user has switched the voice off."""
        return self._sinks.voice.muted

    @property
    def stats(self) -> Stats:
        """Speeds of the run."""
        return self._coach.pipeline.stats

    @property
    def look(self) -> Look:
        """Theme and text size of the canvases."""
        return self._options.look

    @look.setter
    def look(self, look: Look) -> None:
        self._options.look = look
        self._screen.theme = theme_of(look.theme, look.text_size)
        self._screen.motion = look.motion
        self._redraw = True

    def tick(self, size: tuple[int, int]) -> Image | None:
        """A new canvas of ``size`` (width, height); None if the last one is up to date.

        Call it when a step or a picture has come, and a few times a second besides.
        """
        if size != self._screen.size:
            self._screen.size, self._redraw = size, True
        if self._notes.update():
            self._redraw = True
        if self._can_wait():
            return None
        moved = self._take()
        if self._coach.done.is_set() and not moved and self.state is None:
            self.state = "interrupted" if self._coach.error is not None else "done"
            return None
        canvas = self._draw(moved)
        if canvas is not None:
            self.canvas = canvas
            if self._options.on_canvas is not None:
                self._options.on_canvas(canvas)
        return canvas

    def _can_wait(self) -> bool:
        """Whether the last canvas will do: in a rest or a long hold little changes on it."""
        now = self.now
        if now is None or self._redraw or self._coach.done.is_set():
            return False
        least = _CALM_S if now.stage in _CALM else 0.0
        if self._screen.introducing:
            least = _HOLDING_S
        hold = None if now.moment is None else now.moment.hold
        if hold is not None and hold.running and hold.held_s >= _HELD_S:
            least = _HOLDING_S
        return 0 <= self._clock.now() - self._times.drawn < least  # a clock may step back

    def shown(self) -> None:
        """Call it when the last canvas is on the screen: for the age of what is shown."""
        if self._times.unshown is not None:
            self.stats.ages.append(max(0.0, self._frames.now() - self._times.unshown))
            self._times.unshown = None

    def _take(self) -> bool:
        """Takes the newest step; returns whether there was a new one."""
        found = self._sinks.latest.newest()
        if found is None:
            return False
        self._step, missed = found
        if self._step.frame is not None:
            self._seen = self._step.frame.image, self._step.pose
            self._times.unshown = self._step.frame.t
        for cue, stretch in missed:
            self._screen.current.take([cue], stretch)
        return True

    def _draw(self, moved: bool) -> Image | None:
        """A new canvas; None if the last one is up to date."""
        blind, self._blind = self._blind, self._watch.blind
        start = self._clock.now()
        if self._blind is not None:
            if self._blind == blind and not moved and not self._redraw and self.canvas is not None:
                return None
            self._redraw = False
            return self._screen.plain(self._seen[0] if self._seen else None, self._blind)
        if self._step is not None and self._seen is not None:
            if not moved and blind is None and not self._redraw:
                return None
            self._redraw = False
            if self._options.show_stats and start >= self._times.stats_due:
                self._times.stats_due = start + _STATS_S
                self._screen.stats = self.stats.line(self._frames.fps)
            canvas = self._screen.coaching(*self._seen, self._step.now)
            self._times.drawn = start
            self.stats.draws.append(self._clock.now() - start)
            return canvas
        return self._first_pictures()

    def _first_pictures(self) -> Image | None:
        """The bare picture, until the first one is coached."""
        serial, frame = self._frames.newest(self._serial, 0.0)
        if frame is None or serial == self._serial:
            if self.canvas is None or self._redraw:
                self._redraw = False
                return self._screen.plain(None, words.screen("starting"))
            return None
        self._serial = serial
        if self.stats.first_picture is None:
            self.stats.first_picture = self._clock.now()
            log.info("first picture shown")
        self._coach.pictured.set()
        return self._screen.plain(frame.image, "")

    def closing(self, said: str) -> Image:
        """A last canvas: the last picture, and a few words."""
        return self._screen.plain(self._seen[0] if self._seen else None, said)

    # ------------------------------------------------------------------ what the user asks for

    def act(self, action: Action) -> None:
        """Does what the user asks for."""
        match action:
            case "pause" | "next" | "repeat" | "begin" | "explain":
                self._coach.pipeline.request(action)
            case "leave_out":
                self._leave_out()
            case "mute":
                self._mute()
            case "contrast" | "larger" | "smaller":
                self._change_look(action)
        self._redraw = True

    def _mute(self) -> None:
        voice = self._sinks.voice
        voice.toggle()
        self._notes.keep(words.screen("mute") if voice.muted else "")
        self._keep("voice", voice.level)

    def _change_look(self, action: Literal["contrast", "larger", "smaller"]) -> None:
        """Changes contrast or text size."""
        look = self.look
        if action == "contrast":
            look = replace(look, theme="normal" if look.theme == "contrast" else "contrast")
            self._keep("theme", look.theme)
        else:
            step = -0.1 if action == "smaller" else 0.1
            size = fitting(look.text_size + step)
            look = replace(look, text_size=size)
            self._keep("text_size", size)
        self.look = look

    def _leave_out(self) -> None:
        """Leaves the current stretch out from now on, and says so on the screen."""
        now = self.now
        if now is None or now.stage == "done":
            return
        self._coach.pipeline.request("leave_out")
        if self._options.left_out is not None:
            self._options.left_out(now.plan.stretch.id)
        self._notes.tell(words.screen("left_out"))

    def _keep(self, name: str, value: Any) -> None:
        if self._options.keep is not None:
            self._options.keep(name, value)
