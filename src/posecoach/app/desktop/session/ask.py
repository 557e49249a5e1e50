"""The page that asks for discomfort before a session, and the row of numbers to answer with."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.session.coaching import Canvas
from posecoach.app.desktop.session.question import Question
from posecoach.app.desktop.widgets import parts
from posecoach.clock import SystemClock
from posecoach.cues import words
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window

_LOOK_MS = 60
_ADVICE_S = 5.0


class Numbers(QWidget):
    """Buttons from 0 to 10."""

    def __init__(
        self, page: Page, name: str, chosen: Callable[[int], object], *, columns: int = 6
    ) -> None:
        """Makes the buttons.

        Args:
            page: on which they stand.
            name: the question, for a screen reader.
            chosen: called with the number.
            columns: how many stand beside each other.
        """
        super().__init__()
        self.setAccessibleName(name)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(page.scale.px(10))
        self.buttons: list[QPushButton] = []
        for value in range(11):
            made = page.button(str(value), lambda v=value: chosen(v))  # type: ignore[misc]
            words_ = str(value)
            if value == 0:
                words_ = tr(_("0, none"))
            elif value == 10:
                words_ = tr(_("10, the worst"))
            made.setAccessibleName(f"{name} {words_}")
            made.setCheckable(True)
            self.buttons.append(made)
            layout.addWidget(made, value // columns, value % columns)
        layout.addWidget(
            parts.text(tr(_("0 none, 10 the worst")), "small"), 11 // columns + 1, 0, 1, columns
        )

    def choose(self, value: int) -> None:
        """Shows a number as chosen."""
        for number, made in enumerate(self.buttons):
            made.setChecked(number == value)


class Ask(Page):
    """Asks for discomfort before the session; the picture beside it shows that the camera runs."""

    name = "question"
    dark = True
    bare = True

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        scale = self.scale
        self._question: Question | None = None
        self._left_at: float | None = None
        self._clock = SystemClock()
        title = tr(words.DISCOMFORT_ASK["before"])
        self._numbers = Numbers(self, title, self._choose)
        self._advice = parts.text("", "section", wrap=True)
        self.primary = self.button(tr(_("Go on without")), self._skip, "primary", "next")
        self._picture = Canvas()
        left = parts.column(
            1, parts.text(title, "title", wrap=True), self._numbers, self._advice,
            parts.row(self.primary, 1), 1, spacing=scale.px(24),
        )  # fmt: skip
        tall = window.height() > window.width()
        both = (parts.column if tall else parts.row)(spacing=scale.px(40))
        both.addLayout(left, 5)
        both.addWidget(self._picture, 5)
        both.setContentsMargins(scale.px(56), scale.px(40), scale.px(40), scale.px(40))
        self.setLayout(both)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def enter(self) -> None:
        self._question = Question("before", self._clock)
        self._left_at = None
        self._advice.setText("")
        self._timer.start(_LOOK_MS)
        self._look()

    def leave(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        """Shows the picture; goes on when the question is over or the user has begun."""
        run, question = self.app.sessions.run, self._question
        if run is None or question is None:
            return
        picture = run.picture
        if picture is not None:
            mirrored = not self.app.context.options.mirrored_input
            self._picture.show_image(picture, mirrored=mirrored)
        if run.view is not None and run.view.judging:
            question.skip()
        question.wait()
        if question.over:
            self._over(question)

    def _over(self, question: Question) -> None:
        run = self.app.sessions.run
        if question.answer is not None and self._left_at is None:
            advice = run.work.answer("before", question.answer) if run and run.work else ""
            self._numbers.choose(question.answer)
            self._advice.setText(advice)
            self._left_at = self._clock.now() + (_ADVICE_S if advice else 0.0)
        if self._left_at is None or self._clock.now() >= self._left_at:
            self._timer.stop()
            if self.app.shows(self):
                self.app.go("coaching")

    def _choose(self, value: int) -> None:
        if self._question is not None and not self._question.over:
            self._question.choose(value)

    def _skip(self) -> None:
        """Goes on: without an answer, or without waiting for the advice to be read."""
        if self._question is not None:
            self._question.skip()
            self._left_at = self._left_at and self._clock.now()

    def back(self) -> None:
        """Escape goes on without an answer."""
        self._skip()

    def key(self, key: str) -> bool:
        """A digit answers."""
        if key == "q":
            if self.app.sessions.run is not None:
                self.app.sessions.run.end("ended")
            return True
        if key in ("space", "enter") and isinstance(self.focusWidget(), QPushButton):
            return False
        return self._question is not None and self._question.key(key)
