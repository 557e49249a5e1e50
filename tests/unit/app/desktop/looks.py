"""How a page looks, against reviewed pictures in ``tests/golden/pages``."""

from datetime import date

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from posecoach import language
from posecoach.app.desktop.window import Window
from tests import pictures
from tests.shared import GOLDEN

TODAY = date(2026, 3, 20)  # a Friday
SIZES = {
    "": (1366, 768),
    "small": (1024, 640),
    "large": (1920, 1080),
    "portrait": (768, 1366),
}


def picture(widget: QWidget) -> np.ndarray:
    """What a widget looks like: (h, w, 3), BGR."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    shape = image.height(), image.bytesPerLine()
    rows = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(shape)
    rgb = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)


def compare(name: str, window: Window, request: pytest.FixtureRequest) -> None:
    """The page that is shown against its golden; ``--golden`` writes it anew."""
    for _ in range(5):
        QApplication.processEvents()
    seen = pictures.smaller(picture(window))
    update = request.config.getoption("--golden")
    pictures.compare(GOLDEN / "pages" / f"{name}.webp", seen, update=update, blur=2)


def look(window: Window, **changes: object) -> None:
    """Changes the look without writing settings."""
    own = window.context.own = window.context.own.changed(**changes)
    options = window.context.options
    options.theme, options.text_size = own.look.theme, own.look.text_size
    window.rebuild_soon()
    QApplication.processEvents()


def compare_looks(name: str, window: Window, request: pytest.FixtureRequest) -> None:
    """The page that is shown, in the dark, in high contrast with large letters, and in German."""
    look(window, lightness="dark")
    compare(f"{name}_dark", window, request)
    look(window, theme="contrast", text_size=1.4)
    compare(f"{name}_contrast", window, request)
    look(window, theme="normal", text_size=1.0, lightness="light")
    language.use("de")
    try:
        window.rebuild()
        compare(f"{name}_german", window, request)
    finally:
        language.use("en")
