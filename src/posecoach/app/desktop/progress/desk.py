"""The card with the last days at the desk: sitting, breaks, and the share of slumps."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.progress import words as words
from posecoach.app.desktop.progress.bars import Bars
from posecoach.app.desktop.widgets import parts
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.records.data import DeskSpellData
from posecoach.reports import desk

_DAYS = 7
_MINUTE_S = 60.0


def card(page: Page, spells: Sequence[DeskSpellData], today: date) -> QFrame | None:
    """The card; None if there was no day at the desk in the last week."""
    days = desk.days(spells, today, _DAYS)
    week = desk.together(days)
    if week is None:
        return None
    scale = page.scale
    head = parts.row(parts.text(tr(_("At the desk")), "section", wrap=True))
    about = parts.text(tr(_("minutes of sitting in each of the last 7 days")), "small", wrap=True)
    head.addWidget(about, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    by_day = {d.day: d for d in days}
    shown = [today - timedelta(days=_DAYS - 1 - i) for i in range(_DAYS)]
    counts = [round(by_day[d].sat_s / _MINUTE_S) if d in by_day else 0 for d in shown]
    told = "; ".join(
        f"{words.day(d, 'day')}: {hours(by_day[d].sat_s)}" for d in shown if d in by_day
    )
    bars = Bars(counts, max(*counts, 1), told, page.theme, scale)
    grid = QGridLayout()
    grid.setHorizontalSpacing(scale.px(20))
    grid.setVerticalSpacing(scale.px(4))
    grid.setColumnStretch(0, 1)
    rows = [
        (tr(_("Sitting, on a day")), hours(week.sat_s / len(days))),
        (tr(_("Longest without a break")), hours(week.longest_s)),
        (tr(_("Breaks, on a day")), f"{week.breaks / len(days):.0f}"),
        (tr(_("In a slump, of the time seen")), share(week)),
    ]
    for number, (what, value) in enumerate(rows):
        grid.addWidget(parts.text(what, wrap=True), number, 0)
        grid.addWidget(parts.text(value, "body"), number, 2)
    grid.addWidget(bars, 0, 1, len(rows), 1, Qt.AlignmentFlag.AlignVCenter)
    content = parts.column(head, grid, spacing=scale.px(8))
    note = tr(_("For you alone. Variety helps; no posture is right or wrong by itself."))
    content.addWidget(parts.text(note, "small", wrap=True))
    return parts.card(content, padding=scale.px(20))


def share(of: desk.DeskDay) -> str:
    """The share of slumps, or a dash where too little was seen."""
    return "–" if of.share is None else f"{100 * of.share:.0f} %"  # noqa: RUF001 - a dash


def hours(seconds: float) -> str:
    """'2 h 05 min', in the user's language."""
    minutes = round(seconds / _MINUTE_S)
    if minutes < 60:
        return tr(_("{minutes} min")).format(minutes=minutes)
    return tr(_("{hours} h {minutes} min")).format(
        hours=minutes // 60, minutes=f"{minutes % 60:02}"
    )
