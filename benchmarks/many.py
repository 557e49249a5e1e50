"""What many recordings cost, beside the pose model itself.

    uv run python benchmarks/many.py [--counts 10 100 1000] [--films] [--jobs N]

makes so many landmark tapes of one second (``--films``: films of two seconds), has them analysed
into a table by the real program, and prints time, processor time and memory; then once more, when
all is done already. Needs a POSIX system.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from running.table import Row

from posecoach.landmarks import tape
from posecoach.paths import checkout
from posecoach.paths import resource as folder_of
from posecoach.sinks.video import VideoOut
from posecoach.sources.file import VideoFile

NAME = "lateral_line"
_TAPE_POSES = 15  # a second of the tapes of the tests
_FILM_FRAMES = 60


def a_tape(folder: Path) -> Path:
    root = checkout()
    assert root is not None
    path = folder / "one.npz"
    tape.save(path, tape.load(root / "tests" / "tapes" / "fault_no_hip_shift.npz")[:_TAPE_POSES])
    return path


def a_film(folder: Path) -> Path:
    path = folder / "one.mp4"
    source = VideoFile(folder_of("demo") / "demo_lateral_line.mp4")
    out = VideoOut(path, source.info.fps or 30.0)
    for _ in range(_FILM_FRAMES):
        frame = source.read()
        assert frame is not None
        out.write(frame.image)
    source.close()
    out.close()
    return path


def analyzed(folder: Path, table: Path, jobs: int) -> tuple[float, float, float]:
    """Seconds, processor seconds, and the most memory that one process had, MiB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        [
            *(sys.executable, "-m", "posecoach", "analyze", str(folder), "--stretch", NAME),
            *("--table", str(table), "--jobs", str(jobs)),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    took = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, used, after.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--films", action="store_true", help="short films in place of tapes")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    rows = []
    for count in chosen.counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            one = a_film(folder) if chosen.films else a_tape(folder)
            (folder / "in").mkdir()
            for i in range(count):
                shutil.copy(one, folder / "in" / f"{i:06}{one.suffix}")
            what = f"{count} {'films of 2 s' if chosen.films else 'tapes of 1 s'}"
            took, used, most = analyzed(folder / "in", folder / "t.csv", chosen.jobs)
            again, _, _ = analyzed(folder / "in", folder / "t.csv", chosen.jobs)
            kept = (folder / "t.csv.journal").stat().st_size
        rows += [
            Row(f"{what}: time", [took], "s"),
            Row(f"{what}: processor time each", [used / count * 1000], "ms"),
            Row(f"{what}: most memory of a process so far", [most], "MiB"),
            Row(f"{what}: all done already, time", [again], "s"),
            Row(f"{what}: journal each", [kept / count], "bytes"),
        ]
        for row in rows[-5:]:
            print(row.line(), flush=True)
    load = os.getloadavg()[0]
    print(f"{chosen.jobs} processes on {os.cpu_count()} cores, load {load:.1f}")


if __name__ == "__main__":
    main()
