"""A made-up day of eight hours: what a sensible person would expect to be told.

The transcript lies in ``tests/golden/transcripts``; ``pytest --golden`` writes it anew: read it
before committing it.
"""

from itertools import pairwise
from typing import TypeVar

import pytest

from posecoach.desk import words
from posecoach.desk.events import AskUpright, DeskEvent, Notified, SpellBegan, SpellEnded
from tests.shared import GOLDEN
from tests.unit.desk.day import DAY, MIN, Part, Run

E = TypeVar("E", bound=DeskEvent)
TRANSCRIPT = GOLDEN / "transcripts" / "desk_day.en.txt"


@pytest.fixture(scope="module")
def run() -> Run:
    run = Run(DAY)
    run.play()
    return run


def test_the_day_is_told_as_it_was(run: Run, request: pytest.FixtureRequest) -> None:
    text = "\n".join(words.transcript(run.events)) + "\n"
    if request.config.getoption("--golden"):
        TRANSCRIPT.write_text(text, "utf-8")
    assert TRANSCRIPT.read_text("utf-8") == text


def test_nothing_is_told_in_company_in_a_call_or_to_an_empty_chair(run: Run) -> None:
    for told in _of(run, Notified):
        part = next(p for p in DAY if told.t < p.until * MIN)
        assert part.sitter is not None
        assert not part.sitter.stands
        assert part.blind is None
        assert part.others < 0.5


def test_after_a_notification_it_is_silent_for_as_long(run: Run) -> None:
    wanted = {"slump": 600.0, "still": 1800.0, "sitting": 2700.0}
    for before, after in pairwise(_of(run, Notified)):
        assert after.t - before.t >= wanted[before.what]


def test_leaving_and_coming_back_are_noticed_within_ten_seconds(run: Run) -> None:
    began = [e for e in _of(run, SpellBegan) if e.kind in ("away", "standing", "sitting")]
    for minutes, kind in ((42, None), (46, "sitting"), (210, "away"), (255, "sitting"),
                          (450, "standing"), (452, "sitting"), (475, "away")):  # fmt: skip
        late = [e.t - minutes * MIN for e in began if kind in (None, e.kind)]
        assert any(0 <= t <= 10 for t in late), (minutes, kind)


def test_sitting_standing_and_away_fill_the_day_without_a_gap(run: Run) -> None:
    places = ("sitting", "standing", "away")
    own = sorted(
        (
            e.spell
            for e in _of(run, SpellEnded)
            if e.spell.kind in places or (e.spell.kind == "blind" and e.spell.length >= 300)
        ),
        key=lambda s: s.start,
    )
    assert own[0].start == 0
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(own))
    assert own[-1].end == 480 * MIN


@pytest.mark.parametrize("first", [Part(60, blind="covered"), Part(60, None)])
def test_who_was_not_seen_is_asked_to_sit_upright_again(first: Part) -> None:
    run = Run((first, Part(62)))
    run.events += run.desk.learn_again(0.0, "first")
    run.play()
    asked = [e.t for e in _of(run, AskUpright)]
    assert asked == [0.0, pytest.approx(60 * MIN, abs=10)]


def test_time_without_a_picture_is_no_sitting() -> None:
    run = Run((Part(20), Part(500, blind="stopped"), Part(510)))
    run.play()
    sat = [e.spell for e in _of(run, SpellEnded) if e.spell.kind == "sitting"]
    assert [(round(s.start / MIN), round(s.end / MIN)) for s in sat] == [(0, 20), (500, 510)]
    assert run.desk.sat_for() <= 10 * MIN


@pytest.mark.parametrize(("done", "sat_min"), [(True, 10), (False, 30)])
def test_only_a_break_that_was_done_is_a_rest(done: bool, sat_min: int) -> None:
    run = Run((Part(20), Part(22, blind="break", done=done), Part(32)))
    run.play()
    assert run.desk.sat_for() == pytest.approx(sat_min * MIN, abs=20)


def test_a_slump_is_found_to_within_some_seconds(run: Run) -> None:
    slumps = [e.spell for e in _of(run, SpellEnded) if e.spell.kind == "slump"]
    expected = [(25, 42), (135, 150), (300, 316)]
    assert len(slumps) == len(expected)
    for found, (start, end) in zip(slumps, expected, strict=True):
        assert found.start == pytest.approx(start * MIN, abs=10)
        assert found.end == pytest.approx(end * MIN, abs=10)


def _of(run: Run, kind: type[E]) -> list[E]:
    return [e for e in run.events if isinstance(e, kind)]
