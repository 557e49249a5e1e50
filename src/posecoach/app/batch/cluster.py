"""Analyses recordings on a Dask cluster.

Each recording is a task of its own. If a worker is lost, the scheduler gives its tasks to others; a
task that has outlived several workers fails alone (``distributed.scheduler.allowed-failures``).
"""

import itertools
import logging
import queue
import socket
import time
import uuid
from dataclasses import replace
from typing import Any

from posecoach import __version__
from posecoach.app.batch import work
from posecoach.app.batch.spread import Outcome, died
from posecoach.app.batch.work import Failure, RecordingTask
from posecoach.errors import PosecoachError
from posecoach.paths import how_to_get

log = logging.getLogger("posecoach")

_ANSWER_S = 15
_WORKERS_S = 60  # a cluster that is just being started
_COUNT_EVERY_S = 5.0


class Cluster:
    """The workers of a scheduler.

    Attributes:
        ahead: how many recordings may be handed over at once; grows and shrinks with the cluster.
    """

    def __init__(self, address: str) -> None:
        """Connects, and checks that the workers run the same program.

        Raises:
            PosecoachError: Dask is not installed, nobody answers, there is no worker, or the
                workers have another posecoach or none.
        """
        try:
            import distributed
        except ImportError as error:
            raise PosecoachError(f"--dask needs more: {how_to_get('cluster')}.") from error
        try:
            _knock(address)
            _hush()
            self._client: Any = distributed.Client(address, timeout=_ANSWER_S, set_as_default=False)
            _hush()
        except Exception as error:  # bad addresses and time-outs of many kinds
            raise PosecoachError(
                f"No Dask scheduler answers at {address} ({type(error).__name__}); check the "
                "address, for example tcp://HOST:8786."
            ) from error
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._running: dict[str, tuple[RecordingTask, Any]] = {}
        self._run = uuid.uuid4().hex[:8]
        self._number = itertools.count()
        self._counted = 0.0
        self._threads = 0
        try:
            self._check(address)
        except PosecoachError:
            self._client.close()
            raise

    def _check(self, address: str) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_WORKERS_S)
        except Exception as error:
            raise PosecoachError(
                f"The Dask scheduler at {address} has no worker; start some with "
                f"'dask worker {address} --nthreads 1 --nworkers 4'."
            ) from error
        try:
            found = self._client.submit(work.version, pure=False).result(timeout=_WORKERS_S)
        except Exception as error:  # what the worker could not import, in many kinds
            raise PosecoachError(
                f"The workers at {address} cannot run posecoach ({type(error).__name__}); install "
                f"posecoach {__version__} where they run."
            ) from error
        if found != __version__:
            raise PosecoachError(
                f"The workers at {address} have posecoach {found}, and here it is {__version__}; "
                "install the same."
            )

    @property
    def ahead(self) -> int:
        now = time.monotonic()
        if now - self._counted > _COUNT_EVERY_S or not self._threads:
            self._counted = now
            threads = sum(self._client.nthreads().values())
            self._threads = threads or self._threads
        return 4 * self._threads + 8

    def submit(self, task: RecordingTask) -> None:
        key = f"posecoach-{self._run}-{task.index}-{next(self._number)}"
        # A worker may have begun in another folder.
        sent = replace(task, job=replace(task.job, video=task.job.video.absolute()))
        future = self._client.submit(work.do, sent, key=key, pure=False)
        self._running[key] = task, future
        future.add_done_callback(self._done.put)

    def wait(self, timeout: float) -> list[tuple[RecordingTask, Outcome]]:
        out = []
        try:
            future = self._done.get(timeout=timeout)
            while True:
                out.append(self._outcome(future))
                future = self._done.get_nowait()
        except queue.Empty:
            return out

    def _outcome(self, future: Any) -> tuple[RecordingTask, Outcome]:
        task, _ = self._running.pop(future.key)
        if future.status == "finished":
            return task, future.result()
        if future.status != "error":
            raise PosecoachError(
                "The Dask scheduler is gone; what was done is kept: give the same command again."
            )
        error = future.exception()
        if type(error).__name__ == "KilledWorker":
            return task, died(task, "with several workers of the cluster")
        log.error("on the cluster: %r", error)
        name = task.recording.path.name
        return task, Failure(name, f"{name}: its worker failed ({type(error).__name__}).")

    def shares(self) -> float:
        return 0.0

    def begun(self) -> list[int]:
        return []

    def close(self) -> None:
        try:
            self._client.cancel([f for _, f in self._running.values()], force=True)
        except Exception:  # the scheduler may be gone
            log.info("nothing could be called off")
        self._client.close(timeout=2)


def _hush() -> None:
    """Keeps Dask's own talk, traces among it, off the terminal: our sentences say what matters."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _knock(address: str) -> None:
    """Fails soon where nobody listens; Dask's own client would wait long, and leave a trace.

    Raises:
        Exception: the address is malformed, or nobody listens there.
    """
    from distributed.comm import parse_address, parse_host_port

    scheme, place = parse_address(address)
    if scheme in ("tcp", "tls"):
        with socket.create_connection(parse_host_port(place, 8786), timeout=_ANSWER_S) as talk:
            if scheme == "tcp" and not talk.recv(1):  # a scheduler speaks first
                raise ConnectionError
