"""Whoever moves as in the stretch and is not counted hears what hinders."""

import math
from itertools import pairwise

from posecoach.judge.explain import Explainer

LEAST = 5.0


def swinging(
    explainer: Explainer,
    degrees: float,
    *,
    start: float = 0.0,
    seconds: float = 12.0,
    hindrance: str | None = "standing",
) -> list[tuple[float, str]]:
    """A swing of three seconds to each side, while ``hindrance`` stands in the way."""
    told = []
    for i in range(round(seconds * 30)):
        t = start + i / 30
        explainer.moved(t, degrees * math.sin(t * math.pi / 3))
        if hindrance is not None:
            explainer.hindered(t, hindrance)
        said = explainer.due(t)
        if said is not None:
            told.append((t, said))
    return told


def test_who_swings_twice_is_told_what_hinders_within_one_more_repetition() -> None:
    told = swinging(Explainer(LEAST), 10.0)
    assert told[0][1] == "standing"
    assert told[0][0] <= 9.0, "three ways of three seconds"


def test_it_is_told_again_only_after_a_while() -> None:
    told = swinging(Explainer(LEAST), 10.0, seconds=40.0)
    assert len(told) >= 2
    assert all(b[0] - a[0] >= 10.0 for a, b in pairwise(told))


def test_who_hardly_moves_is_told_nothing() -> None:
    assert swinging(Explainer(LEAST), 2.0) == []


def test_single_jumps_of_a_point_are_no_movement() -> None:
    explainer = Explainer(LEAST)
    for i in range(600):
        explainer.moved(i / 30, 60.0 if i % 50 == 0 else 0.0)
        explainer.hindered(i / 30, "standing")
        assert explainer.due(i / 30) is None


def test_where_no_reason_is_known_it_is_told_how_to_move() -> None:
    (told,) = swinging(Explainer(LEAST), 10.0, hindrance=None)
    assert told[1] == "out_and_back"
    assert 9.0 <= told[0] <= 12.0, "in the third movement: each was told of if it came back"


def test_what_was_put_right_is_not_said_any_more() -> None:
    explainer = Explainer(LEAST)
    swinging(explainer, 10.0, seconds=4.0)
    assert "standing" not in [
        what for _, what in swinging(explainer, 10.0, start=6.0, hindrance=None)
    ]


def test_what_was_counted_begins_anew() -> None:
    explainer = Explainer(LEAST)
    told = []
    for i in range(900):
        t = i / 30
        explainer.moved(t, 10.0 * math.sin(t * math.pi / 3))
        explainer.hindered(t, "standing")
        if i % 90 == 0:
            explainer.counted()
        said = explainer.due(t)
        told += [said] if said else []
    assert told == []


def test_of_several_hindrances_the_most_frequent_is_told() -> None:
    explainer = Explainer(LEAST)
    told = []
    for i in range(300):
        t = i / 30
        explainer.moved(t, 10.0 * math.sin(t * math.pi / 3))
        explainer.hindered(t, *(["standing"] if i % 3 else ["long_legs"]))
        said = explainer.due(t)
        told += [said] if said else []
    assert told == ["standing"]
