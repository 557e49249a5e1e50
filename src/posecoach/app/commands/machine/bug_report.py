"""Writes a bug report: versions, findings and the end of the log, without personal data."""

import getpass
import importlib.metadata
import platform
import re
import sys
from pathlib import Path

from posecoach import __version__
from posecoach.app.batch.inputs import SUFFIXES
from posecoach.app.commands.machine.doctor import OPENCV, DoctorFinding, findings
from posecoach.app.console import ask
from posecoach.errors import PosecoachError
from posecoach.files import private
from posecoach.nativelog import EVENTS, without_secrets
from posecoach.paths import checkout, data_dir, log_file, reason

_PACKAGES = (
    "mediapipe", *OPENCV, "pyside6-essentials", "numpy", "av", "pillow", "joblib", "pydantic",
    "typer",
)  # fmt: skip
_LOG_LINES = 200
_LOG_BYTES = 256 << 10
#: Names of films, tapes and pictures; with a folder before it a name may have spaces in it.
_MEDIA_FILES = re.compile(
    r"(?:(?<![^\s'\"(=])(?:~|/|[A-Za-z]:\\|\.)[^\n'\"]*?|[^\s'\"]+)"
    rf"\.({'|'.join(sorted(s.lstrip('.') for s in {*SUFFIXES, '.jpg', '.png'}))})\b",
    re.IGNORECASE,
)


def _folders() -> list[tuple[Path, str]]:
    """Folders that may tell of their owner, and what stands in their place; the longest first."""
    found = [(data_dir(create=False), "DATA"), (Path.cwd(), "HERE")]
    if (source := checkout()) is not None:
        found.append((source, "POSECOACH"))
    return sorted(
        (pair for pair in found if len(pair[0].parts) > 2), key=lambda pair: -len(str(pair[0]))
    )


def redacted(text: str) -> str:
    """The text without home folder, user name, credentials, and names of videos and tapes."""
    text = without_secrets(text)
    for folder, name in _folders():
        text = text.replace(str(folder), name)
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    text = re.sub(r"(/home/|/Users/|[A-Za-z]:\\Users\\)[^/\\\s'\"]+", r"\1user", text)
    text = _MEDIA_FILES.sub(lambda found: f"FILE.{found[1]}", text)
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return text
    return re.sub(rf"\b{re.escape(name)}\b", "user", text) if len(name) > 2 else text


def line(found: DoctorFinding) -> str:
    """A finding as a line of the report, without what may name somebody."""
    mark = {True: "works", False: "NO", None: "later"}[found.ok]
    detail = found.detail
    if found.what == "camera" and found.ok:  # a camera's name may contain its owner's
        detail = f"{len(detail.split('; '))} found"
    return f"{found.what:<10} {mark:<6} {detail}"


def _tail(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _LOG_BYTES))
            return file.read().decode("utf-8", "replace").splitlines()[-_LOG_LINES:]
    except OSError:
        return ["(none)"]


def report() -> str:
    """The text of the report, redacted."""
    lines = [f"posecoach {__version__}", f"Python {platform.python_version()}, {sys.platform}"]
    lines += [platform.platform(), platform.machine(), ""]
    for name in _PACKAGES:
        try:
            lines.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            lines.append(f"{name} is not installed")
    lines += ["", *(line(f) for f in findings()), ""]
    log = log_file()
    if log is not None:
        for path in (log.with_name(EVENTS), log):
            lines += [f"--- {path.name}, the last {_LOG_LINES} lines", *_tail(path), ""]
    return redacted("\n".join(lines))


def write(path: Path) -> int:
    """Shows the report, and writes it if the user agrees; returns the exit code.

    Raises:
        PosecoachError: the file cannot be written.
    """
    text = report()
    print(text)
    if path.exists() and not path.is_file():
        raise PosecoachError(f"{path} is not a file; name one.")
    if sys.stdin.isatty():
        try:
            over = "over the file that is there" if path.exists() else "it"
            answer = ask(f"This is all that would be written to {path}. Write {over}? [y/N] ")
        except (EOFError, KeyboardInterrupt):
            answer = ""
        if answer.strip().lower() not in ("y", "yes"):
            print("Nothing was written.")
            return 0
    try:
        private(path, text + "\n")
    except OSError as error:
        raise PosecoachError(f"{path} cannot be written ({reason(error)}).") from error
    print(f"Written to {path}; read it through once more before you send it.")
    return 0
