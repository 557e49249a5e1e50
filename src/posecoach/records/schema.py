"""The database's tables: each step upgrades a database by one version."""

import contextlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

_V1 = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,              -- UTC, ISO 8601
    ended TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'ended', 'interrupted')),
    kind TEXT NOT NULL CHECK (kind IN ('live', 'demo')),
    source TEXT NOT NULL,
    version TEXT NOT NULL,
    settings TEXT NOT NULL,             -- JSON
    seen_s REAL NOT NULL DEFAULT 0,
    judged_s REAL NOT NULL DEFAULT 0
);
CREATE TABLE stretch_set (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    stretch TEXT NOT NULL,
    mode TEXT NOT NULL,
    UNIQUE (session, position)
);
CREATE TABLE rep (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    t REAL NOT NULL,                    -- seconds from the start of the session
    side TEXT NOT NULL CHECK (side IN ('left', 'right')),
    complete INTEGER NOT NULL,
    range_deg REAL NOT NULL,
    of_target REAL NOT NULL,
    duration_s REAL NOT NULL,
    speed_peaks INTEGER NOT NULL
);
CREATE TABLE hold (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('left', 'right')),
    start REAL NOT NULL,
    "end" REAL NOT NULL,
    held_s REAL NOT NULL
);
CREATE TABLE fault (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    side TEXT,
    start REAL NOT NULL,
    "end" REAL NOT NULL
);
CREATE TABLE cue (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    t REAL NOT NULL,
    kind TEXT NOT NULL,
    rule TEXT NOT NULL,
    side TEXT
);
CREATE TABLE own_range (
    stretch TEXT NOT NULL,
    side TEXT NOT NULL,
    degrees REAL NOT NULL,
    sessions INTEGER NOT NULL,
    PRIMARY KEY (stretch, side)
);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE INDEX set_of_session ON stretch_set (session);
CREATE INDEX rep_of_set ON rep (stretch_set);
CREATE INDEX hold_of_set ON hold (stretch_set);
"""

_V2 = """
ALTER TABLE session ADD COLUMN uuid TEXT;
UPDATE session SET uuid = lower(hex(randomblob(16)));
CREATE UNIQUE INDEX session_uuid ON session (uuid);
-- name of the pose model's file
ALTER TABLE session ADD COLUMN model TEXT;
ALTER TABLE session ADD COLUMN discomfort_before INTEGER
    CHECK (discomfort_before BETWEEN 0 AND 10);
ALTER TABLE session ADD COLUMN discomfort_after INTEGER
    CHECK (discomfort_after BETWEEN 0 AND 10);
-- asked for, a side, NULL: no end
ALTER TABLE stretch_set ADD COLUMN dose_reps INTEGER;
ALTER TABLE stretch_set ADD COLUMN dose_hold_s REAL;
ALTER TABLE stretch_set ADD COLUMN sides TEXT NOT NULL DEFAULT 'left right';
-- how long it was worked on
ALTER TABLE stretch_set ADD COLUMN time_s REAL;
-- of that, with a picture to judge by
ALTER TABLE stretch_set ADD COLUMN judged_s REAL;
CREATE TABLE framing_loss (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    start REAL NOT NULL,
    "end" REAL NOT NULL,
    direction TEXT                      -- what would have helped, where that was known
);
CREATE TABLE trace (
    id INTEGER PRIMARY KEY,
    stretch_set INTEGER NOT NULL REFERENCES stretch_set (id) ON DELETE CASCADE,
    data BLOB NOT NULL                  -- see trace.py
);
CREATE INDEX fault_of_set ON fault (stretch_set);
CREATE INDEX cue_of_set ON cue (stretch_set);
CREATE INDEX loss_of_set ON framing_loss (stretch_set);
CREATE INDEX trace_of_set ON trace (stretch_set);
"""

_V3 = """
-- what was measured when the rule was broken, by measure: JSON; NULL where it was not kept
ALTER TABLE fault ADD COLUMN measured TEXT;
"""

_V4 = """
-- 0: shown and timed alone; nothing of it was counted or corrected
ALTER TABLE stretch_set ADD COLUMN judged INTEGER NOT NULL DEFAULT 1;
-- 1: both sides at once; what was counted bears the name of the one in 'sides'
ALTER TABLE stretch_set ADD COLUMN together INTEGER NOT NULL DEFAULT 0;
-- of a set that was not judged: seconds by side in which it was shown
ALTER TABLE stretch_set ADD COLUMN guided_left_s REAL;
ALTER TABLE stretch_set ADD COLUMN guided_right_s REAL;
"""

_V5 = """
-- sittings at the desk, and the breaks between them
CREATE TABLE desk_spell (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('sitting', 'break')),
    began TEXT NOT NULL,                -- UTC, ISO 8601; the whole hour unless finer was wished
    length_s REAL NOT NULL,
    judged_s REAL NOT NULL DEFAULT 0,   -- of a sitting, with the posture seen
    slump_s REAL NOT NULL DEFAULT 0,    -- of that, in a slump of the user's own
    told INTEGER NOT NULL DEFAULT 0     -- how often the user was told
);
"""

_STEPS = (_V1, _V2, _V3, _V4, _V5)
#: The newest version that this program knows.
VERSION = len(_STEPS)


def version_of(db: sqlite3.Connection) -> int:
    """The version of a database; 0 if it is empty."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def bring_up(db: sqlite3.Connection, *, to: int = VERSION) -> None:
    """Creates or upgrades the tables in one transaction.

    Raises:
        sqlite3.Error: the tables cannot be written.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        # Read inside the lock: another process may have upgraded it in the meantime.
        for number in range(version_of(db), to):
            for statement in _STEPS[number].split(";\n"):
                if statement.strip():
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {number + 1}")
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):  # on a full disk SQLite has done it already
            db.execute("ROLLBACK")
        raise


@dataclass(frozen=True)
class EventTable:
    """Where the events of one class are kept.

    Attributes:
        name: the table.
        columns: its columns, each with the attribute of the event that goes into it.
        order: the column by which its rows are read.
        field: the field of ``SetData`` that has its rows, with the columns as their fields.
    """

    name: str
    columns: Mapping[str, str]
    order: str
    field: str


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


#: The table of each event class.
EVENT_TABLES: Mapping[str, EventTable] = {
    "Rep": EventTable(
        "rep",
        _same("t", "side", "complete", "range_deg", "of_target", "duration_s", "speed_peaks"),
        order="t",
        field="reps",
    ),
    "HoldSpan": EventTable(
        "hold", _same("side", "start", "end", "held_s"), order="start", field="holds"
    ),
    "Fault": EventTable(
        "fault",
        _same("rule", "side", "start", "end") | {"measured": "findings"},
        order="start",
        field="faults",
    ),
    "Cue": EventTable("cue", _same("t", "kind", "side") | {"rule": "id"}, order="t", field="cues"),
    "FramingLost": EventTable(
        "framing_loss", _same("start", "end", "direction"), order="start", field="losses"
    ),
}
