"""The ``doctor`` command: checks what works on this machine, and what to do if it does not."""

import importlib.metadata
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass

from posecoach import __version__
from posecoach.app import opencv
from posecoach.errors import PosecoachError
from posecoach.paths import log_file


@dataclass(frozen=True)
class DoctorFinding:
    """One line of the report; ``ok`` is None if the thing is optional or comes later."""

    what: str
    ok: bool | None
    detail: str


def _camera() -> DoctorFinding:
    from posecoach.sources.camera import cameras

    found = cameras()
    if not found:
        return DoctorFinding(
            "camera", False, "none found: connect one, or use --source with a video or a stream"
        )
    return DoctorFinding("camera", True, "; ".join(f"{i}: {name}" for i, name in found))


def _model() -> DoctorFinding:
    from posecoach.landmarks import model

    found = model.find()
    if found is not None:
        return DoctorFinding("model", True, str(found))
    bad = model.damaged()
    if bad:
        return DoctorFinding("model", False, f"{bad[0]} is damaged: run 'posecoach model fetch'")
    return DoctorFinding("model", None, "not there yet: it is fetched when first needed")


def _face() -> DoctorFinding:
    from posecoach.landmarks import facemodel

    found = facemodel.find()
    if found is not None:
        return DoctorFinding("faces", True, str(found))
    return DoctorFinding(
        "faces",
        None,
        "no face detector: where a dark face looks is not judged; 'posecoach model fetch' gets it",
    )


#: OpenCV's packages: all hold the same folder, so only one may be installed.
OPENCV = (
    "opencv-contrib-python",
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python-headless",
)


def _display() -> DoctorFinding:
    from posecoach.app.desktop.display import available

    if available():
        return DoctorFinding("display", True, "a window can be shown")
    return DoctorFinding("display", False, "none: run on a desktop, or add --headless")


def _voice() -> DoctorFinding:
    from posecoach.sinks.voice.speaker import voice_command

    found = voice_command()
    if found:
        return DoctorFinding("voice", True, found[0])
    return DoctorFinding(
        "voice", False, "none: install speech-dispatcher or espeak-ng; chimes till then"
    )


def _settings() -> DoctorFinding:
    from posecoach.app import settings

    settings.load()
    there = settings.path().exists()
    return DoctorFinding("settings", True, str(settings.path()) if there else "the defaults")


def _database() -> DoctorFinding:
    from posecoach.records.store import Store

    store = Store()
    try:
        store.try_to_write()
        return DoctorFinding("database", True, f"{store.path}, {len(store.sessions())} sessions")
    finally:
        store.close()


def _cv2() -> DoctorFinding:
    try:
        import cv2
    except ModuleNotFoundError:
        return DoctorFinding("cv2", False, f"missing: {opencv.REMEDY}")
    found = []
    for name in OPENCV:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    if len(found) > 1:
        return DoctorFinding(
            "cv2",
            False,
            f"{' and '.join(found)} share one folder: uninstall all of them, then install "
            "opencv-contrib-python",
        )
    if opencv.emptied():
        return DoctorFinding(
            "cv2", False, f"emptied, as another OpenCV package was removed: {opencv.REMEDY}"
        )
    if opencv.too_old(cv2.__version__):
        return DoctorFinding(
            "cv2", False, f"{cv2.__version__} is too old: pip install --upgrade posecoach"
        )
    return DoctorFinding("cv2", True, cv2.__version__)


def _mediapipe() -> DoctorFinding:
    try:
        return DoctorFinding("mediapipe", True, importlib.metadata.version("mediapipe"))
    except importlib.metadata.PackageNotFoundError:
        return DoctorFinding("mediapipe", False, "missing: install posecoach again")


def findings() -> list[DoctorFinding]:
    """The results of all checks; a check that raises becomes a finding too."""
    checks: dict[str, Callable[[], DoctorFinding]] = {
        "camera": _camera,
        "model": _model,
        "faces": _face,
        "display": _display,
        "voice": _voice,
        "settings": _settings,
        "database": _database,
        "cv2": _cv2,
        "mediapipe": _mediapipe,
    }
    out = []
    for name, check in checks.items():
        try:
            out.append(check())
        except PosecoachError as error:
            out.append(DoctorFinding(name, False, str(error)))
        except Exception as error:
            out.append(DoctorFinding(name, False, f"{type(error).__name__}: {error}"))
    return out


def run(say: str | None) -> int:
    """Prints the report; returns 1 if something that is needed does not work."""
    print(f"posecoach {__version__}, Python {platform.python_version()}, {sys.platform}")
    found = findings()
    for f in found:
        mark = {True: "works", False: "NO", None: "later"}[f.ok]
        print(f"{f.what:<10} {mark:<6} {f.detail}")
    print(f"{'log':<10} {'':<6} {log_file() or 'none'}")
    if say is not None:
        from posecoach.sinks.voice.speaker import system_speaker

        speaker = system_speaker()
        speaker.say(say, t=0.0)
        print(f"said by: {speaker.name}")
        speaker.close()
    needed = ("model", "database", "cv2", "mediapipe")
    return 1 if any(f.ok is False for f in found if f.what in needed) else 0
