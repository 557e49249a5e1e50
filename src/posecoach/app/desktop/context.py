"""What all pages share: the user's settings and how things look."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from posecoach import language
from posecoach.app import settings
from posecoach.app.run.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.clock import Clock, SystemClock
from posecoach.errors import PosecoachError, told
from posecoach.sinks.screen.theme import Look, Theme, theme_of

#: The settings that change how everything looks: each page is built anew.
LOOK_SETTINGS = {"theme", "text_size", "language", "lightness", "motion"}


@dataclass
class Context:
    """The settings, kept at once when they change, and the options of the command line.

    Attributes:
        own: the user's settings.
        options: the choices of this start, from the command line and the settings.
        problem: why the settings cannot be read or kept; empty if they can.
        listeners: called with the names of settings that have changed.
        clock: the window's, for what must have been shown a while before a press counts.
    """

    own: Settings
    options: RunOptions
    problem: str = ""
    listeners: list[Callable[[set[str]], None]] = field(default_factory=list)
    clock: Clock = field(default_factory=SystemClock)

    def change(self, **changes: Any) -> bool:
        """Changes settings and keeps them; returns whether they could be written."""
        self.own = self.own.changed(**changes)
        try:
            settings.keep(**changes)
            self.problem = ""
        except PosecoachError as error:
            self.problem = told(error)
        self._apply(changes)
        return not self.problem

    @property
    def wrong(self) -> str:
        """Why settings cannot be kept, or what is still wrong in their file; empty for nothing."""
        return self.problem or settings.load_or_default()[1]

    def kept(self, name: str, value: Any) -> None:
        """A setting that was changed while coaching."""
        if self.own.value(name) != value:
            self.change(**{name: value})

    def leave_out(self, stretch: str) -> None:
        """Leaves a stretch out of routines from now on."""
        if stretch not in self.own.leave_out:
            self.change(leave_out=(*self.own.leave_out, stretch))

    def _apply(self, changes: dict[str, Any]) -> None:
        own, options = self.own, self.options
        if "language" in changes:
            language.use(own.look.language)
        options.source = own.camera if "camera" in changes else options.source
        options.voice = own.voice if "voice" in changes else options.voice
        options.theme = own.look.theme if "theme" in changes else options.theme
        options.text_size = own.look.text_size if "text_size" in changes else options.text_size
        options.model_size = own.model_size if "model_size" in changes else options.model_size
        options.keep_last = own.keep_last if "keep_last" in changes else options.keep_last
        if "mirrored_input" in changes:
            options.mirrored_input = own.mirrored_input
        for listener in self.listeners:
            listener(set(changes))

    @property
    def look(self) -> Look:
        """How the coaching screen looks."""
        return Look(self.options.theme, self.options.text_size, self.own.look.motion)

    @property
    def light(self) -> bool:
        """Whether the calm pages are light: by the setting, else as the system is."""
        if self.own.look.lightness == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return scheme != Qt.ColorScheme.Dark
        return self.own.look.lightness == "light"

    def theme(self, *, dark: bool) -> Theme:
        """The theme of a page; ``dark``: it is dark whatever the setting."""
        look = self.look
        return theme_of(look.theme, look.text_size, light=self.light and not dark)
