"""Choosing a camera by its picture, with what can be seen in it."""

import contextlib
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from posecoach.app.desktop import icons, parts
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.coaching import Canvas
from posecoach.cues import words
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.sources.frame import Frame
    from posecoach.sources.newest import NewestFrame

_LOOK_MS = 33
_JUDGE_S = 0.25
_DARK = 45.0  # mean brightness, 0 to 255
_SHOWN = ("light", "person", "whole", "near")
_WAIT_S = 4.0  # a camera without a picture for so long is told


class CameraChoice(QWidget):
    """The cameras by name, the picture of the chosen one, and whether it will do."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        scale = page.scale
        self._frames: NewestFrame | None = None
        self._watcher: _Watcher | None = None
        self._serial = 0
        self._waited = 0.0
        self._picture = Canvas()
        self._picture.setMinimumSize(scale.px(320), scale.px(240))
        self._trouble = parts.text("", "section", wrap=True)
        self._cameras = parts.Choice(tr(_("Camera")), *self._found(), self._chosen)
        listed = parts.column(spacing=scale.px(12))
        for made in self._cameras.buttons.values():
            listed.addWidget(made)
        own = page.app.context.own
        self._mirror = parts.Switch(
            tr(_("Mirror the picture")), not own.mirrored_input, self._mirrored, page.theme
        )
        mirror = parts.row(parts.text(tr(_("Mirror the picture"))), 1, self._mirror)
        hint = parts.text(
            tr(_("Raise your left hand: is it at the left of the picture?")), "muted", wrap=True
        )
        self._checks: dict[str, tuple[QLabel, QLabel]] = {}
        checks = parts.column(spacing=scale.px(10))
        for name in _SHOWN:
            mark, label = QLabel(), parts.text(tr(words.CHECKS[name]), "section")
            mark.setFixedSize(scale.px(28), scale.px(28))
            self._checks[name] = (mark, label)
            checks.addLayout(parts.row(mark, label, 1))
        self._advice = parts.text("", "muted", wrap=True)
        checks.addWidget(self._advice)
        side = parts.column(
            listed, mirror, hint, parts.card(checks), self._trouble, 1, spacing=scale.px(16)
        )
        both = parts.row(spacing=scale.px(32))
        both.addWidget(self._picture, 63)
        both.addLayout(side, 37)
        self.setLayout(both)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._show_checks({})

    def _found(self) -> tuple[list[tuple[str, str]], str]:
        """The cameras of this machine, and the one of the settings."""
        from posecoach.sources.camera import cameras, shown_name

        own = self._page.app.context.own.camera
        found = [(str(number), name) for number, name in cameras()]
        known = {value for value, _name in found} | {name for _value, name in found}
        if own not in known:
            label = tr(_("First camera")) if own == "0" else shown_name(own)
            found.insert(0, (own, label))
        by_name = {name: value for value, name in found}
        return found, by_name.get(own, own)

    # ------------------------------------------------------------------ the picture

    def start(self) -> None:
        """Opens the chosen camera."""
        self.stop()
        from posecoach.app.sources import opener
        from posecoach.clock import SystemClock
        from posecoach.errors import PosecoachError
        from posecoach.sources.newest import NewestFrame

        self._waited, self._serial = 0.0, 0
        try:
            clock = SystemClock()
            open_source, again = opener(self._page.app.context.own.camera, clock)
            self._frames = NewestFrame(open_source, clock, again=again)
        except PosecoachError as error:
            self._trouble.setText(str(error))
            return
        self._watcher = _Watcher(self._frames)
        self._timer.start(_LOOK_MS)

    def stop(self) -> None:
        """Closes the camera."""
        self._timer.stop()
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
            self._trouble.setText("")
            self._show(frame)
        else:
            self._waited += _LOOK_MS / 1000
            if self._waited >= _WAIT_S:
                self._trouble.setText(_no_picture())
        if self._watcher is not None:
            self._show_checks(self._watcher.checks)

    def _show(self, frame: "Frame") -> None:
        import cv2

        mirrored = not self._page.app.context.own.mirrored_input
        shown = np.asarray(cv2.flip(frame.image, 1), np.uint8) if mirrored else frame.image
        self._picture.show_image(shown)

    def _show_checks(self, checks: Mapping[str, bool | None]) -> None:
        theme, size = self._page.theme, self._page.scale.px(28)
        wrong = ""
        for name, (mark, label) in self._checks.items():
            good = checks.get(name)
            icon, ink = ("tick", theme.primary) if good else ("next", theme.muted)
            mark.setPixmap(icons.pixmap(icon, size, ink))
            state = tr(_("yes")) if good else tr(_("not yet"))
            label.setAccessibleName(f"{label.text()}: {state}")
            if good is False and not wrong:
                wrong = name
        self._advice.setText(tr(_ADVICE[wrong]) if wrong else "")

    # ------------------------------------------------------------------ what is chosen

    def _chosen(self, value: str) -> None:
        self._page.app.context.change(camera=value)
        self.start()

    def _mirrored(self, mirror: bool) -> None:
        self._page.app.context.change(mirrored_input=not mirror)


_ADVICE = {
    "light": _("More light, please: switch on a lamp, or turn the light towards you."),
    "person": _("Step into the picture."),
    "whole": _("Step back a little, so that I see all of you."),
    "near": _("Come a little closer, or step back: two or three metres are best."),
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


class _Watcher(threading.Thread):
    """Looks a few times a second whether the picture will do, with the real pose model."""

    def __init__(self, frames: "NewestFrame") -> None:
        super().__init__(name="camera check", daemon=True)
        self._frames = frames
        self.checks: dict[str, bool | None] = {}
        self.ending = threading.Event()
        self.start()

    def run(self) -> None:
        from posecoach.app.console import load_landmarker
        from posecoach.errors import PosecoachError
        from posecoach.judge.coach import Coach
        from posecoach.landmarks import model
        from posecoach.spec.load import stretch

        landmarker = None
        # Without a model light alone can be checked; the session itself says what is wrong.
        with contextlib.suppress(PosecoachError):
            landmarker = load_landmarker(model.find_or_fetch(), mirrored_input=False)
        coach, serial = Coach(stretch("lateral_line"), "mobilizer"), 0
        while not self.ending.wait(_JUDGE_S):
            serial, frame = self._frames.newest(serial, 0.2)
            if frame is None:
                continue
            found: dict[str, bool | None] = {"light": float(frame.image.mean()) >= _DARK}
            if landmarker is not None:
                pose = landmarker.detect(frame)
                framing = coach.update(pose).framing
                found |= cast("dict[str, bool | None]", dict(framing.checks))
            self.checks = found
        if landmarker is not None:
            landmarker.close()
