"""Which recordings a command line means."""

from pathlib import Path

import pytest

from posecoach.app.batch.inputs import NotFetchedError, RecordingInput, fetched, recordings
from posecoach.app.commands.sessions.analyze import names_of
from posecoach.errors import SourceError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.mp4", "a.MOV", "deep/c.npz", "deep/.hidden.mp4", "notes.txt", "out/a.mp4"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def names(found: list[RecordingInput], folder: Path) -> list[str]:
    return [Path(r.name).relative_to(folder).as_posix() for r in found]


def test_a_folder_gives_its_films_and_tapes_in_order(folder: Path) -> None:
    found = recordings([str(folder)], excluded=folder / "out")
    assert names(found, folder) == ["a.MOV", "b.mp4", "deep/c.npz"]


def test_patterns_lists_and_files_each_once(folder: Path) -> None:
    listed = folder / "list.txt"
    listed.write_text(f"# mine\n\n{folder / 'b.mp4'}\n{folder / 'gone.mp4'}\n", "utf-8")
    found = recordings([f"{folder}/**/*.npz", str(folder / "b.mp4")], listed)
    assert names(found, folder) == ["deep/c.npz", "b.mp4", "gone.mp4"]


def test_a_name_with_brackets_is_a_file_if_there_is_one(folder: Path) -> None:
    odd = folder / "x[1].mp4"
    odd.write_bytes(b"x")
    assert recordings([str(odd)]) == [RecordingInput(str(odd), odd)]


def test_what_means_nothing_is_told(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for given, words in (
        ([str(empty)], "holds no video"),
        ([f"{folder}/*.avi"], "Nothing is there"),
        ([], "No recording is named"),
        (["nosuch://x/y.mp4"], "cannot be followed"),
        ([f"file://{empty}"], "no video and no tape"),
    ):
        with pytest.raises(SourceError, match=words):
            recordings(given)
    with pytest.raises(SourceError, match="cannot be read"):
        recordings([], tmp_path / "no.txt")


def test_addresses_are_listed_and_fetched(folder: Path, tmp_path: Path) -> None:
    found = recordings([f"file://{folder}/deep", f"file://{folder}/*.mp4"])
    assert [r.path.name for r in found] == [".hidden.mp4", "c.npz", "b.mp4"]
    assert all(r.address is not None and r.address.startswith("file://") for r in found)
    into = tmp_path / "into"
    into.mkdir()
    assert fetched(found[1], into).read_bytes() == b"x"
    gone = RecordingInput("file:///gone.mp4", Path("gone.mp4"), f"file://{folder}/gone.mp4")
    with pytest.raises(NotFetchedError, match=r"There is no file file:///gone\.mp4"):
        fetched(gone, into)


def test_a_password_is_in_no_name() -> None:
    address = "ftp://anna:secret@127.0.0.1:1/x.mp4"
    with pytest.raises(SourceError, match="cannot be reached") as caught:
        recordings([address])
    assert "secret" not in str(caught.value)
    found = RecordingInput("ftp://…@127.0.0.1:1/x.mp4", Path("x.mp4"), address)
    assert "secret" not in found.key
    assert found.key != found.name


def test_fingerprints_change_with_the_file(folder: Path) -> None:
    (here,) = recordings([str(folder / "b.mp4")])
    (there,) = recordings([f"file://{folder}/b.mp4"])
    before = here.fingerprint(), there.fingerprint()
    assert before == (here.fingerprint(), there.fingerprint())
    (folder / "b.mp4").write_bytes(b"longer")
    assert here.fingerprint() != before[0]
    assert there.fingerprint() != before[1]
    assert RecordingInput("gone", folder / "gone").fingerprint() is None


def test_copies_of_equal_names_do_not_overwrite_each_other() -> None:
    found = [RecordingInput(p, Path(p)) for p in ("a/x.mp4", "b/x.mov", "y.mp4", "c/x.avi")]
    assert names_of(found) == ["x", "x-2", "y", "x-3"]
