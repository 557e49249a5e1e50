"""What every page of the window is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from posecoach.app.desktop.widgets import icons, parts
from posecoach.app.desktop.widgets.style import Scale
from posecoach.app.desktop.widgets.sure import Shown
from posecoach.sinks.screen.theme import Theme

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window


class Page(QWidget):
    """A page. It is built when it is first shown, and anew when the look or language changes.

    Attributes:
        name: by which the window finds it.
        dark: it is dark whatever the setting.
        bare: it has no header with the links to the other pages.
        busy: what is done on it must not be interrupted: no break begins by itself.
        settles_s: in so many seconds after it is shown no press counts: it was meant for the page
            before.
        primary: the button of Page Down, and the first focus.
    """

    name = ""
    dark = False
    bare = False
    busy = False
    settles_s = 0.0

    def __init__(self, window: "Window") -> None:
        super().__init__()
        self.app = window
        self.primary: QPushButton | None = None
        self._fresh = Shown(window.context.clock, self.settles_s)
        self.setProperty("page", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    @property
    def theme(self) -> Theme:
        """The theme of this page."""
        return self.app.context.theme(dark=self.dark)

    @property
    def scale(self) -> Scale:
        """How large things are."""
        return self.app.scale

    def shown_anew(self) -> None:
        """It is shown now, or other things on it are."""
        self._fresh.anew()

    @property
    def settled(self) -> bool:
        """Whether it has been there long enough to be answered."""
        return self._fresh.settled

    def enter(self) -> None:
        """Called each time the page is shown: puts what is new on it."""

    def leave(self) -> None:
        """Called when another page is shown."""

    def forward(self) -> None:
        """Page Down, as a clicker sends it."""
        if self.primary is not None and self.primary.isEnabled():
            self.primary.click()

    def back(self) -> None:
        """Escape and Page Up."""
        self.app.go("home")

    def key(self, key: str) -> bool:
        """Takes a key: a character, 'space', 'enter'; returns whether it was meant for the page."""
        del key
        return False

    # ------------------------------------------------------------------ for the pages

    def button(
        self,
        words: str,
        pressed: Callable[[], object],
        kind: str = "secondary",
        icon: str = "",
        about: str = "",
    ) -> QPushButton:
        """A button with an icon of the page's theme."""
        made = parts.button(words, pressed, kind, about=about)
        if icon:
            size = self.scale.px(30 if kind.startswith(("large", "start")) else 24)
            parts.with_icon(made, icon, self.theme, size)
        return made

    def icon(self, name: str, size: int, colour: tuple[int, int, int]) -> QLabel:
        """An icon by itself; a screen reader passes over it."""
        label = QLabel()
        px = self.scale.px(size)
        label.setPixmap(icons.pixmap(name, px, colour))
        label.setFixedSize(px, px)
        return label
