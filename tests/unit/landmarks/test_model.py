"""The pose model is found in order, and never run with another hash."""

from pathlib import Path

import pytest

from posecoach.errors import ModelError
from posecoach.landmarks import model
from tests.unit.landmarks.bundles import CONTENT, put


def test_there_is_none_at_first(home: Path) -> None:
    assert model.find() is None
    assert model.damaged() == []
    assert not home.exists(), "looking makes no folders"


@pytest.mark.parametrize("packing", ["published", "wheel"])
def test_either_packing_is_found_in_the_data_folder(home: Path, packing: str) -> None:
    path = put(home / "pose_landmarker_full.task", CONTENT[packing])
    assert model.find() == path
    assert model.find(size="lite") is None


def test_what_was_named_comes_first_then_the_environment_then_the_folders(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = put(home / "pose_landmarker_full.task", CONTENT["published"])
    by_variable = put(tmp_path / "variable.task", CONTENT["wheel"])
    by_name = put(tmp_path / "named.task", CONTENT["lite"])
    assert model.find() == kept
    monkeypatch.setenv("POSECOACH_MODEL", str(by_variable))
    assert model.find() == by_variable
    assert model.find(by_name) == by_name
    monkeypatch.setenv("POSECOACH_MODEL", "")
    assert model.find() == kept


def test_a_checkout_comes_before_the_data_folder(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "checkout"
    monkeypatch.setattr(model, "checkout", lambda: root)
    there = put(root / "models" / "pose_landmarker_full.task", CONTENT["wheel"])
    put(home / "pose_landmarker_full.task", CONTENT["published"])
    assert model.folders() == [root / "models", home]
    assert model.find() == there
    there.write_bytes(b"packed weights?")
    assert model.find() == home / "pose_landmarker_full.task"


@pytest.mark.parametrize("content", [b"packed weights?", b"", b"something else altogether"])
def test_an_unknown_hash_is_refused_with_a_sentence(
    home: Path, tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "other.task", content)
    with pytest.raises(ModelError) as caught:
        model.find(path)
    message = str(caught.value)
    assert str(path) in message
    assert "SHA-256" in message
    assert "posecoach model fetch" in message
    monkeypatch.setenv("POSECOACH_MODEL", str(path))
    with pytest.raises(ModelError, match="SHA-256"):
        model.find()


def test_a_named_file_that_is_not_there(home: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no pose model at"):
        model.find(tmp_path / "none.task")
    with pytest.raises(ModelError, match="no pose model at"):
        model.find(tmp_path)


def test_a_damaged_kept_file_is_known_and_not_run(home: Path) -> None:
    path = put(home / "pose_landmarker_full.task", b"packed weights?")
    assert model.find() is None
    assert model.damaged() == [path]


def test_another_size_under_the_name_of_full_is_not_run(home: Path) -> None:
    put(home / "pose_landmarker_full.task", CONTENT["lite"])
    assert model.find() is None
