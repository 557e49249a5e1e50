"""The pages of the window: built when they are first shown, one shown at a time."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QGraphicsOpacityEffect, QStackedWidget

from posecoach.app.desktop.page import Page

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window

Builder = Callable[["Window"], Page]
_FADE_MS = 240


class Stack(QStackedWidget):
    """Holds the pages by name.

    Attributes:
        name: of the page that is shown; empty before the first.
    """

    def __init__(self, builders: dict[str, Builder]) -> None:
        super().__init__()
        self.name = ""
        self._builders = builders
        self._pages: dict[str, Page] = {}
        self._fade: QPropertyAnimation | None = None

    @property
    def page(self) -> Page | None:
        """The page that is shown; None before the first."""
        return self._pages.get(self.name)

    @property
    def built(self) -> tuple[str, ...]:
        """The names of the pages that are built."""
        return tuple(self._pages)

    def has(self, name: str) -> bool:
        """Whether there is a page of this name."""
        return name in self._builders

    def is_dark(self, name: str) -> bool:
        """Whether a page is dark whatever the setting."""
        return bool(getattr(self._builders[name], "dark", False))

    def get(self, name: str, window: "Window") -> Page:
        """A page by its name; built if need be."""
        if name not in self._pages:
            self._pages[name] = self._builders[name](window)
            self.addWidget(self._pages[name])
        return self._pages[name]

    def drop(self, names: Iterable[str]) -> None:
        """Forgets pages; they are built anew when they are next shown."""
        for name in names:
            old = self._pages.pop(name, None)
            if old is not None:
                self.removeWidget(old)
                old.deleteLater()

    def fade_in(self, page: Page) -> None:
        """Lets a page come gently."""
        effect = QGraphicsOpacityEffect(page)
        page.setGraphicsEffect(effect)
        fade = QPropertyAnimation(effect, b"opacity", page)
        fade.setDuration(_FADE_MS)
        fade.setStartValue(0.0)
        fade.setEndValue(1.0)
        fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        fade.finished.connect(lambda: page.setGraphicsEffect(None))  # type: ignore[arg-type]
        fade.start()
        self._fade = fade
