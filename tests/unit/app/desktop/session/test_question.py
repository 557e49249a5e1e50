"""The question for discomfort: answered with a digit or a button, skipped by going on."""

import pytest

from posecoach.app.desktop.session.question import Question
from posecoach.testing.clock import FakeClock


def asked(keys: list[str | None], steps: int = 100) -> tuple[int | None, list[str]]:
    """The answer, and the keys that were not meant for the question."""
    clock = FakeClock()
    question, passed = Question("before", clock), []
    for _ in range(steps):
        key = keys.pop(0) if keys else None
        if key is not None and not question.key(key):
            passed.append(key)
        question.wait()
        clock.sleep(0.1)
    assert question.over
    return question.answer, passed


@pytest.mark.parametrize(
    ("keys", "value", "passed"),
    [
        (["4"], 4, []),
        (["0"], 0, []),
        (["1", "0"], 10, []),
        (["1"], 1, []),
        (["1", "q"], 1, ["q"]),
        (["s", "5"], None, ["5"]),
        (["f", "7"], 7, ["f"]),
        ([], None, []),
        ([None] * 90 + ["5"], None, ["5"]),
    ],
)
def test_keys_answer_skip_or_go_on_to_the_session(
    keys: list[str | None], value: int | None, passed: list[str]
) -> None:
    assert asked(keys) == (value, passed)


def test_a_user_who_begins_ends_the_question_and_a_half_typed_ten_counts_as_one() -> None:
    question = Question("before", FakeClock())
    question.skip()
    assert question.over
    assert question.answer is None
    begun = Question("before", FakeClock())
    begun.key("1")
    begun.skip()
    assert begun.answer == 1


def test_after_the_session_it_waits_as_long_as_the_user_wishes() -> None:
    clock = FakeClock()
    question = Question("after", clock, longest_s=None)
    for _ in range(1000):
        question.wait()
        clock.sleep(1.0)
    assert not question.over
    question.choose(3)
    assert question.answer == 3
