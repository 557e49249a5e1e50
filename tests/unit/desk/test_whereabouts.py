"""Where the user is, look by look."""

from collections.abc import Sequence

from posecoach.desk.whereabouts import Where, Whereabouts

HERE: list[Where] = ["sitting"]
GONE: list[Where] = ["away"]


def follow(looks: Sequence[Where], every_s: float = 0.5) -> list[tuple[float, Where]]:
    """What is believed, as it changes, of a user who is away at first."""
    at = Whereabouts("away", 0.0)
    moves: list[tuple[float, Where]] = []
    for i, found in enumerate(looks, 1):
        moved = at.update(i * every_s, found)
        if moved is not None:
            at.goes(*moved)
            moves.append((i * every_s, moved[0]))
    return moves


def test_looks_that_find_nobody_now_and_then_do_not_keep_a_user_away() -> None:
    moves = follow(4 * (2 * HERE + GONE))
    assert [where for _, where in moves] == ["sitting"]
    assert moves[0][0] <= 4.0


def test_somebody_who_passes_is_not_the_user() -> None:
    assert follow(3 * HERE + 5 * GONE + 3 * HERE + 5 * GONE) == []


def test_a_user_who_leaves_is_away_within_a_few_seconds() -> None:
    assert follow(10 * HERE + 10 * GONE) == [(3.5, "sitting"), (7.5, "away")]
