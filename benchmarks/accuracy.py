"""How well counts, holds, corrections and directions agree with labelled clips.

    uv run python benchmarks/accuracy.py DIR… [--json FILE] [--write FILE] [--tapes DIR] [--jobs N]
        [--model full|lite|heavy] [--every]

Rendered clips bring their ground truth (``NAME.mp4`` with ``NAME.json``, as in tests/clips); a
folder of footage has its ``labels.tsv``; a file of ``posecoach feedback`` (``*.npz``) says itself
what it was; what other real ones show stands in judging/real.toml. Each clip goes through the real
model and the shipped program twice: every frame (``analyze``), and by the live line on a fake
clock, where a seeded schedule of slow and fast inferences decides which frames are dropped. What
is of another movement is coached as each of the stretches. Exits with 1 where a target is missed.

``--matrix`` coaches every clip as every stretch of the library instead: none may count another's
movement.

``--tapes`` keeps the poses, so that a later run need not find them again. The fingerprint printed
at the end is of everything that was found: two runs over the same clips print the same one.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from judging import footage, labels, matrix, peer, reported, scores, sources, tables
from judging.labels import Clip
from judging.runs import every_frame, live, poses_of
from judging.scores import Run, Totals
from rich.console import Console
from rich.progress import track
from rich.table import Table

import posecoach.nativelog as nativelog
from posecoach.errors import PosecoachError
from posecoach.landmarks import model
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.spec.library import ARTICLE

WAYS = {"every": "every frame (analyze)", "live": "live, with frames dropped"}


def judge(clip: Clip, ways: list[str], size: ModelSize, kept: Path | None) -> dict[str, list[Run]]:
    """All runs over one clip, for each of the ways."""
    nativelog.turn_to_log()
    coaches: dict[str, Callable[..., Run]] = {"every": every_frame, "live": live}
    out: dict[str, list[Run]] = {}
    for way in ways:
        coach = coaches[way]
        found = poses_of(clip, way, kept, size)
        names = [clip.stretch] if clip.stretch else list(ARTICLE)
        runs = [coach(found, name) for name in names]
        for run in runs:
            run.peer = {str(s): n for s, n in peer.count(found, run.stretch).items()}
        if (clip.holds or clip.hold) and clip.stretch:
            runs[0].holds = coach(found, clip.stretch, "hold").holds
        out[way] = runs
    return out


def show(title: str, pairs: list[tuple[Clip, Run]], console: Console) -> Totals:
    """Prints what one way gave."""
    totals = Totals()
    for clip, run in pairs:
        scores.add(totals, clip, run)
    mark = {True: "met", False: "MISSED", None: ""}
    head = Table(title=title, title_justify="left", box=None)
    for column in ("", "", "target"):
        head.add_column(column)
    for what, value, met in tables.table(totals):
        head.add_row(what, value, mark[met])
    console.print(head)
    rules = Table(box=None)
    for column in ("rule", "planted", "recall", "precision", "told after", "target"):
        rules.add_column(column)
    for *cells, met in tables.rule_table(totals):
        none = "none" if cells[0] in scores.NO_TARGET else mark[met]
        rules.add_row(*[str(c) for c in cells], none)
    console.print(rules)
    parts = Table(box=None)
    for column in ("of which", "", "clips", "exact", "faults found", "false said", "judged"):
        parts.add_column(column)
    for group, values in tables.breakdown(pairs).items():
        for value, t in sorted(values.items()):
            if t.clips:
                found = sum(n for r, n in t.found.items() if r not in scores.NO_TARGET)
                planted = sum(n for r, n in t.planted.items() if r not in scores.NO_TARGET)
                parts.add_row(
                    group,
                    value,
                    str(t.clips),
                    str(t.exact),
                    f"{found} of {planted}",
                    str(t.false_cues),
                    f"{t.judged_min / max(1e-9, t.seen_min):.0%}",
                )
    console.print(parts)
    for note in totals.notes:
        console.print(f"  {note}", highlight=False)
    return totals


def by_source(pairs: list[tuple[Clip, Run]], console: Console) -> None:
    """Prints the table by source, and each person who was not counted as shown."""
    found = sources.summed(pairs)
    table = Table(box=None)
    for column in sources.COLUMNS:
        table.add_column(column)
    for row in sources.rows(found):
        table.add_row(*row)
    console.print(table)
    for source, sums in found.items():
        for note in sums.notes:
            console.print(f"  {source}: {note}", highlight=False)


def _row(clip: Clip, kept: Path | None) -> dict[str, matrix.Cell]:
    nativelog.turn_to_log()
    return matrix.row(clip, poses_of(clip, "every", kept))


def all_against_all(found: list[Clip], chosen: argparse.Namespace) -> int:
    """Prints the matrix of all stretches against all clips; returns the exit code."""
    with ProcessPoolExecutor(chosen.jobs) as pool:
        waiting = [pool.submit(_row, clip, chosen.tapes) for clip in found]
        rows = [w.result() for w in track(waiting, "clips", console=Console(stderr=True))]
    out = Console(width=220, record=True)
    ok = matrix.show(found, rows, out)
    if chosen.write:
        lines = (line.rstrip() for line in out.export_text().splitlines())
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if ok else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--json", type=Path, help="save all that was found")
    parser.add_argument("--tapes", type=Path, help="keep the poses here, and use those kept")
    parser.add_argument("--write", type=Path, help="write the tables here too, as text")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", action="store_true", help="only every frame, not live too")
    parser.add_argument("--model", choices=get_args(ModelSize), default="full", help="which size")
    parser.add_argument("--matrix", action="store_true", help="every stretch against every clip")
    chosen = parser.parse_args()
    found = [
        clip
        for folder in chosen.folder
        for clip in [*(footage.clips(folder) or labels.clips(folder)), *reported.clips(folder)]
    ]
    if not found:
        print("No labelled clip was found.", file=sys.stderr)
        return 1
    if chosen.tapes:
        chosen.tapes.mkdir(parents=True, exist_ok=True)
    model.find_or_fetch(None, chosen.model)
    if chosen.matrix:
        return all_against_all(found, chosen)
    ways = ["every"] if chosen.every else list(WAYS)
    with ProcessPoolExecutor(chosen.jobs) as pool:
        waiting = [pool.submit(judge, clip, ways, chosen.model, chosen.tapes) for clip in found]
        console = Console(stderr=True)
        try:
            results = [w.result() for w in track(waiting, "clips", console=console)]
        except PosecoachError as error:
            pool.shutdown(cancel_futures=True)
            print(error, file=sys.stderr)
            return 1
    out = Console(width=130, record=True)
    ok = True
    saved: dict[str, object] = {}
    for way in ways:
        title = WAYS[way]
        pairs = [
            (clip, run) for clip, runs in zip(found, results, strict=True) for run in runs[way]
        ]
        totals = show(title, pairs, out)
        by_source(pairs, out)
        ok = tables.met(totals) and ok
        saved[way] = [{"clip": clip.path.stem, **asdict(run)} for clip, run in pairs]
        out.print()
    text = json.dumps(saved, indent=1, sort_keys=True)
    print_of = f"fingerprint {hashlib.sha256(text.encode()).hexdigest()[:16]}"
    out.print(print_of, highlight=False)
    if chosen.write:
        lines = (line.rstrip() for line in out.export_text().splitlines())
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if chosen.json:
        chosen.json.write_text(text, encoding="utf-8")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
