"""Made-up model bundles, and where they come from."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from posecoach.landmarks.fetching import download, manifest

CONTENT = {
    "published": b"published weights",
    "wheel": b"packed weights!",
    "lite": b"small",
    "npm": b"small and packed",
}

SIZES: tuple[manifest.ModelSize, ...] = ("full", "lite", "heavy")


def sha_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def bundle_of(
    size: manifest.ModelSize, packing: manifest.Packing, content: bytes
) -> manifest.Bundle:
    return manifest.Bundle(
        size=size,
        file=f"pose_landmarker_{size}.task",
        packing=packing,
        url=f"https://example.invalid/{size}.task",
        bytes=len(content),
        sha256=sha_of(content),
    )


def refuses(_packing: manifest.Bundle, _told: download.OnDownload) -> bytes:
    raise OSError("no network")


def gives(content: bytes) -> Callable[[manifest.Bundle, download.OnDownload], bytes]:
    return lambda _packing, _told: content


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def files(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())
