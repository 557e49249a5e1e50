"""Landmark tapes: bit for bit the same after a round trip, and never anything else's pickle."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.errors import TapeError
from posecoach.landmarks import tape
from posecoach.pose import Ears, Pose
from tests.kinematic import Noise, alternating, sequence
from tests.postures import nobody, standing

ARRAYS = ("image", "depth", "world", "visibility")


def some_poses() -> list[Pose]:
    poses = sequence(
        "lateral_line",
        alternating("lateral_line", 1),
        fps=10,
        noise=Noise(jitter=1.5, seed=3, dropouts=((2.0, 2.5),)),
    )
    poses[3] = replace(poses[3], luminance=None, face_contrast=None)
    poses[4] = replace(poses[4], others=0.75, ears=Ears(0.5, 0.25, 0.1, 0.9))
    nobody_found = next(i for i, p in enumerate(poses) if not p.found)
    poses[nobody_found] = replace(poses[nobody_found], ears=Ears(0.4, 0.3, 0.1, 0.7))
    return poses


def assert_same(a: Pose, b: Pose) -> None:
    assert (a.t, a.width, a.height, a.found) == (b.t, b.width, b.height, b.found)
    assert (a.luminance, a.face_contrast) == (b.luminance, b.face_contrast)
    assert (a.others, a.ears) == (b.others, b.ears)
    for name in ARRAYS:
        left, right = getattr(a, name), getattr(b, name)
        assert left.dtype == right.dtype
        assert left.shape == right.shape
        assert left.tobytes() == right.tobytes()


def test_a_tape_gives_back_what_was_recorded_bit_for_bit(tmp_path: Path) -> None:
    poses = some_poses()
    path = tmp_path / "x.npz"
    tape.save(path, poses)
    again = tape.load(path)
    assert len(again) == len(poses)
    assert {p.found for p in again} == {True, False}
    for a, b in zip(again, poses, strict=True):
        assert_same(a, b)
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["x.npz"]


def test_a_compact_tape_is_small_and_differs_by_less_than_can_be_seen(tmp_path: Path) -> None:
    poses = some_poses()
    tape.save(tmp_path / "exact.npz", poses)
    tape.save(tmp_path / "compact.npz", poses, compact=True)
    sizes = [(tmp_path / f"{n}.npz").stat().st_size for n in ("compact", "exact")]
    assert sizes[0] < 0.4 * sizes[1]
    for a, b in zip(tape.load(tmp_path / "compact.npz"), poses, strict=True):
        assert (a.t, a.found) == (b.t, b.found)
        if a.found:
            assert np.abs(a.pixels - b.pixels).max() < 0.05
            assert np.abs(a.world - b.world).max() < 1e-4


def test_a_tape_may_say_something_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    tape.save(path, some_poses())
    assert tape.about(path) is None
    tape.save(path, some_poses(), about={"stretch": "lateral_line", "counted": [1, 2]})
    assert tape.about(path) == {"stretch": "lateral_line", "counted": [1, 2]}
    assert len(tape.load(path)) == len(some_poses())


@pytest.mark.parametrize("content", [b"[1]", b"{", b"\xff", b"9" * (2 << 20)])
def test_what_a_tape_says_of_itself_may_be_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.npz"
    np.savez(path, about=np.frombuffer(content, np.uint8))
    with pytest.raises(TapeError):
        tape.about(path)


_floats = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(_floats, _floats), min_size=1, max_size=5),
    st.one_of(st.none(), st.floats(0, 255)),
)
def test_any_finite_number_survives(
    tmp_path_factory: pytest.TempPathFactory,
    values: list[tuple[float, float]],
    light: float | None,
) -> None:
    poses = []
    for i, (a, b) in enumerate(values):
        pose = standing(float(i))
        pose.image[:, 0], pose.world[:, 2] = a, b
        poses.append(replace(pose, luminance=light))
    path = tmp_path_factory.getbasetemp() / "any.npz"
    tape.save(path, poses)
    for x, y in zip(tape.load(path), poses, strict=True):
        assert_same(x, y)


def test_an_empty_tape_and_one_without_anybody(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    tape.save(path, [])
    assert tape.load(path) == []
    tape.save(path, [nobody(0.0), nobody(0.5)])
    again = tape.load(path)
    assert [p.t for p in again] == [0.0, 0.5]
    assert not any(p.found for p in again)
    assert again[0].image.shape == (0, 2)


def test_saving_replaces_an_older_tape_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    tape.save(path, some_poses())
    tape.save(path, [nobody(1.0)])
    assert len(tape.load(path)) == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TapeError, match="cannot be written"):
        tape.save(tmp_path / "no" / "x.npz", [nobody(0.0)])


def test_a_tape_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TapeError, match="cannot be read"):
        tape.load(tmp_path / "none.npz")
    with pytest.raises(TapeError, match="cannot be read"):
        tape.load(tmp_path)


def foreign(path: Path) -> None:
    np.savez(path, picture=np.zeros(3))


def text(path: Path) -> None:
    path.write_text("not a tape\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def zip_of_text(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("schema", "t", "size"):
            archive.writestr(f"{name}.npy", "hello")


def single_array(path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, np.zeros(3))


@pytest.mark.parametrize("make", [foreign, text, empty, zip_of_text, single_array])
def test_files_that_are_no_tapes(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "x.npz"
    make(path)
    with pytest.raises(TapeError, match="not a landmark tape"):
        tape.load(path)


class _Bomb:
    opened = False

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return _explode, ()


def _explode() -> None:
    _Bomb.opened = True


def test_a_pickle_inside_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    bad = np.empty((), dtype=object)
    bad[()] = _Bomb()
    arrays = arrays_of(some_poses(), tmp_path)
    np.savez(path, **{**arrays, "t": bad})
    with pytest.raises(TapeError):
        tape.load(path)
    assert not _Bomb.opened


def arrays_of(poses: list[Pose], folder: Path) -> dict[str, Any]:
    path = folder / "good.npz"
    tape.save(path, poses)
    with np.load(path) as archive:
        return {name: archive[name] for name in archive.files}


def _ragged(a: dict[str, Any]) -> None:
    a["depth"] = a["depth"][:-1]


def _flat(a: dict[str, Any]) -> None:
    a["image"] = a["image"][:, :, 0]


def _whole_numbers(a: dict[str, Any]) -> None:
    a["t"] = a["t"].astype(np.int64)


def _nan(a: dict[str, Any]) -> None:
    a["world"][0, 0, 0] = np.nan


def _endless(a: dict[str, Any]) -> None:
    a["t"][-1] = np.inf


def _backwards(a: dict[str, Any]) -> None:
    a["t"] = a["t"][::-1].copy()


def _no_size(a: dict[str, Any]) -> None:
    a["size"][0] = 0


def _missing(a: dict[str, Any]) -> None:
    del a["visibility"]


def _number(a: dict[str, Any]) -> None:
    a["t"] = np.float64(0.0)


@pytest.mark.parametrize(
    "spoil",
    [
        _ragged,
        _flat,
        _whole_numbers,
        _nan,
        _endless,
        _backwards,
        _no_size,
        _missing,
        _number,
    ],
)
def test_arrays_that_make_no_tape(tmp_path: Path, spoil: Callable[[dict[str, Any]], None]) -> None:
    arrays = arrays_of(some_poses(), tmp_path)
    spoil(arrays)
    path = tmp_path / "x.npz"
    np.savez(path, **arrays)
    with pytest.raises(TapeError) as caught:
        tape.load(path)
    assert str(path) in str(caught.value)


def test_another_version_of_the_format_is_told_apart(tmp_path: Path) -> None:
    arrays = arrays_of(some_poses(), tmp_path)
    np.savez(tmp_path / "x.npz", **{**arrays, "schema": np.int64(2)})
    with pytest.raises(TapeError, match="another version"):
        tape.load(tmp_path / "x.npz")


def test_a_tape_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    good = tmp_path / "good.npz"
    tape.save(good, some_poses())
    content = good.read_bytes()
    path = tmp_path / "x.npz"
    for share in (0.01, 0.3, 0.6, 0.9, 0.999):
        path.write_bytes(content[: int(share * len(content))])
        with pytest.raises(TapeError):
            tape.load(path)


def test_a_tape_with_a_flipped_stored_byte_is_refused(tmp_path: Path) -> None:
    """Archives keep a checksum of each array: a changed number does not slip through."""
    arrays = arrays_of(some_poses(), tmp_path)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # not compressed, so that the arrays lie open
    content = bytearray(buffer.getvalue())
    at = content.find(arrays["image"].tobytes()[:64])
    assert at > 0
    content[at] ^= 0x01
    path = tmp_path / "x.npz"
    path.write_bytes(content)
    with pytest.raises(TapeError):
        tape.load(path)
