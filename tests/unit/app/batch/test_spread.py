"""Several recordings at once: one that fails or dies costs itself alone; each comes back once."""

import os
import signal
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.app.batch.cores import Cores, usable
from posecoach.app.batch.inputs import RecordingInput
from posecoach.app.batch.spread import AGAIN, Died, Outcome, spread
from posecoach.app.batch.work import Failure, RecordingTask, Result
from posecoach.app.commands.sessions.recording import Job
from posecoach.errors import ModelError, SourceError
from posecoach.sinks.json import Analysis
from posecoach.spec.load import stretch


def work(job: Job, told: Callable[[str, int, int], None]) -> Analysis:
    """What a name says; runs in a child process."""
    name = job.video.stem
    told(name, 15, 30)
    if name in ("unreadable", "missing"):
        raise SourceError(f"{name} is not a video.")
    if name == "no_model":
        raise ModelError("There is no model.")
    if name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "hungry":
        raise MemoryError
    if name == "mistaken":
        raise ZeroDivisionError
    return Analysis(job.stretch, "mobilizer", job.video.name)


def tasks(*names: str, folder: Path = Path()) -> list[RecordingTask]:
    spec = stretch("lateral_line")
    return [
        RecordingTask(
            i,
            RecordingInput(f"{n}.mp4", Path(f"{n}.mp4")),
            Job(folder / f"{n}.mp4", spec, None, None),
            work,
        )
        for i, n in enumerate(names)
    ]


def test_one_that_fails_or_dies_costs_itself_alone(tmp_path: Path) -> None:
    names = ["a", "killed", "unreadable", "missing", "no_model", "hungry", "mistaken", "b", "c"]
    (tmp_path / "unreadable.mp4").touch()
    (tmp_path / "no_model.mp4").touch()
    found: dict[str, Result] = {}
    pool = Cores(2)
    try:
        made = tasks(*names, folder=tmp_path)
        spread(made, pool, lambda t, r: found.update({t.job.video.stem: r}))
    finally:
        pool.close()
    assert sorted(found) == sorted(names)
    assert all(isinstance(found[n], Analysis) for n in ("a", "b", "c"))
    told = {n: r for n, r in found.items() if isinstance(r, Failure)}
    assert "killed.mp4: the process that analysed it died (SIGKILL)" in told["killed"].sentence
    assert told["unreadable"].sentence == "unreadable is not a video."
    assert "not enough memory" in told["hungry"].sentence
    assert "mistaken.mp4: an internal mistake (ZeroDivisionError)" in told["mistaken"].sentence
    assert [n for n, f in told.items() if f.lasting] == ["unreadable"]
    assert pool.begun() == []


def test_no_more_processes_than_cores() -> None:
    assert 1 <= usable() <= (os.cpu_count() or 1)


class Unsteady:
    """A pool whose processes die as told: a made-up one, without processes."""

    ahead = 3

    def __init__(self, fates: list[int], poison: set[int]) -> None:
        self._fates, self._poison = fates, poison
        self._running: deque[RecordingTask] = deque()
        self.done: Counter[int] = Counter()

    def submit(self, task: RecordingTask) -> None:
        self._running.append(task)

    def wait(self, timeout: float) -> list[tuple[RecordingTask, Outcome]]:
        task = self._running.popleft()
        fate = self._fates.pop() if self._fates else 0
        if task.index in self._poison or fate == 1:
            others = [(t, AGAIN if fate == 2 else Died("SIGSEGV")) for t in self._running]
            self._running.clear()
            return [(task, Died("SIGKILL")), *others]
        self.done[task.index] += 1
        return [(task, Analysis(task.job.stretch, "mobilizer", "x"))]

    def shares(self) -> float:
        return 0.0

    def begun(self) -> list[int]:
        return []

    def close(self) -> None:
        pass


@settings(deadline=None)
@given(
    st.integers(0, 12),
    st.lists(st.integers(0, 2), max_size=6),
    st.sets(st.integers(0, 11), max_size=3),
)
def test_whatever_dies_each_comes_back_once(n: int, fates: list[int], poison: set[int]) -> None:
    found: Counter[int] = Counter()
    good: set[int] = set()
    pool = Unsteady(list(fates), poison)

    def take(task: RecordingTask, result: Result) -> None:
        found[task.index] += 1
        if isinstance(result, Analysis):
            good.add(task.index)

    spread(tasks(*(str(i) for i in range(n))), pool, take)
    assert found == Counter(range(n))
    assert good.isdisjoint(poison)
    assert all(times == 1 for times in pool.done.values())
    if not fates:
        assert good == set(range(n)) - poison
