"""``stretches record`` from a tape: the file that it writes, and what it refuses to write over."""

from pathlib import Path

import pytest

from posecoach.app.commands import record_stretch
from posecoach.app.commands.record_stretch import Wish
from posecoach.errors import DraftError, SourceError, TapeError, UsageError
from posecoach.landmarks import tape
from posecoach.spec import own
from posecoach.spec.load import load, stretches
from tests.movements import FPS, PEOPLE, movement, recorded


@pytest.fixture(scope="module")
def squat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tape of four squats."""
    path = tmp_path_factory.mktemp("tapes") / "squat.npz"
    tape.save(path, recorded(movement("squat"), PEOPLE[0], 4, fps=FPS))
    return path


def test_a_tape_becomes_a_stretch_of_ones_own(
    squat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "squat.toml"
    assert record_stretch.run(Wish("Deep squat", str(squat), out=out), None, None) == 0
    said = capsys.readouterr().out
    assert "count it in 4 of 4 cases" in said
    assert f"posecoach stretches check {out}" in said
    assert load(out).name == "Deep squat"
    own.add(out)
    assert "deep_squat" in stretches()
    with pytest.raises(UsageError, match="is there already"):
        record_stretch.run(Wish("Deep squat", str(squat), out=out), None, None)


@pytest.mark.parametrize(
    ("name", "wrong"), [("", "cannot be empty"), ("  ", "cannot be empty"), ("x" * 300, "too long")]
)
def test_a_stretch_needs_a_name(squat: Path, tmp_path: Path, name: str, wrong: str) -> None:
    with pytest.raises(UsageError, match=wrong):
        record_stretch.run(Wish(name, str(squat), out=tmp_path / "x.toml"), None, None)


def test_the_name_of_a_shipped_stretch_is_refused_before_anything_is_recorded(
    tmp_path: Path,
) -> None:
    wish = Wish("bird-dog", str(tmp_path / "none.npz"), out=tmp_path / "x.toml")
    with pytest.raises(UsageError, match="bird_dog"):
        record_stretch.run(wish, None, None)


def test_the_id_is_one_that_no_stretch_has(squat: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    record_stretch.run(Wish("Deep squat", str(squat), out=first), None, None)
    own.add(first)
    record_stretch.run(Wish("Deep: squat", str(squat), out=second), None, None)
    assert load(second).id == "deep_squat_2"


def test_ones_own_stretch_may_be_recorded_anew(
    squat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    record_stretch.run(Wish("Deep squat", str(squat), out=first), None, None)
    own.add(first)
    record_stretch.run(Wish("deep Squat", str(squat), out=second), None, None)
    assert f"stretches add {second} --replace" in capsys.readouterr().out
    assert own.add(second, replace=True).id == "deep_squat"
    assert stretches()["deep_squat"].name == "deep Squat"


def test_what_gives_no_draft_leaves_no_file(tmp_path: Path) -> None:
    still = tmp_path / "still.npz"
    tape.save(still, recorded(movement("squat"), PEOPLE[0], 1, fps=FPS)[:3])
    out = tmp_path / "still.toml"
    with pytest.raises(DraftError):
        record_stretch.run(Wish("Still", str(still), out=out), None, None)
    with pytest.raises(TapeError):
        record_stretch.run(Wish("None", str(tmp_path / "none.npz"), out=out), None, None)
    with pytest.raises(UsageError, match="folder"):
        record_stretch.run(Wish("Still", str(still), out=tmp_path / "no" / "x.toml"), None, None)
    assert not out.exists()


def test_it_ends_where_there_is_no_camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise SourceError("There is no camera '7'.")

    class Sees:
        def close(self) -> None:
            pass

    monkeypatch.setattr(record_stretch, "opener", lambda *_: (missing, True))
    monkeypatch.setattr(record_stretch, "get_model", lambda _: None)
    monkeypatch.setattr(record_stretch, "load_landmarker", lambda *_, **__: Sees())
    with pytest.raises(SourceError, match="no camera '7'"):
        record_stretch.run(Wish("Deep squat", "7", out=tmp_path / "squat.toml"), None, None)


@pytest.mark.parametrize("given", ["Heels down", "=x.mp4", "Heels down="])
def test_a_mistake_needs_words_and_a_file(given: str) -> None:
    with pytest.raises(UsageError, match="expected a mistake"):
        record_stretch.parsed([given])
