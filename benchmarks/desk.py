"""How well the desk finds slumps, and how seldom it tells wrongly, by source.

    uv run python benchmarks/desk.py DIR… [--recorded FILE A B C D] [--other FILE…]

Of a recorded FILE, A to B are the seconds upright and C to D those of the slump.

A second table has slumps of 15 minutes, told after 10.

Each DIR holds rendered desk clips with their ground truth (NAME.mp4, NAME.json). A clip is posed
once, its tape kept beside the others in ``--tapes``, and shown again and again: its upright part
and its slump part for as long as a run wants, or all of it as somebody who keeps moving.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from seated.clips import EVERY_S, Clip, empty, looped, posed, rendered, risen, timed

from posecoach.app.desk import recording
from posecoach.desk.desk import Wishes
from posecoach.desk.events import SpellBegan
from posecoach.desk.notify import Times
from posecoach.pose import Pose

AFTER_S = 60.0  # until a slump is told
UPRIGHT_S, SLUMP_S, NEGATIVE_S = 40.0, 90.0, 300.0
LONG_AFTER_S, LONG_S = 600.0, 900.0  # the same of the second table
_COVERED = 0.8  # of a slump, by the spells found
_LATE_S = 10.0  # standing up and leaving must be noticed within
_SEED = 7


@dataclass
class Sums:
    """Sums of one source."""

    clips: int = 0
    unlearnt: int = 0
    slumps: int = 0
    found: int = 0
    told: int = 0
    false: int = 0
    told_wrongly: int = 0
    negative_s: float = 0.0
    left: list[float] = field(default_factory=list)
    stood: list[float] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def run(
    parts: list[Iterable[Pose]], *, calibrate: float = 20.0, after: float = AFTER_S
) -> recording.Found:
    wishes = Wishes(Times(slump=after, still=None, sitting=None), calibrate_s=calibrate)
    return recording.watch(recording.of_tape(timed(parts)), wishes)


def positive(clip: Clip, sums: Sums, rng: np.random.Generator) -> None:
    """Upright, slumped for a minute and a half, upright."""
    assert clip.slump is not None
    a, b = clip.upright[1], clip.slump[0]
    way = [p for p in clip.poses if a <= p.t < b] if 0 < b - a < 5 else []
    before = list(looped(clip.poses, clip.upright, UPRIGHT_S, rng)) + way
    slump = list(looped(clip.poses, clip.slump, SLUMP_S, rng))
    after = list(looped(clip.poses, clip.upright, UPRIGHT_S, rng))
    found = run([before, slump, after])
    start = len(before) * EVERY_S
    end = start + SLUMP_S
    covered = sum(
        max(0.0, min(s.end, end) - max(s.start, start)) for s in found.spells if s.kind == "slump"
    )
    outside = sum(s.length for s in found.spells if s.kind == "slump") - covered
    sums.clips += 1
    if not found.learnt:  # a screen hides the shoulders: nothing is judged, and it is said
        sums.unlearnt += 1
        sums.told_wrongly += len(found.told)
        return
    sums.slumps += 1
    right = covered >= _COVERED * SLUMP_S and outside < 15.0
    sums.found += right
    told = [t.t for t in found.told if start + AFTER_S - 5 <= t.t <= end]
    sums.told += bool(told)
    sums.told_wrongly += len(found.told) - len(told[:1])
    if not right or (not told and not clip.company):
        spells = [(s.kind, round(s.start), round(s.end)) for s in found.spells]
        sums.notes.append(
            f"{clip.name}: {covered:.0f} of {SLUMP_S:.0f} s, {outside:.0f} s outside, "
            f"told {len(told)}; {spells}"
        )


def negative(clip: Clip, part: tuple[float, float], sums: Sums, rng: np.random.Generator) -> None:
    """Upright, or moving, for five minutes: nothing is told."""
    found = run(
        [
            looped(clip.poses, clip.upright, UPRIGHT_S, rng),
            looped(clip.poses, part, NEGATIVE_S, rng),
        ]
    )
    sums.negative_s += found.seconds - UPRIGHT_S
    sums.told_wrongly += len(found.told)
    if found.told:
        sums.notes.append(f"{clip.name}: told at {[round(t.t) for t in found.told]} in {part}")


@dataclass
class LongSums:
    """Sums of one source, of long slumps."""

    slumps: int = 0
    told: int = 0
    whole: int = 0
    told_wrongly: int = 0
    negative_s: float = 0.0
    notes: list[str] = field(default_factory=list)


def long(clip: Clip, sums: LongSums, rng: np.random.Generator) -> None:
    """Slumped for a quarter of an hour; then upright, or moving, for as long."""
    assert clip.slump is not None

    def parts(*of: tuple[tuple[float, float], float]) -> recording.Found:
        shown = [looped(clip.poses, part, seconds, rng) for part, seconds in of]
        return run(list(shown), after=LONG_AFTER_S)

    first = clip.upright, UPRIGHT_S
    found = parts(first, (clip.slump, LONG_S), first)
    if not found.learnt:
        return
    slumps = [s for s in found.spells if s.kind == "slump"]
    told = [t.t for t in found.told if t.t >= UPRIGHT_S + LONG_AFTER_S - 5]
    sums.slumps += 1
    sums.told += bool(told)
    sums.whole += len(slumps) == 1 and slumps[0].length >= _COVERED * LONG_S
    sums.told_wrongly += len(found.told) - len(told[:1])
    if not told:
        spells = [(s.kind, round(s.start), round(s.end)) for s in found.spells]
        sums.notes.append(f"{clip.name}: not told in {LONG_S:.0f} s; {spells[:12]}")
    for part in (clip.upright, (0.0, 1e9)):
        found = parts(first, (part, LONG_S))
        sums.negative_s += found.seconds - UPRIGHT_S
        sums.told_wrongly += len(found.told)
        if found.told:
            sums.notes.append(f"{clip.name}: told in {part}, which is no long slump")


def leaving(clip: Clip, sums: Sums, rng: np.random.Generator) -> None:
    """Sits, then is gone; sits, then stands up."""
    for kind, noticed in (("away", sums.left), ("standing", sums.stood)):
        sits = list(looped(clip.poses, clip.upright, UPRIGHT_S, rng))
        then = empty(sits[0], 60.0) if kind == "away" else risen(sits)
        found = run([sits, then, sits])
        if not found.learnt:
            continue
        began = [e.t for e in found.events if isinstance(e, SpellBegan) and e.kind == kind]
        late = began[0] - len(sits) * EVERY_S if began else 60.0
        noticed.append(late)
        if not 0 <= late <= _LATE_S:
            sums.notes.append(f"{clip.name}: {kind} noticed after {late:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--tapes", type=Path, default=Path(".tapes/desk"))
    parser.add_argument(
        "--recorded",
        nargs=5,
        action="append",
        default=[],
        metavar=("FILE", "UPRIGHT", "UNTIL", "SLUMP", "UNTIL"),
    )
    parser.add_argument("--other", type=Path, nargs="*", default=[], help="nothing may be told")
    given = parser.parse_args()
    given.tapes.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(_SEED)
    table: dict[str, Sums] = defaultdict(Sums)
    long_table: dict[str, LongSums] = defaultdict(LongSums)
    clips = [c for folder in given.folders for c in rendered(folder, given.tapes)]
    for file, *times in given.recorded:
        a, b, c, d = map(float, times)
        clips.append(
            Clip(Path(file).stem, "recorded, side", posed(Path(file), given.tapes), (a, b), (c, d))
        )
    for clip in clips:
        sums = table[clip.source]
        positive(clip, sums, rng)
        negative(clip, clip.upright, sums, rng)
        negative(clip, (0.0, 1e9), sums, rng)
        leaving(clip, sums, rng)
        if not clip.company:  # with somebody beside them nothing is told
            long(clip, long_table[clip.source], rng)
    for file in given.other:
        poses = posed(file, given.tapes)
        other = Clip(file.stem, "recorded, other", poses, (0.0, 8.0))
        negative(other, (0.0, 1e9), table[other.source], rng)
    print_table(table)
    print_long(long_table)


def print_table(table: dict[str, Sums]) -> None:
    """The table, a line for each source."""
    head = ("source", "clips", "not seen", "slumps found", "told", "told wrongly",
            "minutes of no slump", "left noticed (most)", "stood noticed (most)")  # fmt: skip
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for source, s in sorted(table.items()):
        left, stood = (f"{max(x):.1f} s" if x else "-" for x in (s.left, s.stood))
        cells = (source, s.clips, s.unlearnt, f"{s.found} of {s.slumps}", s.told, s.told_wrongly,
                 f"{s.negative_s / 60:.0f}", left, stood)  # fmt: skip
        print("| " + " | ".join(map(str, cells)) + " |")
    found, slumps = sum(s.found for s in table.values()), sum(s.slumps for s in table.values())
    minutes = sum(s.negative_s for s in table.values()) / 60
    wrong = sum(s.told_wrongly for s in table.values())
    print(f"\n{found} of {slumps} slumps; {wrong} told wrongly in {minutes:.0f} minutes")
    for s in table.values():
        for note in s.notes:
            print("  " + note)


def print_long(table: dict[str, LongSums]) -> None:
    """The second table."""
    head = ("source", "slumps of 15 min told", "in one piece", "told wrongly", "minutes of none")
    print("\n| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for source, s in sorted(table.items()):
        cells = (source, f"{s.told} of {s.slumps}", s.whole, s.told_wrongly,
                 f"{s.negative_s / 60:.0f}")  # fmt: skip
        print("| " + " | ".join(map(str, cells)) + " |")
    for s in table.values():
        for note in s.notes:
            print("  " + note)


if __name__ == "__main__":
    main()
