"""The benchmark's table by source, the peer's counter, and the margins of numbers."""

from pathlib import Path

import pytest
from judging import footage, peer, sources
from judging.labels import Clip, RepLabel
from judging.scores import Run
from margins import Seen

from posecoach.pose import Side
from tests.kinematic import Rep, sequence

TABLE = (
    "file\tstretch\tmode\tleft\tright\tview\tkind\tseconds\tnote\n"
    "a.mp4\tlateral_line\tmobilizer\t2\t1\tfront\treal\t9\tx\n"
    "b.mp4\tnone\tmobilizer\t0\t0\tside\treal\t9\tx\n"
    "lat_drawn_elbow_behind_head_right.mp4\tlateral_line\tmobilizer\t0\t1\tfront\tanimated\t6\tx\n"
    "hip_real_stand_kneel_hold12s_left.mp4\thip_flexor\thold\t1\t0\tside\treal\t19\tx\n"
)


@pytest.fixture
def shown(tmp_path: Path) -> list[Clip]:
    (tmp_path / "labels.tsv").write_text(TABLE, encoding="utf-8")
    return footage.clips(tmp_path)


def test_a_folder_of_footage_is_read_with_its_notes(shown: list[Clip]) -> None:
    assert [c.source for c in shown] == ["recorded", "recorded", "drawn", "recorded"]
    assert [c.kind for c in shown] == ["stretch", "other", "stretch", "stretch"]
    assert shown[1].stretch is None
    assert shown[2].accepted == ((0, 1), (0, 0))
    assert (shown[3].hold, shown[3].held_s) == (True, 12.0)


def test_a_folder_without_a_table_holds_no_footage(tmp_path: Path) -> None:
    assert footage.clips(tmp_path) == []


def reps(left: int, right: int) -> list[tuple[float, str, bool]]:
    return [(float(i), "left", True) for i in range(left)] + [
        (50.0 + i, "right", True) for i in range(right)
    ]


def test_counts_are_right_only_on_the_sides_that_are_shown(shown: list[Clip]) -> None:
    assert sources.right(shown[0], Run("lateral_line", reps=reps(2, 1)))
    assert not sources.right(shown[0], Run("lateral_line", reps=reps(1, 2)))
    assert sources.right(shown[2], Run("lateral_line"))
    assert sources.right(shown[2], Run("lateral_line", reps=reps(0, 1)))


def test_a_hold_is_right_on_its_side_and_within_a_second(shown: list[Clip]) -> None:
    for held, side, right in ((11.2, "left", True), (10.5, "left", False), (12.0, "right", False)):
        run = Run("hip_flexor", holds=[(side, 2.0, 2.0 + held)])
        assert sources.right(shown[3], run) is right


def test_what_was_not_counted_is_explained_by_what_was_said_about_then() -> None:
    clip = Clip(
        Path("x.mp4"), "stretch", "lateral_line",
        (RepLabel("left", 2.0, 5.0), RepLabel("right", 6.0, 9.0)),
        (), frozenset(), frozenset(), True, False, {},
    )  # fmt: skip
    counted = (4.9, "left", True)
    silent = Run("lateral_line", reps=[counted])
    told = Run("lateral_line", reps=[counted], cues=[(10.0, "guide", "long_legs")])
    other = Run("lateral_line", reps=[counted], cues=[(10.0, "guide", "breathe")])
    for run, unexplained in ((silent, 1), (told, 0), (other, 1)):
        sums = sources.summed([(clip, run)])["rendered"]
        assert (sums.reps, sums.missed, sums.unexplained) == (2, 1, unexplained)


def test_one_person_in_two_clips_counts_once_and_must_be_right_in_both(shown: list[Clip]) -> None:
    twice = [
        Clip(
            **{
                **shown[0].__dict__,
                "path": Path(f"{i}.mp4"),
                "person": "one",
            }
        )
        for i in range(2)
    ]
    good, bad = Run("lateral_line", reps=reps(2, 1)), Run("lateral_line")
    assert sources.summed([(twice[0], good), (twice[1], good)])["recorded"].right == {"one": True}
    assert sources.summed([(twice[0], good), (twice[1], bad)])["recorded"].right == {"one": False}


@pytest.mark.parametrize(
    ("stretch", "sides"),
    [
        ("lateral_line", ["left", "right", "left"]),
        ("hip_rotators", ["right", "left"]),
        ("hip_flexor", ["right", "right"]),
    ],
)
def test_the_peers_counter_counts_plain_movement(stretch: str, sides: list[Side]) -> None:
    poses = sequence(stretch, [Rep(s, 35.0) for s in sides])
    found = peer.count(poses, stretch)
    assert found == {s: sides.count(s) for s in ("left", "right")}


def test_the_margin_of_a_number_is_to_the_hardest_values_on_either_side() -> None:
    seen = Seen(limit=10.0, above=True)
    seen.good["rendered"] += [1.0, 7.0]
    seen.bad["rendered"] += [12.0, 30.0]
    seen.good["recorded"] += [9.5, 11.0]
    assert seen.nearest(seen.good["rendered"], good=True) == 7.0
    assert seen.nearest(seen.bad["rendered"], good=False) == 12.0
    assert seen.nearest([], good=True) is None
    assert seen.without("recorded") == 9.5
    assert seen.without("rendered") is None, "only one side was seen elsewhere"
    assert seen.errors(10.0, "recorded") == (1, 2)
    assert seen.errors(10.0, "rendered") == (0, 4)
