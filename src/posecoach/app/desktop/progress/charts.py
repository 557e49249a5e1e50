"""The chart of the calm pages: the range over the sessions; and what every drawn part is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy

from posecoach.app.desktop.widgets.style import Scale
from posecoach.pose import Side
from posecoach.sinks.screen.drawing.fonts import FAMILY
from posecoach.sinks.screen.theme import Colour, Theme, hexa

_STEPS_DEG = (1, 2, 5, 10, 20, 50, 100)
_MOST_LINES = 5
_BAND = 0.17  # how much of a band's colour is seen
_MANY = 60  # sessions; from then on, their marks are small and below the line
FOCUS = 4  # the width of its ring


class Picture(QLabel):
    """A drawn part which is a picture to a screen reader, and a stop of the Tab key."""

    def __init__(self, told: str, theme: Theme, scale: Scale) -> None:
        super().__init__()
        self.theme, self.scale = theme, scale
        self.setAccessibleName(told)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPixmap(QPixmap(1, 1))  # never drawn; makes it a picture for screen readers

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draws it within an area."""
        raise NotImplementedError

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setFamily(FAMILY)
        font.setPixelSize(self.scale.text("least"))
        painter.setFont(font)
        whole = QRectF(self.rect())
        edge = FOCUS + 2.0
        self.draw(painter, whole.adjusted(edge, edge, -edge, -edge))
        if self.hasFocus():
            half = FOCUS / 2
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink(self.theme.colours.focus), FOCUS))
            painter.drawRoundedRect(whole.adjusted(half, half, -half, -half), 10, 10)
        painter.end()


@dataclass(frozen=True)
class Line:
    """The range of one side over the sessions.

    Attributes:
        name: 'Left' or 'Right'.
        marks: when and how far, a mark for each session.
        band: when, the lowest likely, the middle and the highest likely.
    """

    side: Side
    name: str
    marks: Sequence[tuple[datetime, float]]
    band: Sequence[tuple[datetime, float, float, float]]


@dataclass(frozen=True)
class _Frame:
    """From days and degrees to points of the picture."""

    area: QRectF
    first: float
    last: float
    low: float
    high: float

    def x(self, when: float) -> float:
        span = self.last - self.first
        return self.area.left() + self.area.width() * ((when - self.first) / span if span else 0.5)

    def y(self, degrees: float) -> float:
        share = (degrees - self.low) / (self.high - self.low)
        return self.area.bottom() - self.area.height() * share

    def at(self, when: datetime, degrees: float) -> QPointF:
        return QPointF(self.x(when.timestamp()), self.y(degrees))


class RangeChart(Picture):
    """Left is round marks and a full line, right is square marks and a dotted one."""

    def __init__(
        self,
        lines: Sequence[Line],
        days: dict[datetime, str],
        told: str,
        theme: Theme,
        scale: Scale,
    ) -> None:
        """Makes the chart.

        Args:
            lines: one for each side.
            days: what to write below each session; where there is no room, some are left out.
            told: the finding in words, for a screen reader.
            theme: its colours.
            scale: how large things are.
        """
        super().__init__(told, theme, scale)
        self._lines, self._days = lines, days
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.high(scale.px(120))

    def high(self, least: int) -> None:
        """Sets how high the grid is at least."""
        self.setMinimumHeight(least + 2 * self.scale.text("least"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.minimumSizeHint()  # it grows into the room that is left

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.scale.px(200), self.minimumHeight())

    def draw(self, painter: QPainter, area: QRectF) -> None:
        values = [v for line in self._lines for v in _values(line)]
        times = [t.timestamp() for line in self._lines for t, _ in line.marks]
        if not times:
            return
        metrics = QFontMetricsF(painter.font())
        low, high, step = steps(min(values), max(values))
        left = max(metrics.horizontalAdvance(f"{round(v)}°") for v in (low, high)) + 14
        right = max(metrics.horizontalAdvance(line.name) for line in self._lines) + 44
        below = metrics.height() + 10
        inner = area.adjusted(left, metrics.height() / 2, -right, -below)
        frame = _Frame(inner, min(times), max(times), low, high)
        self._grid(painter, frame, step, metrics)
        self._dates(painter, frame, area, metrics)
        for line in self._lines:
            self._band(painter, frame, line)
        for line in self._lines:
            self._course(painter, frame, line)
        self._names(painter, frame, metrics)

    def _grid(self, painter: QPainter, frame: _Frame, step: float, metrics: QFontMetricsF) -> None:
        grid = ink(self.theme.colours.line)
        grid.setAlphaF(0.4 if self.theme.opaque else 1.0)  # white lines would outshine the data
        value = frame.low
        while value <= frame.high + 0.01:
            y = frame.y(value)
            painter.setPen(QPen(grid, 1.5))
            painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y))
            words = f"{value:.0f}°"
            painter.setPen(ink(self.theme.colours.muted))
            painter.drawText(
                QPointF(
                    frame.area.left() - 14 - metrics.horizontalAdvance(words),
                    y + metrics.capHeight() / 2,
                ),
                words,
            )
            value += step

    def _dates(
        self, painter: QPainter, frame: _Frame, area: QRectF, metrics: QFontMetricsF
    ) -> None:
        """The first and the last session's day, and as many between as there is room for."""
        painter.setPen(ink(self.theme.colours.muted))
        wide = {t: metrics.horizontalAdvance(words) for t, words in self._days.items()}
        days = sorted(self._days)
        gap = metrics.horizontalAdvance("000")

        def place(t: datetime) -> tuple[float, float]:
            start = frame.x(t.timestamp()) - wide[t] / 2
            start = min(max(start, area.left()), area.right() - wide[t])
            return start, start + wide[t]

        last = place(days[-1])
        end = -math.inf
        for t in days[:-1]:
            a, b = place(t)
            if a >= end + gap and b + gap <= last[0]:
                painter.drawText(QPointF(a, area.bottom() - metrics.descent()), self._days[t])
                end = b
        painter.drawText(QPointF(last[0], area.bottom() - metrics.descent()), self._days[days[-1]])

    def _band(self, painter: QPainter, frame: _Frame, line: Line) -> None:
        colour = self._colour(line.side)
        colour.setAlphaF(_BAND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if len(line.band) == 1:  # one session has an error, but no width
            when, low, _, high = line.band[0]
            top = frame.at(when, high)
            painter.drawRect(QRectF(top.x() - 12, top.y(), 24, frame.y(low) - top.y()))
            return
        upper = [frame.at(t, high) for t, _, _, high in line.band]
        lower = [frame.at(t, low) for t, low, _, _ in line.band]
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))

    def _course(self, painter: QPainter, frame: _Frame, line: Line) -> None:
        many = len(line.marks) >= _MANY
        middle = QPolygonF([frame.at(t, mid) for t, _, mid, _ in line.band])
        marks = [frame.at(when, degrees) for when, degrees in line.marks]
        if many:
            for mark in marks:
                self._mark(painter, line.side, mark, self.scale.px(3), edge=1)
            painter.setPen(QPen(ink(self.theme.grounds.surface), self.scale.px(9)))
            painter.drawPolyline(middle)  # lifts the line off the marks
        painter.setPen(_pen(line.side, self._colour(line.side), self.scale.px(4)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(middle)
        for mark in () if many else marks:
            self._mark(painter, line.side, mark, self.scale.px(7))

    def _mark(
        self, painter: QPainter, side: Side, at: QPointF, radius: float, *, edge: float = 2
    ) -> None:
        painter.setPen(QPen(ink(self.theme.grounds.surface), edge))
        painter.setBrush(self._colour(side))
        if side == "left":
            painter.drawEllipse(at, radius, radius)
        else:
            half = radius * 0.9
            painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))

    def _names(self, painter: QPainter, frame: _Frame, metrics: QFontMetricsF) -> None:
        """Each line's name at its end, moved apart where the lines end close together."""
        ends = [frame.y(line.band[-1][2]) for line in self._lines]
        if len(ends) == 2:
            upper, lower = (0, 1) if ends[0] <= ends[1] else (1, 0)
            lacking = metrics.height() * 1.15 - (ends[lower] - ends[upper])
            if lacking > 0:
                ends[upper] -= lacking / 2
                ends[lower] += lacking / 2
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        for line, y in zip(self._lines, ends, strict=True):
            x = frame.area.right() + 22
            self._mark(painter, line.side, QPointF(x, y), self.scale.px(6))
            painter.setPen(self._colour(line.side))
            painter.drawText(QPointF(x + 13, y + metrics.capHeight() / 2), line.name)

    def _colour(self, side: Side) -> QColor:
        return ink(self.theme.colours.left if side == "left" else self.theme.colours.right)


def steps(low: float, high: float) -> tuple[float, float, float]:
    """The lowest and the highest line of a grid round some degrees, and the step between them."""
    for step in _STEPS_DEG:
        first, last = math.floor(low / step) * step, math.ceil(high / step) * step
        if (last - first) / step < _MOST_LINES:
            break
    return float(first), float(max(last, first + step)), float(step)


def _values(line: Line) -> list[float]:
    values = [v for _, v in line.marks]
    return values + [v for _, low, _, high in line.band for v in (low, high)]


def _pen(side: Side, colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if side == "right":
        pen.setDashPattern([0.1, 2.2])  # dots, by the round cap
    return pen


def ink(colour: Colour) -> QColor:
    """A colour of the theme for Qt."""
    return QColor(hexa(colour))
