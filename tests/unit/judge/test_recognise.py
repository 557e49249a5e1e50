"""Recognition apart from form: by the posture, and by a movement that is over."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.judge.form.checks import Values
from posecoach.judge.recognise import Recogniser, finding
from posecoach.measure.reading import Neutrals, Reading
from posecoach.measure.track import Tracker
from posecoach.pose import Pose
from posecoach.spec.load import stretch
from posecoach.spec.rules import Range
from posecoach.spec.schema import Recognition
from tests.postures import seated, standing

WORDS = {"what": "knees {value} apart", "show": "Closer", "say": "Bring them closer."}


def condition(**fields: object) -> Recognition:
    return Recognition.model_validate({"id": "close", "measure": "knees", **WORDS, **fields})


def measured(values: Mapping[str, float | None]) -> Values:
    return lambda name: values.get(name)


@given(st.floats(-10, 10), st.floats(-10, 10), st.floats(0.1, 5))
def test_a_value_is_right_exactly_within_its_limits(value: float, low: float, wide: float) -> None:
    found = finding(condition(min=low, max=low + wide), measured({"knees": value}))
    assert found.ok is (low <= value <= low + wide)
    assert (found.value, found.low, found.high) == (value, low, low + wide)


def test_what_is_unknown_is_neither_right_nor_wrong() -> None:
    assert finding(condition(max=1.0), measured({})).ok is None


def test_of_several_one_must_be_right_and_that_one_is_told() -> None:
    several = condition(
        measure=None, any=(Range(measure="bow", min=20.0), Range(measure="arm", min=0.0))
    )
    assert finding(several, measured({"bow": 5.0, "arm": 30.0})).measure == "arm"
    assert finding(several, measured({"bow": 5.0, "arm": -90.0})).ok is False
    assert finding(several, measured({"bow": 5.0})).ok is None, "the other one may be right"


@pytest.mark.parametrize(
    ("window", "expected"),
    [("start", 1.0), ("end", 5.0), ("whole", 3.0), ("change", 4.0), ("spread", 4.0)],
)
def test_a_movement_is_measured_over_its_window(window: str, expected: float) -> None:
    way = [0.0] * 4 + [0.5] * 2 + [1.0] * 4
    values = [1.0] * 4 + [3.0] * 2 + [5.0] * 4
    samples = [(share, measured({"knees": v})) for share, v in zip(way, values, strict=True)]
    recogniser = Recogniser([condition(per="rep", window=window, max=100.0)])
    (found,) = recogniser.movement(samples, lambda name: None, full=True)
    assert found.value == expected


def test_a_fact_of_the_whole_movement_comes_first() -> None:
    recogniser = Recogniser([condition(per="rep", max=0.5)])
    (found,) = recogniser.movement([(1.0, measured({"knees": 0.1}))], {"knees": 0.9}.get, full=True)
    assert (found.value, found.ok) == (0.9, False)


def test_what_asks_for_a_full_movement_is_not_asked_of_a_small_one() -> None:
    recogniser = Recogniser([condition(per="rep", full=True, min=20.0)])
    samples = [(1.0, measured({"knees": 4.0}))]
    assert recogniser.movement(samples, lambda name: None, full=False) == ()
    assert recogniser.against(recogniser.movement(samples, lambda name: None, full=True))


def test_unknown_speaks_against_a_movement_unless_it_is_optional() -> None:
    for optional in (False, True):
        recogniser = Recogniser([condition(per="rep", optional=optional, max=1.0)])
        found = recogniser.movement([(1.0, measured({}))], lambda name: None, full=True)
        assert bool(recogniser.against(found)) is not optional


def postures(name: str, poses: list[Pose]) -> list[bool]:
    spec = stretch(name)
    tracker, neutrals = Tracker(), Neutrals(spec.measures)
    recogniser = Recogniser(spec.recognise)
    out = []
    for pose in poses:
        body = tracker.update(pose).body
        assert body is not None
        out.append(recogniser.posture(Reading(spec.measures, neutrals, body, None)).ok)
    return out


def test_a_posture_is_recognised_within_half_a_second_and_given_up_after_another() -> None:
    poses = [standing(i / 30) for i in range(30)]
    assert postures("lateral_line", poses)[:6] == [False] * 6
    assert all(postures("lateral_line", poses)[15:])
    for pose in poses:
        pose.image[25:29] = pose.image[[23, 24, 23, 24]]  # no legs: far too short to stand
    assert not any(postures("lateral_line", poses))


def test_a_sitting_body_is_not_standing_and_the_reverse() -> None:
    assert not any(postures("lateral_line", [seated(i / 30) for i in range(30)]))
    assert not any(postures("hip_rotators", [standing(i / 30) for i in range(30)]))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"any": (Range(measure="bow"),)}, "either 'measure' or 'any'"),
        ({"min": 2.0, "max": 1.0}, "min < max"),
        ({"what": "knees apart"}, "{value}"),
        ({"show": "one two three four five six seven"}, "six words"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(fields: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        condition(**fields)
