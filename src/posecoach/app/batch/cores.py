"""Analyses recordings in processes of this machine, by joblib's loky."""

import concurrent.futures
import logging
import os
import re
import tempfile
import time
import warnings
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import Any

from posecoach.app.batch import work
from posecoach.app.batch.spread import AGAIN, Died, Outcome
from posecoach.app.batch.work import Failure, RecordingTask
from posecoach.errors import PosecoachError

log = logging.getLogger("posecoach")

_TRIES = 5
_BREAK_S = 0.2
_IDLE_S = 60  # after which a process without work ends
_MOST_STILLBORN = 3


def usable() -> int:
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Cores:
    """Processes that each analyse one recording after the other.

    If one dies, the others of that moment die with it, and all are started anew. Which recordings
    were in work is known from notes that the processes keep, so only these are under suspicion.

    Attributes:
        ahead: how many recordings may be handed over at once.
    """

    def __init__(self, processes: int) -> None:
        self._processes = max(1, processes)
        self.ahead = 2 * self._processes
        self._notes = tempfile.TemporaryDirectory(prefix="posecoach-")
        self._running: dict[Future[Any], RecordingTask] = {}
        self._stillborn = 0
        self._begun = False
        # loky tells so when it replaces a process that has grown; that is what we want
        warnings.filterwarnings("ignore", category=UserWarning, module="joblib")

    def submit(self, task: RecordingTask) -> None:
        self._begun = True
        for left in reversed(range(_TRIES)):
            try:
                future = self._executor().submit(work.do, task, self._note(task))
            except BrokenExecutor:  # it broke just now; the next one is new
                if not left:
                    raise
                time.sleep(_BREAK_S)
            else:
                self._running[future] = task
                return

    def _executor(self) -> Any:
        from joblib.externals.loky import get_reusable_executor

        return get_reusable_executor(
            max_workers=self._processes,
            timeout=_IDLE_S,
            initializer=work.prepare_worker,
            initargs=(os.getpid(),),
        )

    def wait(self, timeout: float) -> list[tuple[RecordingTask, Outcome]]:
        done, _ = concurrent.futures.wait(
            self._running, timeout, concurrent.futures.FIRST_COMPLETED
        )
        broken = next((e for f in done if isinstance(e := f.exception(), BrokenExecutor)), None)
        if broken is not None:  # all others end now too
            done, _ = concurrent.futures.wait(self._running, 10 * timeout)
        out = [(self._running.pop(f), f) for f in done]
        found: list[tuple[RecordingTask, Outcome]] = [
            (t, self._fate(t, e) if (e := f.exception()) is not None else f.result())
            for t, f in out
        ]
        if broken is not None:
            self._stillborn += not any(isinstance(o, Died) for _, o in found)
            if self._stillborn > _MOST_STILLBORN:
                raise PosecoachError(
                    f"The processes that analyse end as soon as they begin ({_why(broken)}); "
                    "free memory, or try fewer with --jobs 1."
                )
        return found

    def _fate(self, task: RecordingTask, error: BaseException) -> Outcome:
        note = self._note(task)
        if not isinstance(error, BrokenExecutor):  # what came back could not be read
            log.error("while analysing: %r", error)
            name = task.recording.path.name
            return Failure(name, f"{name}: an internal mistake ({type(error).__name__}).")
        if not note.exists():
            return AGAIN
        note.unlink()
        return Died(_why(error))

    def _note(self, task: RecordingTask) -> Path:
        return Path(self._notes.name) / str(task.index)

    def shares(self) -> float:
        """How much of the recordings in work is done, as a number of recordings."""
        out = 0.0
        for note in Path(self._notes.name).glob("*"):
            try:
                done, total = (int(n) for n in note.read_text("ascii").split())
            except (OSError, ValueError):
                continue
            out += min(1.0, done / total) if total > 0 else 0.0
        return out

    def begun(self) -> list[int]:
        """The places of the recordings that are in work."""
        return [int(n.name) for n in Path(self._notes.name).glob("*")]

    def close(self) -> None:
        """Ends the processes at once, whatever they are at."""
        if self._begun:
            self._executor().shutdown(wait=True, kill_workers=True)
        self._notes.cleanup()


def _why(error: BaseException) -> str:
    signals = re.findall(r"\b(SIG[A-Z]+|EXIT\(-?\d+\))", str(error))
    return signals[0] if signals else type(error).__name__
