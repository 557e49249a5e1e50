"""'posecoach feedback': shows what the file would hold, writes it, and asks what it must."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from posecoach.app.commands import feedback as command
from posecoach.app.commands.feedback import Given
from posecoach.errors import PosecoachError, UsageError
from posecoach.landmarks import tape
from posecoach.records import feedback, last
from posecoach.records.file import database_path
from tests.kinematic import alternating, sequence

Keep = Callable[..., Path]


@pytest.fixture
def keep() -> Keep:
    """Keeps a set of the last session: three a side counted, one correction."""

    def kept(number: int = 1, mode: str = "mobilizer", **changes: object) -> Path:
        folder = last.folder(database_path())
        folder.mkdir(exist_ok=True)
        side = {"reps": 3, "partials": 0, "held_s": 12.5}
        about = {
            "schema": 1, "posecoach": "0.1.0", "stretch": "lateral_line", "mode": mode,
            "sides": ["left", "right"], "goal": 6, "counted": {"left": side, "right": side},
            "events": [
                {"t": 3.0, "what": "rep", "side": "left", "begun": 1.0},
                {"t": 4.0, "what": "correction", "side": None, "id": "no_hip_shift"},
            ],
            **changes,
        }  # fmt: skip
        poses = sequence("lateral_line", alternating("lateral_line", 1), fps=5)
        path = last.file(folder, number)
        tape.save(path, poses, about=about, compact=True)
        return path

    return kept


def test_it_shows_what_is_in_the_file_and_writes_it(
    keep: Keep, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep()
    given = Given(left=4, right=3, wrong=("no_hip_shift",), note="one was not seen")
    assert command.run(given, tmp_path / "report", ask=False) == 0
    shown = capsys.readouterr().out
    for words in (
        "left 3, right 3 counted",
        "33 landmarks",
        "No picture.",
        "left 4 repetitions, right 3 repetitions",
        "Corrections that were not true: no_hip_shift",
        "one was not seen",
        "Nothing was sent",
    ):
        assert words in shown
    said = feedback.load(tmp_path / "report.npz").about.said
    assert said == feedback.Said(left=4, right=3, wrong=("no_hip_shift",), note="one was not seen")


def test_what_was_said_before_is_not_written_over(
    keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep()
    monkeypatch.chdir(tmp_path)
    for left in (4, 5):
        assert command.run(Given(left=left, right=3), None, ask=False) == 0
    names = ["posecoach-feedback-lateral_line.npz", "posecoach-feedback-lateral_line-2.npz"]
    said = [feedback.load(tmp_path / name).about.said for name in names]
    assert [one.left for one in said if one is not None] == [4, 5]


def test_nothing_kept_is_told(data_folder: Path) -> None:
    with pytest.raises(PosecoachError, match="keep_last"):
        command.run(Given(left=1), None, ask=False)
    assert list(data_folder.glob("*")) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Given(), "Say what it was"),
        (Given(set=3, left=1), "There is no set 3"),
        (Given(left=2.5), "2.5 is no count"),
        (Given(right=501), "501 is no count"),
        (Given(left=1, wrong=("jerky",)), "no correction 'jerky'"),
    ],
)
def test_answers_that_make_no_sense(keep: Keep, given: Given, words: str, tmp_path: Path) -> None:
    keep()
    with pytest.raises(UsageError, match=words):
        command.run(given, tmp_path / "x.npz", ask=False)
    assert not (tmp_path / "x.npz").exists()


def test_of_several_sets_one_must_be_named(keep: Keep, tmp_path: Path) -> None:
    keep(1)
    keep(2, mode="hold")
    with pytest.raises(UsageError, match="--set"):
        command.run(Given(left=1), tmp_path / "x.npz", ask=False)
    assert command.run(Given(set=2, left=17.5), tmp_path / "x.npz", ask=False) == 0
    assert feedback.load(tmp_path / "x.npz").about.mode == "hold"


def test_in_a_terminal_it_asks_and_writes_only_after_a_yes(
    keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(1)
    keep(2)
    answers = iter(
        ["2", "many", "4", "", "", "a chair was before me", "y", "1", "3", "3", "", "", "n"]
    )
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert command.run(Given(), tmp_path / "x.npz", ask=True) == 0
    said = feedback.load(tmp_path / "x.npz").about.said
    assert said == feedback.Said(left=4, right=3, note="a chair was before me")
    assert command.run(Given(), tmp_path / "y.npz", ask=True) == 0
    assert "Nothing was written." in capsys.readouterr().out
    assert not (tmp_path / "y.npz").exists()


@pytest.mark.parametrize("changes", [{"schema": 2}, {"mode": "dance"}, {"events": [{"t": "x"}]}])
def test_a_damaged_set_is_left_out(keep: Keep, changes: dict[str, object]) -> None:
    keep(1, **changes)
    keep(2)
    kept = feedback.sets(last.folder(database_path()))
    assert [k.path.name for k in kept] == ["set-02.npz"]
