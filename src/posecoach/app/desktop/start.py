"""Starts Qt: the application, its font, and what happens when the display is lost.

Qt is imported here and in the modules beside and below, nowhere else, so that no other command
loads it.
"""

import logging
import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication

from posecoach.app.desktop.display import MISSING, NONE, available
from posecoach.errors import DisplayError
from posecoach.paths import ICON
from posecoach.sinks.screen.drawing.fonts import FAMILY, FONT

log = logging.getLogger("posecoach")

LOST = "The display has gone; what was done is saved. Start again."
_BROKEN = ("connection broke", "X server die", "compositor die")  # in Qt's last message

_REFUSED = "could not connect to display"  # in a warning before Qt's last message

#: Whether the display let this program in.
_let_in: list[bool] = [True]
#: Saves a running session; called when the display is lost, just before Qt ends the process.
_when_lost: list[Callable[[], object]] = []


def when_lost(save: Callable[[], object] | None) -> None:
    """Sets what saves the running session if the display is lost; None for nothing."""
    _when_lost.clear()
    if save is not None:
        _when_lost.append(save)


def application() -> QApplication:
    """The application of this process; created at the first call.

    Raises:
        DisplayError: there is no display.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if not available():
        raise DisplayError(NONE)
    # OpenCV builds with windows set these for their own Qt, whose plugins are of another version.
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)
    qInstallMessageHandler(_message)
    app = QApplication(["posecoach"])
    app.setApplicationName("posecoach")
    app.setApplicationDisplayName("posecoach")
    app.setDesktopFileName("posecoach")
    app.setWindowIcon(QIcon(str(ICON)))
    QFontDatabase.addApplicationFont(str(FONT))
    app.setFont(QFont(FAMILY))
    return app


def _message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Takes each message of Qt; after one that the display is lost, Qt ends the process."""
    if any(words in text for words in _BROKEN):
        _lost()
    if _REFUSED in text:
        _let_in[0] = False
    if kind == QtMsgType.QtFatalMsg:
        missing = "plugin" in text and _let_in[0]
        wrong = MISSING.format(what="Qt's platform plugin") if missing else NONE
        print(wrong, file=sys.stderr, flush=True)
        os._exit(1)
    log.debug("Qt: %s", text)


def _lost() -> None:
    """Saves the session and exits: an exception could not get out of Qt here."""
    try:
        for save in _when_lost:
            save()
        print(LOST, file=sys.stderr)
        sys.stdout.flush()
    except BaseException:
        log.exception("when the display had gone")
    finally:
        os._exit(1)
