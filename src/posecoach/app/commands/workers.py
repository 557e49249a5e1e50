"""Several recordings at once: a few child processes, each with a model of its own.

A child does one recording after the other. One that dies costs the recording in hand and is
replaced; the others go on. Children end with their parent, however that ends.
"""

import contextlib
import logging
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from posecoach import nativelog
from posecoach.app.commands.recording import Job, analyze_one
from posecoach.errors import PosecoachError
from posecoach.sinks.json import Analysis

log = logging.getLogger("posecoach")

_TELL_EVERY = 15  # frames
_GONE_S = 5.0


@dataclass(frozen=True)
class Failure:
    """A recording that could not be analysed, and why, in one sentence."""

    name: str
    sentence: str


Result = Analysis | Failure
Progress = Callable[[str, int, int], None]


def processes(jobs: int) -> int:
    """How many children: one a core that may be used, and no more than there are jobs."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(jobs, cores or 1))


def _child(pipe: Connection, work: Callable[[Job, Progress], Analysis]) -> None:
    """Does jobs from the pipe until it is closed."""
    # Ctrl-C reaches children too: the parent alone decides, and ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nativelog.turn_to_log()
    import cv2

    cv2.setNumThreads(1)  # the other cores have work of their own
    try:
        while (job := pipe.recv()) is not None:

            def progress(what: str, done: int, total: int) -> None:
                if done % _TELL_EVERY == 0:
                    pipe.send(("progress", (what, done, total)))

            try:
                answer: Any = ("done", work(job, progress))
            except PosecoachError as error:
                answer = ("failed", str(error))
            except MemoryError:
                answer = ("failed", f"{job.video.name}: there is not enough memory for it.")
            except Exception as error:  # a bug fails this recording alone
                log.exception("while analysing")
                answer = (
                    "failed",
                    f"{job.video.name}: an internal mistake ({type(error).__name__}); "
                    "please report it with 'posecoach doctor --bundle FILE'.",
                )
            pipe.send(answer)
    except (EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone
        return


class _Worker(threading.Thread):
    """Starts one child process, gives it jobs, and replaces it when it dies."""

    def __init__(
        self,
        jobs: "queue.SimpleQueue[tuple[int, Job]]",
        results: "queue.SimpleQueue[tuple[int, Result]]",
        progress: Progress,
        work: Callable[[Job, Progress], Analysis],
    ) -> None:
        super().__init__(name="worker", daemon=True)
        self._jobs, self._results, self._progress, self._work = jobs, results, progress, work
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ending = threading.Event()

    def run(self) -> None:
        while not self._ending.is_set():
            try:
                index, job = self._jobs.get_nowait()
            except queue.Empty:
                break
            self._results.put((index, self._do(job)))
        self._dismiss()

    def _do(self, job: Job) -> Result:
        try:
            pipe = self._hired()
            pipe.send(job)
            while True:
                kind, content = pipe.recv()
                if kind == "progress":
                    self._progress(*content)
                elif kind == "done":
                    assert isinstance(content, Analysis)
                    return content
                else:
                    return Failure(job.video.name, content)
        except (EOFError, OSError):
            code = self._dismiss()
            return Failure(
                job.video.name,
                f"{job.video.name}: the process that analysed it died ({_why(code)}); "
                "try it alone, and check the file.",
            )

    def _hired(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_child, args=(theirs, self._work), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def _dismiss(self) -> int | None:
        """Ends the child; gives its exit code."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.send(None)
            pipe.close()
        if process is None:
            return None
        process.join(_GONE_S)
        if process.is_alive():
            process.kill()
            process.join(_GONE_S)
        return process.exitcode

    def end(self) -> None:
        """Ends the child at once, whatever it does."""
        self._ending.set()
        process = self._process
        if process is not None and process.is_alive():
            process.terminate()


def _why(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            pass
    return f"exit {code}"


def analyze_all(
    jobs: list[Job],
    progress: Progress,
    on_result: Callable[[Result], None],
    work: Callable[[Job, Progress], Analysis] = analyze_one,
) -> list[Result]:
    """Does the jobs on all cores.

    Args:
        jobs: what to do.
        progress: gets file name, frames done and frames in all.
        on_result: gets each result as soon as it and all before it are there.
        work: does one job, in a child process.

    Returns:
        the results in the order of the jobs.
    """
    waiting: queue.SimpleQueue[tuple[int, Job]] = queue.SimpleQueue()
    for pair in enumerate(jobs):
        waiting.put(pair)
    results: queue.SimpleQueue[tuple[int, Result]] = queue.SimpleQueue()
    lock = threading.Lock()

    def in_turn(what: str, done: int, total: int) -> None:
        with lock:
            progress(what, done, total)

    workers = [_Worker(waiting, results, in_turn, work) for _ in range(processes(len(jobs)))]
    found: dict[int, Result] = {}
    try:
        for worker in workers:
            worker.start()
        shown = 0
        while len(found) < len(jobs):
            try:
                index, result = results.get(timeout=0.2)  # so that Ctrl-C is handled on each system
            except queue.Empty:
                continue
            found[index] = result
            while shown in found:
                on_result(found[shown])
                shown += 1
    finally:
        for worker in workers:
            if len(found) < len(jobs):
                worker.end()
        for worker in workers:
            if worker.ident is not None:
                worker.join(2 * _GONE_S)
    return [found[i] for i in range(len(jobs))]


def names_of(jobs: list[Path]) -> list[str]:
    """File stems that differ, for annotated copies: a second 'a' becomes 'a-2'."""
    out: list[str] = []
    for path in jobs:
        name, n = path.stem, 1
        while name in out:
            n += 1
            name = f"{path.stem}-{n}"
        out.append(name)
    return out
