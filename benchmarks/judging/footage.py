"""Labelled footage of recorded and drawn people: a folder with a table of what each clip shows."""

import csv
import tomllib
from pathlib import Path

from judging.labels import Clip

#: One hold of this many seconds about the label's is the same hold: it was read off contact sheets.
HOLD_WITHIN_S = 1.0


def clips(folder: Path) -> list[Clip]:
    """The clips of a folder with a ``labels.tsv``; none where there is no such table."""
    table = folder / "labels.tsv"
    if not table.is_file():
        return []
    notes = tomllib.loads((Path(__file__).parent / "footage.toml").read_text("utf-8"))
    with table.open(encoding="utf-8", newline="") as file:
        return [_clip(folder, row, notes) for row in csv.DictReader(file, delimiter="\t")]


def _clip(folder: Path, row: dict[str, str], notes: dict[str, dict[str, object]]) -> Clip:
    path = folder / row["file"]
    note = notes.get(path.stem, {})
    other = row["stretch"] == "none"
    counts = int(row["left"]), int(row["right"])
    none = not other and counts == (0, 0)
    accepted = note.get("accepted", [])
    assert isinstance(accepted, list)
    held = note.get("held_s")
    return Clip(
        path,
        "other" if other or none else "stretch",
        None if other else row["stretch"],
        (),
        (),
        frozenset(),
        frozenset(),
        known=False,
        mirrored=False,
        groups={},
        source="recorded" if row["kind"] == "real" else "drawn",
        person=str(note.get("person", path.stem)),
        accepted=(counts, *((int(a), int(b)) for a, b in accepted)),
        hold=row["mode"] == "hold",
        held_s=float(held) if isinstance(held, int | float) else None,
    )
