"""The home page: today's routine with one large button, single stretches, and how it goes."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.pages import week
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.card import CardButton
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.language import mark as _
from posecoach.language import tr

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.spec.schema import Stretch

log = logging.getLogger("posecoach")

_SHORT = "five_minutes"
_DAY_MS = 20_000  # between two looks at the day


class Home(Page):
    """Where the app begins."""

    name = "home"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._built = self._was_narrow = self._painted = False
        self._area: QWidget | None = None
        self._layout = parts.column(spacing=0)
        self.setLayout(self._layout)
        self._day = window.today()
        self._midnight = QTimer(self)
        self._midnight.timeout.connect(self._look_at_day)

    def enter(self) -> None:
        self._build()
        self._midnight.start(_DAY_MS)

    def leave(self) -> None:
        self._midnight.stop()

    def _look_at_day(self) -> None:
        """Whoever leaves it open over night finds the new day's stretches."""
        if self.app.today() != self._day:
            self._build()

    @property
    def _narrow(self) -> bool:
        """Whether things stand below each other, since the window is narrow for its text."""
        return self.width() < self.scale.px(1000)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._built and self._narrow != self._was_narrow:
            self._build()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, lambda: log.info("home painted"))  # its parts follow it

    def _build(self) -> None:
        self._built, self._was_narrow, self._day = True, self._narrow, self.app.today()
        scale = self.scale
        content = QWidget()
        content.setLayout(self._content())
        area = parts.scrolled(content)
        parts.exchange(self._layout, self._area, area)
        self._area = area
        margin = scale.px(48 if not self._narrow else 24)
        self._layout.setContentsMargins(margin, scale.px(8), margin, scale.px(20))

    def _content(self) -> QLayout:
        scale, narrow = self.scale, self._narrow
        top = parts.column(spacing=scale.px(24)) if narrow else parts.row(spacing=scale.px(24))
        top.addWidget(self._today(), 66)
        spacing = scale.px(24)
        how = (week.card(self), week.work_on(self))
        side = (
            parts.row(*how, spacing=spacing)
            if narrow and self.width() >= scale.px(700)
            else parts.column(*how, spacing=spacing)
        )
        top.addLayout(side, 34)
        demo = self.button(tr(_("Try it without a camera")), self._demo, "quiet", "camera")
        every = self.button(tr(_("All stretches")), lambda: self.app.go("library"), "quiet", "list")
        lessons = self.button(tr(_("Lessons")), lambda: self.app.go("lessons"), "quiet", "tips")
        plans = self.button(tr(_("Your plans")), lambda: self.app.go("plans"), "quiet", "list")
        label = Flow(
            parts.text(tr(_("Or one stretch")), "section"), every, lessons, plans, demo,
            spacing=scale.px(16), between=0,
        )  # fmt: skip
        stretches = self._stretches()
        cards = (
            parts.column(*stretches, spacing=scale.px(12))
            if narrow
            else parts.row(*stretches, spacing=scale.px(24))
        )
        whole = parts.column(top, label, cards, spacing=scale.px(14))
        whole.setStretch(0, 1)
        whole.setContentsMargins(0, 0, scale.px(4), scale.px(4))
        return whole

    # ------------------------------------------------------------------ today's routine

    def _today(self) -> QFrame:
        from posecoach.app.desktop.pages.plans import words as plan_words
        from posecoach.app.run import choices
        from posecoach.errors import PosecoachError, told
        from posecoach.session.sets import estimated_s

        scale, app = self.scale, self.app
        problem = app.handover.problem or app.context.wrong
        stretches: list[Stretch] = []
        names, about, which = [], "", ""
        try:
            sets, rest = choices.sets(app.context.own, None, day=app.today())
            about = plan_words.about(max(1, round(estimated_s(sets, rest) / 60)))
            which = plan_words.sides(sets)
            stretches = list({s.stretch.id: s.stretch for s in sets}.values())
            names = [s.short_name or s.name for s in stretches]
        except PosecoachError as error:
            problem = problem or told(error)
        count = len(names)
        title = tr(_("Today's three stretches")) if count == 3 else tr(_("Today's stretches"))
        plan = choices.due(app.today())
        if plan is not None:
            title = tr(_("Today: {name}")).format(name=plan.name)
        dose = (
            ""
            if plan is not None
            else {
                "gentle": tr(_("gentle dose")),
                "usual": tr(_("your usual dose")),
                "more": tr(_("a little more than usual")),
            }[app.context.own.dose]
        )
        line = " · ".join(part for part in (about, which, dose) if part) if stretches else ""
        figures = parts.row(spacing=scale.px(8))
        for s in stretches[:3]:
            figure = self._figure(s, self.theme.grounds.tint)
            figure.setMinimumHeight(scale.px(110))
            figures.addWidget(figure)
        start = self.button(tr(_("Start")), self._start, "start", "play", f"{title}. {line}")
        start.setEnabled(bool(stretches))
        start.setAccessibleName(f"{tr(_('Start'))}: {title}, {about}")
        self.primary = start
        five = self.button(tr(_("Five minutes instead")), lambda: self._start(_SHORT))
        content = parts.column(parts.text(title, "title", wrap=True), spacing=scale.px(10))
        if line:
            content.addWidget(parts.text(line, "muted", wrap=True))
        if problem:
            content.addWidget(parts.text(problem, "bad", wrap=True))
        content.addLayout(figures, 1)
        pause = self.button(
            tr(_("Take a break")), app.breaks.begin, icon="pause",
            about=tr(_("One stretch, standing or on a chair; it ends by itself.")),
        )  # fmt: skip
        content.addLayout(Flow(start, five, pause, spacing=scale.px(16)))
        if later := app.breaks.told:
            cancel = self.button(tr(_("Cancel it")), self._cancel_break, "quiet")
            content.addLayout(Flow(parts.text(later, "muted"), cancel, spacing=scale.px(16)))
        return parts.card(content, "hero", scale.px(32))

    def _figure(self, stretch: "Stretch", ground: tuple[int, int, int]) -> parts.FigureView:
        moves = self.app.context.own.look.motion
        return parts.FigureView(stretch, self.theme, moves=moves, ground=ground)

    def _start(self, routine: str | None = None) -> None:
        """Starts the routine of the settings, or another one."""
        self.app.sessions.start(None, routine)

    def _cancel_break(self) -> None:
        self.app.breaks.cancel()
        self.enter()
        if self.primary is not None:
            self.primary.setFocus()

    def _demo(self) -> None:
        self.app.sessions.demo()

    # ------------------------------------------------------------------ single stretches

    def _stretches(self) -> list[QWidget]:
        from posecoach.app.run import choices
        from posecoach.session.sets import minutes
        from posecoach.spec.library import article

        out: list[QWidget] = []
        left_out = self.app.context.own.leave_out
        for s in article():
            sets, rest = choices.sets(self.app.context.own, [s.id])
            place = tr(s.place) if s.place else ""
            about = tr(_("{minutes} min")).format(minutes=minutes(sets, rest))
            if s.id in left_out:
                about = tr(_("left out of the routine"))
            line = f"{place} · {about}" if place else about
            out.append(self._card(s, line))
        return out

    def _card(self, stretch: "Stretch", line: str) -> QPushButton:
        """A button that starts a session of one stretch: its figure, its name, and ``line``."""
        scale = self.scale
        name = tr(stretch.name)
        inner = parts.row(spacing=scale.px(16))
        inner.setContentsMargins(scale.px(12), scale.px(8), scale.px(12), scale.px(8))
        figure = self._figure(stretch, self.theme.grounds.surface)
        figure.setFixedSize(scale.px(96), scale.px(78))
        inner.addWidget(figure)
        words = parts.column(
            1, parts.quiet(parts.text(name, "section", wrap=True)),
            parts.quiet(parts.text(line, "small", wrap=True)), 1, spacing=scale.px(2),
        )  # fmt: skip
        inner.addLayout(words, 1)
        start = self.app.sessions.start
        made = CardButton(f"{name}, {line}", lambda: start([stretch.id], None), inner)
        made.setMinimumHeight(scale.px(100))
        return made

    def back(self) -> None:
        """Escape does not end the app by itself."""

    def key(self, key: str) -> bool:
        """F5 starts, as a clicker sends it; q ends the app."""
        if key == "f5" and self.primary is not None:
            self.primary.click()
            return True
        if key == "q":
            self.app.close_app()
            return True
        return False
