"""The icon in the tray: an eye, open only while the camera looks."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from posecoach.app.desktop.tray.state import Sign

_SIZES = (16, 22, 32, 48, 64)
_GROUND, _INK, _LOOKING = QColor("#123B46"), QColor("#FFFFFF"), QColor("#FFC94D")


@lru_cache(maxsize=8)
def tray_icon(sign: Sign) -> QIcon:
    """The icon of a state.

    Each state has a shape of its own, not only a colour: a closed lid between looks, an open eye
    while it looks, an open eye with a dot while it learns, a struck-out lid while it does not look.
    """
    out = QIcon()
    for size in _SIZES:
        out.addPixmap(_drawn(sign, size))
    return out


def _drawn(sign: Sign, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 32, size / 32)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_GROUND)
    painter.drawRoundedRect(QRectF(1, 1, 30, 30), 8, 8)
    is_open = sign in ("looking", "learning")
    painter.setPen(QPen(_LOOKING if is_open else _INK, 2.8, c=Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    lower = QPainterPath(QPointF(5, 16))
    lower.quadTo(16, 27, 27, 16)
    painter.drawPath(lower)
    if is_open:
        upper = QPainterPath(QPointF(5, 16))
        upper.quadTo(16, 5, 27, 16)
        painter.drawPath(upper)
        painter.setBrush(_LOOKING)
        painter.drawEllipse(QPointF(16, 16), 3.0, 3.0)
        if sign == "learning":
            painter.drawEllipse(QPointF(25, 7), 2.0, 2.0)
    if sign == "off":
        painter.drawLine(QPointF(7, 26), QPointF(25, 7))
    painter.end()
    return picture
