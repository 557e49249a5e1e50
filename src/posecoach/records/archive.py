"""Reads whole sessions from the record."""

import json
import sqlite3
from collections import defaultdict
from typing import Any

from pydantic import ValidationError

from posecoach.errors import RecordError
from posecoach.records.data import Archive, DeskSpellData, Numbered, RangeData, SessionData
from posecoach.records.schema import EVENT_TABLES, EventTable
from posecoach.records.store import Store
from posecoach.records.trace import unpack

#: The columns of a session, a spell at the desk and a set that are told as they are.
SESSION = (
    "uuid", "started", "ended", "state", "kind", "source", "version", "model", "seen_s",
    "judged_s", "discomfort_before", "discomfort_after",
)  # fmt: skip
DESK = ("uuid", "kind", "began", "length_s", "judged_s", "slump_s", "told")
SET = (
    "position", "stretch", "mode", "dose_reps", "dose_hold_s", "time_s", "judged_s", "judged",
    "together", "guided_left_s", "guided_right_s",
)  # fmt: skip


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
            f"SELECT id, settings, {', '.join(SESSION)} FROM session {where} ORDER BY started, id",
            values,
        ).fetchall()
    finally:
        db.execute("COMMIT")
    try:
        return [
            Numbered(
                id=id_,
                session=SessionData.model_validate(
                    dict(zip(SESSION, row, strict=True))
                    | {"settings": json.loads(settings), "sets": tuple(sets.get(id_, ()))}
                ),
            )
            for id_, settings, *row in rows
        ]
    except ValueError as error:
        raise RecordError(
            f"The record {store.path} holds a value that does not belong there "
            f"({first_of(error)}); 'posecoach forget' can remove the session."
        ) from error


def _sets(
    db: sqlite3.Connection, where: str, values: tuple[int, ...], *, traces: bool
) -> dict[int, list[Any]]:
    """The sets by session id, each with its reps, holds, faults, cues and losses."""
    events = {e.field: _events(db, e, where, values) for e in EVENT_TABLES.values()}
    blocks: dict[int, list[Any]] = defaultdict(list)
    if traces:
        query = f"SELECT trace.stretch_set, trace.data FROM trace {_joined('trace', where)}"
        for set_id, data in db.execute(f"{query} ORDER BY trace.id", values):
            blocks[set_id].append(unpack(data))
    columns = ", ".join(f"stretch_set.{c}" for c in SET)
    out: dict[int, list[Any]] = defaultdict(list)
    for id_, session, sides, *row in db.execute(
        f"SELECT stretch_set.id, session, sides, {columns} FROM stretch_set "
        f"JOIN session ON session.id = session {where} ORDER BY position",
        values,
    ):
        out[session].append(
            dict(zip(SET, row, strict=True))
            | {name: found.get(id_, ()) for name, found in events.items()}
            | {"sides": tuple(sides.split()), "trace": blocks.get(id_, ())}
        )
    return out


def _events(
    db: sqlite3.Connection, events: EventTable, where: str, values: tuple[int, ...]
) -> dict[int, list[Any]]:
    """The rows of one table of events, by set id."""
    table = events.name
    picked = ", ".join(f'{table}."{c}"' for c in events.columns)
    query = f"SELECT {table}.stretch_set, {picked} FROM {table} {_joined(table, where)}"
    order = f'{table}."{events.order}", {table}.id'
    found: dict[int, list[Any]] = defaultdict(list)
    for set_id, *row in db.execute(f"{query} ORDER BY {order}", values):
        record = dict(zip(events.columns, row, strict=True))
        if "complete" in record:
            record["complete"] = bool(record["complete"])
        if record.get("measured") is not None:
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


def first_of(error: ValueError) -> str:
    """The first validation error, with the field it is in."""
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False)[0]
        place = ".".join(str(p) for p in found["loc"])
        return f"{place}: {found['msg'].lower()}" if place else str(found["msg"]).lower()
    return str(error)


def desk(store: Store) -> tuple[DeskSpellData, ...]:
    """The sittings and breaks at the desk, oldest first.

    Raises:
        RecordError: the record holds an invalid value.
    """
    rows = store.db.execute(f"SELECT {', '.join(DESK)} FROM desk_spell ORDER BY began, id")
    try:
        return tuple(
            DeskSpellData.model_validate(dict(zip(DESK, row, strict=True))) for row in rows
        )
    except ValueError as error:
        raise RecordError(
            f"The record {store.path} holds a value that does not belong there "
            f"({first_of(error)}); 'posecoach forget --all' removes it with all the rest."
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
