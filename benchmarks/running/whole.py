"""What whole processes cost: the real program against the bare loop, on the same pictures.

Processor time is that of all threads over some seconds in which it runs evenly; memory is the
largest resident size that the process ever had. Both are read from /proc.
"""

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from posecoach.paths import resource
from running import bare, recording, started, streams
from running.table import Row

POSSIBLE = Path("/proc/self/status").exists() and started.possible()

_SETTLE_S = 6.0
_OVER_S = 12.0
_NEVER_S = 90.0
_INTO_HOLD_S = 25.0  # by then the instructions are over and the hold runs
_MOST_REPEATS = 3
_FILM_S = 20.0

_REST = """\
schema = 1
name = "A long rest"
rest_s = 300
[[sets]]
stretch = "lateral_line"
reps = 1
[[sets]]
stretch = "lateral_line"
"""


@dataclass(frozen=True)
class State:
    """What the user does while the processor time is measured.

    Attributes:
        film: of the program's demo.
        still_s: the film stands still after these seconds; None goes on for ever.
        args: of ``posecoach coach``; ROUTINE stands for the routine with a long rest.
        begun: tells from the user's data folder whether it has begun.
    """

    name: str
    film: str
    args: tuple[str, ...]
    most: float
    still_s: float | None = None
    begun: Callable[[Path], bool] = lambda folder: _coaching_s(folder) > 0


def _coaching_s(folder: Path) -> float:
    """Seconds since the program began to coach, by its own log; 0 before that."""
    log = folder / "logs" / "posecoach-events.log"
    begun = log.exists() and "coaching begins" in log.read_text("utf-8")
    return time.time() - log.stat().st_ctime if begun else 0.0


def _reps(folder: Path) -> int:
    """Repetitions in the record."""
    with contextlib.suppress(sqlite3.Error):
        record = sqlite3.connect(f"file:{folder / 'posecoach.db'}?mode=ro", uri=True)
        with contextlib.closing(record):
            return int(record.execute("SELECT count(*) FROM rep WHERE complete").fetchone()[0])
    return 0


STATES = (
    State(
        "moving",
        "demo_lateral_line.mp4",
        ("lateral_line", "--reps", "100"),
        1.35,
        begun=lambda folder: _reps(folder) >= 1,
    ),
    State(
        "resting (the picture moves)",
        "demo_lateral_line.mp4",
        ("--routine", "ROUTINE"),
        0.7,
        begun=lambda folder: _reps(folder) >= 2,
    ),
    State(
        "holding",
        "demo_lateral_line.mp4",
        ("lateral_line", "--mode", "hold", "--hold", "600"),
        0.7,
        still_s=4.0,
        begun=lambda folder: _coaching_s(folder) > _INTO_HOLD_S,
    ),
)


@dataclass(frozen=True)
class Cost:
    """Of a process: processor seconds a second, and the most memory in MiB."""

    cpu: float
    memory: float


class Process:
    """A child process whose output is read, and whose costs are told."""

    def __init__(self, args: list[str], env: dict[str, str]) -> None:
        self._child = subprocess.Popen(
            [sys.executable, *args],
            env={**os.environ, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            self._lines.append(line)

    def wait_for(self, begun: Callable[[], bool], what: str) -> None:
        """Waits until something has begun."""
        end = time.monotonic() + _NEVER_S
        while not begun():
            if time.monotonic() > end or self._child.poll() is not None:
                how = f"exit {self._child.poll()}, {self._lines[-5:]}"
                raise RuntimeError(f"never: {what}: {how}")
            time.sleep(0.1)

    def seconds(self) -> float:
        """Processor seconds of all threads so far."""
        fields = Path(f"/proc/{self._child.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """The most MiB that were ever resident."""
        status = Path(f"/proc/{self._child.pid}/status").read_text("ascii").splitlines()
        line = next((x for x in status if x.startswith("VmHWM")), None)
        if line is None:  # it has just ended
            raise ProcessLookupError
        return int(line.split()[1]) / 1024

    def peak(self) -> float:
        """Waits for its end; gives the most MiB that were ever resident."""
        most = 0.0
        while self._child.poll() is None:
            with contextlib.suppress(OSError):
                most = self.memory()
            time.sleep(0.05)
        if self._child.returncode:
            raise RuntimeError(f"exit {self._child.returncode}")
        return most

    def end(self) -> None:
        if self._child.poll() is None:
            self._child.terminate()
            self._child.wait(30)


@contextlib.contextmanager
def _running(args: list[str], env: dict[str, str] | None = None) -> Iterator[Process]:
    process = Process(args, env or {})
    try:
        yield process
    finally:
        process.end()


def _measured(process: Process) -> Cost:
    time.sleep(_SETTLE_S)
    start, used = time.monotonic(), process.seconds()
    time.sleep(_OVER_S)
    cpu = (process.seconds() - used) / (time.monotonic() - start)
    return Cost(cpu, process.memory())


def plain(address: str, model: Path) -> Cost:
    """The bare loop on a stream."""
    with _running([bare.__file__, address, str(model)]) as process:
        return _measured(process)


def coached(address: str, model: Path, state: State, folder: Path, display: str) -> Cost:
    """The program on a stream, in its window, once the state has come."""
    routine = folder / "rest.toml"
    routine.write_text(_REST, "utf-8")
    args = [str(routine) if a == "ROUTINE" else a for a in state.args]
    args += ["--source", address, "--accept-safety", "--voice", "off"]
    command = ["-m", "posecoach", "coach", *args, "--model", str(model)]
    data = folder / "data"
    env = {"POSECOACH_DATA": str(data), "DISPLAY": display}
    with _running(command, env) as process:
        process.wait_for(lambda: state.begun(data), state.name)
        return _measured(process)


def live(model: Path, repeats: int) -> list[Row]:
    """Processor time in each state, and the memory while moving."""
    rows = []
    memory: list[float] = []
    both: dict[str, list[float]] = {"ours": [], "bare": []}
    for state in STATES:
        shares = []
        with (
            streams.process(resource("demo") / state.film, state.still_s) as address,
            started.screen() as (display, _),
        ):
            for i in range(min(repeats, _MOST_REPEATS)):
                with tempfile.TemporaryDirectory() as folder:
                    first = plain(address, model) if i % 2 == 0 else None
                    cost = coached(address, model, state, Path(folder), display)
                    against = first or plain(address, model)
                shares.append(cost.cpu / against.cpu)
                memory.append(cost.memory / against.memory)
                both["ours"].append(cost.memory)
                both["bare"].append(against.memory)
                print(f"  … {state.name}: {cost}, bare {against}", file=sys.stderr, flush=True)
        what = f"live, {state.name}: processor time / bare loop, whole processes"
        rows.append(Row(what, shares, most=state.most))
    return [
        *rows,
        Row("live: most memory / bare loop, whole processes", memory, most=1.7),
        Row("live: most memory", both["ours"], "MiB"),
        Row("bare loop on a stream: most memory", both["bare"], "MiB"),
    ]


def analyze(video: Path, model: Path, repeats: int) -> list[Row]:
    """The most memory of ``analyze`` over one recording at 720p."""
    ours, plainly = [], []
    with tempfile.TemporaryDirectory() as folder:
        film = recording.camera_like(video, Path(folder), _FILM_S)
        command = ["-m", "posecoach", "analyze", str(film), "--stretch", "lateral_line"]
        for _ in range(min(repeats, _MOST_REPEATS)):
            with _running([*command, "--model", str(model)]) as process:
                ours.append(process.peak())
            with _running([bare.__file__, str(film), str(model)]) as process:
                plainly.append(process.peak())
            print(f"  … {ours[-1]:.0f} MiB, bare {plainly[-1]:.0f}", file=sys.stderr, flush=True)
    shares = [a / b for a, b in zip(ours, plainly, strict=True)]
    return [
        Row("analyze, one file at 720p: most memory / bare loop", shares, most=1.7),
        Row("analyze, one file at 720p: most memory", ours, "MiB"),
        Row("bare loop on the same file: most memory", plainly, "MiB"),
    ]


def rows(video: Path, model: Path, repeats: int) -> list[Row]:
    """All rows; none where the system has no /proc."""
    if not POSSIBLE:
        print("whole: not measured, it needs /proc and Xvfb", file=sys.stderr)
        return []
    return [*live(model, repeats), *analyze(video, model, repeats)]
