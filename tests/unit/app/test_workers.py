"""Several recordings at once: in order, one that fails or dies costs itself alone."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from posecoach.app.commands import workers
from posecoach.app.commands.recording import Job
from posecoach.app.commands.workers import Failure, analyze_all, names_of
from posecoach.errors import SourceError
from posecoach.sinks.json import Analysis
from posecoach.spec.load import stretch


def work(job: Job, told: Callable[[str, int, int], None]) -> Analysis:
    """What a name says; runs in a child process."""
    name = job.video.stem
    told(name, 15, 30)
    if name == "unreadable":
        raise SourceError("unreadable is not a video.")
    if name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "hungry":
        raise MemoryError
    if name == "mistaken":
        raise ZeroDivisionError
    return Analysis(job.stretch, "mobilizer", job.video.name)


def jobs(*names: str) -> list[Job]:
    return [Job(Path(f"{n}.mp4"), stretch("lateral_line"), None, None) for n in names]


def name_of(result: Analysis | Failure) -> str:
    return result.name


def test_results_come_in_order_and_one_that_dies_costs_itself_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "processes", lambda _: 2)
    shown: list[str] = []
    told: list[str] = []
    names = ["a", "killed", "unreadable", "hungry", "mistaken", "b"]
    results = analyze_all(
        jobs(*names), lambda what, *_: told.append(what), lambda r: shown.append(r.name), work
    )
    assert [Path(r.name).stem for r in results] == names
    assert [Path(n).stem for n in shown] == names
    assert sorted(set(told)) == sorted(names)
    sentences = [r.sentence if isinstance(r, Failure) else "" for r in results]
    assert sentences[0] == sentences[5] == ""
    assert "killed.mp4: the process that analysed it died (SIGKILL)" in sentences[1]
    assert sentences[2] == "unreadable is not a video."
    assert "not enough memory" in sentences[3]
    assert "mistaken.mp4" in sentences[4]
    assert "ZeroDivisionError" in sentences[4]


def test_copies_of_equal_names_do_not_overwrite_each_other() -> None:
    assert names_of([Path("a/x.mp4"), Path("b/x.mov"), Path("y.mp4")]) == ["x", "x-2", "y"]


def test_no_more_processes_than_work() -> None:
    assert workers.processes(1) == 1
    assert 1 <= workers.processes(100) <= (os.cpu_count() or 1)
