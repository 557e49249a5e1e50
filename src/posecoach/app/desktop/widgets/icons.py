"""The icons of the app's buttons: strokes on a grid of 24, in the colour of the words beside."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from posecoach.sinks.screen.theme import Colour, hexa

_FILLED = ("play", "pause")
_PATHS = {
    "play": "M7 4 L20 12 L7 20 Z",
    "pause": "M7 4 H10 V20 H7 Z M14 4 H17 V20 H14 Z",
    "home": "M3 11 L12 3 L21 11 M6 9 V20 H18 V9 M10 20 V14 H14 V20",
    "progress": "M4 4 V20 H20 M7 15 L11 10 L14 13 L20 6",
    "tips": "M9 18 H15 M10 21 H14 M12 3 A6 6 0 0 0 8.5 14 L9 16 H15 L15.5 14 A6 6 0 0 0 12 3",
    "settings": "M4 7 H13 M17 7 H20 M15 5 V9 M4 17 H7 M11 17 H20 M9 15 V19 M4 12 H20",
    "camera": "M3 7 H15 V17 H3 Z M15 11 L21 8 V16 L15 13",
    "voice": "M4 9 H8 L13 5 V19 L8 15 H4 Z M16 9 A4 4 0 0 1 16 15 M18 6 A8 8 0 0 1 18 18",
    "look": "M12 3 A9 9 0 0 0 12 21 A9 9 0 0 0 12 3 M12 3 V21 M12 8 H19 M12 12 H21 M12 16 H19",
    "you": "M12 4 A4 4 0 0 0 12 12 A4 4 0 0 0 12 4 M5 21 C5 14 19 14 19 21",
    "list": "M9 6 H20 M9 12 H20 M9 18 H20 M4 6 H5 M4 12 H5 M4 18 H5",
    "desk": "M3 11 H21 M5 11 V20 M19 11 V20 M8 3 H16 V8 H8 Z M12 8 V11",
    "data": "M4 6 C4 3 20 3 20 6 C20 9 4 9 4 6 V18 C4 21 20 21 20 18 V6 M4 12 C4 15 20 15 20 12",
    "back": "M15 5 L8 12 L15 19",
    "next": "M9 5 L16 12 L9 19",
    "repeat": "M5 8 A8 8 0 1 1 4 13 M5 3 V8 H10",
    "skip": "M5 5 L14 12 L5 19 Z M19 5 V19",
    "leave_out": "M12 3 A9 9 0 0 0 12 21 A9 9 0 0 0 12 3 M6 6 L18 18",
    "end": "M10 4 H4 V20 H10 M9 12 H21 M17 8 L21 12 L17 16",
    "tick": "M4 13 L9 18 L20 6",
    "export": "M12 15 V3 M8 7 L12 3 L16 7 M4 14 V20 H20 V14",
    "print": "M7 9 V3 H17 V9 M7 17 H4 V9 H20 V17 H17 M7 14 H17 V21 H7 Z",
    "delete": "M4 7 H20 M9 7 V4 H15 V7 M6 7 L7 21 H17 L18 7 M10 11 V17 M14 11 V17",
    "alert": "M12 3 L22 20 H2 Z M12 9 V14 M12 17 V17.5",
}


@lru_cache(maxsize=256)
def pixmap(name: str, size: int, colour: Colour) -> QPixmap:
    """An icon as a picture of ``size`` pixels."""
    ink = hexa(colour)
    style = (
        f'fill="{ink}" stroke="{ink}" stroke-width="1.5"'
        if name in _FILLED
        else f'fill="none" stroke="{ink}" stroke-width="2"'
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="{_PATHS[name]}" '
        f'{style} stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    out = QPixmap(size, size)
    out.fill(Qt.GlobalColor.transparent)
    painter = QPainter(out)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return out


def icon(name: str, colour: Colour, size: int = 48) -> QIcon:
    """An icon for a button."""
    return QIcon(pixmap(name, size, colour))
