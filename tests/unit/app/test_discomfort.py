"""The question for discomfort: answered with a digit, skipped by walking on."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from posecoach.app.desktop.discomfort import Advise, AskingDisplay
from posecoach.records.store import Store
from posecoach.sinks.recorder import Recorder
from posecoach.sinks.screen.question import Question
from posecoach.testing.clock import FakeClock
from posecoach.testing.display import FakeDisplay


@dataclass
class Coaching:
    judging: bool = False
    finished: bool = False


def asking(
    display: FakeDisplay,
    coaching: Coaching,
    recorder: Recorder,
    clock: FakeClock,
    advise: Advise = lambda _before, _after: "",
) -> AskingDisplay:
    return AskingDisplay(
        display,
        recorder.discomfort,
        clock,
        judging=lambda: coaching.judging,
        finished=lambda: coaching.finished,
        advise=advise,
    )


def shown(keys: list[str | None], path: Path, coaching: Coaching, steps: int = 100) -> list[object]:
    store, clock = Store(path), FakeClock()
    recorder = Recorder(store, kind="live", source="0", settings={})
    display = asking(FakeDisplay([*keys]), coaching, recorder, clock)
    passed = []
    for _ in range(steps):
        passed.append(display.show(np.zeros((480, 640, 3), np.uint8)))
        clock.sleep(0.1)
    found = store.db.execute("SELECT discomfort_before, discomfort_after FROM session").fetchone()
    store.close()
    return [*found, [k for k in passed if k is not None]]


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
    keys: list[str | None], value: int | None, passed: list[str], tmp_path: Path
) -> None:
    assert shown(keys, tmp_path / "r.db", Coaching()) == [value, None, passed]


def test_a_body_that_is_ready_ends_the_question(tmp_path: Path) -> None:
    assert shown(["5"], tmp_path / "r.db", Coaching(judging=True)) == [None, None, ["5"]]


def test_after_the_last_set_it_is_asked_again(tmp_path: Path) -> None:
    found = shown(["3"], tmp_path / "r.db", Coaching(judging=True, finished=True))
    assert found == [None, 3, []]


def test_it_is_drawn_over_the_picture_until_it_is_over() -> None:
    clock = FakeClock()
    question = Question("before", clock)
    canvas = np.full((480, 640, 3), 120, np.uint8)
    question.draw(canvas)
    assert (canvas > 240).any(), "its words are there"
    assert (canvas[-200:] == 120).all(), "the coach's own place is left alone"
    clock.sleep(9.0)
    plain = np.full((480, 640, 3), 120, np.uint8)
    question.draw(plain)
    assert question.over
    assert (plain == 120).all()


def test_the_answer_is_met_with_advice_where_the_user_looks(tmp_path: Path) -> None:
    """From 6 on: stop and rest; it goes by itself, or with any key, which still does its work."""
    store, clock = Store(tmp_path / "r.db"), FakeClock()
    recorder = Recorder(store, kind="live", source="0", settings={})
    inner, coaching = FakeDisplay(["7", None, None, "n"]), Coaching()
    asked: list[tuple[int | None, int | None]] = []

    def advise(before: int | None, after: int | None) -> str:
        asked.append((before, after))
        return "Stop and rest."

    display = asking(inner, coaching, recorder, clock, advise)
    black = np.zeros((480, 640, 3), np.uint8)
    assert display.show(black) is None
    display.show(black)
    assert inner.last is not None
    assert inner.last.any(), "the advice is drawn"
    assert not black.any(), "over a copy"
    display.show(black)
    assert display.show(black) == "n"
    display.show(black)
    assert not inner.last.any(), "a key ended it"
    coaching.finished = True
    inner.keys.append("8")
    display.show(black)
    display.show(black)
    assert inner.last.any()
    for _ in range(100):
        clock.sleep(0.1)
        display.show(black)
    assert not inner.last.any(), "and so does time"
    assert asked == [(7, None), (7, 8)]
    store.close()
