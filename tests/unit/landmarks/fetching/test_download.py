"""What comes over the net: cut off where it is too long, checked, and packed."""

import tarfile
import urllib.request
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Self

import pytest

from posecoach.errors import ModelError
from posecoach.landmarks.fetching import assemble as bundle
from posecoach.landmarks.fetching import download, manifest, npmrc
from tests.unit.landmarks.bundles import CONTENT, bundle_of, sha_of


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
        part = shipped.npm.part[0].model_copy(update={"sha256": sha_of(b"landmarks")})
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
    wanted = bundle_of("lite", "npm", b"")
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


class Answer(BytesIO):
    def __enter__(self) -> Self:
        return self


def published(
    monkeypatch: pytest.MonkeyPatch, content: bytes, told: download.OnDownload = download.silent
) -> bytes:
    """The real fetching of a published bundle from a made-up host."""
    asked = []

    def urlopen(request: urllib.request.Request, timeout: float) -> Answer:
        asked.append((request.full_url, timeout))
        return Answer(content)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    packing = bundle_of("full", "published", CONTENT["published"])
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
