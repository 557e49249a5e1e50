"""One table of many recordings: a row for each session, repetition, hold and fault.

docs/table.md describes the columns.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from posecoach import __version__
from posecoach.app.batch.work import Failure, Result
from posecoach.errors import PosecoachError
from posecoach.files import written_whole
from posecoach.paths import how_to_get, reason
from posecoach.pose import SIDES
from posecoach.session.result import SetResult
from posecoach.sinks.json import Analysis

TableRow = dict[str, Any]
ColumnKind = Literal["text", "whole", "number", "yes_no"]

#: The columns in their order, and what they hold; each may be empty.
COLUMNS: dict[str, ColumnKind] = {
    "file": "text",
    "stretch": "text",
    "mode": "text",
    "kind": "text",
    "number": "whole",
    "side": "text",
    "start": "number",
    "end": "number",
    "value": "number",
    "unit": "text",
    "complete": "yes_no",
    "of_target": "number",
    "rule": "text",
    "measured": "text",
    "reps_left": "whole",
    "reps_right": "whole",
    "held_left": "number",
    "held_right": "number",
    "seen": "number",
    "judged": "number",
    "frames": "whole",
    "width": "whole",
    "height": "whole",
    "note": "text",
    "posecoach": "text",
}
SUFFIXES = (".csv", ".parquet")
_BATCH = 20_000  # rows of a Parquet row group


def check(path: Path) -> None:
    """Checks, before hours of work, that a table can be written.

    Raises:
        PosecoachError: the file's ending is not known, or what it needs is not here.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise PosecoachError(f"A table is {' or '.join(SUFFIXES)}; {path.name} is neither.")
    if not path.parent.is_dir():
        raise PosecoachError(f"There is no folder {path.parent} for the table; make it first.")
    if path.suffix.lower() == ".parquet":
        try:
            import pyarrow as pa  # noqa: F401 - only whether it is there; _parquet imports it
        except ImportError as error:
            raise PosecoachError(
                f"A Parquet table needs more: {how_to_get('cluster')}; a .csv table does not."
            ) from error


def rows(file: str, found: Result) -> list[TableRow]:
    """The rows of one recording, the session's first; empty fields are left out."""
    if isinstance(found, Failure):
        return [{"file": file, "kind": "unread", "note": found.sentence, "posecoach": __version__}]
    base = {"file": file, "stretch": found.stretch.id, "mode": found.mode}
    out: list[TableRow] = [_session(base, found)]
    for n, rep in enumerate(found.reps, 1):
        out.append(
            {
                **base, "kind": "repetition", "number": n, "side": rep.side,
                "start": _round3(rep.start), "end": _round3(rep.t),
                "value": round(rep.range_deg, 1), "unit": "deg",
                "complete": rep.complete, "of_target": round(rep.of_target, 2),
            }
        )  # fmt: skip
    for n, hold in enumerate(found.holds, 1):
        out.append(
            {
                **base, "kind": "hold", "number": n, "side": hold.side,
                "start": _round3(hold.start), "end": _round3(hold.end),
                "value": _round3(hold.held_s), "unit": "s",
            }
        )  # fmt: skip
    for n, fault in enumerate(sorted(found.faults, key=lambda f: f.start), 1):
        end = fault.start if fault.end is None else fault.end
        measured = {f.measure: f.value for f in fault.findings if f.value is not None}
        row = {
            **base, "kind": "fault", "number": n, "rule": fault.rule,
            "start": _round3(fault.start), "end": _round3(end),
            "value": _round3(end - fault.start), "unit": "s",
        }  # fmt: skip
        if fault.side is not None:
            row["side"] = fault.side
        if measured:
            row["measured"] = json.dumps({k: _round3(v) for k, v in measured.items()})
        out.append(row)
    return out


def _session(base: TableRow, found: Analysis) -> TableRow:
    result = found.result or SetResult(found.stretch, found.mode, None, SIDES)
    row = {
        **base,
        "kind": "session",
        "number": 1,
        "start": 0.0,
        "end": _round3(found.duration_s),
        "value": _round3(found.duration_s),
        "unit": "s",
        **{f"reps_{s}": result.reps[s] for s in SIDES},
        **{f"held_{s}": _round3(result.held_s[s]) for s in SIDES},
        "seen": _round3(result.seen_s),
        "judged": _round3(result.judged_s),
        "frames": found.frames,
        "width": found.width,
        "height": found.height,
        "posecoach": __version__,
    }
    if found.remark is not None:
        row["note"] = found.remark
    return row


def _round3(value: float) -> float:
    return round(float(value), 3)


def write(path: Path, content: Iterable[TableRow]) -> None:
    """Writes the table: all of it, or nothing. Rows are taken a few at a time.

    Raises:
        PosecoachError: it cannot be written.
    """
    try:
        with written_whole(path) as whole:
            if path.suffix.lower() == ".parquet":
                _parquet(whole, content)
            else:
                _csv(whole, content)
    except OSError as error:
        raise PosecoachError(
            f"The table {path} cannot be written ({reason(error)}); what was done is kept beside "
            "it: make room, and give the same command again."
        ) from error


def _csv(path: Path, content: Iterable[TableRow]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, restval="")
        out.writeheader()
        for row in content:
            out.writerow({k: _plain(v) for k, v in row.items()})


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _parquet(path: Path, content: Iterable[TableRow]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "yes_no": pa.bool_(),
    }  # fmt: skip
    schema = pa.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
    with pq.ParquetWriter(str(path), schema) as out:
        for part in _parts(content):
            out.write_table(pa.Table.from_pylist(part, schema=schema))


def _parts(content: Iterable[TableRow]) -> Iterator[list[TableRow]]:
    part: list[TableRow] = []
    for row in content:
        part.append(row)
        if len(part) == _BATCH:
            yield part
            part = []
    if part:
        yield part
