"""Scrolling with a finger: without it a touch screen has only the scroll bar."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QScroller


def scroll_by_touch(area: QScrollArea) -> None:
    """Lets a finger scroll an area; a button that the finger began on is then not pressed."""
    view = area.viewport()
    QScroller.grabGesture(view, QScroller.ScrollerGestureType.TouchGesture)

    def changed(state: QScroller.State) -> None:
        if state == QScroller.State.Dragging:
            for button in area.findChildren(QAbstractButton):
                if button.isDown():
                    _let_go(button)

    QScroller.scroller(view).stateChanged.connect(changed)


def _let_go(button: QAbstractButton) -> None:
    """Ends a press without a click: Qt has sent it as that of a mouse, and would click at the end.

    The button moves along with the finger, so the finger is still on it then.
    """
    button.setDown(False)
    away, none = QPointF(-1, -1), Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    kind, buttons = QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton
    QApplication.sendEvent(button, QMouseEvent(kind, away, away, left, buttons, none))
