"""The coaching page: the drawn canvas, with real buttons on it where a hand may want one."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.session.breaks.later import later_of
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sinks.screen.layout import Box, Grid
from posecoach.sources.frame import Image

if TYPE_CHECKING:
    from posecoach.app.desktop.session.view import Action, LiveView
    from posecoach.app.desktop.window import Window
    from posecoach.session.moment import SessionMoment

_MOST_HIGH = 1080  # pixels of the canvas; a larger window scales it
_KEYS: dict[str, "Action"] = {
    "n": "next",
    "r": "repeat",
    "x": "leave_out",
    "m": "mute",
    "c": "contrast",
    "+": "larger",
    "=": "larger",
    "-": "smaller",
}


def _put(widget: QWidget, box: Box) -> None:
    widget.setGeometry(box.x0, box.y0, box.width, box.height)


class Canvas(QWidget):
    """Shows a picture of the drawing code, scaled to the widget if need be."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._pixels: Image | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height that a canvas should have."""
        ratio = self.devicePixelRatioF()
        width, height = self.width() * ratio, self.height() * ratio
        scale = min(1.0, _MOST_HIGH / max(1.0, min(width, height)))
        return max(16, round(width * scale)), max(16, round(height * scale))

    def show_image(self, image: Image, *, mirrored: bool = False) -> None:
        """Shows a BGR picture (h, w, 3), as it is or as in a mirror."""
        # Qt copies four bytes a pixel as they are; three it would have to convert while painting.
        import cv2

        height, width = image.shape[:2]
        if self._pixels is None or self._pixels.shape[:2] != (height, width):
            self._pixels = np.empty((height, width, 4), np.uint8)  # used again for each picture
        cv2.cvtColor(image, cv2.COLOR_BGR2BGRA, dst=self._pixels)
        if mirrored:
            cv2.flip(self._pixels, 1, dst=self._pixels)
        self._image = QImage(
            self._pixels.data, width, height, width * 4, QImage.Format.Format_RGB32
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        place = QRect() if self._image is None else self._fitted(self._image.size())
        if place != self.rect():
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
        if self._image is not None:
            if self._image.size() != self.size():
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image)
        painter.end()

    def _fitted(self, size: QSize) -> QRect:
        fitted = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if abs(fitted.width() - self.width()) < 3 and abs(fitted.height() - self.height()) < 3:
            return self.rect()
        left, top = (self.width() - fitted.width()) // 2, (self.height() - fitted.height()) // 2
        return QRect(left, top, fitted.width(), fitted.height())


class Coaching(Page):
    """The page of a running session."""

    name = "coaching"
    dark = True
    bare = True

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._canvas = Canvas()
        self._canvas.setParent(self)
        self._said, self._state = "", ""
        self._spoken = self._hidden_label(tr(_("Message")))
        self._status = self._hidden_label(tr(_("Count")))
        self.pause_button = self.button("", lambda: self.act("pause"), "round", "pause")
        self.pause_button.setAccessibleName(tr(_("Pause")))
        self.begin_button = self.button(tr(_("Begin")), self._begin, "primary", "play")
        self.again_button = self.button(
            tr(_("Say it again")), lambda: self.act("explain"), icon="repeat"
        )
        self.cannot_button = self.button(
            tr(_("Cannot do this one?")), lambda: self.act("leave_out"), icon="leave_out"
        )
        self.next_button = self.button(tr(_("No rest")), lambda: self.act("next"), icon="next")
        self._intro = (self.begin_button, self.again_button, self.cannot_button)
        self.later = later_of(self)  # of a break alone
        for made in (self.pause_button, *self._intro, self.next_button):
            made.setParent(self)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.primary = self.pause_button
        self._stage = "?"
        self._rail_right = False
        self._buttons("")

    def _hidden_label(self, name: str) -> QLabel:
        """A label that a screen reader reads, below the drawn words that the eye reads."""
        label = QLabel(self)
        label.setAccessibleName(name)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.lower()
        return label

    # ------------------------------------------------------------------ what is shown

    @property
    def canvas_size(self) -> tuple[int, int]:
        """Width and height that a canvas should have."""
        return self._canvas.pixels

    def show_canvas(self, canvas: Image) -> None:
        """Shows a drawn canvas."""
        self._canvas.show_image(canvas)

    def show_picture(self, picture: Image, *, mirrored: bool) -> None:
        """Shows the bare picture of the camera."""
        self._canvas.show_image(picture, mirrored=mirrored)

    def follow(self, view: "LiveView") -> None:
        """Shows the page, the buttons and the words that fit the session's moment."""
        now = view.now
        if now is None:
            return
        stage = now.stage
        if stage == "intro" and not view.introducing:
            stage = "work"  # the picture is shown again
        self._buttons(stage)
        if view.rail_right != self._rail_right:
            self._rail_right = view.rail_right
            self._place()
        self._tell(now, view)
        name = self.app.page.name
        if now.stage == "paused" and name == "coaching":
            self.app.go("pause")
        elif now.stage != "paused" and name == "pause":
            self.app.go("coaching")

    def _buttons(self, stage: str) -> None:
        if stage == self._stage:
            return
        self._stage = stage
        for made in self._intro:
            made.setVisible(stage == "intro")
        if self.later is not None:
            self.later.show(stage)
        self.next_button.setVisible(stage in ("rest", "move"))
        self.primary = (
            self.begin_button
            if stage == "intro"
            else self.next_button
            if stage in ("rest", "move")
            else self.pause_button
        )
        self._place()
        if self.app.shows(self):
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, now: "SessionMoment", view: "LiveView") -> None:
        """Tells a screen reader the message as an alert, and the count once it changes."""
        from posecoach.app.desktop.session import said

        message, state = said.message(view), said.state(now)
        if state != self._state:
            self._state = state
            self._status.setText(state)
        if message != self._said:
            self._said = message
            self._spoken.setText(message)
            if message:
                event = QAccessibleEvent(self._spoken, QAccessible.Event.Alert)
                QAccessible.updateAccessibility(event)

    # ------------------------------------------------------------------ its places

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._canvas.setGeometry(self.rect())
        self._place()

    def _place(self) -> None:
        """Puts the buttons on the grid of the drawn screen."""
        grid = Grid((max(1, self.width()), max(1, self.height())), rail_right=self._rail_right)
        stage, margin = grid.stage, grid.margin
        _put(self.pause_button, grid.pause)
        self.pause_button.setVisible(self._stage != "intro")
        _put(self._status, grid.rail)
        _put(self._spoken, stage)
        x = margin if grid.tall else round(grid.size[0] * 0.36 + 1.6 * margin)
        y = stage.y1 - self.begin_button.sizeHint().height()
        for made in self._intro:
            hint = made.sizeHint()
            made.setGeometry(x, y, min(hint.width(), grid.size[0] - margin - x), hint.height())
            x += hint.width() + 16
        if self.later is not None:
            self.later.place(grid)
        hint = self.next_button.sizeHint()
        x = stage.x0 if grid.rail_right else stage.x1 - hint.width()
        self.next_button.setGeometry(x, stage.y1 - hint.height(), hint.width(), hint.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A tap on the picture pauses."""
        del event
        self.act("pause")

    # ------------------------------------------------------------------ what the user asks for

    def act(self, action: "Action") -> None:
        """Does what the user asks for, if a session runs."""
        run = self.app.sessions.run
        if run is not None and run.view is not None:
            run.view.act(action)

    def _begin(self) -> None:
        """The user is ready: the instructions need not be heard to the end."""
        self.act("begin")

    def back(self) -> None:
        """Escape: pause first; in pause, it ends."""
        self.act("pause")

    def forward(self) -> None:
        """Page Down: begins, or goes on to what is next."""
        if self._stage in ("intro", "rest", "move") and self.primary is not None:
            self.primary.click()

    def key(self, key: str) -> bool:
        """The keys of a session."""
        run = self.app.sessions.run
        if key == "q":
            if run is not None:
                run.end("ended")
        elif key in ("space", "b", ".", "?"):
            self.act("pause")
        elif key in _KEYS:
            self.act(_KEYS[key])
        else:
            return False
        return True
