"""All stretches against all clips: no stretch may count another one's movement.

Each clip is coached as each stretch that is judged, in each of its modes. What a clip shows of the
library stands in matrix.toml beside this file; the article's three bring their own labels.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from judging.labels import Clip
from posecoach.app.commands.sessions.recording import analyze_poses
from posecoach.pose import Pose
from posecoach.spec.load import stretches
from posecoach.spec.rules import Mode
from posecoach.spec.schema import Stretch

_LEAST_HELD_S = 3.0  # a shorter one is the far end of a slow movement
_SHOWN = Path(__file__).with_name("matrix.toml")


@dataclass
class Cell:
    """What one stretch made of one clip.

    Attributes:
        reps: complete ones, in its first mode.
        held_s: seconds of holds, as a hold.
        corrections: rules that were told, in either mode.
    """

    reps: int = 0
    held_s: float = 0.0
    corrections: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing was counted, timed or corrected."""
        return not self.reps and self.held_s < _LEAST_HELD_S and not self.corrections

    def __str__(self) -> str:
        parts = [str(self.reps)] if self.reps else []
        parts += [f"{self.held_s:.0f} s"] if self.held_s >= _LEAST_HELD_S else []
        return " ".join([*parts, *self.corrections]) or "."


def judged() -> list[Stretch]:
    """The stretches of which something is counted or timed."""
    return [s for s in stretches().values() if any(s.judges(m) for m in s.modes)]


def row(clip: Clip, found: list[Pose]) -> dict[str, Cell]:
    """One clip as each stretch."""
    return {s.id: _cell(s, found, clip.path.stem) for s in judged()}


def _cell(s: Stretch, found: list[Pose], name: str) -> Cell:
    cell = Cell()
    modes: list[Mode] = [m for m in s.modes if s.judges(m)]
    for mode in modes:
        seen = analyze_poses(found, name, s, mode)
        if mode == "mobilizer":
            cell.reps = sum(r.complete for r in seen.reps)
        else:
            cell.held_s = sum(h.held_s for h in seen.holds)
        told = {c.id for c in seen.cues if c.kind == "correction"}
        cell.corrections = sorted({*cell.corrections, *told})
    return cell


def shown() -> dict[str, dict[str, str]]:
    """What each clip shows of the library, with a word on it: by clip and stretch."""
    with _SHOWN.open("rb") as file:
        return tomllib.load(file)


def wrong(clips: list[Clip], rows: list[dict[str, Cell]]) -> list[str]:
    """What was counted, timed or corrected of a movement that a clip does not show."""
    known = shown()
    out = []
    for clip, cells in zip(clips, rows, strict=True):
        for name, cell in cells.items():
            there = clip.stretch == name or name in known.get(clip.path.stem, {})
            if not cell.empty and not there:
                out.append(f"{clip.path.stem} as {name}: {cell}")
    return out


def show(clips: list[Clip], rows: list[dict[str, Cell]], console: Console) -> bool:
    """Prints the matrix, without the rows in which nothing is; gives whether all of it is right."""
    names = [s.id for s in judged()]
    title = f"Every stretch against {len(clips)} clips: repetitions, seconds held, corrections"
    table = Table(title=title, title_justify="left", box=None)
    for column in ("clip", "shows", *names):
        table.add_column(column, overflow="fold")
    quiet = 0
    for clip, cells in sorted(zip(clips, rows, strict=True), key=lambda r: r[0].path.stem):
        if all(c.empty for c in cells.values()):
            quiet += 1
            continue
        there = [clip.stretch or "", *shown().get(clip.path.stem, {})]
        cell = [str(cells[n]) for n in names]
        table.add_row(clip.path.stem, " ".join(n for n in there if n) or "none", *cell)
    console.print(table)
    console.print(f"In {quiet} of {len(clips)} clips no stretch counts or corrects anything.")
    bad = wrong(clips, rows)
    pairs = sum(
        clip.stretch != n and n not in shown().get(clip.path.stem, {})
        for clip in clips
        for n in names
    )
    console.print(
        f"Of {pairs} pairs of a clip and a stretch that it does not show, {len(bad)} wrong"
    )
    for line in bad:
        console.print(f"  {line}", highlight=False)
    return not bad
