"""Choosing a camera by its picture, with what can be seen in it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from posecoach.app.desktop.camera import cameras
from posecoach.app.desktop.camera.check import Watcher
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import LabelledSwitch, announce, least_more
from posecoach.app.desktop.session.coaching import Canvas
from posecoach.app.desktop.settings.cards import SHEET, Cards
from posecoach.app.desktop.widgets import icons, parts
from posecoach.cues import words
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.sources.frame import Frame
    from posecoach.sources.newest import NewestFrame

_LOOK_MS = 33
_SHOWN = ("light", "person", "whole", "distance")
_SMALL_EACH = 10  # pictures of the camera to one of its card
_USUAL_ASPECT = 9 / 16  # until the first picture
_WAIT_S = 4.0  # a camera without a picture for so long is told


class CameraChoice(QWidget):
    """The cameras by name, the picture of the chosen one, and whether it will do."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        scale = page.scale
        self._frames: NewestFrame | None = None
        self._watcher: Watcher | None = None
        self._serial = 0
        self._waited = 0.0
        self.setStyleSheet(SHEET)
        self._wanted = False
        self._beside, self._aspect = True, _USUAL_ASPECT
        self._pictures: cameras.FirstPictures | None = None
        self._small = 0
        self._picture = Canvas()
        self._picture.setMinimumWidth(scale.px(240))
        self._trouble = parts.text("", "strong", wrap=True)
        self._trouble.hide()
        own = page.app.context.own
        name = tr(_("Camera"))
        self._cameras = Cards(page, name, *cameras.options(own.camera), self._chosen, twos=False)
        self._cameras.setObjectName("camera")
        for value, card in self._cameras.buttons.items():
            card.setObjectName(f"camera:{value}")
        self._mirror = parts.Switch(
            tr(_("Mirror the picture")), not own.mirrored_input, self._mirrored, page.theme
        )
        self._mirror.setObjectName("mirrored_input")
        words_of_mirror = parts.text(tr(_("Mirror the picture")), "strong", wrap=True)
        mirror = parts.row(words_of_mirror, LabelledSwitch(self._mirror))
        hint = parts.text(
            tr(_("Raise your left hand: is it at the left of the picture?")), "muted", wrap=True
        )
        self._checks: dict[str, tuple[QLabel, QLabel]] = {}
        checks = parts.column(spacing=scale.px(10))
        for name in _SHOWN:
            mark, label = QLabel(), parts.text(tr(words.CHECKS[name]), "strong")
            mark.setFixedSize(scale.px(28), scale.px(28))
            self._checks[name] = (mark, label)
            label.setWordWrap(True)
            checks.addLayout(parts.row(mark, label))
        self._advice = parts.text("", "muted", wrap=True)
        checks.addWidget(self._advice)
        side = parts.column(
            self._trouble, self._cameras, mirror, hint, parts.card(checks, padding=scale.px(16)), 1,
            spacing=scale.px(12),
        )  # fmt: skip
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(scale.px(24))
        picture = parts.column(self._picture, 1)
        self._both.addLayout(picture, 60)
        self._both.addLayout(side, 40)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._show_checks({})

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        width, way = event.size().width(), QBoxLayout.Direction
        beside = width - least_more(self._beside) >= self._page.scale.text("body") * 34
        if beside != self._beside:
            self._beside = beside
            self._both.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._fit()

    def _fit(self) -> None:
        """As high as the camera's picture, so that no bars are seen; never most of the window."""
        width = self.width() * 0.6 if self._beside else self.width()
        most = max(self._page.scale.px(180), round(self._page.app.height() * 0.62))
        high = min(round(width * self._aspect), most)
        if high != self._picture.height():
            self._picture.setFixedHeight(high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow: else it could not become narrower again."""
        least = max(self._cameras.minimumSizeHint().width(), self._picture.minimumWidth())
        return QSize(least, 0)  # the height follows from the width

    # ------------------------------------------------------------------ the picture

    def start(self) -> None:
        """Opens the chosen camera, and a first picture is taken of each other one."""
        self._wanted = True
        self._open()
        chosen = self._page.app.context.own.camera
        others = [v for v in self._cameras.buttons if v != chosen and v.isdigit()]
        if others and self._pictures is None:
            self._pictures = cameras.FirstPictures(others)

    def stop(self) -> None:
        """Closes the camera."""
        self._wanted = False
        self._close()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._wanted and self._frames is None:
            self._open()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """A camera whose picture nobody sees is closed: also when the page is built anew."""
        self._close()
        super().hideEvent(event)

    def _open(self) -> None:
        self._close()
        from posecoach.app.run.sources import opener
        from posecoach.clock import SystemClock
        from posecoach.errors import PosecoachError, told
        from posecoach.sources.newest import NewestFrame

        self._waited, self._serial = 0.0, 0
        try:
            clock = SystemClock()
            open_source, again = opener(self._page.app.context.own.camera, clock)
            self._frames = NewestFrame(open_source, clock, again=again)
        except PosecoachError as error:
            announce(self._trouble, told(error), alarm=True)
            return
        self._watcher = Watcher(self._frames)
        self._timer.start(_LOOK_MS)

    def _close(self) -> None:
        self._timer.stop()
        if self._pictures is not None:
            self._pictures.end()
            self._pictures = None
        if self._watcher is not None:
            self._watcher.ending.set()
            self._watcher = None
        if self._frames is not None:
            self._frames.end()
            self._frames = None

    def _look(self) -> None:
        if self._frames is None:
            return
        serial, frame = self._frames.newest(self._serial, 0.0)
        if frame is not None and serial != self._serial:
            self._serial, self._waited = serial, 0.0
            self._trouble.hide()
            self._show(frame)
        else:
            self._waited += _LOOK_MS / 1000
            there_is_none = self._frames.trouble == "no_camera"
            if (there_is_none or self._waited >= _WAIT_S) and self._trouble.isHidden():
                announce(self._trouble, _no_picture(), alarm=True)
        self._look_at_others()
        if self._watcher is not None:
            self._show_checks(self._watcher.checks)

    def _show(self, frame: "Frame") -> None:
        import cv2

        mirrored = not self._page.app.context.own.mirrored_input
        shown = np.asarray(cv2.flip(frame.image, 1), np.uint8) if mirrored else frame.image
        self._picture.show_image(shown)
        aspect = shown.shape[0] / shown.shape[1]
        if aspect != self._aspect:
            self._aspect = aspect
            self._fit()
        self._small -= 1
        card = self._cameras.buttons.get(self._page.app.context.own.camera)
        if self._small < 0 and card is not None:
            self._small = _SMALL_EACH
            card.show_picture(shown)

    def _look_at_others(self) -> None:
        """Shows the first pictures of the other cameras as they come."""
        if self._pictures is None:
            return
        for value, picture in list(self._pictures.pictures.items()):
            card = self._cameras.buttons[value]
            if not card.pictured:
                card.show_picture(picture)

    def _show_checks(self, checks: Mapping[str, bool | None]) -> None:
        theme, size = self._page.theme, self._page.scale.px(28)
        wrong = ""
        for name, (mark, label) in self._checks.items():
            good = checks.get(name)
            icon, ink = ("tick", theme.colours.primary) if good else ("next", theme.colours.muted)
            mark.setPixmap(icons.pixmap(icon, size, ink))
            state = tr(_("yes")) if good else tr(_("not yet"))
            label.setAccessibleName(f"{label.text()}: {state}")
            if good is False and not wrong:
                wrong = name
        self._advice.setText(tr(_ADVICE[wrong]) if wrong else "")

    # ------------------------------------------------------------------ what is chosen

    def _chosen(self, value: str) -> None:
        self._page.app.context.change(camera=value)
        self._waited = 0.0
        self._trouble.hide()
        self._open()

    def use(self, address: str) -> None:
        """Uses a stream, which then stands among the cameras."""
        if address not in self._cameras.buttons:
            self._cameras.add(cameras.stream(address))
        self._cameras.buttons[address].setChecked(True)
        self._chosen(address)

    def _mirrored(self, mirror: bool) -> None:
        self._page.app.context.change(mirrored_input=not mirror)


_ADVICE = {
    "light": _("More light, please: switch on a lamp, or turn the light towards you."),
    "person": _("Step into the picture."),
    "whole": _("Step back a little, so that I see all of you."),
    "distance": _("Come a little closer, or step back: two or three metres are best."),
}


def _no_picture() -> str:
    import sys

    told = tr(
        _("No picture from this camera. Close other programs that use it, or choose another one.")
    )
    if sys.platform == "darwin":
        told += " " + tr(
            _("Allow it in System Settings, Privacy & Security, Camera, then start again.")
        )
    elif sys.platform == "win32":
        told += " " + tr(_("Allow it in Settings, Privacy & security, Camera."))
    return told
