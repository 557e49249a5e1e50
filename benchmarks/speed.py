"""Speed, as ratios and percentiles in one run of this machine.

    uv run python benchmarks/speed.py [VIDEO] [--repeats N] [--only PART …]

Parts: ``one`` (analyze of one file against a bare loop), ``several`` (two files on the cores),
``live`` (the live line from a paced MJPEG server over HTTP), ``stages`` (cost of each stage at
720p), ``start`` (the real program in a window of a virtual display), ``whole`` (processor time and
memory of whole processes, against those of a bare loop), ``memory`` (over a long video at top
speed, ``--minutes`` of it). Limits are those of docs/performance.md; the exit code is 1 where one
is missed by more than the noise of its own repeats. Absolute times mean little on a busy machine:
the load is told with them.
"""

import argparse
import os
import sys
from pathlib import Path

import cv2
from running import files, live, soak, started, whole
from running.recording import HD
from running.table import Row

from posecoach import nativelog
from posecoach.landmarks import model
from posecoach.paths import resource
from posecoach.testing import mjpeg


def start(video: Path, path: Path, repeats: int) -> list[Row]:
    if not started.possible():
        print("start: not measured, it needs Xvfb", file=sys.stderr)
        return []
    with started.screen() as (display, _), mjpeg.process(video, HD) as address:
        homes = [started.home(display) for _ in range(repeats + 1)][1:]
        runs = [started.once(display, address, path) for _ in range(repeats + 1)][1:]
        breaks = [started.pause(display, address, path) for _ in range(repeats + 1)][1:]
    return [
        Row("start: home page painted", homes, "s", most=1.0),
        Row("start: first camera picture in the window", [r[0] for r in runs], "s", most=1.0),
        Row("start: first picture of a break", breaks, "s", most=2.0),
        Row("start: coaching", [r[1] for r in runs], "s", most=3.0),
    ]


def memory(minutes: float) -> list[Row]:
    """A soak; the longer one is ``scripts/nightly.py soak``."""
    found, took = soak.soak(minutes)
    grown = soak.growth(found, minutes)
    rows = [
        Row(f"memory after {t:.0f} min of video", [mib], "MiB")
        for t, mib in (found[:1] + found[len(found) // 4 :: max(1, len(found) // 4)])
    ]
    rows.append(Row(f"{minutes:g} min of video: minutes that it took", [took / 60], "min"))
    if grown is None:
        print("memory: too short to judge", file=sys.stderr)
        return rows
    what = "memory: growth after the first quarter"
    return [*rows, Row(what, [grown], "MiB", most=soak.GROWTH_MIB)]


PARTS = {
    "one": files.one_file,
    "several": files.two_files,
    "live": live.live,
    "stages": live.stages,
    "start": start,
    "whole": whole.rows,
}
ALL = [*PARTS, "memory"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", type=Path, nargs="?")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=ALL, default=ALL)
    parser.add_argument("--minutes", type=float, default=10.0, help="of video for the memory")
    chosen = parser.parse_args()
    nativelog.turn_to_log()
    cv2.setNumThreads(1)
    video = chosen.video or resource("demo") / "demo_lateral_line.mp4"
    path = model.find_or_fetch()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    rows = [
        r
        for part in chosen.only
        if part != "memory"
        for r in PARTS[part](video, path, chosen.repeats)
    ]
    if "memory" in chosen.only:
        rows += memory(chosen.minutes)
    print(f"{video.name}, {os.cpu_count()} cores, {chosen.repeats} repeats, load {load:.1f}\n")
    print("| figure | median | noise | limit | |\n|---|---|---|---|---|")
    for row in rows:
        print(row.line())
    return 1 if any(r.missed for r in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
