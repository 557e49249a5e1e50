"""One recording, in whichever process it is analysed."""

import contextlib
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from posecoach import __version__, memory, nativelog
from posecoach.app.batch.inputs import RecordingInput, fetched
from posecoach.app.commands.sessions.recording import Job, analyze_one
from posecoach.errors import PosecoachError, SourceError, TapeError
from posecoach.landmarks import model
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.sinks.json import Analysis

log = logging.getLogger("posecoach")

_PROGRESS_EVERY = 15  # frames
_WATCH_S = 1.0


@dataclass(frozen=True)
class Failure:
    """A recording that could not be analysed, and why, in one sentence.

    Attributes:
        lasting: it would fail again as long as the file stays as it is.
    """

    name: str
    sentence: str
    lasting: bool = False


Result = Analysis | Failure
OnFrames = Callable[[str, int, int], None]
AnalysisWork = Callable[[Job, OnFrames], Analysis]


@dataclass(frozen=True)
class RecordingTask:
    """One recording of many.

    Attributes:
        index: its place among all.
        size: which pose model to take where the job's own file is not there, on another machine of
            a cluster; None if it must be that file.
    """

    index: int
    recording: RecordingInput
    job: Job
    work: AnalysisWork = analyze_one
    size: ModelSize | None = None


def version() -> str:
    """The version of posecoach where this is called."""
    return __version__


def prepare_worker(parent: int) -> None:
    """Prepares a process of this machine that analyses one recording after the other."""
    # Ctrl-C reaches the children too, but the parent decides when they end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    memory.limit_arenas()
    nativelog.turn_to_log()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """Ends this process when its parent is gone, however that ended."""
    while os.name != "posix" or os.getppid() == parent:
        time.sleep(_WATCH_S)
    os._exit(1)


def do(task: RecordingTask, notes: Path | None = None) -> Result:
    """Analyses one recording; what goes wrong is told in the result.

    Args:
        task: which, and how.
        notes: a file that says, while it is there, that the work has begun and how far it is.
    """
    import cv2

    cv2.setNumThreads(1)  # others use the other cores

    def progress(_name: str, done: int, total: int) -> None:
        if notes is not None and done % _PROGRESS_EVERY == 0:
            with contextlib.suppress(OSError):
                notes.write_text(f"{done} {total}", "ascii")

    name = task.recording.path.name
    progress(name, 0, 0)
    try:
        return _found(task, progress)
    except PosecoachError as error:
        return Failure(name, str(error), lasting=_lasting(task, error))
    except MemoryError:
        return Failure(name, f"{name}: there is not enough memory for it.")
    except Exception as error:  # a bug must not fail the other recordings
        log.exception("while analysing")
        return Failure(
            name,
            f"{name}: an internal mistake ({type(error).__name__}); "
            "please report it with 'posecoach doctor --bundle FILE'.",
        )
    finally:
        if notes is not None:
            with contextlib.suppress(OSError):
                notes.unlink()


def _lasting(task: RecordingTask, error: PosecoachError) -> bool:
    """Whether the recording is to blame: it was read, and what is in it makes no sense."""
    if not isinstance(error, SourceError | TapeError) or isinstance(error.__cause__, OSError):
        return False
    return task.recording.address is not None or os.access(task.job.video, os.R_OK)


def _found(task: RecordingTask, progress: OnFrames) -> Analysis:
    job = task.job
    if job.model is not None and task.size is not None and not job.model.exists():
        job = replace(job, model=model.find_or_fetch(size=task.size))
    if task.recording.address is None:
        return task.work(job, progress)
    with tempfile.TemporaryDirectory(prefix="posecoach-") as folder:
        local = fetched(task.recording, Path(folder))
        try:
            return task.work(replace(job, video=local), progress)
        except PosecoachError as error:
            told = str(error).replace(str(local), task.recording.name)
            raise type(error)(told) from error
