"""How a page looks, against reviewed pictures in ``tests/golden/pages``."""

from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from posecoach import language
from posecoach.app.desktop.window import Window
from tests.shared import GOLDEN

TODAY = date(2026, 3, 20)  # a Friday
SIZES = {
    "": (1366, 768),
    "small": (1024, 640),
    "large": (1920, 1080),
    "portrait": (768, 1366),
}
_SHOWN = 960  # pixels of a golden's longer side


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
    seen = picture(window)
    height, width = seen.shape[:2]
    scale = min(1.0, _SHOWN / max(width, height))
    size = round(width * scale), round(height * scale)
    seen = np.asarray(cv2.resize(seen, size, interpolation=cv2.INTER_AREA), np.uint8)
    path = GOLDEN / "pages" / f"{name}.webp"
    if request.config.getoption("--golden"):
        path.parent.mkdir(exist_ok=True, parents=True)
        cv2.imwrite(str(path), seen, [cv2.IMWRITE_WEBP_QUALITY, 80])
    golden = cv2.imread(str(path))
    assert golden is not None, f"{path} is missing; run pytest with --golden and look at it"
    assert golden.shape == seen.shape
    a = cv2.GaussianBlur(golden, (0, 0), 2).astype(np.int16)
    b = cv2.GaussianBlur(seen, (0, 0), 2).astype(np.int16)
    different = (np.abs(a - b).max(axis=2) > 40).mean()
    assert different < 0.004, f"{name}: {different:.2%} of the page looks different"


def look(window: Window, **changes: object) -> None:
    """Changes the look without writing settings."""
    own = window.context.own
    window.context.own = replace(own, **changes)  # type: ignore[arg-type]
    options = window.context.options
    options.theme, options.text_size = window.context.own.theme, window.context.own.text_size
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
