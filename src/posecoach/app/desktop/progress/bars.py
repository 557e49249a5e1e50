"""Small bars, one for each session."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from posecoach.app.desktop.progress.charts import FOCUS, Picture, ink
from posecoach.app.desktop.widgets.style import Scale
from posecoach.sinks.screen.theme import Theme


class Bars(Picture):
    """A small bar for each session; the last one stands out."""

    _WIDE, _GAP, _HIGH = 12, 6, 38

    def __init__(
        self, counts: Sequence[int], most: int, told: str, theme: Theme, scale: Scale
    ) -> None:
        """Makes the bars.

        Args:
            counts: the lengths.
            most: the count that is as high as the picture.
            told: the counts in words, for a screen reader.
            theme: its colours.
            scale: how large things are.
        """
        super().__init__(told, theme, scale)
        self._counts, self._most = counts, max(1, most)
        number = len(counts)
        wide = number * scale.px(self._WIDE) + (number - 1) * scale.px(self._GAP)
        self.setFixedSize(wide + 2 * (FOCUS + 2), scale.px(self._HIGH) + 2 * (FOCUS + 2))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        wide, gap = self.scale.px(self._WIDE), self.scale.px(self._GAP)
        painter.setPen(Qt.PenStyle.NoPen)
        for i, count in enumerate(self._counts):
            last = i == len(self._counts) - 1
            painter.setBrush(ink(self.theme.colours.primary if last else self.theme.colours.edge))
            high = max(2.0, area.height() * count / self._most)  # none is a thin line
            bar = QRectF(area.left() + i * (wide + gap), area.bottom() - high, wide, high)
            painter.drawRoundedRect(bar, min(4.0, high / 2), min(4.0, high / 2))
