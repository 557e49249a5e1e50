"""What the app's progress page shows, as figures."""

from datetime import timedelta

import pytest

from posecoach.records.data import FaultData, Numbered, SessionData
from posecoach.reports import progress, trends
from tests.unit.reports.sessions import TODAY, one_session, one_set, rep


def faulty(day: int, faults: int, *, rule: str = "chest_down", degrees: float = 20) -> SessionData:
    found = tuple(
        FaultData(rule=rule, side="left", start=float(i), end=i + 0.5) for i in range(faults)
    )
    return one_session(one_set((rep("left", degrees),), faults=found), day=day)


def over_days(counts: list[int]) -> list[SessionData]:
    return [faulty(len(counts) - i, count) for i, count in enumerate(counts)]


def test_sessions_are_found_by_their_day() -> None:
    sessions = [
        Numbered(id=i, session=one_session(one_set((rep("left", 20.0),)), day=d))
        for i, d in enumerate((3, 0, 0))
    ]
    demo = Numbered(id=9, session=one_session(one_set((rep("left", 20.0),)), kind="demo"))
    empty = Numbered(id=8, session=one_session())
    idle = Numbered(id=7, session=one_session(one_set()))
    assert progress.with_work([*sessions, demo, empty, idle]) == sessions
    days = progress.by_day(sessions)
    assert {d: [n.id for n in found] for d, found in days.items()} == {
        TODAY - timedelta(days=3): [0],
        TODAY: [1, 2],
    }
    assert len(progress.of_month(sessions, 2025, 3)) == 3
    assert progress.of_month(sessions, 2024, 3) == []


def test_discomfort_counts_only_where_both_answers_were_given() -> None:
    both = one_session(discomfort_before=5, discomfort_after=2)
    more = one_session(discomfort_before=2, discomfort_after=3)
    half = one_session(discomfort_before=9)
    assert progress.felt([both, half, more]) == progress.Felt(3.5, 2.5)
    assert progress.felt([half]) is None


@pytest.mark.parametrize("noise", [0.2, 30.0])
def test_a_course_is_the_line_that_the_trend_was_read_from(noise: float) -> None:
    degrees = [30 + i + noise * (-1) ** i for i in range(8)]
    sessions = [one_session(one_set((rep("left", d),)), day=8 - i) for i, d in enumerate(degrees)]
    (trend,) = trends.trends(sessions)
    found = progress.course(trend)
    assert found.fitted
    assert found.points[0][0] == trend.points[0][0]
    assert abs((found.points[-1][0] - trend.points[-1][0]).total_seconds()) < 1
    assert found.points[-1][2] - found.points[0][2] == pytest.approx(trend.change_deg)
    widths = [high - low for _, low, _, high in found.points]
    assert min(widths) > 2 * trends.SAME_DEG - 0.001
    assert (max(widths) > 2 * trends.SAME_DEG + 0.001) == (noise > 1)


def test_a_course_of_few_sessions_is_the_sessions_with_the_camera_s_error() -> None:
    sessions = [one_session(one_set((rep("left", 20.0),)), day=d) for d in (2, 1)]
    (trend,) = trends.trends(sessions)
    found = progress.course(trend)
    assert not found.fitted
    assert [p[1:] for p in found.points] == [(15.0, 20.0, 25.0)] * 2


@pytest.mark.parametrize(
    ("counts", "rarer"),
    [
        ([6, 5, 5, 4, 4, 3, 2, 2, 1], True),
        ([2, 1, 2, 2, 1, 2, 2, 1, 1], False),  # as chance has it
        ([4, 6, 5, 4, 2, 1, 1, 1, 4], False),  # but not in the last one
        ([1, 0, 0, 0, 0], False),
        ([9, 5, 1, 0], False),  # too early
    ],
)
def test_a_correction_became_rarer_only_by_more_than_chance(counts: list[int], rarer: bool) -> None:
    found = progress.corrected(over_days(counts), "hip_flexor")
    assert (found.sessions, found.faults) == (len(counts), sum(counts))
    expected = (progress.Rarer("chest_down", "left", tuple(counts)),) if rarer else ()
    assert found.rarer == expected


def test_only_the_last_sessions_with_work_on_the_stretch_are_compared() -> None:
    broken_off = one_session(one_set(), day=0)
    found = progress.corrected([*over_days([9] * 20), broken_off], "hip_flexor")
    assert (found.sessions, found.faults) == (progress.LAST_SESSIONS, 81)
    assert progress.corrected(over_days([1]), "lateral_line").sessions == 0
