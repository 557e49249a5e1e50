"""Past sessions as a table on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecoach.pose import Side
    from posecoach.records.store import SessionSummary, SetSummary

_COLUMNS = ("session", "when", "stretch", "left", "right", "how it ended")


def table(sessions: Sequence[SessionSummary], stretch: str | None) -> str:
    """The sessions in the given order, one line for each set; only of ``stretch`` if given."""
    rows: list[tuple[str, ...]] = []
    for session in sessions:
        for i, done in enumerate(s for s in session.sets if stretch in (None, s.stretch)):
            first = i == 0
            when = session.started.astimezone().strftime("%Y-%m-%d %H:%M")
            what = "demo" if session.kind == "demo" else session.occasion
            ended = session.state + (f" ({what})" if what else "")
            rows.append(
                (
                    str(session.id) if first else "",
                    when if first else "",
                    done.stretch,
                    amount(done, "left"),
                    amount(done, "right"),
                    ended if first else "",
                )
            )
    if not rows:
        return "No such sessions. Run 'posecoach' or 'posecoach demo' for one."
    widths = [max(len(row[i]) for row in (_COLUMNS, *rows)) for i in range(len(_COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (_COLUMNS, *rows)
    )


def amount(done: SetSummary, side: Side) -> str:
    """The reps or held seconds of one side, in words; nothing is told of what was not judged.

    What was done on both sides at once is told once, with the left.
    """
    if side == "right" and (done.together or not done.judged):
        return ""
    if not done.judged:
        return f"{done.guided_s:.0f} s guided"
    if done.mode == "hold":
        return f"{done.held_s[side]:.0f} s held"
    reps, partial = done.reps[side], done.partials[side]
    word = "rep" if reps == 1 else "reps"
    return f"{reps} {word}" + (f" (+{partial} almost)" if partial else "")
