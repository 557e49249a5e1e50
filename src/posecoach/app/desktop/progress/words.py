"""The words of the progress page: days, sums and findings."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from PySide6.QtCore import QDate, QLocale

from posecoach import language
from posecoach.cues.words import side_word
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.records.data import Numbered
from posecoach.reports import figures, progress
from posecoach.reports.trends import TREND_SESSIONS, Trend

Form = Literal["day", "whole", "year", "short", "short_year", "month"]
#: How a day is written, in Qt's letters. Not in the catalogues: they are no words.
_FORMS: dict[str, dict[Form, str]] = {
    "en": {
        "day": "dddd d", "whole": "dddd d MMMM", "year": "dddd d MMMM yyyy", "short": "d MMM",
        "short_year": "MMM yyyy", "month": "MMMM yyyy",
    },
    "de": {
        "day": "dddd, d.", "whole": "dddd, d. MMMM", "year": "dddd, d. MMMM yyyy",
        "short": "d. MMM", "short_year": "MMM yyyy", "month": "MMMM yyyy",
    },
}  # fmt: skip
_LONG_DAYS = 330  # from then on, days of a chart are told apart by their year


def day(of: date, form: Form) -> str:
    """A day in words."""
    code = language.current()
    forms = _FORMS.get(code, _FORMS["en"])
    return QLocale(code).toString(QDate(of.year, of.month, of.day), forms[form])


def whole_day(of: date, today: date) -> str:
    """'Friday 20 November', with the year where it is another one."""
    return day(of, "whole" if of.year == today.year else "year")


def weekdays() -> list[str]:
    """'Mon' to 'Sun', as short as the language has them."""
    own = QLocale(language.current())
    return [own.standaloneDayName(i, QLocale.FormatType.ShortFormat) for i in range(1, 8)]


def chart_days(days: Sequence[date]) -> list[str]:
    """Days below a chart."""
    long = bool(days) and (max(days) - min(days)).days > _LONG_DAYS
    return [day(d, "short_year" if long else "short") for d in days]


def sessions(number: int) -> str:
    """'9 sessions'."""
    if number == 1:
        return tr(_("1 session"))
    return tr(_("{number} sessions")).format(number=number)


def minutes(found: Sequence[Numbered]) -> str:
    """'84 minutes', of work."""
    return whole_minutes(round(sum(figures.minutes(n.session) for n in found)))


def whole_minutes(number: int) -> str:
    """'84 minutes'."""
    if number == 0:
        return tr(_("less than a minute"))
    if number == 1:
        return tr(_("1 minute"))
    return tr(_("{number} minutes")).format(number=number)


def of_day(found: Sequence[Numbered]) -> str:
    """'9 minutes', or '2 sessions, 18 minutes'."""
    if len(found) == 1:
        return minutes(found)
    return f"{sessions(len(found))}, {minutes(found)}"


def of_month(found: Sequence[Numbered]) -> str:
    """'9 sessions, 84 minutes'."""
    if not found:
        return tr(_("No session in this month"))
    return f"{sessions(len(found))}, {minutes(found)}"


def mean_discomfort(felt: progress.Felt | None) -> str:
    """The discomfort of several sessions as plain numbers; empty if nobody answered."""
    if felt is None:
        return ""
    own = QLocale(language.current())
    return tr(_("Discomfort on average: {before} before, {after} after")).format(
        before=own.toString(felt.before, "f", 1), after=own.toString(felt.after, "f", 1)
    )


def discomfort(numbered: Numbered) -> str:
    """The discomfort of one session as plain numbers; empty if nothing was answered."""
    before, after = numbered.session.discomfort_before, numbered.session.discomfort_after
    if before is not None and after is not None:
        words = tr(_("Discomfort: {before} before, {after} after"))
    elif before is not None:
        words = tr(_("Discomfort: {before} before"))
    elif after is not None:
        words = tr(_("Discomfort: {after} after"))
    else:
        return ""
    return words.format(before=before, after=after)


def finding(trend: Trend) -> str:
    """How a range changed: 'more than at first (+6° ± 5°)', or that it is too early to say."""
    if trend.change_deg is None or trend.error_deg is None:
        return tr(_("too early to say ({number} of {needed} sessions)")).format(
            number=len(trend.points), needed=TREND_SESSIONS
        )
    words = {
        "same": tr(_("about the same")),
        "unclear": tr(_("not clear yet")),
        "more": tr(_("more than at first")),
        "less": tr(_("less than at first")),
    }[trend.verdict]
    change = round(trend.change_deg)
    signed = f"{change:+d}" if change else "0"
    return f"{words} ({signed}° ± {trend.error_deg:.0f}°)"


def chart(name: str, trends: Sequence[Trend]) -> str:
    """What the chart of a stretch shows, for a screen reader."""
    found = "; ".join(f"{side_word(t.side)}: {finding(t)}" for t in trends)
    days = [when.astimezone().date() for t in trends for when, _value in t.points]
    number = max(len(t.points) for t in trends)
    today = max(days)
    span = tr(_("{first} to {last}")).format(
        first=whole_day(min(days), today), last=whole_day(today, today)
    )
    return f"{tr(_('How far you reach'))}, {name}. {found}. {sessions(number)}, {span}."


def rarer(words: str, counts: Sequence[int]) -> str:
    """What the bars of a correction show, for a screen reader."""
    listed = ", ".join(map(str, counts))
    told = tr(_("first {first}, last {last}; in each session: {counts}"))
    return f"{words}: {told.format(first=counts[0], last=counts[-1], counts=listed)}"
