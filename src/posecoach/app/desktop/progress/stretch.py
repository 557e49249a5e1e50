"""One stretch over the sessions: how far the user reaches, and what had to be corrected less."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QRadioButton, QSizePolicy, QWidget

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.progress import charts
from posecoach.app.desktop.progress import words as words
from posecoach.app.desktop.progress.bars import Bars
from posecoach.app.desktop.progress.calendar import one_stop
from posecoach.app.desktop.widgets import parts
from posecoach.app.desktop.widgets.flow import Flow
from posecoach.cues.words import side_word
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.reports import progress
from posecoach.reports.trends import TREND_SESSIONS, Trend
from posecoach.reports.words import name_of, rule_words
from posecoach.sinks.screen.theme import hexa
from posecoach.spec.load import stretches

if TYPE_CHECKING:
    from posecoach.records.data import SessionData

#: The app's choices have no dot; without this, room is kept for it, and a part of it is drawn.
NO_DOT = """QRadioButton { spacing: 0; }
    QRadioButton::indicator { width: 0; height: 0; border: none; image: none; }"""
_MOST_CORRECTIONS = 3


def name(stretch: str) -> str:
    """A stretch's short name, or what is known of one that no longer exists."""
    found = stretches().get(stretch)
    return tr(found.short_name or found.name) if found else tr(name_of(stretch))


class StretchTabs(QWidget):
    """A button for each stretch, of which one is chosen."""

    def __init__(
        self, page: Page, of: Sequence[str], chosen: str, changed: Callable[[str], object]
    ) -> None:
        super().__init__()
        theme, scale = page.theme, page.scale
        self.setAccessibleName(tr(_("Stretch")))
        self.buttons: dict[str, QRadioButton] = {}
        flow = Flow(spacing=scale.px(12))
        for stretch in of:
            made = QRadioButton(parts.as_it_is(name(stretch)))
            made.setProperty("kind", "choice")
            made.setAccessibleName(name(stretch))
            made.setCursor(Qt.CursorShape.PointingHandCursor)
            made.setChecked(stretch == chosen)
            made.toggled.connect(lambda on, s=stretch: changed(s) if on else None)
            self.buttons[stretch] = made
            flow.addWidget(made)
        one_stop(list(self.buttons.values()))
        sheet = NO_DOT
        colours, tint = theme.colours, theme.grounds.tint
        if not theme.opaque:  # calmer than the page's one filled button
            sheet += f"""QRadioButton {{ border-radius: {scale.px(24)}px; }}
                QRadioButton:checked {{ background: {hexa(tint)}; color: {hexa(colours.text)};
                border-color: {hexa(colours.primary)}; }}
                QRadioButton:checked:focus {{ border: 5px solid {hexa(colours.focus)}; }}"""
        self.setStyleSheet(sheet)
        self.setLayout(flow)
        _as_high_as_needed(self)


def reach(page: Page, stretch: str, trends: Sequence[Trend]) -> QFrame:
    """The card with the chart of a stretch, its finding in words above it."""
    theme, scale = page.theme, page.scale
    content = parts.column(parts.text(tr(_("How far you reach")), "section"), spacing=scale.px(6))
    if not trends:
        line = tr(_("Nothing to draw: this stretch has been held, or not finished yet."))
        content.addWidget(parts.text(line, "muted", wrap=True))
        content.addStretch(1)
        return parts.card(content, padding=scale.px(20))
    findings = QWidget()
    flow = Flow(spacing=scale.px(28), between=scale.px(2))
    for trend in trends:
        flow.addWidget(_Finding(page, trend))
    findings.setLayout(flow)
    _as_high_as_needed(findings)
    content.addWidget(findings)
    lines = [
        charts.Line(t.side, side_word(t.side), t.points, progress.course(t).points) for t in trends
    ]
    times = sorted({when for t in trends for when, _value in t.points})
    shown = words.chart_days([t.astimezone().date() for t in times])
    days = dict(zip(times, shown, strict=True))
    told = words.chart(name(stretch), trends)
    content.addWidget(charts.RangeChart(lines, days, told, theme, scale), 1)
    note = tr(_("The shaded band is how far off the camera and the line may be."))
    content.addWidget(parts.text(note, "small", wrap=True))
    return parts.card(content, padding=scale.px(20))


class _Finding(QLabel):
    """'Left more than at first (+6° ± 5°)', the side in its colour."""

    def __init__(self, page: Page, trend: Trend) -> None:
        side = side_word(trend.side)
        ink = page.theme.colours.left if trend.side == "left" else page.theme.colours.right
        told = words.finding(trend)  # our own words: nothing in them to escape
        super().__init__(f'<b style="color: {hexa(ink)}">{side}</b>&nbsp; {told}')
        self._side, self._told = side, told
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAccessibleName(f"{side}: {told}")
        self.setWordWrap(True)
        _as_high_as_needed(self)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All in one line: Qt would wrap it to a block as soon as it may."""
        bold = self.font()
        bold.setBold(True)
        wide = QFontMetrics(bold).horizontalAdvance(self._side)
        wide += self.fontMetrics().horizontalAdvance(f"   {self._told}") + 4
        return QSize(wide, self.heightForWidth(wide))


def corrections(page: Page, stretch: str, found: progress.Corrected) -> QFrame:
    """The card with the corrections of a stretch that became rarer."""
    scale = page.scale
    head = parts.row(parts.text(tr(_("Corrections that became rarer")), "section", wrap=True))
    content = parts.column(head, spacing=scale.px(8))
    remark = _remark(found)
    if remark:
        content.addWidget(parts.text(remark, "muted", wrap=True))
        return parts.card(content, padding=scale.px(20))
    about = parts.text(tr(_("a session, first to last")), "small")
    head.addWidget(about, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    shown = found.rarer[:_MOST_CORRECTIONS]
    most = max(max(r.counts) for r in shown)
    grid = QGridLayout()
    grid.setHorizontalSpacing(scale.px(20))
    grid.setVerticalSpacing(scale.px(4))
    grid.setColumnStretch(0, 1)
    for number, one in enumerate(shown):
        line = rule_words(stretch, one.rule, one.side)
        told = words.rarer(line, one.counts)
        bars = Bars(one.counts, most, told, page.theme, scale)
        change = parts.text(f"{one.counts[0]} → {one.counts[-1]}", "body")
        grid.addWidget(parts.text(line, wrap=True), number, 0)
        grid.addWidget(bars, number, 1)
        grid.addWidget(change, number, 2)
    content.addLayout(grid)
    return parts.card(content, padding=scale.px(20))


def _remark(found: progress.Corrected) -> str:
    """Why there is nothing to list; empty if there is."""
    if found.rarer:
        return ""
    if found.sessions < TREND_SESSIONS:
        return tr(_("Too early to say ({number} of {needed} sessions).")).format(
            number=found.sessions, needed=TREND_SESSIONS
        )
    if not found.faults:
        return tr(_("Nothing had to be corrected in the last {number} sessions.")).format(
            number=found.sessions
        )
    return tr(_("None clearly rarer in the last {number} sessions.")).format(number=found.sessions)


def of_sessions(sessions: "Sequence[SessionData]") -> list[str]:
    """The stretches of some sessions, in the order of the specs; unknown ones last."""
    known = list(stretches())
    done = {s.stretch for session in sessions for s in session.sets}
    return sorted(done, key=lambda s: (known.index(s) if s in known else len(known), s))


def _as_high_as_needed(widget: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
