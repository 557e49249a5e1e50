"""The safety pages: two tiers, answered once; and tips that are complete in each language."""

from pathlib import Path

import pytest

from posecoach import language
from posecoach.app.commands import settings as personal
from posecoach.app.options import RunOptions
from posecoach.app.safety import SAFETY_KEY, accept_safety
from posecoach.cues import tips
from posecoach.errors import PosecoachError
from posecoach.records.store import Store
from posecoach.sources.frame import Image


class Keys:
    """A window whose user presses these keys, one a picture; None is no key."""

    def __init__(self, *keys: str | None) -> None:
        self._keys = list(keys)
        self.shown = 0

    def size(self) -> tuple[int, int]:
        return (640, 360)

    def show(self, canvas: Image) -> str | None:
        self.shown += 1
        return self._keys.pop(0) if self._keys else "q"

    def close(self) -> None: ...

    def toggle_full_screen(self) -> None: ...


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "record.db")


def test_read_and_answered_with_no_twice_is_kept_and_never_asked_again(store: Store) -> None:
    accept_safety(store, RunOptions(), Keys("enter", "n", "n"))
    assert store.setting(SAFETY_KEY) == "yes"
    assert store.setting("safety_clinician") == "no"
    never = Keys()
    accept_safety(store, RunOptions(), never)
    assert never.shown == 0


def test_an_emergency_sign_ends_with_urgent_help_and_asks_again_next_time(store: Store) -> None:
    with pytest.raises(PosecoachError, match=r"(?i)urgent"):
        accept_safety(store, RunOptions(), Keys("enter", "y", "enter"))
    assert store.setting(SAFETY_KEY) is None


def test_a_sign_for_a_clinician_advises_and_lets_the_user_decide(store: Store) -> None:
    accept_safety(store, RunOptions(), Keys("enter", "n", "y", "enter"))
    assert store.setting(SAFETY_KEY) == "yes"
    assert store.setting("safety_clinician") == "yes"


def test_who_decides_not_to_go_on_has_not_accepted(store: Store) -> None:
    with pytest.raises(PosecoachError, match="not answered"):
        accept_safety(store, RunOptions(), Keys("enter", "n", "y", "q"))
    assert store.setting(SAFETY_KEY) is None


@pytest.mark.parametrize("at", [0, 1, 2])
def test_closing_any_page_starts_nothing(store: Store, at: int) -> None:
    keys: list[str | None] = [None, "enter", "n", "n"]
    keys.insert(1 + at, "closed")
    with pytest.raises(PosecoachError, match="not answered"):
        accept_safety(store, RunOptions(), Keys(*keys))
    assert store.setting(SAFETY_KEY) is None


def test_a_key_that_is_no_answer_leaves_the_page(store: Store) -> None:
    keys = Keys("enter", "enter", "x", "space", None, "n", "n")
    accept_safety(store, RunOptions(), keys)
    assert keys.shown == 7


def test_without_a_window_or_a_terminal_the_option_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", type("No", (), {"isatty": staticmethod(lambda: False)})())
    with pytest.raises(PosecoachError, match="--accept-safety"):
        accept_safety(store, RunOptions(), None)
    accept_safety(store, RunOptions(accept_safety=True), None)
    assert store.setting(SAFETY_KEY) == "yes"


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
