"""The progress page with sessions on it: its parts, and how they are arranged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QWidget

from posecoach.app.desktop.progress import charts
from posecoach.app.desktop.progress import desk as desks
from posecoach.app.desktop.progress import stretch as stretches
from posecoach.app.desktop.progress import words as words
from posecoach.app.desktop.progress.actions import Actions
from posecoach.app.desktop.progress.calendar import Calendar, one_stop
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow, Inner
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.records.data import DeskSpellData, Numbered, SessionData
from posecoach.reports import progress
from posecoach.reports.trends import Trend, trends

if TYPE_CHECKING:
    from posecoach.app.desktop.progress.page import Progress

_WIDE = 900  # from then on, calendar and chart stand beside each other
_MIDDLE = 700  # from then on, calendar and sums do
_SPARE = 22  # of the right margin, for a scroll bar
_HIGH = 560  # below, the buttons scroll with the rest


@dataclass(frozen=True)
class _Record:
    """The sessions of the record, in the ways in which the page asks for them.

    Attributes:
        sessions: from the oldest to the newest.
        days: those of each day.
        trends: how each stretch's range went.
    """

    sessions: list[Numbered]
    days: dict[date, list[Numbered]]
    trends: list[Trend]

    @classmethod
    def of(cls, sessions: list[Numbered]) -> "_Record":
        """From the sessions alone."""
        return cls(sessions, progress.by_day(sessions), trends(n.session for n in sessions))

    @property
    def plain(self) -> list[SessionData]:
        """The sessions without their numbers."""
        return [n.session for n in self.sessions]


class ProgressView(QWidget):
    """The page with sessions on it.

    Attributes:
        chosen: the session that is opened, printed or deleted.
    """

    def __init__(
        self,
        page: "Progress",
        sessions: list[Numbered],
        stretch: str,
        desk: Sequence[DeskSpellData] = (),
    ) -> None:
        super().__init__()
        self._page, self._record = page, _Record.of(sessions)
        self._shape: tuple[bool, bool, bool] | None = None
        self._today = page.app.today()
        self.chosen = sessions[-1]
        known = stretches.of_sessions(self._record.plain)
        self._stretch = stretch if stretch in known else known[0]
        gap = page.scale.px(20)
        self.tabs = stretches.StretchTabs(page, known, self._stretch, self._turn)
        self._cards = parts.column(spacing=gap)
        right = parts.column(self.tabs, self._cards, spacing=gap)
        right.setStretch(1, 1)
        at_desk = desks.card(page, desk, self._today)
        if at_desk is not None:
            right.addWidget(at_desk)
        self._sums = _Sums(page, self._choose)
        today = max(self._today, max(self._record.days))  # a clock may have been put back
        self.calendar = Calendar(
            page, self._record.days, today, self._choose_day, self._month_turned
        )
        self._beside = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(gap)
        card = parts.card(parts.column(self.calendar, spacing=0), padding=page.scale.px(16))
        self._beside.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        self._beside.addWidget(self._sums, 1)
        self._left = QWidget()
        self._left.setLayout(self._beside)
        # The stretch comes first where all is below each other, and on the right otherwise.
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.setSpacing(page.scale.px(24))
        self._body.addLayout(right, 1)
        self._body.addWidget(self._left)
        self._actions = Actions(page, lambda: self.chosen, len(sessions))
        inner = Inner()
        self._inner = parts.column(self._body, spacing=gap)
        self._inner.setStretch(0, 1)
        inner.setLayout(self._inner)
        self.area = parts.scrolled(inner)
        # Where a scroll bar comes, it takes its place from the margin.
        self.area.verticalScrollBar().rangeChanged.connect(lambda *_range: self._make_room())
        self._outer = parts.column(self.area, spacing=page.scale.px(16))
        self._outer.setStretch(0, 1)
        self.setLayout(self._outer)
        self._turn(self._stretch)
        day = self.chosen.day.date()
        self.calendar.show_month(day.year, day.month)
        self._choose_day(day)
        room = page.parentWidget()
        if room is not None:  # before Qt gives the size, the window asks where the focus goes
            self.resize(room.size())
        self._arrange()

    def say(self, told: str) -> None:
        """Tells what was done, to the eye and to a screen reader."""
        self._actions.say(told)

    @property
    def delete(self) -> QPushButton:
        """The button that asks whether to delete."""
        return self._actions.delete

    # ------------------------------------------------------------------ what is shown

    def _turn(self, stretch: str) -> None:
        """Shows another stretch."""
        self._stretch = stretch
        self._page.stretch_chosen(stretch)
        while (item := self._cards.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        trends = [t for t in self._record.trends if t.stretch == stretch]
        found = progress.corrected(self._record.plain, stretch)
        self._cards.addWidget(stretches.reach(self._page, stretch, trends), 1)
        self._cards.addWidget(stretches.corrections(self._page, stretch, found))
        self._chart_high()

    def _month_turned(self, year: int, month: int) -> None:
        """Shows a month; what is chosen is of it, so that none is deleted that is not seen."""
        found = progress.of_month(self._record.sessions, year, month)
        self._sums.month(found)
        if found and self.chosen not in found:
            self._choose_day(max(n.day.date() for n in found))

    def _choose_day(self, day: date) -> None:
        self.calendar.choose(day)
        self._choose(self._record.days[day][-1])

    def _choose(self, session: Numbered) -> None:
        self.chosen = session
        self._sums.session(session, self._record.days[session.day.date()], self._today)
        self._actions.open.setAccessibleDescription(self._sums.chosen_words)

    # ------------------------------------------------------------------ its shape

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Puts the parts beside or below each other, as there is room for."""
        scale = self._page.scale
        wide = self.width() >= scale.px(_WIDE)
        middle = self.width() >= scale.px(_MIDDLE)
        fixed = wide and self.height() >= scale.px(_HIGH)
        if (wide, middle, fixed) == self._shape:
            return
        self._shape = wide, middle, fixed
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.RightToLeft if wide else ways.TopToBottom)
        self._beside.setDirection(ways.LeftToRight if middle and not wide else ways.TopToBottom)
        side = max(48, scale.px(48))
        least = 7 * side + 2 * scale.px(16) + 4
        self._left.setFixedWidth(least) if wide else self._left.setMaximumWidth(16_777_215)
        if not wide:
            self._left.setMinimumWidth(0)
        self._chart_high()
        (self._outer if fixed else self._inner).addWidget(self._actions)
        # The focus begins where it is seen.
        self._page.primary = self._actions.open if fixed else None
        self._page.setFocusProxy(None if fixed else self.tabs.buttons[self._stretch])  # type: ignore[arg-type]
        margin = scale.px(48 if wide else 24)
        spare = scale.px(_SPARE)
        self._outer.setContentsMargins(
            margin, scale.px(8), margin - spare, scale.px(24) if fixed else 0
        )
        self._actions.column.setContentsMargins(0, 0, spare if fixed else 0, 0)
        self._make_room()

    def _chart_high(self) -> None:
        """Where the page scrolls anyway, the chart need not be low."""
        least = self._page.scale.px(120 if self._shape and self._shape[0] else 220)
        for chart in self.findChildren(charts.RangeChart):
            chart.high(least)

    def _make_room(self) -> None:
        bar = self.area.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        scale, fixed = self._page.scale, bool(self._shape and self._shape[2])
        right = max(0, scale.px(_SPARE) - taken)
        self._inner.setContentsMargins(0, 0, right, 0 if fixed else scale.px(24))


class _Sums(QFrame):
    """The sums of the month that is shown, and the session that is chosen."""

    def __init__(self, page: "Progress", choose: Callable[[Numbered], object]) -> None:
        super().__init__()
        scale = page.scale
        self._page, self._choose = page, choose
        self.setProperty("kind", "card")
        self.chosen_words = ""
        self.total = parts.text("", "section", wrap=True)
        self.about = parts.text("", "small", wrap=True)
        self.chosen = parts.text("", wrap=True)
        self.chosen.setStyleSheet("font-weight: 600;")
        self.felt = parts.text("", "small", wrap=True)
        self._times = QWidget()
        layout = parts.column(
            self.total, self.about, parts.line(), self.chosen, self.felt, self._times, 1,
            spacing=scale.px(6),
        )  # fmt: skip
        layout.setContentsMargins(*[scale.px(16)] * 4)
        self._layout = layout
        self.setLayout(layout)

    def month(self, found: list[Numbered]) -> None:
        """Shows the sums of a month."""
        self.total.setText(words.of_month(found))
        felt = words.mean_discomfort(progress.felt(n.session for n in found))
        self.about.setText(felt)
        self.about.setVisible(bool(felt))

    def session(self, chosen: Numbered, of_day: list[Numbered], today: date) -> None:
        """Shows the chosen session, and where a day has several, a button for each."""
        day = words.whole_day(chosen.day.date(), today)
        self.chosen_words = f"{day}, {words.minutes([chosen])}"
        self.chosen.setText(tr(_("Chosen: {day}")).format(day=day))
        about = (words.minutes([chosen]), words.discomfort(chosen))
        self.felt.setText(" · ".join(a for a in about if a))
        ids = [n.id for n in of_day]
        if self._times.property("ids") != ids:
            old, self._times = self._times, QWidget()
            self._layout.replaceWidget(old, self._times)
            old.hide()
            old.deleteLater()
            self._times.setVisible(len(of_day) > 1)
            self._times.setProperty("ids", ids)
            flow = Flow(spacing=self._page.scale.px(8))
            self._times.setLayout(flow)
            for numbered in of_day if len(of_day) > 1 else ():
                made = self._page.button(
                    f"{numbered.day:%H:%M}",
                    partial(self._choose, numbered),
                    "nav",
                )
                made.setCheckable(True)
                made.setAutoExclusive(True)
                made.setProperty("session", numbered.id)
                flow.addWidget(made)
        for made in self._times.findChildren(QPushButton):
            made.setChecked(made.property("session") == chosen.id)
        one_stop(self._times.findChildren(QPushButton))
