"""The ``analyze`` command: coaches recordings, writes JSON, a table, and annotated copies."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posecoach.app.batch import table
from posecoach.app.batch.inputs import RecordingInput, recordings
from posecoach.app.batch.journal import Journal, Likeness, settings_of
from posecoach.app.batch.progress import telling
from posecoach.app.batch.spread import Pool, spread
from posecoach.app.batch.work import Failure, RecordingTask, Result
from posecoach.app.commands.output import write
from posecoach.app.commands.sessions.recording import Job, analyze_one
from posecoach.app.console import bar, counted, get_model, messages
from posecoach.cues import safety
from posecoach.errors import PosecoachError, SourceError, UsageError
from posecoach.landmarks import tape
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.paths import reason
from posecoach.pose import Side
from posecoach.sinks.json import Analysis

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True)
class Wanted:
    """What is to come out, and who does it.

    Attributes:
        json_file: where the results go as JSON; '-' is standard output.
        table: a CSV or Parquet file of all sessions, repetitions, holds and faults.
        dask: the address of a Dask scheduler; None for the cores of this machine.
        jobs: how many processes here; None for one a core.
    """

    json_file: str | None = None
    table: Path | None = None
    dask: str | None = None
    jobs: int | None = None


def run(
    given: list[str],
    job: Job,
    wanted: Wanted,
    *,
    listed: Path | None = None,
    size: ModelSize = "full",
) -> int:
    """Analyses each recording; returns the exit code.

    If one of several recordings cannot be read, a sentence says so and the exit code is 1; the
    others are analysed and are in the JSON and in the table.

    Args:
        given: files, folders, patterns, or addresses for fsspec.
        job: what to do with each. Its ``video`` is ignored, its ``model`` may be None, and with
            several recordings its ``annotate`` is a folder.
        wanted: what comes out.
        listed: a text file with more of ``given``.
        size: of the pose model, where ``job`` names none.

    Raises:
        PosecoachError: the only recording cannot be read, or a result cannot be written.
    """
    mode = job.mode or job.stretch.modes[0]
    if not job.stretch.judges(mode):
        raise UsageError(
            f"The stretch '{job.stretch.id}' is shown and timed, but not watched as a {mode}: "
            "there is nothing to analyse."
        )
    if wanted.table is not None:
        table.check(wanted.table)
    found = recordings(given, listed, job.annotate)
    run_ = _Run(found, job, wanted, size)
    if run_.simple:
        run_.alone()
    else:
        run_.many()
    return run_.end()


class _Run:
    """One call of the command: takes results as they come, and tells and keeps them."""

    def __init__(
        self, found: list[RecordingInput], job: Job, wanted: Wanted, size: ModelSize
    ) -> None:
        self._all, self._wanted = found, wanted
        self._console: Console = messages()
        self._quiet = wanted.json_file == "-"
        self.simple = (
            len(found) == 1 and found[0].address is None and not (wanted.table or wanted.dask)
        )
        self._tasks = _tasks(found, job, size, folder=len(found) > 1)
        self._likes = _Likes()
        self._results: dict[int, Analysis] = {}
        self._failures = 0

    def alone(self) -> None:
        """Analyses the only recording in this process."""
        (task,) = self._tasks
        with bar(self._console, bytes_=False) as progress:
            self._tell(analyze_one(replace(task.job, alone=True), progress), self._results, 0)

    def many(self) -> None:
        """Analyses several; what is done is kept, however it ends."""
        if self._wanted.table is None:
            self._spread(self._tasks, None)
            return
        with Journal(self._wanted.table) as journal:
            try:
                self._spread(self._left(journal), journal)
            finally:
                table.write(self._wanted.table, journal.rows(self._all))
            self._failures = sum(journal.failed(r) for r in self._all)
            self._console.print(
                f"{self._wanted.table}: {len(self._all) - self._failures} of {len(self._all)} "
                "recordings."
                + (f" {self._failures} could not be read: kind 'unread'." if self._failures else "")
            )

    def _left(self, journal: Journal) -> list[RecordingTask]:
        """What is not done yet; all, if each single result is asked for beside the table."""
        if self._wanted.json_file is not None or any(
            t.job.annotate or t.job.why for t in self._tasks
        ):
            for task in self._tasks:
                self._likes.of(task)
            return self._tasks
        likes = self._likes
        left = [t for t in self._tasks if not journal.has(t.recording, likes.of(t))]
        if len(left) < len(self._tasks):
            self._console.print(
                f"{len(self._tasks) - len(left)} of {len(self._tasks)} recordings are done already "
                f"({journal.path.name})."
            )
        return left

    def _spread(self, tasks: list[RecordingTask], journal: Journal | None) -> None:
        waiting: dict[int, Result] = {}
        order = iter([t.index for t in tasks])
        turn = next(order, None)
        done = 0

        def on_result(task: RecordingTask, result: Result) -> None:
            nonlocal turn, done
            done += 1
            if journal is not None:
                journal.add(
                    task.recording,
                    self._likes.of(task),
                    table.rows(task.recording.name, result),
                    failed=isinstance(result, Failure),
                    again=isinstance(result, Failure) and not result.lasting,
                )
                if self._wanted.json_file is None:
                    self._tell(result, self._results, task.index)
                    return
            waiting[task.index] = result
            while turn in waiting:
                self._tell(waiting.pop(turn), self._results, turn)
                turn = next(order, None)

        if not tasks:
            return
        with (
            self._pool(len(tasks)) as pool,
            telling(self._console, len(tasks), lines=journal is not None) as told,
        ):
            spread(tasks, pool, on_result, lambda: told(done + pool.shares()))

    @contextlib.contextmanager
    def _pool(self, tasks: int) -> Iterator[Pool]:
        """The pool; it ends at once, and half copies are removed, if the block fails."""
        if self._wanted.dask is not None:
            from posecoach.app.batch.cluster import Cluster

            pool: Pool = Cluster(self._wanted.dask)
        else:
            from posecoach.app.batch.cores import Cores, usable

            pool = Cores(min(tasks, self._wanted.jobs or usable()))
        begun: list[int] = []
        try:
            yield pool
        finally:
            begun = pool.begun()
            pool.close()
            for index in begun:
                copy = self._tasks[index].job.annotate
                if copy is not None:
                    copy.unlink(missing_ok=True)

    def _tell(self, result: Result, kept: dict[int, Analysis], index: int) -> None:
        if isinstance(result, Failure):
            self._failures += 1
            self._console.print(result.sentence)
            return
        if self._wanted.json_file is not None:
            kept[index] = result
        if not self._quiet and (self._wanted.table is None or result.why is not None):
            print(_summary(result), flush=True)
            for entry in result.why.entries() if result.why is not None else ():
                print(f"  {entry}", flush=True)
        if result.remark is not None:
            self._console.print(result.remark)

    def end(self) -> int:
        """Writes what is written at the end; returns the exit code."""
        if not self._quiet:
            self._console.print(safety.LINE)
        several = len(self._all) > 1
        if self._wanted.json_file is not None and (self._results or several):
            data: Any = [self._results[i].as_json() for i in sorted(self._results)]
            write(self._wanted.json_file, json.dumps(data if several else data[0], indent=1))
        return 1 if self._failures else 0


class _Likes:
    """What must be the same for a result to hold; files are looked at once, before they are read.

    Settings of a tape and of a film differ by the model.
    """

    def __init__(self) -> None:
        self._files: dict[int, str | None] = {}
        self._settings: dict[Path | None, str] = {}

    def of(self, task: RecordingTask) -> Likeness:
        job = task.job
        model = None if job.video.suffix == tape.SUFFIX else job.model
        if model not in self._settings:
            self._settings[model] = settings_of(replace(job, model=model))
        if task.index not in self._files:
            self._files[task.index] = task.recording.fingerprint()
        return Likeness(self._files[task.index], self._settings[model])


def _tasks(
    found: list[RecordingInput], job: Job, size: ModelSize, *, folder: bool
) -> list[RecordingTask]:
    annotate = job.annotate
    if annotate is not None and folder:
        try:
            annotate.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SourceError(f"The folder {annotate} cannot be made ({reason(error)}).") from error
    if len(found) == 1 and found[0].address is None and not found[0].path.exists():
        raise SourceError(f"There is no file {found[0].path}; check the path.")
    path = None if all(_is_tape(r) for r in found) else get_model(job.model, size)
    out = []
    for i, (recording, name) in enumerate(zip(found, names_of(found), strict=True)):
        video, copy = recording.path, annotate
        if annotate is not None and (folder or annotate.is_dir()):
            copy = annotate / f"{name}.mp4"
        if copy is not None and copy.exists() and video.exists() and copy.samefile(video):
            raise PosecoachError(f"The copy would replace {video} itself; name another file.")
        one = replace(job, video=video, model=path, annotate=copy, alone=False)
        out.append(RecordingTask(i, recording, one, size=size if job.model is None else None))
    return out


def _is_tape(recording: RecordingInput) -> bool:
    there = recording.address is not None or recording.path.exists()
    return there and tape.is_tape(recording.path)


def names_of(found: list[RecordingInput]) -> list[str]:
    """A unique name for each annotated copy: the file's stem; a second 'a' becomes 'a-2'."""
    out: dict[str, None] = {}
    last: dict[str, int] = {}
    for recording in found:
        stem = recording.path.stem
        name, n = stem, last.get(stem, 1)
        while name in out:
            n += 1
            name = f"{stem}-{n}"
        out[name], last[stem] = None, n
    return list(out)


def _by_side(found: Analysis, done: Mapping[Side, str]) -> str:
    """What was done on each side; of a stretch with both sides at once, just what was done."""
    if found.stretch.sides == "together":
        return done["left"]
    return ", ".join(f"{side} {words}" for side, words in done.items())


def _summary(found: Analysis) -> str:
    data = found.as_json()["summary"]
    if found.mode == "hold":
        done = _by_side(found, {s: f"{v:.1f} s held" for s, v in data["held_s"].items()})
    else:
        done = _by_side(found, {s: counted(v, "rep") for s, v in data["reps"].items()})
        partial = sum(data["partial_reps"].values())
        done += f", {partial} almost" if partial else ""
    faults = sorted({f.rule for f in found.faults if f.rule != "partial"})
    return f"{found.name}: {found.stretch.name}: {done}. " + (
        f"To work on: {', '.join(faults)}." if faults else "No corrections."
    )
