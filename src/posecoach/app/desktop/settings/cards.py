"""Choices that need more than a word: cards below each other, of which one is chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.widgets import icons, parts
from posecoach.app.desktop.widgets.card import inside_hint, least_inside
from posecoach.sinks.screen.theme import hexa
from posecoach.sources.frame import Image

#: Labels that name something beside or below them; and buttons of a choice have no room for a mark.
SHEET = """
QLabel[kind="strong"] { font-weight: 700; }
QRadioButton[kind="choice"] { spacing: 0; min-width: 0; }
"""


@dataclass(frozen=True)
class Option:
    """One thing to choose.

    Attributes:
        value: what is kept.
        title: its name.
        about: what it means, smaller; empty for nothing.
        icon: shown while there is no picture; empty for a card without one.
    """

    value: str
    title: str
    about: str = ""
    icon: str = ""


class Card(QRadioButton):
    """A radio button as a card: a picture if it has one, a name, what it means, and a ring."""

    def __init__(self, page: Page, name: str, option: Option) -> None:
        super().__init__()
        self._theme, self._scale = page.theme, page.scale
        px = page.scale.px
        self._icon, self._picture = option.icon, QImage()
        self._pixels: Image | None = None
        told = f"{option.title}, {option.about}" if option.about else option.title
        self.setAccessibleName(f"{name}: {told}")
        # A radio button's own height is fixed; that of a card follows from its lines.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        title = parts.text(option.title, "strong", wrap=True)
        lines = parts.column(1, title, spacing=px(2))
        self._name, self._title = name, option.title
        self._about = parts.quiet(parts.text(option.about, "small", wrap=True))
        lines.addWidget(self._about)
        if not option.about:  # shown before it has its place, it would be a window
            self._about.hide()
        lines.addStretch(1)
        title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        left = self._picture_size.width() + px(28) if option.icon else px(20)
        lines.setContentsMargins(left, px(12), px(64), px(12))
        self.setLayout(lines)
        self.setMinimumHeight(self._picture_size.height() + px(24) if option.icon else px(64))

    def tell(self, about: str) -> None:
        """Says something else of what it means."""
        self._about.setText(about)
        self._about.setVisible(bool(about))
        told = f"{self._title}, {about}" if about else self._title
        self.setAccessibleName(f"{self._name}: {told}")

    @property
    def _picture_size(self) -> QSize:
        return QSize(self._scale.px(112), self._scale.px(63))

    def show_picture(self, picture: Image) -> None:
        """Shows a BGR picture (h, w, 3) in the card."""
        import cv2

        size, ratio = self._picture_size, self.devicePixelRatioF()
        wide, high = round(size.width() * ratio), round(size.height() * ratio)
        height, width = picture.shape[:2]
        part = min(height, round(width * high / wide))  # the middle, so that it fills its place
        top = (height - part) // 2
        small = cv2.resize(picture[top : top + part], (wide, high), interpolation=cv2.INTER_AREA)
        self._pixels = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2BGRA), np.uint8)
        self._picture = QImage(self._pixels.data, wide, high, wide * 4, QImage.Format.Format_RGB32)
        self.update()

    @property
    def pictured(self) -> bool:
        """Whether it shows a picture."""
        return not self._picture.isNull()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return inside_hint(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return least_inside(self)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 - Qt's name
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours, grounds, px = self._theme.colours, self._theme.grounds, self._scale.px
        chosen = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 5 if self.hasFocus() else 3 if chosen else 2
        edge = colours.focus if self.hasFocus() else colours.primary if chosen else colours.edge
        ground = (
            grounds.tint if chosen else grounds.raised if self.underMouse() else grounds.surface
        )
        painter.setPen(QPen(QColor(hexa(edge)), wide))
        painter.setBrush(QColor(hexa(ground)))
        inset = wide / 2
        body = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(body, px(12), px(12))
        if self._icon:
            self._paint_picture(painter)
        self._paint_ring(painter, chosen=chosen)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        theme, px, size = self._theme, self._scale.px, self._picture_size
        place = QRectF(px(12), (self.height() - size.height()) / 2, size.width(), size.height())
        shape = QPainterPath()
        shape.addRoundedRect(place, px(6), px(6))
        painter.save()
        painter.setClipPath(shape)
        painter.fillPath(shape, QColor(hexa(theme.grounds.raised)))
        if self.pictured:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._picture)
        else:
            side = px(32)
            at = place.center() - QPoint(side // 2, side // 2)
            painter.drawPixmap(at, icons.pixmap(self._icon, side, theme.colours.muted))
        painter.restore()

    def _paint_ring(self, painter: QPainter, *, chosen: bool) -> None:
        colours, px = self._theme.colours, self._scale.px
        side = px(26)
        ring = QRectF(self.width() - px(20) - side, (self.height() - side) / 2, side, side)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(hexa(colours.primary if chosen else colours.edge)), 3))
        painter.drawEllipse(ring)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hexa(colours.primary)))
            gap = side * 0.25
            painter.drawEllipse(ring.adjusted(gap, gap, -gap, -gap))


class Cards(QWidget):
    """Cards of which one is chosen; beside each other in twos where there is room."""

    def __init__(
        self,
        page: Page,
        name: str,
        options: Sequence[Option],
        chosen: str,
        changed: Callable[[str], object],
        *,
        twos: bool = True,
    ) -> None:
        """Makes the choice.

        Args:
            page: that it is on.
            name: of the whole, for a screen reader.
            options: what there is to choose.
            chosen: the value of the chosen one.
            changed: called with the value when the user chooses another.
            twos: two beside each other where there is room.
        """
        super().__init__()
        self.setAccessibleName(name)
        self.setStyleSheet(SHEET)
        self._group, self._changed, self._twos = QButtonGroup(self), changed, twos
        self._page, self._columns = page, 0
        self.buttons: dict[str, Card] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(page.scale.px(12))
        for option in options:
            self.add(option)
            self.buttons[option.value].setChecked(option.value == chosen)

    def add(self, option: Option) -> None:
        """Adds one more card."""
        made = Card(self._page, self.accessibleName(), option)
        self._group.addButton(made)
        self.buttons[option.value] = made
        made.clicked.connect(lambda: self._changed(option.value))
        self._columns, columns = 0, max(1, self._columns)
        self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, made in enumerate(self.buttons.values()):
            self._grid.addWidget(made, number // columns, number % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, columns - 1)
        QTimer.singleShot(0, self, self.updateGeometry)  # its height is another one now

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        least = self._page.scale.text("body") * 34  # two lines of about twenty letters each
        least += 0 if self._columns == 2 else 40  # or a scroll bar would turn it to and fro
        self._arrange(2 if self._twos and event.size().width() >= least else 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One column: with two, it could not become narrower again."""
        widest = max((b.minimumSizeHint().width() for b in self.buttons.values()), default=0)
        return QSize(widest, 0)  # the height follows from the width
