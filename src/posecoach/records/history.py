"""Past sessions as a table on the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from posecoach.pose import Side
from posecoach.records.store import SessionSummary, SetSummary


def show(sessions: Sequence[SessionSummary], stretch: str | None, console: Console) -> None:
    """Prints sessions, newest first; only those with ``stretch`` where it is given."""
    table = Table(box=None, pad_edge=False)
    for column in ("session", "when", "stretch", "left", "right", "how it ended"):
        table.add_column(column)
    rows = 0
    for session in sessions:
        for i, done in enumerate(s for s in session.sets if stretch in (None, s.stretch)):
            first = i == 0
            when = session.started.astimezone().strftime("%Y-%m-%d %H:%M")
            ended = session.state + (" (demo)" if session.kind == "demo" else "")
            table.add_row(
                str(session.id) if first else "",
                when if first else "",
                done.stretch,
                amount(done, "left"),
                amount(done, "right"),
                ended if first else "",
            )
            rows += 1
    if rows:
        console.print(table)
    else:
        console.print("No sessions yet. Run 'posecoach' or 'posecoach demo'.")


def amount(done: SetSummary, side: Side) -> str:
    """What was done of one side, in words."""
    if done.mode == "hold":
        return f"{done.held_s[side]:.0f} s held"
    reps, partial = done.reps[side], done.partials[side]
    return f"{reps} reps" + (f" (+{partial} almost)" if partial else "")
