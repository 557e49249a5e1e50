"""The lessons: lying, getting up, lifting, standing and sitting, each in a few drawn steps."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages.choices import announce
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.cues.words import most_wait_s
from posecoach.language import current, tr
from posecoach.language import mark as _
from posecoach.sinks.screen.theme import Colour, Theme

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.sinks.voice.speaker import Speaker
    from posecoach.spec.figures.lesson import Figure, Lesson

_ALOUD, _OPEN, _STEP = "lessons_aloud", "lessons_open", "lessons_step"  # the window keeps these


class Still(QWidget):
    """A still figure of a lesson, as large as its place."""

    def __init__(self, figure: "Figure", theme: Theme, ground: Colour) -> None:
        super().__init__()
        self._figure, self._theme, self._ground = figure, theme, ground
        self.setAccessibleName(tr(figure.means))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(80, 60)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        from posecoach.sinks.screen.bodies import lesson

        size = self.width(), self.height()
        drawn = lesson.picture(self._figure, size, self._theme, self._ground)
        image = QImage(drawn.tobytes(), *size, size[0] * 3, QImage.Format.Format_BGR888)
        painter = QPainter(self)
        painter.drawImage(self.rect(), image)
        painter.end()


class Lessons(Page):
    """All lessons as cards, or one of them step by step."""

    name = "lessons"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._speaker: Speaker | None = None
        self._content: QWidget | None = None
        self._layout = parts.column(spacing=0)
        margin = self.scale.px(48 if self._wide else 24)
        self._layout.setContentsMargins(margin, self.scale.px(8), margin, self.scale.px(24))
        self.setLayout(self._layout)

    @property
    def _wide(self) -> bool:
        return self.app.width() >= self.scale.px(1000)

    @property
    def open_id(self) -> str:
        """The lesson that is open; empty for the list."""
        return self.app.handover.remembered.get(_OPEN, "")

    @property
    def step(self) -> int:
        """The step that is shown, from 0 on."""
        return int(self.app.handover.remembered.get(_STEP, "0"))

    @property
    def aloud(self) -> bool:
        """Whether each step is read aloud."""
        return self.app.handover.remembered.get(_ALOUD, "") == "yes"

    def enter(self) -> None:
        self._build()

    def leave(self) -> None:
        if self._speaker is not None:
            self._speaker.hush()
            self._speaker.close()
            self._speaker = None

    def show_lesson(self, name: str, step: int = 0) -> None:
        """Shows a step of a lesson; '' shows the list."""
        self.app.handover.remembered[_OPEN], self.app.handover.remembered[_STEP] = name, str(step)
        self._build()
        if self.primary is not None:
            self.primary.setFocus()
        self._say()

    def _build(self) -> None:
        from posecoach.spec.figures.lesson import lessons

        known = lessons()
        content = QWidget()
        one = known.get(self.open_id)
        content.setLayout(self._list(list(known.values())) if one is None else self._one(one))
        inner = content.layout()
        assert inner is not None
        inner.setContentsMargins(0, 0, self.scale.px(12), 0)
        area = parts.scrolled(content)
        parts.exchange(self._layout, self._content, area)
        self._content = area
        area.show()  # now, so that its first button can have the focus

    # ------------------------------------------------------------------ the list

    def _list(self, known: "list[Lesson]") -> QLayout:
        scale = self.scale
        self.primary = None
        grid = QGridLayout()
        grid.setSpacing(scale.px(20))
        columns = 2 if self._wide else 1
        for number, one in enumerate(known):
            made = self._card(one)
            self.primary = self.primary or made
            grid.addWidget(made, number // columns, number % columns)
        about = tr(_("What no camera should watch, in a few drawn steps. Choose one."))
        out = parts.column(
            parts.text(tr(_("Lying, lifting, standing, sitting")), "title", wrap=True),
            parts.text(about, "muted", wrap=True), spacing=scale.px(12),
        )  # fmt: skip
        out.addLayout(grid)
        back = self.button(tr(_("Tips")), lambda: self.app.go("tips"), "quiet", "back")
        out.addLayout(parts.row(back, 1))
        out.addStretch(1)
        return out

    def _card(self, one: "Lesson") -> QPushButton:
        scale = self.scale
        name, summary = tr(one.name), tr(one.summary)
        made = self.button("", partial(self.show_lesson, one.id), "card")
        made.setAccessibleName(f"{name}. {summary}")
        made.setStyleSheet(f"QPushButton {{ min-height: {scale.px(128)}px; }}")
        inner = QHBoxLayout(made)
        inner.setContentsMargins(scale.px(16), scale.px(10), scale.px(16), scale.px(10))
        inner.setSpacing(scale.px(18))
        figure = Still(one.steps[1].figure, self.theme, self.theme.grounds.surface)
        figure.setFixedSize(scale.px(150), scale.px(106))
        inner.addWidget(parts.quiet(figure))
        words = parts.column(
            1, parts.quiet(parts.text(name, "section", wrap=True)),
            parts.quiet(parts.text(summary, "small", wrap=True)), 1, spacing=scale.px(4),
        )  # fmt: skip
        inner.addLayout(words, 1)
        return made

    # ------------------------------------------------------------------ one lesson

    def _one(self, one: "Lesson") -> QLayout:
        scale, number = self.scale, min(self.step, len(one.steps) - 1)
        step = one.steps[number]
        figure = Still(step.figure, self.theme, self.theme.grounds.tint)
        figure.setMinimumHeight(scale.px(250))
        of = tr(_("Step {number} of {all}")).format(number=number + 1, all=len(one.steps))
        source = tr(_("Source: {source}")).format(source=tr(one.source))
        told = parts.text("", "heading", wrap=True)
        words = parts.column(
            parts.text(of, "muted"), told, parts.text(tr(step.why), wrap=True), 1,
            parts.text(source, "small", wrap=True),
            spacing=scale.px(14),
        )  # fmt: skip
        announce(told, tr(step.do))
        drawn = parts.card(parts.column(figure), "hero", scale.px(16))
        both = (parts.row if self._wide else parts.column)(spacing=scale.px(32))
        both.addWidget(drawn, 5)
        both.addLayout(words, 5)
        out = parts.column(
            parts.text(tr(one.name), "title", wrap=True), both, Flow(
                *self._buttons(one, number), spacing=scale.px(12)
            ), spacing=scale.px(18),
        )  # fmt: skip
        out.setStretch(1, 1)
        return out

    def _buttons(self, one: "Lesson", number: int) -> list[QPushButton]:
        """Next or the end, previous, all lessons, read aloud, and practise where that can be."""
        last = number == len(one.steps) - 1
        if last:
            self.primary = self.button(
                tr(_("All lessons")), partial(self.show_lesson, ""), "primary", "tick"
            )
        else:
            self.primary = self.button(tr(_("Next")), self.forward_step, "primary", "next")
        out = [self.primary]
        if number > 0:
            out.append(self.button(tr(_("Previous")), self.back, icon="back"))
        if not last:
            out.append(self.button(tr(_("All lessons")), partial(self.show_lesson, ""), "quiet"))
        words = tr(_("Stop reading aloud")) if self.aloud else tr(_("Read aloud"))
        out.append(self.button(words, self._turn_voice, "quiet", "voice"))
        if self._practised(one):
            out.append(
                self.button(
                    tr(_("Practise before the camera")),
                    lambda: self.app.sessions.start([one.practise], None), "quiet", "camera",
                )
            )  # fmt: skip
        return out

    @staticmethod
    def _practised(one: "Lesson") -> bool:
        """Whether there is the stretch with which it can be practised."""
        from posecoach.spec.load import stretches

        return bool(one.practise) and one.practise in stretches()

    def forward_step(self) -> None:
        """The next step."""
        self.show_lesson(self.open_id, self.step + 1)

    # ------------------------------------------------------------------ aloud

    def _turn_voice(self) -> None:
        """Reads aloud from now on, or no more."""
        self.app.handover.remembered[_ALOUD] = "" if self.aloud else "yes"
        if not self.aloud and self._speaker is not None:
            self._speaker.hush()
        self.show_lesson(self.open_id, self.step)

    def _say(self) -> None:
        """Reads the step that is shown, if that is wished."""
        from posecoach.spec.figures.lesson import lessons

        one = lessons().get(self.open_id)
        if self._speaker is not None:
            self._speaker.hush()
        if one is None or not self.aloud:
            return
        if self._speaker is None:
            from posecoach.sinks.voice.speaker import system_speaker

            self._speaker = system_speaker(current())
        step = one.steps[min(self.step, len(one.steps) - 1)]
        said = f"{tr(step.do)} {tr(step.why)}"
        self._speaker.say(said, t=0.0, keep_s=most_wait_s(said))

    # ------------------------------------------------------------------ keys

    def back(self) -> None:
        """Escape and Page Up: the step before, then the list, then home."""
        if self.open_id and self.step > 0:
            self.show_lesson(self.open_id, self.step - 1)
        elif self.open_id:
            self.show_lesson("")
        else:
            super().back()
