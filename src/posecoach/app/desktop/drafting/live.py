"""Step 2: the camera's picture over the whole window, and one sentence that says what to do."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton

from posecoach.app.desktop.drafting.recording import Recording
from posecoach.app.desktop.drafting.thread import RecordingThread
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import announce
from posecoach.app.desktop.session.coaching import Canvas
from posecoach.app.desktop.widgets import parts
from posecoach.app.run.prompted import Frames
from posecoach.app.run.troubles import CAMERA
from posecoach.errors import PosecoachError, told
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sinks.screen.theme import hexa

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window

_LOOK_MS = 33


class DraftLive(Page):
    """Guides through one recording. Nobody needs a key; Escape ends it."""

    name = "record_live"
    dark = True
    bare = True
    busy = True

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.recording = Recording.of(window)
        self.recorder: RecordingThread | None = None
        self._frames: Frames | None = None
        self._serial, self._said = 0, ""
        self._canvas = Canvas()
        self._canvas.setParent(self)
        self._banner = parts.text("", "title", wrap=True)
        self._banner.setParent(self)
        self._banner.setAccessibleName(tr(_("Message")))
        self._banner.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._longest = parts.text(self.recording.what, "title", wrap=True)
        self._longest.setParent(self)
        self._longest.hide()
        for label in (self._banner, self._longest):
            self._style(label)
        self._end = self.button(tr(_("Stop recording")), self.back, "over", "end")
        self._enough = self.button(tr(_("That is all")), self.forward, "primary", "tick")
        for made in (self._end, self._enough):
            made.setParent(self)
        self._enough.hide()
        self.primary = self._end
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def enter(self) -> None:
        self._stop()
        self._serial, self._said = 0, ""
        self._tell(tr(_("One moment …")))
        try:
            self._frames, self.recorder = self.recording.begin()
        except PosecoachError as error:
            self.recording.refuse(told(error))
            QTimer.singleShot(0, self._over)
            return
        self._timer.start(_LOOK_MS)

    def leave(self) -> None:
        """Releases the camera: also when the window is closed."""
        self._stop()
        if self.recording.step != "looking":
            self.recording.quiet()

    def _stop(self) -> None:
        self._timer.stop()
        if self.recorder is not None:
            self.recorder.end()
            self.recorder = self._frames = None

    # ------------------------------------------------------------------ what is shown

    def _look(self) -> None:
        if self.recorder is None or self._frames is None:
            return
        self._serial, frame = self._frames.newest(self._serial, 0.0)
        if frame is not None:
            mirrored = not self.app.context.own.mirrored_input
            self._canvas.show_image(frame.image, mirrored=mirrored)
        for said in self.recorder.new_prompts():
            self._said = said.text
            self.recording.say(said.text, said.t)
        trouble = self._frames.trouble
        self._tell(f"{tr(CAMERA[trouble])}." if trouble is not None else self._said)
        if self._enough.isHidden() == self.recorder.moving:
            self._enough.setVisible(self.recorder.moving)
            self.primary = self._enough if self.recorder.moving else self._end
            self._place()
        if self.recorder.done.is_set():
            self._done(self.recorder)

    def _done(self, recorder: RecordingThread) -> None:
        if recorder.error:
            self.recording.refuse(recorder.error)
        else:
            self.recording.take(recorder.poses)
        self._over()

    def _over(self) -> None:
        if self.app.shows(self):
            self.app.go("record")

    def _tell(self, words: str) -> None:
        if not words or words == self._banner.text():
            return
        self._banner.setProperty("kind", "display" if len(words) < 3 else "title")
        self._style(self._banner)  # anew, for the size of its words
        announce(self._banner, words, alarm=True)
        self._place()

    def _style(self, label: QLabel) -> None:
        pad = self.scale.px(14)
        ground = hexa(self.theme.grounds.page)
        label.setStyleSheet(f"background: {ground}; border-radius: {pad}px; padding: {pad}px;")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The picture, the sentence below it, so that it hides no feet; the buttons at the top."""
        margin = self.scale.px(20)
        wide = self.width() - 2 * margin
        for label in (self._longest, self._banner):
            label.ensurePolished()
        # As high as the longest sentence needs: the picture stays where it is.
        high = max(self._longest.heightForWidth(wide), self._banner.heightForWidth(wide))
        top = self.height() - high - margin
        self._banner.setGeometry(margin, top, wide, high)
        self._canvas.setGeometry(0, 0, self.width(), max(1, top - margin // 2))
        right = self.width() - self._end.sizeHint().width() - margin
        self._end.setGeometry(right, margin, *_size(self._end))
        self._enough.setGeometry(margin, margin, *_size(self._enough))
        self._canvas.lower()
        for made in (self._banner, self._end, self._enough):
            made.raise_()

    # ------------------------------------------------------------------ keys

    def forward(self) -> None:
        """Page Down, as a clicker sends it: what is recorded will do."""
        if self.recorder is not None and self.recorder.moving:
            self.recorder.enough()

    def back(self) -> None:
        """Escape: nothing is kept of it."""
        self.recording.mistake = ""
        self.app.go("record")


def _size(made: QPushButton) -> tuple[int, int]:
    hint = made.sizeHint()
    return hint.width(), hint.height()
