"""A month of days, of which those with a session can be chosen."""

import calendar
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.progress import words as words
from posecoach.app.desktop.widgets import parts
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sinks.screen.drawing.fonts import FAMILY
from posecoach.sinks.screen.theme import Colour, hexa

if TYPE_CHECKING:
    from posecoach.records.data import Numbered

_LEAST = 48  # pixels of a target, both ways


class CalendarDay(QPushButton):
    """A day with a session: a disc, with a ring round it if it is chosen."""

    def __init__(self, page: Page, number: int, name: str, *, today: bool) -> None:
        super().__init__(str(number))
        self._page, self._today = page, today
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one stop of the Tab key; the arrows go from day to day
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        side = max(_LEAST, page.scale.px(_LEAST))
        self.setStyleSheet(_square(side))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = self._page.theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, side = QPointF(self.width() / 2, self.height() / 2), float(self.width())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_ink(colours.primary))
        painter.drawEllipse(middle, side * 0.34, side * 0.34)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            painter.setPen(QPen(_ink(colours.primary), side * 0.05))
            painter.drawEllipse(middle, side * 0.42, side * 0.42)
        if self.hasFocus() or self.underMouse():
            focus = colours.focus if self.hasFocus() else colours.edge
            wide = 4.0 if self.hasFocus() else 2.0
            painter.setPen(QPen(_ink(focus), wide))
            half = wide / 2
            area = QRectF(self.rect()).adjusted(half, half, -half, -half)
            painter.drawRoundedRect(area, side / 4, side / 4)
        _number(painter, self, colours.on_primary, bold=True, size=self._page.scale.text("least"))
        if self._today:
            _underline(painter, self, colours.on_primary)
        painter.end()


class _Empty(QLabel):
    """A day without a session."""

    def __init__(self, page: Page, number: int, *, today: bool) -> None:
        super().__init__(str(number))
        self._page, self._today = page, today
        side = max(_LEAST, page.scale.px(_LEAST))
        self.setFixedSize(side, side)
        if today:
            self.setAccessibleName(f"{number}, {tr(_('today'))}")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = self._page.theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = colours.text if self._today else colours.muted
        _number(painter, self, ink, bold=self._today, size=self._page.scale.text("least"))
        if self._today:
            _underline(painter, self, colours.text)
        painter.end()


def _number(
    painter: QPainter, of: QPushButton | QLabel, ink: Colour, *, bold: bool, size: int
) -> None:
    font = painter.font()
    font.setFamily(FAMILY)
    font.setPixelSize(size)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(_ink(ink))
    painter.drawText(of.rect(), Qt.AlignmentFlag.AlignCenter, of.text())


def _underline(painter: QPainter, of: QWidget, ink: Colour) -> None:
    """Marks today."""
    wide, x = of.width() * 0.3, of.width() / 2
    y = of.height() / 2 + painter.fontMetrics().capHeight() / 2 + 4
    painter.setPen(QPen(_ink(ink), 2))
    painter.drawLine(QPointF(x - wide / 2, y), QPointF(x + wide / 2, y))


class Calendar(QWidget):
    """One month, and buttons to the one before and the one after."""

    def __init__(
        self,
        page: Page,
        days: "dict[date, list[Numbered]]",
        today: date,
        chosen: Callable[[date], object],
        turned: Callable[[int, int], object],
    ) -> None:
        """Makes the calendar; ``show_month`` shows one.

        Args:
            page: it stands on.
            days: the sessions of each day; there is at least one.
            today: is marked, and the last month that can be shown.
            chosen: called with a day that was pressed.
            turned: called with the year and the month that are shown now.
        """
        super().__init__()
        self._page, self._days, self._today = page, days, today
        self._chosen, self._turned = chosen, turned
        self._month = (today.year, today.month)
        self._day: date | None = None
        self.days: dict[date, CalendarDay] = {}
        scale = page.scale
        self.earlier = _arrow(page, tr(_("Month before")), lambda: self._turn(-1), "back")
        self.later = _arrow(page, tr(_("Month after")), lambda: self._turn(1), "next")
        self._title = parts.text("", "section")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = parts.row(self.earlier, spacing=scale.px(4))
        head.addWidget(self._title, 1)
        head.addWidget(self.later)
        self._layout = parts.column(head, spacing=scale.px(4))
        self.setLayout(self._layout)
        self._grid: QWidget | None = None
        # As high as its weeks: spare room belongs below.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_month(self, year: int, month: int) -> None:
        """Shows a month."""
        self._month = year, month
        self._title.setText(words.day(date(year, month, 1), "month"))
        first = min(self._days)
        self.earlier.setEnabled((year, month) > (first.year, first.month))
        self.later.setEnabled((year, month) < (self._today.year, self._today.month))
        if self._grid is not None:
            self._grid.hide()
            self._layout.removeWidget(self._grid)
            self._grid.deleteLater()
        self._grid = self._weeks(year, month)
        self._layout.addWidget(self._grid)
        self.choose(self._day)
        self._turned(year, month)

    def choose(self, day: date | None) -> None:
        """Shows a day as chosen."""
        self._day = day
        if day in self.days:
            self.days[day].setChecked(True)
        one_stop(list(self.days.values()))

    def _turn(self, by: int) -> None:
        year, month = self._month
        years, month = divmod(year * 12 + month - 1 + by, 12)
        self.show_month(years, month + 1)

    def _weeks(self, year: int, month: int) -> QWidget:
        out = QWidget()
        grid = QGridLayout(out)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self.days = {}
        for column, name in enumerate(words.weekdays()):
            label = parts.text(name, "small")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(label, 0, column)
        for number, week in enumerate(calendar.Calendar().monthdatescalendar(year, month), 1):
            for column, day in enumerate(week):
                if day.month == month:
                    grid.addWidget(self._of(day), number, column, Qt.AlignmentFlag.AlignCenter)
        return out

    def _of(self, day: date) -> QWidget:
        today = day == self._today
        found: Sequence[Numbered] = self._days.get(day, ())
        if not found:
            return _Empty(self._page, day.day, today=today)
        name = f"{words.day(day, 'day')}, {words.of_day(found)}"
        if today:
            name = f"{name}, {tr(_('today'))}"
        made = CalendarDay(self._page, day.day, name, today=today)
        made.clicked.connect(lambda: self._press(day))
        self.days[day] = made
        return made

    def _press(self, day: date) -> None:
        self.choose(day)
        self._chosen(day)


def one_stop(buttons: Sequence[QAbstractButton]) -> None:
    """Of buttons that exclude each other, only the chosen one, or the first, stops the Tab key.

    Qt sees to it itself, but only after one of them has had the focus.
    """
    for made in buttons:
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    chosen = [made for made in buttons if made.isChecked()] or buttons[:1]
    for made in chosen:
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _arrow(page: Page, name: str, pressed: Callable[[], object], icon: str) -> QPushButton:
    made = page.button("", pressed, "quiet", icon)
    made.setAccessibleName(name)
    side = max(_LEAST, page.scale.px(_LEAST))
    made.setStyleSheet(_square(side - 10) + _edge(page))
    return made


def _square(side: int) -> str:
    """A style sheet's words: the app's own would make a button wider."""
    return (
        f"QPushButton {{ min-width: {side}px; max-width: {side}px; min-height: {side}px; "
        f"max-height: {side}px; padding: 0; border: none; }}"
    )


def _edge(page: Page) -> str:
    focus = hexa(page.theme.colours.focus)
    return (
        "QPushButton { border: 5px solid transparent; } "
        f"QPushButton:focus {{ border-color: {focus}; }}"
    )


def _ink(colour: Colour) -> QColor:
    return QColor(hexa(colour))
