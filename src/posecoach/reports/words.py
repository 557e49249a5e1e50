"""What the reports say in words: names, rules, trends, one strength and one tip."""

from collections.abc import Iterable
from datetime import date, datetime

from posecoach.cues.words import fill
from posecoach.pose import Side
from posecoach.records.data import Numbered
from posecoach.reports import figures, trends
from posecoach.session.verdict import strength_words, tip_words
from posecoach.spec.load import stretches


def name_of(stretch: str) -> str:
    """A stretch's name, or its id if its spec no longer exists."""
    found = stretches().get(stretch)
    return found.name if found else stretch.replace("_", " ")


def degrees_notes(of: Iterable[str]) -> list[str]:
    """What to know of the degrees of stretches, by their ids; one without a spec has no note."""
    found = [stretches().get(name) for name in of]
    return [s.degrees_note for s in found if s is not None and s.degrees_note]


def rule_words(stretch: str, rule: str, side: Side | None) -> str:
    """The text of a rule's cue, or the rule's id if its spec no longer exists."""
    found = stretches().get(stretch)
    cue = next((r.cue for r in found.rules if r.id == rule), None) if found else None
    if cue is None:
        return rule.replace("_", " ")
    return fill(cue.show, side)


def day(t: date | datetime) -> str:
    """'Mon 3 March 2025', in English whatever the system's language."""
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("January", "February", "March", "April", "May", "June", "July", "August",
              "September", "October", "November", "December")  # fmt: skip
    return f"{days[t.weekday()]} {t.day} {months[t.month - 1]} {t.year}"


def verdict(trend: trends.Trend) -> str:
    """A trend in words."""
    change, error = trend.change_deg, trend.error_deg
    if change is None or error is None:
        return f"too early to say ({len(trend.points)} of {trends.TREND_SESSIONS} sessions)"
    number = f"{change:+.0f}° ± {error:.0f}°"
    return {
        "same": f"about the same ({number})",
        "unclear": f"not clear yet ({number})",
        "more": f"more than at first ({number})",
        "less": f"less than at first ({number})",
        "early": "",
    }[trend.verdict]


def next_words(shown: Numbered) -> dict[str, str]:
    """One strength and one tip for a session, as text."""
    found = figures.what_next(shown.session)
    return {
        "strength": strength_words(found),
        "tip": tip_words(found, stretches().get(found.stretch)),
    }
