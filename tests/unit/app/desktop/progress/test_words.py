"""Words and numbers of the progress page's charts."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from posecoach import language
from posecoach.app.desktop.progress import charts, words
from posecoach.app.desktop.widgets.style import Scale
from posecoach.reports import trends
from posecoach.sinks.screen.theme import DARK
from tests.unit.app.desktop.progress.shown import NOON


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(11, 19, (10, 20, 5)), (0.5, 1.5, (0, 2, 1)), (20, 20, (20, 21, 1)), (3, 170, (0, 200, 50))],
)
def test_a_grid_has_few_round_lines(
    low: float, high: float, expected: tuple[float, float, float]
) -> None:
    assert charts.steps(low, high) == expected


def test_a_chart_of_nothing_draws_nothing(app: QApplication) -> None:
    assert not charts.RangeChart([], {}, "nothing", DARK, Scale()).grab().isNull()


def test_days_are_written_as_the_language_does() -> None:
    day = date(2025, 3, 20)
    assert words.whole_day(day, day) == "Thursday 20 March"
    assert words.whole_day(day, date(2026, 1, 1)) == "Thursday 20 March 2025"
    assert words.chart_days([day, date(2026, 3, 20)]) == ["Mar 2025", "Mar 2026"]
    language.use("de")
    assert words.whole_day(day, day) == "Donnerstag, 20. März"
    assert words.weekdays()[0] == "Mo"
    assert words.chart_days([day]) == ["20. März"]


def test_a_change_of_nothing_has_no_sign() -> None:
    points = ((NOON, 20.0),) * 5
    trend = trends.Trend("lateral_line", "left", points, -0.4, 5.0, "same")
    assert words.finding(trend) == "about the same (0° ± 5°)"
