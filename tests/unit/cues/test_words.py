"""The one room for words: each cue has some, short on the screen, with the sides filled in."""

from typing import get_args

import pytest

from posecoach.cues import words as room
from posecoach.events import Cue, Direction
from posecoach.pose import SIDES, Side
from posecoach.spec.load import stretch, stretches
from posecoach.spec.schema import Stretch

SHIPPED = sorted(stretches())


@pytest.fixture(params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> Stretch:
    return stretch(str(request.param))


def assert_good(found: room.Words, *, silent: bool = False) -> None:
    assert found.show.strip()
    assert found.say.strip() or silent
    assert len(found.show.split()) <= 6, found.show
    for text in (found.show, found.say):
        assert "{" not in text
        assert "}" not in text
        assert text == text.strip()


def test_each_rule_has_words_for_each_side_and_wording(shipped: Stretch) -> None:
    sides: tuple[Side | None, ...] = (*SIDES, None)
    for rule in shipped.rules:
        for side in sides:
            first = room.words(Cue(1.0, "correction", rule.id, side), shipped)
            again = room.words(Cue(1.0, "correction", rule.id, side, "again"), shipped)
            fixed = room.words(Cue(1.0, "praise", rule.id, side, "fixed"), shipped)
            for found in (first, again, fixed):
                assert_good(found)
            assert first.show == again.show
            assert fixed.say not in {first.say, again.say}


def test_another_wording_is_another_one_where_there_is_one(shipped: Stretch) -> None:
    for rule in shipped.rules:
        first = room.words(Cue(1.0, "correction", rule.id, "left"), shipped)
        again = room.words(Cue(1.0, "correction", rule.id, "left", "again"), shipped)
        assert (again.say != first.say) == bool(rule.cue.again)


def test_each_direction_has_words(shipped: Stretch) -> None:
    for id_ in get_args(Direction):
        assert_good(room.words(Cue(1.0, "direction", id_), shipped))
        assert room.direction(id_) == room.words(Cue(1.0, "direction", id_), shipped)


def test_each_guide_has_words(shipped: Stretch) -> None:
    for id_ in (
        "start",
        "intro",
        "side_next",
        "almost",
        "hold_start",
        "hold_pause",
        "hold_end",
        "set_done",
        "session_done",
        "paused",
        "resumed",
    ):
        assert_good(room.words(Cue(1.0, "guide", id_, "left"), shipped))
    assert_good(room.guide("record_failed"))
    assert_good(room.guide("camera_lost"))


def test_counts_are_numbers(shipped: Stretch) -> None:
    found = room.words(Cue(1.0, "count", "rep", "left", number=4), shipped)
    assert (found.show, found.say) == ("4", "4")


@pytest.mark.parametrize(("side", "opposite"), [("left", "right"), ("right", "left")])
def test_sides_are_filled_in(side: Side, opposite: str) -> None:
    assert room.fill("{side} then {other}", side) == f"{side} then {opposite}"
    assert room.fill("no sides here", side) == "no sides here"
    hips = room.words(Cue(1.0, "correction", "no_hip_shift", side), stretch("lateral_line"))
    assert hips.show == f"Push your hips {opposite}"
    assert hips.say == f"Let your hips slide out to the {opposite} as you reach {side}."


def test_without_a_side_a_text_still_reads() -> None:
    assert room.fill("{side} or {other}", None) == "one side or other side"
    assert room.side_word(None) == ""
    assert [room.side_word(s) for s in SIDES] == ["Left", "Right"]


def test_the_next_side_is_named(shipped: Stretch) -> None:
    found = room.words(Cue(1.0, "guide", "side_next", "right"), shipped)
    assert found.show == "Now the right side"
    assert "right" in found.say


def test_the_introduction_names_the_stretch_and_tells_how(shipped: Stretch) -> None:
    found = room.words(Cue(1.0, "guide", "intro", "left"), shipped)
    assert found.show == shipped.name
    assert found.say.startswith(shipped.name)
    for line in shipped.instructions:
        assert room.fill(line, "left") in found.say
