"""A year of daily sessions through the real store; how long ``history`` and ``report`` take.

    uv run python benchmarks/records.py [--days 365] [--keep FOLDER]

Exits 1 where ``history`` takes 0.5 s or more, or ``report`` 3 s or more (best of three, each a
process of its own, as the user starts it).
"""

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from running.year import make

from posecoach.records.file import FILE_NAME

LIMITS = {"history": 0.5, "report": 3.0}


def main() -> int:
    """Makes the year, times the commands, prints a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        make(folder / FILE_NAME, chosen.days)
        size = (folder / FILE_NAME).stat().st_size / 1e6
        print(f"{chosen.days} sessions in {time.perf_counter() - began:.0f} s, {size:.1f} MB")
        missed = 0
        environment = {**os.environ, "POSECOACH_DATA": str(folder)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as users have it: compiled once
        for command, limit in LIMITS.items():
            args = [sys.executable, "-m", "posecoach", command]
            args += ["--no-open"] if command == "report" else []
            best = math.inf
            for _ in range(3):
                began = time.perf_counter()
                subprocess.run(args, check=True, stdout=subprocess.DEVNULL, env=environment)
                best = min(best, time.perf_counter() - began)
            missed += best >= limit
            word = "kept" if best < limit else "MISSED"
            print(f"{command:<8} {best:.2f} s (limit {limit:g} s)  {word}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
