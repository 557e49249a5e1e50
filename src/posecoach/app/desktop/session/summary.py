"""The summary after a session: what was done, one strength, one thing, and discomfort now."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLayout, QPushButton, QScrollArea, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.session import said
from posecoach.app.desktop.session.ask import Numbers
from posecoach.app.desktop.session.question import Question
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Inner
from posecoach.clock import SystemClock
from posecoach.cues import words
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.session.result import SetResult

_STAYS_S = 60.0  # started for one session alone, the app ends after this if nothing is touched
_MOST_SETS = 6
_LOOK_MS = 100


def _scrolled(content: QLayout) -> QScrollArea:
    inside = Inner()
    inside.setLayout(content)
    return parts.scrolled(inside)


class Summary(Page):
    """What the session was; built anew for each."""

    name = "summary"
    dark = True
    bare = True
    settles_s = 0.5  # "End" of the pause, pressed twice, is not "Done" here

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._clock = SystemClock()
        self._question = Question("after", self._clock, longest_s=None)
        self._until: float | None = None
        self._advice = parts.text("", "section", wrap=True)
        self._numbers: Numbers | None = None
        self._see: Callable[[], object] = lambda: None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def enter(self) -> None:
        run = self.app.sessions.run
        if run is None or run.work is None:
            return
        self._question = Question("after", self._clock, longest_s=None)
        self._until = self._clock.now() + _STAYS_S if run.direct else None
        old = self.layout()
        if old is not None:
            QWidget().setLayout(old)  # Qt's way to take a layout off
        self._build(run.work.results(), asks=run.work.asks)
        self._timer.start(_LOOK_MS)

    def leave(self) -> None:
        self._timer.stop()
        self._question.skip()
        self._answered()

    def _build(self, results: "tuple[SetResult, ...]", *, asks: bool) -> None:
        from posecoach.session.result import closing_words

        scale = self.scale
        begun = [r for r in results if r.begun]
        title = words.screen("summary" if begun else "nothing")
        strength, work_on = closing_words(results)
        self._advice = parts.text("", "section", wrap=True)
        rows: list[QWidget | QLayout | int] = [parts.text(title, "title", wrap=True)]
        rows += [self._row(r) for r in begun[-_MOST_SETS:]]
        notes = [("tick", strength), ("next", work_on)] if begun else []
        for icon, line in notes:
            rows.append(
                parts.row(
                    self.icon(icon, 30, self.theme.colours.primary),
                    parts.text(line, "section", wrap=True),
                )
            )
        rows.append(1)
        left = parts.column(*rows, spacing=scale.px(18))
        asked = parts.column(spacing=scale.px(20))
        if asks and begun:
            ask = tr(words.DISCOMFORT_ASK["after"])
            self._numbers = Numbers(self, ask, self._choose)
            asked.addWidget(parts.text(ask, "heading", wrap=True))
            asked.addWidget(self._numbers)
            asked.addWidget(self._advice)
        low = self.app.height() < scale.px(700)
        kind = ("primary", "secondary") if low else ("large_primary", "large")
        self.primary = self.button(tr(_("Done")), self._done, kind[0], "tick")
        more = [self.primary, *self._ways_on(kind[1], asks=asks)]
        right = parts.column(spacing=scale.px(20))
        area = _scrolled(asked)
        self._see = lambda: area.ensureWidgetVisible(self._advice)
        right.addWidget(area, 1)
        for made in more[1:] if low else ():  # they scroll too, or nothing would be left for it
            asked.addWidget(made)
        asked.addStretch(1)
        for made in more[:1] if low else more:
            right.addWidget(made)
        tall = self.app.height() > self.app.width()
        both = (parts.column if tall else parts.row)(spacing=scale.px(48))
        both.addWidget(_scrolled(left), 6)
        both.addLayout(right, 5)
        both.setContentsMargins(scale.px(56), scale.px(40), scale.px(48), scale.px(40))
        self.setLayout(both)

    def _ways_on(self, kind: str, *, asks: bool) -> list[QPushButton]:
        """Buttons to the pages where a session can be looked at."""
        out = []
        if self.app.has("progress"):
            how = tr(_("See how it goes"))
            out.append(self.button(how, lambda: self._stay("progress"), kind, "progress"))
        if asks and self.app.has("feedback") and self.app.context.options.keep_last:
            wrong = tr(_("Was a count wrong?"))
            out.append(self.button(wrong, lambda: self._stay("feedback"), "quiet"))
        return out

    def _row(self, result: "SetResult") -> QLayout:
        """One set: a tick where the dose was reached, and both sides."""
        done = [one.replace(" ", "\N{NO-BREAK SPACE}") for one in said.sides(result)]
        icon, ink = (
            ("tick", self.theme.colours.primary)
            if result.full
            else ("next", self.theme.colours.muted)
        )
        name = parts.text(words.short_name(result.stretch), "heading", wrap=True)
        counts = parts.text("   ".join(done), "heading", wrap=not self._wide)
        both = (parts.row if self._wide else parts.column)(name, counts, spacing=self.scale.px(4))
        return parts.row(self.icon(icon, 32, ink), both)

    @property
    def _wide(self) -> bool:
        """Whether a name and its counts have room beside each other."""
        width, height = self.app.width(), self.app.height()
        return (width if height > width else width * 6 / 11) >= 27 * self.scale.text("heading")

    # ------------------------------------------------------------------ discomfort

    def _choose(self, value: int) -> None:
        self._until = None
        self._question.choose(value)
        self._answered()

    def _answered(self) -> None:
        answer, self._question.answer = self._question.answer, None
        run = self.app.sessions.run
        if answer is None or run is None or run.work is None:
            return
        self._advice.setText(run.work.answer("after", answer))
        if self._numbers is not None:
            self._numbers.choose(answer)
        QTimer.singleShot(0, self, self._see)  # the advice may be below the fold
        self._question = Question("after", self._clock, longest_s=None)  # it may be changed

    def _look(self) -> None:
        self._question.wait()
        if self._question.over:
            self._answered()
        if self._until is not None and self._clock.now() >= self._until:
            self._done()

    # ------------------------------------------------------------------ where to go

    def _done(self) -> None:
        self.leave()
        self.app.sessions.leave_summary()

    def _stay(self, page: str) -> None:
        """Goes to another page, and stays in the app."""
        run = self.app.sessions.run
        if run is not None:
            run.direct = False  # the user stays
        self.leave()
        self.app.sessions.leave_summary(page)

    def back(self) -> None:
        """Escape: done."""
        self._done()

    def key(self, key: str) -> bool:
        """A digit answers; q is done."""
        self._until = None
        if key == "q":
            self._done()
            return True
        if key in ("space", "enter") and isinstance(self.focusWidget(), QPushButton):
            return False
        taken = self._question.key(key)
        self._look()
        return taken
