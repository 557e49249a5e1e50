"""How well stretches that are drafted from one recording count other people.

    uv run python benchmarks/drafting.py DIR… [--none DIR] [--tapes DIR] [--recorders N] [--jobs N]

Of each shipped stretch, the first N labelled clips without a fault are recorders: a stretch is
drafted from one alone, and then counts every other clip of that stretch in the folders, of other
bodies and cameras. It must count nothing in the footage of other movements (``--none``, the clips
named ``none_…``). The hand-made stretch counts the same clips. Then movements that no shipped
stretch knows, by generated bodies: each person is the recorder once. Exits with 1 where a bar is
missed: exact in 85 of 100, off by at most one in 95, nothing counted in other movements.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from judging import footage, labels
from judging.labels import Clip
from judging.runs import poses_of
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

import posecoach.nativelog as nativelog
from posecoach.draft.make import count, draft
from posecoach.errors import PosecoachError
from posecoach.pose import SIDES, Side
from posecoach.spec.load import stretch
from tests.movements import MOVEMENTS, PEOPLE, recorded

_EXACT, _NEAR = 0.85, 0.95


@dataclass
class Counted:
    """What one draft counted.

    Attributes:
        name: of the recording, or of the movement and its person.
        group: the stretch, or 'new movement'.
        refused: why there is no draft; empty for none.
        pairs: of each other clip: name, shown, by the draft, by the hand-made stretch; each is
            (left, right). The sides of a new movement count together.
        wrong: what was counted in other movements, by clip.
    """

    name: str
    group: str
    signal: str = ""
    refused: str = ""
    pairs: list[tuple[str, tuple[int, int], tuple[int, int], tuple[int, int]]] = field(
        default_factory=list
    )
    wrong: dict[str, int] = field(default_factory=dict)


def shown(clip: Clip) -> tuple[int, int]:
    """The whole repetitions that a clip shows."""
    left, right = (sum(r.whole and r.side == s for r in clip.reps) for s in SIDES)
    return left, right


def both(counts: dict[Side, int]) -> tuple[int, int]:
    """(left, right)."""
    return counts["left"], counts["right"]


def from_clip(recorder: Clip, others: list[Clip], none: list[Clip], kept: Path | None) -> Counted:
    """Drafts from one clip, and counts the others."""
    nativelog.turn_to_log()
    assert recorder.stretch is not None
    out = Counted(recorder.path.stem, recorder.stretch)
    try:
        made = draft(poses_of(recorder, "every", kept), recorder.path.stem)
    except PosecoachError as error:
        out.refused = str(error)
        return out
    out.signal = made.signal.candidate.name
    by_hand = stretch(recorder.stretch)
    for clip in others:
        found = poses_of(clip, "every", kept)
        ours, theirs = count(made.stretch, found), count(by_hand, found, "mobilizer")
        out.pairs.append((clip.path.stem, shown(clip), both(ours), both(theirs)))
    for clip in none:
        number = sum(count(made.stretch, poses_of(clip, "every", kept)).values())
        if number:
            out.wrong[clip.path.stem] = number
    return out


def from_body(index: int, person: int) -> Counted:
    """Drafts a new movement from one generated person; the others do it, and other movements."""
    movement = MOVEMENTS[index]
    out = Counted(f"{movement.name}, person {person + 1}", "new movement")
    try:
        made = draft(recorded(movement, PEOPLE[person], 6), movement.name)
    except PosecoachError as error:
        out.refused = str(error)
        return out
    out.signal = made.signal.candidate.name
    for i, who in enumerate(PEOPLE):
        if i != person:
            ours = sum(count(made.stretch, recorded(movement, who, 4)).values())
            out.pairs.append((f"person {i + 1}", (4, 0), (ours, 0), (0, 0)))
    for other in MOVEMENTS:
        if other is not movement:
            who = PEOPLE[(person + 1) % len(PEOPLE)]
            number = sum(count(made.stretch, recorded(other, who, 4)).values())
            if number:
                out.wrong[other.name] = number
    return out


def show(results: list[Counted], console: Console) -> bool:
    """Prints the bars by stretch; gives whether they are met."""
    table = Table(box=None)
    for column in (
        "", "recorders", "refused", "clips counted", "exact", "off by one at most", "sides right",
        "exact by hand", "other movement counted in",
    ):  # fmt: skip
        table.add_column(column)
    met = True
    groups = list(dict.fromkeys(r.group for r in results))
    for group in (*groups, "all"):
        some = [r for r in results if group in (r.group, "all")]
        pairs = [p for r in some for p in r.pairs]
        off = [abs(sum(ours) - sum(truth)) for _, truth, ours, _ in pairs]
        exact, near = sum(n == 0 for n in off), sum(n <= 1 for n in off)
        sides = sum(ours == truth for _, truth, ours, _ in pairs)
        hand = [sum(theirs) == sum(truth) for r in some for _, truth, _, theirs in r.pairs
                if r.group != "new movement"]  # fmt: skip
        wrong = sum(len(r.wrong) for r in some)
        table.add_row(
            group, str(len(some)), str(sum(bool(r.refused) for r in some)), str(len(pairs)),
            _share(exact, len(pairs)), _share(near, len(pairs)), _share(sides, len(pairs)),
            _share(sum(hand), len(hand)), str(wrong),
        )  # fmt: skip
        if pairs:
            met = met and exact >= _EXACT * len(pairs) and near >= _NEAR * len(pairs)
        met = met and not wrong and not any(r.refused for r in some)
    console.print(table)
    for r in results:
        for name, truth, ours, theirs in r.pairs:
            if sum(ours) != sum(truth):
                console.print(f"  {r.name} → {name}: {ours} of {truth}; by hand {theirs}")
        for name, number in r.wrong.items():
            console.print(f"  {r.name} → {name}: {number} counted, another movement")
        if r.refused:
            console.print(f"  {r.name}: refused. {r.refused}")
    return met


def _share(number: int, of: int) -> str:
    return f"{number} ({number / of:.0%})" if of else "-"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="*")
    parser.add_argument("--none", type=Path, help="a folder of footage with other movements")
    parser.add_argument("--tapes", type=Path, help="keep the poses here, and use those kept")
    parser.add_argument("--recorders", type=int, default=4, help="of each stretch")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-movements", action="store_true", help="leave the new movements out")
    parser.add_argument("--write", type=Path, help="write the tables here too, as text")
    chosen = parser.parse_args()
    clips = [c for folder in chosen.folder for c in labels.clips(folder)]
    usable = [c for c in clips if c.kind == "stretch" and c.reps]  # none from a wrong view
    good = [c for c in usable if not any(r.faults for r in c.reps)]
    none = [c for c in footage.clips(chosen.none) if c.stretch is None] if chosen.none else []
    with ProcessPoolExecutor(chosen.jobs) as pool:
        waiting = []
        for name in dict.fromkeys(c.stretch for c in good):
            same = [c for c in good if c.stretch == name]
            for recorder in same[: chosen.recorders]:
                others = [c for c in same if c is not recorder]
                waiting.append(pool.submit(from_clip, recorder, others, none, chosen.tapes))
        if not chosen.no_movements:
            for i in range(len(MOVEMENTS)):
                waiting += [pool.submit(from_body, i, person) for person in range(len(PEOPLE))]
        results = [w.result() for w in waiting]
    console = Console(width=150, record=True, highlight=False)
    met = show(results, console)
    if chosen.write:
        lines = (line.rstrip() for line in console.export_text().splitlines())
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
