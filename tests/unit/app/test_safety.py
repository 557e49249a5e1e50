"""The safety pages: two tiers, answered once; and tips that are complete in each language."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posecoach import language
from posecoach.app.commands.machine import settings as personal
from posecoach.app.run.options import RunOptions
from posecoach.app.safety import ACCEPTED, CLINICIAN, accept_safety
from posecoach.cues import tips
from posecoach.errors import PosecoachError
from posecoach.records.store import Store


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """A terminal whose user types these answers; none left is Ctrl-D."""

    def typed(*answers: str) -> list[str]:
        left = list(answers)

        def answer() -> str:
            if not left:
                raise EOFError
            return left.pop(0)

        terminal = type("Terminal", (), {"isatty": staticmethod(lambda: True)})()
        monkeypatch.setattr("sys.stdin", terminal)
        monkeypatch.setattr("builtins.input", answer)
        return left

    return typed


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    kept = Store(tmp_path / "record.db")
    yield kept
    kept.close()


def test_read_and_answered_with_no_twice_is_kept_and_never_asked_again(
    store: Store, keys: Callable[..., list[str]]
) -> None:
    keys("", "n", "n")
    accept_safety(store, RunOptions())
    assert store.setting(ACCEPTED) == "yes"
    assert store.setting(CLINICIAN) == "no"
    keys()
    accept_safety(store, RunOptions())


def test_an_emergency_sign_ends_with_urgent_help_and_asks_again_next_time(
    store: Store, keys: Callable[..., list[str]]
) -> None:
    keys("", "y", "")
    with pytest.raises(PosecoachError, match=r"(?i)urgent"):
        accept_safety(store, RunOptions())
    assert store.setting(ACCEPTED) is None


def test_a_sign_for_a_clinician_advises_and_lets_the_user_decide(
    store: Store, keys: Callable[..., list[str]]
) -> None:
    keys("", "n", "y", "")
    accept_safety(store, RunOptions())
    assert store.setting(ACCEPTED) == "yes"
    assert store.setting(CLINICIAN) == "yes"


@pytest.mark.parametrize("answers", [("", "n", "y", "q"), ("q",), ("", "q"), ("", "n"), ()])
def test_a_user_who_ends_before_the_last_answer_has_not_accepted(
    store: Store, keys: Callable[..., list[str]], answers: tuple[str, ...]
) -> None:
    keys(*answers)
    with pytest.raises(PosecoachError, match="not answered"):
        accept_safety(store, RunOptions())
    assert store.setting(ACCEPTED) is None


def test_a_key_that_is_no_answer_asks_again(store: Store, keys: Callable[..., list[str]]) -> None:
    left = keys("x", "", "", "maybe", "n", "n")
    accept_safety(store, RunOptions())
    assert not left


def test_without_a_window_or_a_terminal_the_option_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", type("No", (), {"isatty": staticmethod(lambda: False)})())
    with pytest.raises(PosecoachError, match="--accept-safety"):
        accept_safety(store, RunOptions())
    accept_safety(store, RunOptions(accept_safety=True))
    assert store.setting(ACCEPTED) == "yes"


@pytest.mark.parametrize("lang", ["en", "de"])
def test_all_tips_are_shown_and_each_session_gets_the_next(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    language.use(lang)
    try:
        personal.show_tips()
        shown = capsys.readouterr().out
        lines = [line for room in tips.TIPS for line in room.lines]
        drawn = {tips.one(i) for i in range(len(lines))}
    finally:
        language.use("en")
    assert len(drawn) == len(lines)
    assert all(tip in shown for tip in drawn)
    assert {room.id for room in tips.TIPS} == {
        "stretching", "release", "sitting", "standing", "lying", "sleeping",
    }  # fmt: skip
    if lang == "de":
        assert not drawn & set(lines), "each is translated"
