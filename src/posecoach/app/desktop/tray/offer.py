"""A small window in the corner that tells and offers a break, and takes no focus."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from posecoach.app import breaks
from posecoach.app.desktop.context import Context
from posecoach.app.desktop.widgets import parts, style
from posecoach.language import mark as _
from posecoach.language import tr

_SHOWN_MS = 45_000  # an offer; then it goes by itself, and counts as not seen
_NOTE_MS = 12_000
_MARGIN = 24
_WIDEST = 460
_IN = {5: _("In 5 minutes"), 15: _("In 15 minutes"), 30: _("In 30 minutes")}
#: Minutes to put off; None: not today.
LATER: tuple[tuple[int | None, str], ...] = (
    *((minutes, _IN[minutes]) for minutes in breaks.LATER),
    (None, _("Not today")),
)


class Offer(QWidget):
    """A note, with or without the offer of a break.

    Attributes:
        start: the button that begins the break; None in a note.
        later: the buttons that put it off, in the order of ``LATER``.
    """

    def __init__(
        self,
        context: Context,
        title: str,
        words: str,
        begin: Callable[[], object] | None = None,
        put_off: Callable[[int | None], object] | None = None,
    ) -> None:
        flags = (
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        super().__init__(None, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setObjectName("offer")
        self.setWindowTitle(title)
        self.setAccessibleName(f"{title} {words}")
        theme = context.theme(dark=False)
        scale = style.Scale.of(context.look.text_size, 1280, 720)
        self.setStyleSheet(style.sheet(theme, scale))
        head = parts.text(title, "section", wrap=True)
        about = parts.text(words, wrap=True)
        content = parts.column(head, about, spacing=scale.px(12))
        self.start: QPushButton | None = None
        self.later: list[QPushButton] = []
        if begin is not None:
            self.start = parts.button(tr(_("Take a break")), self._then(begin), "primary")
            content.addWidget(self.start)
        if put_off is not None:
            content.addWidget(parts.text(tr(_("Or tell me later:")), "small"))
            grid = QGridLayout()
            grid.setSpacing(scale.px(8))
            for number, (minutes, name) in enumerate(LATER):
                made = parts.button(tr(name), self._then(partial(put_off, minutes)))
                self.later.append(made)
                grid.addWidget(made, number // 2, number % 2)
            content.addLayout(grid)
        else:
            content.addWidget(parts.button(tr(_("All right")), self.close))
        card = parts.card(content, padding=scale.px(20))
        outer = parts.column(card, spacing=0)
        outer.setContentsMargins(0, 0, 0, 0)
        self.setLayout(outer)
        self.setMaximumWidth(max(scale.px(_WIDEST), self.sizeHint().width()))
        for label in (head, about):
            _spoken(label)
        QTimer.singleShot(_SHOWN_MS if begin is not None else _NOTE_MS, self, self.close)

    def _then(self, do: Callable[[], object]) -> Callable[[], None]:
        """Closes the window, then does it."""

        def clicked() -> None:
            self.close()
            do()

        return clicked

    def show_in_corner(self) -> None:
        """Shows it at the lower right of the screen."""
        self.adjustSize()
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.move(
            screen.right() - self.width() - _MARGIN, screen.bottom() - self.height() - _MARGIN
        )
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()


def _spoken(label: QLabel) -> None:
    label.setAccessibleName(label.text())
