"""Writes sittings and breaks at the desk; each is updated while it goes on.

Only the standard library is loaded here, as for the sessions.
"""

import uuid as uuids
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from posecoach.records.store import Store


@dataclass
class DaySpell:
    """A sitting, or a break from it.

    Attributes:
        began: in any time zone.
        length_s, judged_s, slump_s, told: as in the table ``desk_spell``.
    """

    kind: Literal["sitting", "break"]
    began: datetime
    length_s: float = 0.0
    judged_s: float = 0.0
    slump_s: float = 0.0
    told: int = 0
    uuid: str = field(default_factory=lambda: uuids.uuid4().hex)


def coarse(t: datetime, *, exact: bool) -> str:
    """A time of day for the record, in UTC: to the minute if that was wished, else to the hour.

    The hour is that of ``t``'s own time zone, which may begin at half an hour of UTC.
    """
    found = t.replace(second=0, microsecond=0)
    if not exact:
        found = found.replace(minute=0)
    return found.astimezone(UTC).isoformat(timespec="seconds")


def write(store: Store, spell: DaySpell, *, exact: bool) -> None:
    """Writes a spell, or what has become of it since.

    Raises:
        sqlite3.Error: the record cannot be written.
    """
    store.db.execute(
        "INSERT INTO desk_spell (uuid, kind, began, length_s, judged_s, slump_s, told) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET "
        "length_s = excluded.length_s, judged_s = excluded.judged_s, "
        "slump_s = excluded.slump_s, told = excluded.told",
        (
            *(spell.uuid, spell.kind, coarse(spell.began, exact=exact), round(spell.length_s)),
            *(round(spell.judged_s), round(spell.slump_s), spell.told),
        ),
    )


def kept(store: Store, spell: DaySpell) -> bool:
    """Whether a spell that was written is there still; the user may have had it forgotten.

    Raises:
        sqlite3.Error: the record cannot be read.
    """
    found = store.db.execute("SELECT 1 FROM desk_spell WHERE uuid = ?", (spell.uuid,))
    return found.fetchone() is not None
