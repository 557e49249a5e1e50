"""A button as a card, as high as its words need."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLayout, QPushButton, QSizePolicy, QWidget


def inside_hint(card: QWidget) -> QSize:
    """The size that what is laid out in a card would like: a button asks for its text's alone."""
    layout = card.layout()
    assert layout is not None
    return layout.sizeHint().expandedTo(card.minimumSize())


def least_inside(card: QWidget) -> QSize:
    """The least size in which what is laid out in a card fits."""
    layout = card.layout()
    assert layout is not None
    return layout.minimumSize().expandedTo(card.minimumSize())


class CardButton(QPushButton):
    """A card to press: what is on it stands in a layout."""

    def __init__(self, name: str, pressed: Callable[[], object], inside: QLayout) -> None:
        """Makes the card.

        Args:
            name: for a screen reader.
            pressed: called when it is pressed.
            inside: what is on it.
        """
        super().__init__()
        self.setProperty("kind", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)
        self.setAccessibleName(name)
        self.clicked.connect(lambda: pressed())
        self.setLayout(inside)
        # A button's own height is fixed; that of a card follows from its lines.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return inside_hint(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return least_inside(self)
