"""Computes the days at the desk for the report and the progress page. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from posecoach.records.data import DeskSpellData

#: With less time judged, a share of it would say nothing.
LEAST_JUDGED_S = 600.0


@dataclass(frozen=True)
class DeskDay:
    """One or several days at the desk.

    Attributes:
        day: the day, or the first of several.
        sat_s: seconds of sitting.
        longest_s: the longest sitting.
        breaks: how often the user stood up or left for a minute or more, and came back or not.
        judged_s, slump_s: seconds with the posture seen, and of these in a slump.
    """

    day: date
    sat_s: float
    longest_s: float
    breaks: int
    judged_s: float
    slump_s: float

    @property
    def share(self) -> float | None:
        """Slump time as a share of the time judged; None where that is too short."""
        return self.slump_s / self.judged_s if self.judged_s >= LEAST_JUDGED_S else None


def days(spells: Iterable[DeskSpellData], today: date, number: int = 14) -> list[DeskDay]:
    """The last days with something to show, oldest first, in local time."""
    by_day: dict[date, list[DeskSpellData]] = {}
    for spell in spells:
        day = spell.began.astimezone().date()
        if today - timedelta(days=number) < day <= today:
            by_day.setdefault(day, []).append(spell)
    return [_of(day, found) for day, found in sorted(by_day.items())]


def together(found: Iterable[DeskDay]) -> DeskDay | None:
    """The sums of some days; None if there are none."""
    own = list(found)
    if not own:
        return None
    return DeskDay(
        own[0].day,
        sum(d.sat_s for d in own),
        max(d.longest_s for d in own),
        sum(d.breaks for d in own),
        sum(d.judged_s for d in own),
        sum(d.slump_s for d in own),
    )


def _of(day: date, spells: list[DeskSpellData]) -> DeskDay:
    sat = [s for s in spells if s.kind == "sitting"]
    return DeskDay(
        day,
        sum(s.length_s for s in sat),
        max((s.length_s for s in sat), default=0.0),
        sum(s.kind == "break" for s in spells),
        sum(s.judged_s for s in sat),
        sum(s.slump_s for s in sat),
    )


def hours(seconds: float) -> str:
    """'2 h 05 min' or '35 min'."""
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"
