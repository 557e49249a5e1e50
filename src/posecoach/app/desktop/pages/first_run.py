"""The first run: safety, camera, voice, the user, ready. Everything can be changed later."""

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QWidget

from posecoach.app.desktop.camera.choice import CameraChoice
from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import VoiceGroup, YouChoice
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Inner
from posecoach.app.desktop.widgets.sure import MEANT_S
from posecoach.app.safety import NotReadError, emergency, keep_answers, take_back
from posecoach.cues import safety
from posecoach.errors import PosecoachError
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window

_STEPS = (_("Safety"), _("Camera"), _("Voice"), _("You"), _("Ready"))
#: The screens of the safety step, by name.
_SAFETY = ("safety", "emergency", "help", "clinician", "see_one")


class FirstRun(Page):
    """One screen at a time, with the steps above and the buttons below."""

    name = "first_run"
    bare = True
    settles_s = MEANT_S

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        scale = self.scale
        self._clinician = False
        self._screens = QStackedWidget()
        self._names: list[str] = []
        self._marks = [parts.text(tr(step), "muted") for step in _STEPS]
        self._camera: CameraChoice | None = None
        header = parts.row(
            parts.text("posecoach", "section"), 1, *self._marks, spacing=scale.px(28)
        )
        self._back = self.button(tr(_("Back")), self.back, icon="back")
        self._no = self.button(tr(_("No")), lambda: self._answer(yes=False))
        self._yes = self.button(tr(_("Yes")), lambda: self._answer(yes=True))
        self._next = self.button("", self._forward, "primary", "next")
        # It wraps, or it would cut the buttons beside it in a narrow window.
        self._note = parts.text("", "small", wrap=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot = parts.row(self._back, self._note, self._yes, self._no, self._next)
        foot.setStretch(1, 1)
        whole = parts.column(header, self._screens, foot, spacing=scale.px(20))
        whole.setStretch(1, 1)
        margin = scale.px(48)
        whole.setContentsMargins(margin, scale.px(24), margin, scale.px(28))
        self.setLayout(whole)
        for name in _SAFETY:
            self._add(name, self._safety_screen(name))
        self._show("safety")

    def _add(self, name: str, screen: QWidget) -> None:
        self._names.append(name)
        self._screens.addWidget(screen)

    # ------------------------------------------------------------------ safety

    def _safety_screen(self, name: str) -> QWidget:
        pages = {
            "safety": (safety.TITLE, safety.ADVICE),
            "emergency": (safety.EMERGENCY_ASK, safety.EMERGENCY),
            "help": (safety.EMERGENCY_YES[0], safety.EMERGENCY_YES[1:]),
            "clinician": (safety.CLINICIAN_ASK, safety.CLINICIAN),
            "see_one": (safety.CLINICIAN_YES[0], safety.CLINICIAN_YES[1:]),
        }
        title, lines = pages[name]
        problem = self.app.handover.problem if name == "safety" else ""
        return self._page(tr(title), [tr(line) for line in lines], problem)

    def _page(self, title: str, lines: list[str], problem: str = "") -> QWidget:
        scale = self.scale
        screen = QWidget()
        low = self.app.height() < scale.px(700)
        rows = [parts.text(title, "page" if low else "title", wrap=True)]
        if problem:
            rows.insert(0, parts.text(problem, "bad", wrap=True))
        content = parts.column(*rows, spacing=scale.px(22))
        for line in lines:
            dot = self.icon("next", 28, self.theme.colours.primary)
            content.addLayout(
                parts.row(dot, parts.text(line, "section" if low else "heading", wrap=True))
            )
        content.addStretch(1)
        narrow = self.app.width() < scale.px(1000)
        content.setContentsMargins(0, scale.px(24), scale.px(24 if narrow else 80), 0)
        inside = Inner()
        inside.setLayout(content)
        area = parts.scrolled(inside)
        area.setAccessibleName(" ".join((title, *lines)))
        area.verticalScrollBar().rangeChanged.connect(self._show_more)
        area.verticalScrollBar().valueChanged.connect(self._show_more)
        screen.setLayout(parts.column(area))
        return screen

    # ------------------------------------------------------------------ the other steps

    def _setup_screens(self) -> None:
        """Camera, voice, the user, ready: built when safety is done."""
        if "camera" in self._names:
            return
        self._camera = CameraChoice(self)
        self._add("camera", self._titled(tr(_("Which picture shows you?")), self._camera))
        self._add("voice", self._titled(tr(_("Can you hear me?")), VoiceGroup(self)))
        self._add("you", self._titled(tr(_("A little about you")), YouChoice(self)))
        self._add(
            "ready",
            self._page(
                tr(_("Ready")),
                [
                    tr(_("Put the laptop on the floor or on a shelf, tilted so that it sees you.")),
                    tr(_("Step back two or three metres: I want to see all of you.")),
                    tr(_("I tell you what to do, count with you, and say what to change.")),
                    tr(_("Cross your wrists before your chest for two seconds to pause.")),
                ],
            ),
        )

    def _titled(self, title: str, content: QWidget) -> QWidget:
        screen = QWidget()
        area = parts.scrolled(content)
        heading = parts.text(title, "page", wrap=True)
        layout = parts.column(heading, area, spacing=self.scale.px(20))
        layout.setStretch(1, 1)
        screen.setLayout(layout)
        return screen

    # ------------------------------------------------------------------ from screen to screen

    @property
    def step(self) -> str:
        """The name of the screen that is shown."""
        return self._names[self._screens.currentIndex()]

    def _show(self, name: str) -> None:
        if self._camera is not None:
            (self._camera.start if name == "camera" else self._camera.stop)()
        self._screens.setCurrentIndex(self._names.index(name))
        asks = name in ("emergency", "clinician")
        self._yes.setVisible(asks)
        self._no.setVisible(asks)
        self._next.setVisible(not asks)
        label = {
            "safety": _("I have read this"),
            "help": _("End"),
            "camera": _("Use this camera"),
            "ready": _("To the start"),
        }.get(name, _("Go on"))
        self._next.setText(tr(label))
        self._next.setAccessibleName(tr(label))
        self._back.setText(tr(_("Not now")) if name == "safety" else tr(_("Back")))
        self._back.setAccessibleName(self._back.text())
        step = {"camera": 1, "voice": 2, "you": 3, "ready": 4}.get(name, 0)
        for number, mark in enumerate(self._marks):
            _mark(mark, tr(_STEPS[number]), number, step)
        self._show_steps()
        self.shown_anew()
        # A question has no answer that is the usual one.
        self.primary = None if asks else self._next
        (self.primary or self._words).setFocus()
        self._show_more()

    @property
    def _words(self) -> QScrollArea:
        """The words of the screen that is shown: the arrow keys move them."""
        screen = self._screens.currentWidget()
        assert screen is not None
        area = screen.findChild(QScrollArea)
        assert area is not None
        return area

    def _show_more(self) -> None:
        """Says beside the buttons that there are words below, until they were scrolled to."""
        bar = self._words.verticalScrollBar()
        more = self.step in (*_SAFETY, "ready") and bar.value() < bar.maximum()
        note = _("Nothing leaves your machine. Pictures are looked at and forgotten.")
        self._note.setText(tr(_("There is more below: scroll down.") if more else note))
        self._note.setProperty("kind", "good" if more else "small")
        parts.restyle(self._note)

    def enter(self) -> None:
        self._show("safety")

    def leave(self) -> None:
        if self._camera is not None:
            self._camera.stop()

    def _answer(self, *, yes: bool) -> None:
        if self.step == "emergency":
            if yes:
                self._take_back()
            self._show("help" if yes else "clinician")
            return
        self._clinician = yes
        if yes:
            self._show("see_one")
        else:
            self._safe()

    def _forward(self) -> None:
        match self.step:
            case "safety":
                self._show("emergency")
            case "help":
                self.app.error = emergency()
                self.app.quit(1)
            case "see_one":
                self._safe()
            case "ready":
                self.app.handover.then()
            case _:
                self._show(self._names[self._screens.currentIndex() + 1])

    def _take_back(self) -> None:
        """Whoever had answered before is asked again at the next start."""
        from posecoach.records import store

        with contextlib.suppress(PosecoachError), store.opened() as record:
            take_back(record)

    def _safe(self) -> None:
        """Safety is answered: it is kept, and the set-up follows, unless a session waits."""
        from posecoach.records import store

        try:
            with store.opened() as record:
                keep_answers(record, see_clinician=self._clinician)
        except PosecoachError as error:
            hand = self.app.handover
            hand.trouble, hand.again = error, lambda: self.app.go("first_run")
            self.app.go("trouble")
            return
        if self.app.handover.sets_up:
            self._setup_screens()
            self._show("camera")
        else:
            self.app.handover.then()

    def back(self) -> None:
        """Escape: one screen back, and at the first one the app ends."""
        before = {
            "safety": "",
            "emergency": "safety",
            "help": "emergency",
            "clinician": "emergency",
            "see_one": "clinician",
            "camera": "clinician",
        }.get(self.step)
        if before is None:
            before = self._names[self._screens.currentIndex() - 1]
        if before:
            self._show(before)
            return
        if self._again():
            self.app.go("settings")
            return
        self.app.error = NotReadError()
        self.app.quit(1)

    def _again(self) -> bool:
        """Whether the safety pages were answered before: they are only read once more."""
        from posecoach.app.safety import answered

        return answered()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._show_steps()

    def _show_steps(self) -> None:
        """In a narrow window only the step that is now."""
        narrow = self.width() < self.scale.px(960)
        for mark in self._marks:
            mark.setVisible(not narrow or mark.property("kind") == "good")

    def key(self, key: str) -> bool:
        """Y and n answer a question; enter goes on; q ends."""
        if key == "q":
            self._show("safety")
            self.back()
        elif key in ("y", "n") and self._yes.isVisible():
            self._answer(yes=key == "y")
        elif key == "enter" and self._next.isVisible() and self.step in _SAFETY:
            self._next.click()
        else:
            return False
        return True


def _mark(label: QLabel, step: str, number: int, now: int) -> None:
    """A step in the header: done, now, or to come."""
    state = "✓" if number < now else str(number + 1)
    label.setText(f"{state}  {step}")
    label.setProperty("kind", "good" if number == now else "muted")
    parts.restyle(label)
    told = (_("done"), _("now"), _("to come"))[0 if number < now else 1 if number == now else 2]
    label.setAccessibleName(f"{step}: {tr(told)}")
