"""The header of the calm pages: the program's name, and the links to them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from posecoach.app.desktop.widgets import parts
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.paths import ICON

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window

_LINKS = (
    ("home", _("Home")),
    ("progress", _("Progress")),
    ("tips", _("Tips")),
    ("settings", _("Settings")),
)


class Header(QWidget):
    """The program's name, and the links to the calm pages."""

    def __init__(self, window: "Window") -> None:
        super().__init__()
        self._window = window
        self.setProperty("page", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = QHBoxLayout(self)
        self._buttons: dict[str, QPushButton] = {}
        self._title = parts.text("posecoach", "section")
        self._name = ""

    def fit(self, width: int) -> None:
        """Shows less in a narrow window: first the program's name goes, then the links' words."""
        scale = self._window.scale
        self._title.setVisible(width >= scale.px(900))
        for name, made in self._buttons.items():
            made.setText(tr(dict(_LINKS)[name]) if width >= scale.px(740) else "")

    def build(self) -> None:
        """Makes the header in the theme of now."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it is deleted only when nothing else is going on
                widget.deleteLater()
        window = self._window
        scale, colours = window.scale, window.context.theme(dark=False)
        self._layout.setContentsMargins(scale.px(48), scale.px(16), scale.px(48), scale.px(8))
        self._layout.setSpacing(scale.px(12))
        logo = parts.text("")
        logo.setPixmap(QIcon(str(ICON)).pixmap(scale.px(36), scale.px(36)))
        self._layout.addWidget(logo)
        self._title = parts.text("posecoach", "section")
        self._layout.addWidget(self._title)
        self._layout.addStretch(1)
        self._buttons = {}
        for name, words in _LINKS:
            if not window.has(name):
                continue
            made = parts.button(tr(words), lambda n=name: window.go(n), "nav")  # type: ignore[misc]
            made.setCheckable(True)
            parts.with_icon(made, name, colours, scale.px(22))
            self._buttons[name] = made
            self._layout.addWidget(made)
        self.show_current(self._name)
        self.fit(window.width())

    def show_current(self, name: str) -> None:
        """Marks the link of the page that is shown."""
        self._name = name
        for own, made in self._buttons.items():
            made.setChecked(own == name)
            made.setAccessibleDescription(tr(_("current page")) if own == name else "")
