"""How it goes, on the home page: the days of this week, and one thing to work on."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout

from posecoach.app.desktop.page import Page
from posecoach.app.desktop.widgets import icons, parts
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sinks.screen.theme import hexa

_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def card(page: Page) -> QFrame:
    """The days of this week that had a session, and how much that was."""
    from posecoach.app.desktop import kept
    from posecoach.app.desktop.progress import words

    scale = page.scale
    sessions = kept.sessions()
    today = page.app.today()
    monday = today - timedelta(days=today.weekday())
    days = {s.started.astimezone().date() for s in sessions}
    strip = parts.row(spacing=scale.px(6))
    for number, name in enumerate(_DAYS):
        strip.addLayout(_day(page, tr(name), monday + timedelta(days=number), days, today))
    this_week = [s for s in sessions if s.started.astimezone().date() >= monday]
    minutes = round(sum(s.work_s for s in this_week) / 60)
    summary = (
        f"{words.sessions(len(this_week))}, {words.whole_minutes(minutes)}"
        if this_week
        else tr(_("Nothing yet this week"))
    )
    last = ""
    if sessions:
        when = max(s.started for s in sessions).astimezone().date()
        last = tr(_("Last one: {day}")).format(day=_day_words(when, today))
    label = parts.text(summary)
    content = parts.column(
        parts.text(tr(_("This week")), "section"), strip, label, parts.text(last, "muted"),
        spacing=scale.px(10),
    )  # fmt: skip
    return parts.card(content, padding=scale.px(20))


def _day(page: Page, name: str, day: date, done: set[date], today: date) -> QLayout:
    scale, colours = page.scale, page.theme.colours
    was = day in done
    mark = QLabel()
    size = scale.px(34)
    mark.setFixedSize(size, size)
    ground = hexa(colours.primary) if was else "transparent"
    edge = hexa(colours.primary if was or day == today else colours.edge)
    width = 3 if day == today else 2
    mark.setStyleSheet(
        f"background: {ground}; border: {width}px solid {edge}; border-radius: {size // 2}px;"
    )
    if was:
        mark.setPixmap(icons.pixmap("tick", round(size * 0.6), colours.on_primary))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
    mark.setAccessibleName(f"{name}: {tr(_('done')) if was else tr(_('nothing yet'))}")
    label = parts.text(name, "small")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    out = parts.column(label, spacing=2)
    out.addWidget(mark, 0, Qt.AlignmentFlag.AlignCenter)
    return out


def work_on(page: Page) -> QFrame:
    """The one thing to work on after the last session."""
    from posecoach.app.desktop import kept

    scale = page.scale
    content = parts.column(
        parts.text(tr(_("One thing to work on")), "section"),
        parts.text(kept.work_on(), wrap=True), 1, spacing=scale.px(10),
    )  # fmt: skip
    if page.app.has("progress"):
        go = page.button(tr(_("See how it goes")), lambda: page.app.go("progress"), "quiet", "next")
        content.addLayout(parts.row(go, 1))
    return parts.card(content, padding=scale.px(20))


def _day_words(day: date, today: date) -> str:
    """A day as people say it: today, yesterday, a weekday, or the date."""
    passed = (today - day).days
    if passed == 0:
        return tr(_("today"))
    if passed == 1:
        return tr(_("yesterday"))
    if 1 < passed < 7:
        return tr(_WEEKDAYS[day.weekday()])
    return day.strftime("%d.%m.%Y") if tr(_("today")) == "heute" else f"{day:%d %b %Y}"


_WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
