"""Analyses several recordings at once in child processes, each with its own model.

A child analyses one recording after another. If a child dies, its current recording fails, and
another child takes its place. When the parent ends, however it ends, so do the children.
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

_PROGRESS_EVERY = 15  # frames
_EXIT_WAIT_S = 5.0


@dataclass(frozen=True)
class Failure:
    """A recording that could not be analysed, and why, in one sentence."""

    name: str
    sentence: str


Result = Analysis | Failure
Progress = Callable[[str, int, int], None]


def processes(jobs: int) -> int:
    """The number of child processes: one for each usable core, at most one for each job."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(jobs, cores or 1))


def _child(pipe: Connection, work: Callable[[Job, Progress], Analysis]) -> None:
    """Runs in the child: does jobs from the pipe until it is closed."""
    # Ctrl-C reaches the children too, but the parent decides when they end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nativelog.turn_to_log()
    import cv2

    cv2.setNumThreads(1)  # other children use the other cores
    try:
        while (job := pipe.recv()) is not None:

            def progress(what: str, done: int, total: int) -> None:
                if done % _PROGRESS_EVERY == 0:
                    pipe.send(("progress", (what, done, total)))

            try:
                answer: Any = ("done", work(job, progress))
            except PosecoachError as error:
                answer = ("failed", str(error))
            except MemoryError:
                answer = ("failed", f"{job.video.name}: there is not enough memory for it.")
            except Exception as error:  # a bug must not fail the other recordings
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
    """A thread that gives jobs to one child process, and replaces the child if it dies."""

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
        self._stop_child()

    def _do(self, job: Job) -> Result:
        try:
            pipe = self._child_pipe()
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
            code = self._stop_child()
            return Failure(
                job.video.name,
                f"{job.video.name}: the process that analysed it died ({_why(code)}); "
                "try it alone, and check the file.",
            )

    def _child_pipe(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_child, args=(theirs, self._work), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def _stop_child(self) -> int | None:
        """Asks the child to end, and kills it if it does not; returns its exit code."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.send(None)
            pipe.close()
        if process is None:
            return None
        process.join(_EXIT_WAIT_S)
        if process.is_alive():
            process.kill()
            process.join(_EXIT_WAIT_S)
        return process.exitcode

    def end(self) -> None:
        """Ends the child at once."""
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
        jobs: the recordings.
        progress: a progress callback: file name, frames done, frames in total.
        on_result: called with each result, in the order of the jobs.
        work: does one job, in a child process.

    Returns:
        The results in the order of the jobs.
    """
    waiting: queue.SimpleQueue[tuple[int, Job]] = queue.SimpleQueue()
    for pair in enumerate(jobs):
        waiting.put(pair)
    results: queue.SimpleQueue[tuple[int, Result]] = queue.SimpleQueue()
    lock = threading.Lock()

    def locked_progress(what: str, done: int, total: int) -> None:
        with lock:
            progress(what, done, total)

    workers = [
        _Worker(waiting, results, locked_progress, work) for _ in range(processes(len(jobs)))
    ]
    found: dict[int, Result] = {}
    try:
        for worker in workers:
            worker.start()
        shown = 0
        while len(found) < len(jobs):
            try:
                index, result = results.get(
                    timeout=0.2
                )  # Windows handles Ctrl-C only between waits
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
                worker.join(2 * _EXIT_WAIT_S)
    return [found[i] for i in range(len(jobs))]


def names_of(jobs: list[Path]) -> list[str]:
    """A unique name for each annotated copy: the file's stem; a second 'a' becomes 'a-2'."""
    out: list[str] = []
    for path in jobs:
        name, n = path.stem, 1
        while name in out:
            n += 1
            name = f"{path.stem}-{n}"
        out.append(name)
    return out
