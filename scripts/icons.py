"""Makes the icon's pictures from its drawing, ``src/posecoach/app/desktop/icon.svg``.

uv run python scripts/icons.py
"""

import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
DRAWING = ROOT / "src" / "posecoach" / "app" / "desktop" / "icon.svg"
ICONS = ROOT / "packaging" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
_ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def drawn(size: int) -> bytes:
    """The icon as a PNG of that many pixels a side."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def main() -> int:
    """Writes the pictures for Linux, Windows and macOS."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PIL import Image
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication(["icons"])
    ICONS.mkdir(exist_ok=True)
    pictures = {size: drawn(size) for size in SIZES}
    for size, content in pictures.items():
        (ICONS / f"posecoach-{size}.png").write_bytes(content)
    images = {size: Image.open(io.BytesIO(content)) for size, content in pictures.items()}
    ico = DRAWING.with_name("icon.ico")
    more = [images[s] for s in _ICO_SIZES[:-1]]
    images[256].save(ico, sizes=[(s, s) for s in _ICO_SIZES], append_images=more)
    images[512].save(ICONS / "posecoach.icns", append_images=[images[s] for s in (32, 128, 256)])
    del app
    print(f"{len(pictures)} pictures, {ico.name} and posecoach.icns")
    return 0


if __name__ == "__main__":
    sys.exit(main())
