"""The parts that pages consist of: texts, buttons, cards, switches and moving figures."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from posecoach.app.desktop.widgets import icons
from posecoach.sinks.screen.theme import Theme, hexa

if TYPE_CHECKING:  # loading what draws figures would delay the first page
    from posecoach.pose import Side
    from posecoach.spec.schema import Stretch


B = TypeVar("B", QHBoxLayout, QVBoxLayout)
W = TypeVar("W", bound=QWidget)


def text(words: str, kind: str = "body", *, wrap: bool = False) -> QLabel:
    """A label; ``kind`` is one of the style sheet's."""
    label = QLabel(words)
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return label


def as_it_is(words: str) -> str:
    """Words for a button in which "&" is to be read: one alone underlines the next letter."""
    return words.replace("&", "&&")


def restyle(part: QWidget) -> None:
    """Lets a part look as its kind does, after that has changed."""
    part.style().unpolish(part)
    part.style().polish(part)


def button(
    words: str,
    pressed: Callable[[], object],
    kind: str = "secondary",
    *,
    about: str = "",
) -> QPushButton:
    """A button.

    Args:
        words: on it.
        pressed: called when it is pressed, by mouse, touch or key.
        kind: one of the style sheet's.
        about: a longer description for a screen reader.
    """
    made = QPushButton(words)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(True)
    made.setAccessibleName(words)
    if about:
        made.setAccessibleDescription(about)
    made.clicked.connect(lambda: pressed())
    return made


def with_icon(made: QPushButton, name: str, theme: Theme, size: int = 26) -> QPushButton:
    """Gives a button an icon in the colour of its words."""
    kind = made.property("kind")
    ink = theme.colours.text
    if kind in ("primary", "start", "large_primary"):
        ink = theme.colours.on_primary
    elif kind == "quiet":
        ink = theme.colours.primary
    elif kind == "danger":
        ink = theme.colours.danger
    made.setIcon(icons.icon(name, ink, size * 2))
    made.setIconSize(QSize(size, size))
    return made


def row(*parts: QWidget | QLayout | int, spacing: int = 16) -> QHBoxLayout:
    """Parts beside each other; a number is a stretch of that weight."""
    return _filled(QHBoxLayout(), parts, spacing)


def column(*parts: QWidget | QLayout | int, spacing: int = 16) -> QVBoxLayout:
    """Parts below each other; a number is a stretch of that weight."""
    return _filled(QVBoxLayout(), parts, spacing)


def _filled(out: B, parts: Sequence[QWidget | QLayout | int], spacing: int) -> B:
    out.setSpacing(spacing)
    out.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if isinstance(part, int):
            out.addStretch(part)
        elif isinstance(part, QWidget):
            out.addWidget(part)
        else:
            out.addLayout(part)
    return out


def quiet(part: W) -> W:
    """A part that stands on a button: a click goes through it."""
    part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return part


def card(content: QLayout, kind: str = "card", padding: int = 24) -> QFrame:
    """A card round a layout."""
    frame = QFrame()
    frame.setProperty("kind", kind)
    content.setContentsMargins(padding, padding, padding, padding)
    frame.setLayout(content)
    return frame


def line() -> QFrame:
    """A thin line between rows."""
    frame = QFrame()
    frame.setProperty("kind", "line")
    return frame


def scrolled(content: QWidget) -> QScrollArea:
    """A part that scrolls up and down where it is too high."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


class Choice(QWidget):
    """Radio buttons beside each other, of which one is chosen."""

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        chosen: str,
        changed: Callable[[str], object],
    ) -> None:
        """Makes the choice.

        Args:
            name: of the whole, for a screen reader.
            options: value and words of each.
            chosen: the value of the chosen one.
            changed: called with the value when the user chooses another.
        """
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for value, words in options:
            made = QRadioButton(words)
            made.setProperty("kind", "choice")
            made.setAccessibleName(f"{name}: {words}")
            made.setCursor(Qt.CursorShape.PointingHandCursor)
            made.setChecked(value == chosen)
            self._group.addButton(made)
            self.buttons[value] = made
            layout.addWidget(made)
            made.clicked.connect(lambda _on=False, v=value: changed(v))


class Switch(QCheckBox):
    """An on-off switch with a knob, which is a check box to a screen reader."""

    def __init__(
        self, name: str, on: bool, changed: Callable[[bool], object], theme: Theme
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setChecked(on)
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(96, 56)
        self.toggled.connect(lambda value: changed(bool(value)))

    def hitButton(self, pos: object) -> bool:  # noqa: N802 - Qt's name
        del pos
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        theme, colours, on = self._theme, self._theme.colours, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(10, 10, 76, 36)
        if self.hasFocus():
            painter.setPen(QPen(QColor(hexa(colours.focus)), 4))
            painter.drawRoundedRect(body.adjusted(-6, -6, 6, 6), 24, 24)
        ground = colours.primary if on else theme.grounds.raised
        painter.setPen(QPen(QColor(hexa(colours.primary if on else colours.edge)), 3))
        painter.setBrush(QColor(hexa(ground)))
        painter.drawRoundedRect(body, 18, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hexa(colours.on_primary if on else colours.text)))
        x = body.right() - 31 if on else body.left() + 5
        painter.drawEllipse(QRectF(x, body.top() + 5, 26, 26))
        painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(96, 56)


class FigureView(QWidget):
    """The guide figure of a stretch; it moves while it is on the screen, if motion is on."""

    _STEP_MS = 50

    def __init__(
        self, stretch: "Stretch", theme: Theme, *, moves: bool, ground: tuple[int, int, int]
    ) -> None:
        super().__init__()
        self._stretch, self._theme, self._moves, self._ground = stretch, theme, moves, ground
        self._passed = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(self._STEP_MS)
        self._timer.timeout.connect(self._step)
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(60, 60)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        """The first picture comes after the page is there: loading the drawing takes a while."""
        if self.isVisible():
            self._draw()
            if self._moves:
                self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._timer.stop()
        super().hideEvent(event)

    def _step(self) -> None:
        self._passed += self._STEP_MS / 1000
        self._draw()

    def _draw(self) -> None:
        from posecoach.sinks.screen.bodies import figure

        size = self.width(), self.height()
        if min(size) < 20:
            return
        sides: tuple[Side, Side] = ("left", "right")
        number, share = figure.share_at(self._stretch.guide, self._passed)
        if not self._moves:
            share = 1.0
        side = sides[number % 2] if self._stretch.sides == "alternate" else "left"
        drawn = figure.picture(
            self._stretch, side, share, size, self._theme, mirrored=True, ground=self._ground
        )
        self._image = QImage(
            drawn.tobytes(), *size, size[0] * 3, QImage.Format.Format_BGR888
        ).copy()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        if self._image is not None:
            painter.drawImage(self.rect(), self._image)
        painter.end()


def exchange(layout: QLayout, old: QWidget | None, new: QWidget) -> None:
    """Puts a widget where an older one was, which is deleted once nothing else is going on."""
    if old is not None:
        layout.removeWidget(old)
        old.hide()
        old.deleteLater()
    layout.addWidget(new)
