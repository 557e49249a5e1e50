"""The small window that stands in for the icon where the desktop has no tray."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from posecoach.app.desktop.context import Context
from posecoach.app.desktop.widgets import parts, style
from posecoach.language import mark as _
from posecoach.language import tr


class SmallWindow(QWidget):
    """The eye, one line, and a button with the menu; it can be minimised.

    Attributes:
        closed: emitted when the user closes it.
    """

    closed = Signal()

    def __init__(self, context: Context, menu: QMenu) -> None:
        super().__init__()
        theme = context.theme(dark=False)
        scale = style.Scale.of(context.look.text_size, 1280, 720)
        self.setStyleSheet(style.sheet(theme, scale))
        self.setObjectName("desk")
        self.setWindowTitle("posecoach")
        self._size = scale.px(40)
        self._eye = QLabel()
        self.line = parts.text("", wrap=True)
        self.more = QToolButton()
        self.more.setText(tr(_("More")))
        self.more.setAccessibleName(tr(_("More")))
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setCursor(Qt.CursorShape.PointingHandCursor)
        row = parts.row(self._eye, self.line, self.more, spacing=scale.px(16))
        row.setStretch(1, 1)
        row.setContentsMargins(*[scale.px(16)] * 4)
        self.setLayout(row)
        self.setMinimumWidth(scale.px(420))

    def tell(self, icon: QIcon, line: str) -> None:
        """Shows a state."""
        self._eye.setPixmap(icon.pixmap(QSize(self._size, self._size)))
        self.line.setText(line)
        self.line.setAccessibleName(line)
        self.setWindowIcon(icon)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self.closed.emit()
        event.accept()
