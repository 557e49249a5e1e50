"""The tabs of the settings page."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.widgets import icons
from posecoach.language import mark as _
from posecoach.language import tr

_GAP = 1.4  # width of an icon with the room after it, in widths of the icon


def _with_gap(picture: QPixmap) -> QIcon:
    """An icon with more room before the words than Qt leaves."""
    wide = QPixmap(round(picture.width() * _GAP), picture.height())
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return QIcon(wide)


class Tabs(QWidget):
    """The tabs: below each other, or in rows where they stand above the content."""

    def __init__(
        self, page: Page, groups: dict[str, tuple[str, str]], chosen: Callable[[str], object]
    ) -> None:
        """Makes the tabs.

        Args:
            page: that they are on.
            groups: words and icon of each, by name.
            chosen: called with the name of the tab to open.
        """
        super().__init__()
        self._page, self._groups, self._chosen = page, groups, chosen
        self._open = next(iter(groups))
        self.setAccessibleName(tr(_("Groups of settings")))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(page.scale.px(8))
        self._one = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for name, (words, icon) in groups.items():
            made = page.button(tr(words), lambda n=name: chosen(n), "tab", icon)  # type: ignore[misc]
            made.setCheckable(True)
            made.installEventFilter(self)  # Qt's own arrows stop at the ends
            self._one.addButton(made)
            self.buttons[name] = made

    def arrange(self, width: int) -> None:
        """Puts the tabs in rows of a width; 0: one column."""
        columns = 1
        if width:
            widest = max(b.sizeHint().width() for b in self.buttons.values())
            fit = width // (widest + self._grid.spacing())
            columns = next(n for n in (7, 4, 2, 1) if n <= max(1, fit))
        for column in range(len(self.buttons)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for number, made in enumerate(self.buttons.values()):
            self._grid.addWidget(made, number // columns, number % columns)
        self._grid.setRowStretch(len(self.buttons), 1 if columns == 1 and not width else 0)
        self.setMinimumWidth(0 if width else self._page.scale.px(232))

    def show_open(self, tab: str) -> None:
        """Marks the open tab, for the eye and for a screen reader."""
        self._open = tab
        theme, size = self._page.theme, self._page.scale.px(24)
        for name, made in self.buttons.items():
            made.setChecked(name == tab)
            ink = theme.colours.primary if name == tab else theme.colours.text
            made.setIcon(_with_gap(icons.pixmap(self._groups[name][1], size * 2, ink)))
            made.setIconSize(QSize(round(size * _GAP), size))
            made.setAccessibleDescription(tr(_("open")) if name == tab else "")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The arrows go from tab to tab, round at the ends, and open it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        step = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if step is None:
            return False
        names = list(self.buttons)
        name = names[(names.index(self._open) + step) % len(names)]
        self._chosen(name)
        self.buttons[name].setFocus(Qt.FocusReason.TabFocusReason)
        return True
