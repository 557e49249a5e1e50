"""The page that asks for discomfort before a session, and the row of numbers to answer with."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.session.coaching import Canvas
from posecoach.app.desktop.session.question import Question
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.cues import words
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.reports.advice import advice as advice_on

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window

_LOOK_MS = 60
_ADVICE_S = 5.0


class Numbers(QWidget):
    """Buttons from 0 to 10, as many beside each other as there is room for."""

    _MOST, _LEAST = 6, 3  # beside each other

    def __init__(self, page: Page, name: str, chosen: Callable[[int], object]) -> None:
        """Makes the buttons.

        Args:
            page: on which they stand.
            name: the question, for a screen reader.
            chosen: called with the number.
        """
        super().__init__()
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(page.scale.px(10))
        self._columns = 0
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
        self._about = parts.text(tr(_("0 none, 10 the worst")), "small", wrap=True)
        self._place(self._MOST)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for value, made in enumerate(self.buttons):
            self._grid.addWidget(made, value // columns, value % columns)
        rows = -(-len(self.buttons) // columns)
        self._grid.addWidget(self._about, rows, 0, 1, columns)

    def _wide(self, columns: int) -> int:
        """How wide so many beside each other are."""
        one = max(made.sizeHint().width() for made in self.buttons)
        return columns * one + (columns - 1) * self._grid.spacing()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._wide(self._LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        # Of five beside each other, the last would stand alone.
        fitting = [n for n in (self._MOST, 4) if self._wide(n) <= self.width()]
        self._place(max(fitting, default=self._LEAST))

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
        self._clock = window.context.clock
        title = tr(words.DISCOMFORT_ASK["before"])
        self._numbers = Numbers(self, title, self._choose)
        self._advice = parts.text("", "section", wrap=True)
        self._without = self.button(tr(_("Go on without")), self._skip, "primary", "next")
        self._on = self.button(tr(_("Go on")), self._skip, "primary", "next")
        self._end = self.button(tr(_("End")), self._stop, "primary", "end")
        self._same = self.button(tr(_("Go on all the same")), self._skip, icon="next")
        self._picture = Canvas()
        left = parts.column(
            1, parts.text(title, "title", wrap=True), self._numbers, self._advice,
            Flow(self._without, self._on, self._end, self._same, spacing=scale.px(12)), 1,
            spacing=scale.px(24),
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
        self._offer(self._without)
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
            stops = advice_on(question.answer, None) == "stop"
            self._offer(self._end, self._same) if stops else self._offer(self._on)
            # Who should rest decides for themselves, in their own time.
            wait_s = math.inf if stops else _ADVICE_S if advice else 0.0
            self._left_at = self._clock.now() + wait_s
        if self._left_at is None or self._clock.now() >= self._left_at:
            self._timer.stop()
            if self.app.shows(self):
                self.app.go("coaching")

    def _offer(self, primary: QPushButton, *others: QPushButton) -> None:
        """Shows the buttons that fit, the first with the focus."""
        for made in (self._without, self._on, self._end, self._same):
            made.setVisible(made is primary or made in others)
        self.primary = primary
        primary.setFocus()

    @property
    def _stopped(self) -> bool:
        """Whether the user is advised to stop, and has not decided yet."""
        return self._left_at == math.inf

    def _again(self) -> None:
        """The advice is to stop: the number may have been a slip, and can be changed."""
        if self._stopped:
            self._question, self._left_at = Question("before", self._clock), None

    def _choose(self, value: int) -> None:
        self._again()
        if self._question is not None and not self._question.over:
            self._question.choose(value)

    def _stop(self) -> None:
        if self.app.sessions.run is not None:
            self.app.sessions.run.end("ended")

    def _skip(self) -> None:
        """Goes on: without an answer, or without waiting for the advice to be read."""
        if self._question is not None:
            self._question.skip()
            self._left_at = self._left_at and self._clock.now()

    def back(self) -> None:
        """Escape goes on without an answer; where the advice is to stop, it ends."""
        if self._stopped:
            self._stop()
        else:
            self._skip()

    def key(self, key: str) -> bool:
        """A digit answers."""
        if key == "q":
            self._stop()
            return True
        if key in ("space", "enter") and isinstance(self.focusWidget(), QPushButton):
            return False
        if key.isdecimal():
            self._again()
        return self._question is not None and self._question.key(key)
