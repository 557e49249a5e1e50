"""Alters recordings of people as other rooms, cameras and tempi would, for a folder of footage.

    uv run python benchmarks/altered.py FOLDER OUT
    uv run python benchmarks/accuracy.py OUT --every

Of each clip in FOLDER/labels.tsv that shows a stretch, OUT gets one altered film a way below, and a
labels.tsv of its own. What was counted must be counted still: a limit that just suits one recording
does not survive this. Needs the command ffmpeg.
"""

import argparse
import csv
import subprocess
import sys
from pathlib import Path

#: name → ffmpeg's filters, times as long.
WAYS = {
    "slow": ("setpts=1.4*PTS", 1.4),
    "fast": ("setpts=0.75*PTS", 0.75),
    "dim": (
        "scale=iw/2:ih/2,eq=brightness=-0.25:contrast=0.7,noise=alls=8:allf=t,fps=15",
        1.0,
    ),
    "tilted": ("rotate=4*PI/180:c=gray", 1.0),
    "far": ("scale=iw/1.6:ih/1.6,pad=iw*1.6:ih*1.6:(ow-iw)/2:(oh-ih)*0.8:gray", 1.0),
    "twelve": ("fps=12", 1.0),
    "blurred": ("gblur=sigma=3,hflip", 1.0),  # mirrored, too
}
_EVEN = ",scale=trunc(iw/2)*2:trunc(ih/2)*2"


def altered(row: dict[str, str], folder: Path, out: Path, way: str) -> dict[str, str]:
    """Makes one film; returns its line of the table."""
    filters, longer = WAYS[way]
    file = out / f"{Path(row['file']).stem}__{way}.mp4"
    if not file.exists():
        source = str(folder / row["file"])
        command = ["ffmpeg", "-v", "error", "-y", "-i", source, "-an", "-vf", filters + _EVEN]
        subprocess.run([*command, "-crf", "20", str(file)], check=True)
    line = row | {"file": file.name, "seconds": f"{float(row['seconds']) * longer:.1f}"}
    if "hflip" in filters:
        line |= {"left": row["right"], "right": row["left"]}
    return line


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with (given.folder / "labels.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    shown = [r for r in rows if r["stretch"] != "none" and int(r["left"]) + int(r["right"]) > 0]
    lines = [altered(row, given.folder, given.out, way) for row in shown for way in WAYS]
    with (given.out / "labels.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), delimiter="\t")
        table.writeheader()
        table.writerows(lines)
    print(f"{len(lines)} films are in {given.out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
