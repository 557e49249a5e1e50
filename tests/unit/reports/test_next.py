"""One strength and one tip: the same at the end of a session and in its report."""

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest

from posecoach.pose import Pose
from posecoach.records import archive
from posecoach.records.store import Store
from posecoach.reports.words import next_words
from posecoach.session.result import closing_words
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan, one_set
from posecoach.session.verdict import (
    SetFacts,
    Strength,
    Tip,
    Verdict,
    strength_words,
    tip_words,
    verdict,
)
from posecoach.sinks.recorder import Recorder
from posecoach.spec.load import stretch
from tests.kinematic import Rep, alternating, sequence
from tests.sideview import cat_cow


def both(plan: list[SetPlan], poses: Iterable[Pose], path: Path) -> tuple[str, str]:
    """What is said at the end of a session, which is the same in its report."""
    store = Store(path)
    recorder = Recorder(store, kind="live", source="0", settings={})
    session = Session(plan)
    for pose in poses:
        recorder.write(session.update(pose))
    recorder.end("done", seen_s=1.0, judged_s=1.0)
    (read,) = archive.read(store)
    store.close()
    said = closing_words(session.results)
    assert next_words(read) == {"strength": said[0], "tip": said[1]}
    return said


def reaches(each: int) -> list[SetPlan]:
    return [one_set(stretch("lateral_line"), reps=each)]


def test_right_form_is_praised(path: Path) -> None:
    strength, tip = both(reaches(2), sequence("lateral_line", alternating("lateral_line", 2)), path)
    assert strength.startswith("Your form was right")
    assert tip.startswith("The same again")


def test_the_commonest_fault_is_the_tip_on_the_side_where_it_was(path: Path) -> None:
    poses = sequence("lateral_line", alternating("lateral_line", 2), faults=["no_hip_shift"])
    strength, tip = both(reaches(2), poses, path)
    assert strength.startswith("You did all that you set out to do")
    rule = next(r for r in stretch("lateral_line").rules if r.id == "no_hip_shift")
    assert tip.startswith(f"{stretch('lateral_line').short_name}: {rule.cue.say.split('{')[0]}")
    assert "one side" not in tip


def test_the_side_that_went_less_far_is_the_tip(path: Path) -> None:
    reps = [Rep("left", 28.0), Rep("right", 17.0)] * 3
    _, tip = both(reaches(3), sequence("lateral_line", reps), path)
    assert "the right side went less far" in tip


@pytest.mark.parametrize(("seconds", "strength"), [(60, "You did all"), (10, "You took the time")])
def test_what_was_only_shown_is_done_when_its_time_is_over(
    seconds: int, strength: str, path: Path
) -> None:
    shown = [one_set(stretch("cat_cow"), reps=2)]
    said, _ = both(shown, [cat_cow(i / 5, (i % 10) / 10) for i in range(5 * seconds)], path)
    assert said.startswith(strength)


def test_each_strength_and_tip_has_words() -> None:
    named = stretch("hip_flexor")
    for strength in get_args(Strength):
        for tip in get_args(Tip):
            found = Verdict(strength, tip, "hip_flexor", "chest_down", "left")
            assert strength_words(found)
            for words in (tip_words(found, named), tip_words(found, None)):
                assert "{" not in words


def test_calm_movement_is_praised_where_form_was_corrected() -> None:
    done = SetFacts("hip_flexor", False, False, {("chest_down", "left"): 1}, {}, [2, 2, 1])
    found = verdict([done], 0.9)
    assert (found.strength, found.tip, found.side) == ("calm", "rule", "left")
