"""Keys and clicker: the page that is shown gets them, unless a dialog or a field wants them.

A page that has only just been shown gets no press at all, of a key or the mouse.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window

_KEY_PRESS = QEvent.Type.KeyPress  # asked of every event: looking it up takes longer than all else
_MOUSE_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_FORWARD = (Qt.Key.Key_PageDown,)
_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_PageUp)
#: They answer nothing.
_MOVES = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left,
          Qt.Key.Key_Right)  # fmt: skip


class Keys(QObject):
    """Takes what is pressed in a window, before the widget for which it is."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def stop(self) -> None:
        """Takes no more keys."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if kind in _MOUSE_PRESSES and self._window.ready:
            return isinstance(watched, QWidget) and self._too_early(watched)
        if kind != _KEY_PRESS or not self._window.ready:
            return False
        assert isinstance(event, QKeyEvent)
        focus = QApplication.focusWidget()
        if QApplication.activeModalWidget() is not None:
            return False
        if focus is not None and focus.window() is not self._window:
            return False
        if focus is not None and focus.property("typing"):  # Escape leaves, but not a long text
            leaves = event.key() == Qt.Key.Key_Escape and not isinstance(focus, QTextEdit)
            if not leaves:
                return False
        if event.isAutoRepeat() and key_name(event) in ("space", "enter"):
            return True  # held down, it is one press
        if not self._window.page.settled and event.key() not in _MOVES:
            return True
        return self._key(event)

    def _too_early(self, pressed: QWidget) -> bool:
        """Whether something is on a page that has only just been shown."""
        page = self._window.page
        return not page.settled and (pressed is page or page.isAncestorOf(pressed))

    def _key(self, event: QKeyEvent) -> bool:
        key, page = event.key(), self._window.page
        if key in _FORWARD:
            page.forward()
        elif key in _BACK:
            page.back()
        elif key == Qt.Key.Key_F11 or (event.text() == "f"):
            self._window.toggle_full_screen()
        else:
            return page.key(key_name(event))
        return True


def key_name(event: QKeyEvent) -> str:
    """A key by the name that pages use: a character, 'space', 'enter', 'f5'; '' for others."""
    names = {
        Qt.Key.Key_Space: "space",
        Qt.Key.Key_Return: "enter",
        Qt.Key.Key_Enter: "enter",
        Qt.Key.Key_F5: "f5",
    }
    key = Qt.Key(event.key())
    return names[key] if key in names else event.text().lower()
