"""Exports sessions as CSV or JSON, and imports JSON."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from posecoach.errors import RecordError
from posecoach.paths import reason
from posecoach.records.archive import DESK, SESSION, SET, first_of
from posecoach.records.data import Archive, RepData, SessionData, SetData
from posecoach.records.schema import EVENT_TABLES
from posecoach.records.store import Store
from posecoach.records.trace import pack

_MAX_BYTES = 1_000_000_000
_NEWEST = 2  # version of the export
#: The columns of the CSV, one row for each repetition; docs/export.md explains them.
COLUMNS = (
    "session", "started", "kind", "set", "stretch", "mode", "rep", "side", "complete", "t_s",
    "range_deg", "of_target", "duration_s", "speed_peaks", "faults", "discomfort_before",
    "discomfort_after", "posecoach",
)  # fmt: skip


# ---------------------------------------------------------------------- exporting


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
        raise RecordError(
            f"{path} is damaged ({first_of(error)}); nothing was imported."
        ) from error


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
                values = {name: getattr(spell, name) for name in DESK}
                values["began"] = _utc(spell.began)
                marks = ", ".join("?" for _ in DESK)
                store.db.execute(
                    f"INSERT OR IGNORE INTO desk_spell ({', '.join(DESK)}) VALUES ({marks})",
                    tuple(values.values()),
                )
    except (sqlite3.IntegrityError, ValueError) as error:
        raise RecordError(
            f"The file contradicts itself ({error}); nothing was imported."
        ) from error
    return added, len(found.sessions) - added


def _add(store: Store, session: SessionData) -> None:
    values = {name: getattr(session, name) for name in SESSION}
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
            **{name: getattr(done, name) for name in SET},
        )
        for events in EVENT_TABLES.values():
            for row in getattr(done, events.field):
                cells = {c: getattr(row, c) for c in events.columns}
                if cells.get("measured") is not None:
                    cells["measured"] = json.dumps(cells["measured"])
                store.insert(events.name, stretch_set=set_id, **cells)
        for block in done.trace:
            if block:
                store.insert("trace", stretch_set=set_id, data=pack(block))
