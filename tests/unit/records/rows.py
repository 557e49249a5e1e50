"""What goes into a record, and what is found in its tables."""

import sqlite3
from pathlib import Path

from posecoach.events import Rep


def rep(side: str = "left", *, complete: bool = True, t: float = 4.0) -> Rep:
    return Rep(
        t=t,
        start=t - 3.5,
        side="left" if side == "left" else "right",
        complete=complete,
        range_deg=21.5,
        of_target=1.05,
        duration_s=3.5,
        speed_peaks=2,
    )


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    db = sqlite3.connect(path)
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()
