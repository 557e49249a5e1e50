"""Reads whole sessions from the record, exports them as CSV or JSON, and imports JSON."""

import csv
import io
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from posecoach.errors import RecordError
from posecoach.paths import reason
from posecoach.records.data import (
    Archive,
    DeskSpellData,
    Numbered,
    RangeData,
    RepData,
    SessionData,
    SetData,
)
from posecoach.records.store import Store
from posecoach.records.trace import pack, unpack

_MAX_BYTES = 1_000_000_000
#: The columns of the CSV, one row for each repetition; docs/export.md explains them.
COLUMNS = (
    "session", "started", "kind", "set", "stretch", "mode", "rep", "side", "complete", "t_s",
    "range_deg", "of_target", "duration_s", "speed_peaks", "faults", "discomfort_before",
    "discomfort_after", "posecoach",
)  # fmt: skip

#: For each field of ``SetData`` with rows of its own: table, columns, and the column to sort by.
_PARTS = {
    "reps": ("rep", ("t", "side", "complete", "range_deg", "of_target", "duration_s",
                     "speed_peaks"), "t"),
    "holds": ("hold", ("side", "start", "end", "held_s"), "start"),
    "faults": ("fault", ("rule", "side", "start", "end", "measured"), "start"),
    "cues": ("cue", ("t", "kind", "rule", "side"), "t"),
    "losses": ("framing_loss", ("start", "end", "direction"), "start"),
}  # fmt: skip
_SESSION = (
    "uuid", "started", "ended", "state", "kind", "source", "version", "model", "seen_s",
    "judged_s", "discomfort_before", "discomfort_after",
)  # fmt: skip
_DESK = ("uuid", "kind", "began", "length_s", "judged_s", "slump_s", "told")
_SET = (
    "position", "stretch", "mode", "dose_reps", "dose_hold_s", "time_s", "judged_s", "judged",
    "together", "guided_left_s", "guided_right_s",
)  # fmt: skip
_NEWEST = 2  # version of the export


# ---------------------------------------------------------------------- reading


def read(store: Store, *, only: int | None = None, traces: bool = False) -> list[Numbered]:
    """Sessions with all their data, oldest first.

    Args:
        store: the record.
        only: read only the session with this id.
        traces: include the rep signal, the largest part of a record.

    Raises:
        RecordError: the record holds an invalid value.
    """
    where, values = ("", ()) if only is None else ("WHERE session.id = ?", (only,))
    db = store.db
    db.execute("BEGIN")  # one consistent view, even if another process writes meanwhile
    try:
        sets = _sets(db, where, values, traces=traces)
        rows = db.execute(
            f"SELECT id, settings, {', '.join(_SESSION)} FROM session {where} ORDER BY started, id",
            values,
        ).fetchall()
    finally:
        db.execute("COMMIT")
    try:
        return [
            Numbered(
                id=id_,
                session=SessionData.model_validate(
                    dict(zip(_SESSION, row, strict=True))
                    | {"settings": json.loads(settings), "sets": tuple(sets.get(id_, ()))}
                ),
            )
            for id_, settings, *row in rows
        ]
    except ValueError as error:
        raise RecordError(
            f"The record {store.path} holds a value that does not belong there "
            f"({_first(error)}); 'posecoach forget' can remove the session."
        ) from error


def _sets(
    db: sqlite3.Connection, where: str, values: tuple[int, ...], *, traces: bool
) -> dict[int, list[Any]]:
    """The sets by session id, each with its reps, holds, faults, cues and losses."""
    parts = {name: _parts(db, name, where, values) for name in _PARTS}
    blocks: dict[int, list[Any]] = defaultdict(list)
    if traces:
        query = f"SELECT trace.stretch_set, trace.data FROM trace {_joined('trace', where)}"
        for set_id, data in db.execute(f"{query} ORDER BY trace.id", values):
            blocks[set_id].append(unpack(data))
    columns = ", ".join(f"stretch_set.{c}" for c in _SET)
    out: dict[int, list[Any]] = defaultdict(list)
    for id_, session, sides, *row in db.execute(
        f"SELECT stretch_set.id, session, sides, {columns} FROM stretch_set "
        f"JOIN session ON session.id = session {where} ORDER BY position",
        values,
    ):
        out[session].append(
            dict(zip(_SET, row, strict=True))
            | {name: found.get(id_, ()) for name, found in parts.items()}
            | {"sides": tuple(sides.split()), "trace": blocks.get(id_, ())}
        )
    return out


def _parts(
    db: sqlite3.Connection, name: str, where: str, values: tuple[int, ...]
) -> dict[int, list[Any]]:
    """The rows of one of ``_PARTS``, by set id."""
    table, columns, order = _PARTS[name]
    picked = ", ".join(f'{table}."{c}"' for c in columns)
    query = f"SELECT {table}.stretch_set, {picked} FROM {table} {_joined(table, where)}"
    found: dict[int, list[Any]] = defaultdict(list)
    for set_id, *row in db.execute(f'{query} ORDER BY {table}."{order}", {table}.id', values):
        record = dict(zip(columns, row, strict=True))
        if name == "reps":
            record["complete"] = bool(record["complete"])
        if name == "faults" and record["measured"] is not None:
            record["measured"] = _json(record["measured"])
        found[set_id].append(record)
    return found


def _joined(table: str, where: str) -> str:
    return (
        f"JOIN stretch_set ON stretch_set.id = {table}.stretch_set "
        f"JOIN session ON session.id = stretch_set.session {where}"
    )


def _json(text: Any) -> Any:
    """A cell's JSON; invalid JSON is returned as text, which the validation then rejects."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def desk(store: Store) -> tuple[DeskSpellData, ...]:
    """The sittings and breaks at the desk, oldest first.

    Raises:
        RecordError: the record holds an invalid value.
    """
    rows = store.db.execute(f"SELECT {', '.join(_DESK)} FROM desk_spell ORDER BY began, id")
    try:
        return tuple(
            DeskSpellData.model_validate(dict(zip(_DESK, row, strict=True))) for row in rows
        )
    except ValueError as error:
        raise RecordError(
            f"The record {store.path} holds a value that does not belong there "
            f"({_first(error)}); 'posecoach forget --all' removes it with all the rest."
        ) from error


def archive(store: Store) -> Archive:
    """The whole record, without sessions that are still running."""
    ranges = store.db.execute(
        "SELECT stretch, side, degrees, sessions FROM own_range ORDER BY stretch, side"
    )
    return Archive(
        sessions=tuple(n.session for n in read(store, traces=True) if n.session.state != "open"),
        ranges=tuple(RangeData(stretch=a, side=b, degrees=c, sessions=d) for a, b, c, d in ranges),
        desk=desk(store),
    )


# ---------------------------------------------------------------------- writing


def to_json(found: Archive) -> str:
    """The archive as JSON text; equal archives give equal text."""
    return found.model_dump_json(by_alias=True, indent=1) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the output of ``to_json``."""
    return Archive.model_json_schema(by_alias=True)


def to_csv(sessions: Iterable[SessionData]) -> str:
    """CSV text with one row for each repetition."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for session in sessions:
        for done in session.sets:
            for number, rep in enumerate(done.reps, start=1):
                writer.writerow(_row(session, done, number, rep))
    return out.getvalue()


def _row(session: SessionData, done: SetData, number: int, rep: RepData) -> list[Any]:
    rules = faults_of(done, rep)
    return [
        session.uuid, _utc(session.started), session.kind, done.position + 1, _plain(done.stretch),
        done.mode, number, rep.side, int(rep.complete), round(rep.t, 3), round(rep.range_deg, 2),
        round(rep.of_target, 3), round(rep.duration_s, 3), rep.speed_peaks,
        _plain(" ".join(rules)), session.discomfort_before, session.discomfort_after,
        _plain(session.version),
    ]  # fmt: skip


def _plain(text: str) -> str:
    """Quotes text that a spreadsheet would read as a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _utc(t: datetime) -> str:
    return t.astimezone(UTC).isoformat(timespec="seconds")


def faults_of(done: SetData, rep: RepData) -> list[str]:
    """The ids of the rules that were broken during a rep, sorted."""
    began = rep.t - rep.duration_s
    return sorted({f.rule for f in done.faults if f.start < rep.t and f.end > began})


# ---------------------------------------------------------------------- importing


def load(path: Path) -> Archive:
    """Reads an exported file.

    Raises:
        RecordError: the file cannot be read, is not an export, is damaged, or is too new.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise RecordError(f"{path} is far too large for a record; nothing was imported.")
        text = path.read_text("utf-8")
    except OSError as error:
        raise RecordError(f"{path} cannot be read ({reason(error)}).") from error
    except UnicodeDecodeError as error:
        raise RecordError(
            f"{path} is not text; expected a file made with 'posecoach export --json'."
        ) from error
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError(
            f"{path} is not JSON or was cut off; make it again with 'posecoach export --json'."
        ) from error
    if not isinstance(raw, dict) or raw.get("format") != "posecoach-record":
        raise RecordError(
            f"{path} is not a record of posecoach; expected a file made with "
            "'posecoach export --json'."
        )
    version = raw.get("schema")
    if isinstance(version, int) and version > _NEWEST:
        raise RecordError(f"{path} was made by a newer posecoach; install that version first.")
    try:
        return Archive.model_validate_json(text)
    except ValidationError as error:
        raise RecordError(f"{path} is damaged ({_first(error)}); nothing was imported.") from error


def _first(error: ValueError) -> str:
    """The first validation error, with the field it is in."""
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False)[0]
        place = ".".join(str(p) for p in found["loc"])
        return f"{place}: {found['msg'].lower()}" if place else str(found["msg"]).lower()
    return str(error)


def take_in(store: Store, found: Archive) -> tuple[int, int]:
    """Imports the sessions that are not in the record yet: all of them, or none on an error.

    The same holds for sittings and breaks at the desk. An imported range is ignored if the record
    already has one for that stretch and side.

    Returns:
        How many sessions were added, and how many the record already had.

    Raises:
        RecordError: the file contradicts itself.
        sqlite3.Error: the record cannot be written.
    """
    known = {uuid for (uuid,) in store.db.execute("SELECT uuid FROM session")}
    added = 0
    try:
        with store.at_once():
            for session in found.sessions:
                if session.uuid in known:
                    continue
                known.add(session.uuid)
                _add(store, session)
                added += 1
            for r in found.ranges:
                store.db.execute(
                    "INSERT OR IGNORE INTO own_range VALUES (?, ?, ?, ?)",
                    (r.stretch, r.side, r.degrees, r.sessions),
                )
            for spell in found.desk:
                values = {name: getattr(spell, name) for name in _DESK}
                values["began"] = _utc(spell.began)
                marks = ", ".join("?" for _ in _DESK)
                store.db.execute(
                    f"INSERT OR IGNORE INTO desk_spell ({', '.join(_DESK)}) VALUES ({marks})",
                    tuple(values.values()),
                )
    except (sqlite3.IntegrityError, ValueError) as error:
        raise RecordError(
            f"The file contradicts itself ({error}); nothing was imported."
        ) from error
    return added, len(found.sessions) - added


def _add(store: Store, session: SessionData) -> None:
    values = {name: getattr(session, name) for name in _SESSION}
    values["started"] = _utc(session.started)
    values["ended"] = None if session.ended is None else _utc(session.ended)
    if session.state == "open":  # no program here is running it
        values["state"] = "interrupted"
    id_ = store.insert("session", settings=json.dumps(session.settings), **values)
    for done in session.sets:
        set_id = store.insert(
            "stretch_set",
            session=id_,
            sides=" ".join(done.sides),
            **{name: getattr(done, name) for name in _SET},
        )
        for name, (table, columns, _) in _PARTS.items():
            for part in getattr(done, name):
                cells = {c: getattr(part, c) for c in columns}
                if cells.get("measured") is not None:
                    cells["measured"] = json.dumps(cells["measured"])
                store.insert(table, stretch_set=set_id, **cells)
        for block in done.trace:
            if block:
                store.insert("trace", stretch_set=set_id, data=pack(block))
