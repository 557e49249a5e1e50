"""Parts beside each other, which go on in the next row where the width is used up."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Rows of parts, from the left."""

    def __init__(self, *parts: QWidget, spacing: int, between: int | None = None) -> None:
        """Makes the rows.

        Args:
            parts: what they hold.
            spacing: from part to part.
            between: from row to row; as from part to part if not given.
        """
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._between = spacing if between is None else between
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins())
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        hints = [i.sizeHint() for i in self._items if not i.isEmpty()]
        wide = sum(h.width() for h in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(wide, max((h.height() for h in hints), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        out = QSize()
        for item in self._items:
            if not item.isEmpty():
                out = out.expandedTo(item.minimumSize())
        return out

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Places the parts in rows; returns the height of all."""
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if size.width() > rect.width():
                size.setWidth(max(rect.width(), item.minimumSize().width()))
                if item.hasHeightForWidth():  # its words go on in the next line
                    size.setHeight(item.heightForWidth(size.width()))
            if rows and used + self.spacing() + size.width() <= rect.width():
                used += self.spacing() + size.width()
                rows[-1].append((item, size))
            else:
                used = size.width()
                rows.append([(item, size)])
        y = rect.y()
        for row in rows:
            high = max(size.height() for _, size in row)
            x = rect.x()
            for item, size in row:
                if move:
                    top = y + (high - size.height()) // 2
                    item.setGeometry(QRect(QPoint(x, top), size))
                x += size.width() + self.spacing()
            y += high + self._between
        return max(0, y - self._between - rect.y())


class Inner(QWidget):
    """What scrolls: as high as its words need at its width.

    Left to itself, Qt would keep room for words wrapped as narrow as they can be.
    """

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().minimumSizeHint().width(), 0)
