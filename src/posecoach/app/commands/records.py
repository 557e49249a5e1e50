"""The commands history, report, export, import and forget."""

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from posecoach.app.console import ask, counted, messages
from posecoach.errors import RecordError, UsageError
from posecoach.files import private
from posecoach.paths import data_dir, reason
from posecoach.records.store import opened
from posecoach.reports import history


def day(text: str | None) -> date | None:
    """Parses a date such as '2025-03-31'.

    Raises:
        UsageError: the text is not a date.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is not a day; write it as 2025-03-31.") from error


def _midnight(of: date | None) -> datetime | None:
    return None if of is None else datetime(of.year, of.month, of.day).astimezone()


def show_history(stretch: str | None, since: date | None) -> None:
    """Prints past sessions, newest first."""
    with opened() as store:
        print(history.table(store.sessions(since=_midnight(since)), stretch))


def report(
    session: int | None,
    *,
    last: bool,
    since: date | None,
    clinician: bool,
    out: Path | None,
    show: bool,
    with_desk: bool = False,
) -> int:
    """Writes the report, opens it in the browser, and prints its path; returns the exit code.

    The days at the desk are in the user's own report, and in the clinician's pages only
    ``with_desk``.

    Raises:
        RecordError: there is no such session, or none at all.
        UsageError: the options contradict each other.
    """
    if last and (session is not None or since is not None):
        raise UsageError("Choose one of a session's number, --last and --since.")
    # Loads pydantic and matplotlib, which takes half a second: other commands do without.
    from posecoach.records import archive
    from posecoach.reports import report as pages

    begin = _midnight(since)
    with opened() as store:
        found = [n for n in archive.read(store) if begin is None or n.session.started >= begin]
        desk = archive.desk(store) if with_desk or not clinician else ()
        shown = None
        if session is not None or (since is None and not clinician):
            number = session if session is not None else (found[-1].id if found else -1)
            wanted = archive.read(store, only=number, traces=True)
            days_alone = desk and session is None and not last
            if not wanted and not days_alone:
                raise _missing(session)
            shown = wanted[0] if wanted else None
    today = datetime.now().astimezone().date()
    if clinician:
        text = pages.clinician(found, today, since, desk)
    else:
        text = pages.page(found, shown, today, since, desk)
    path = out or data_dir() / ("clinician.html" if clinician else "report.html")
    write_private(path, text)
    print(f"Report: {path}")
    if show and not _open(path):
        print("Open it in your browser.", file=sys.stderr)
    return 0


def _missing(session: int | None) -> RecordError:
    if session is None:
        return RecordError("There is no session yet; run 'posecoach' or 'posecoach demo' first.")
    return RecordError(f"There is no session {session}; 'posecoach history' shows their numbers.")


def _open(path: Path) -> bool:
    """Opens a page in a graphical browser, never one in the terminal; returns whether it could."""
    import webbrowser

    graphic = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return graphic and webbrowser.open(path.resolve().as_uri())


def exported(kind: Literal["csv", "json"]) -> tuple[str, int]:
    """The whole record as text, and the number of its sessions.

    Raises:
        RecordError: the record cannot be read.
    """
    from posecoach.records import archive, exchange

    with opened() as store:
        found = archive.archive(store)
    text = exchange.to_csv(found.sessions) if kind == "csv" else exchange.to_json(found)
    return text, len(found.sessions)


def export(kind: Literal["csv", "json"], out: Path | None) -> int:
    """Writes the whole record as CSV or JSON to a file, or to standard output."""
    text, sessions = exported(kind)
    if kind == "csv" and text.count("\n") <= 1 and sessions:
        messages().print("No repetition was counted; 'export --json' has holds and the rest, too.")
    if out is None:
        sys.stdout.write(text)
    else:
        write_private(out, text)
        print(f"{sessions} sessions written to {out}.")
    return 0


def take_in(path: Path) -> int:
    """Imports an exported file; sessions that the record already has are not changed."""
    from posecoach.records import exchange

    found = exchange.load(path)
    with opened() as store:
        added, known = exchange.take_in(store, found)
    print(f"{added} sessions added; {known} were there already.")
    if found.desk:
        print(f"Sittings and breaks at the desk in the file: {len(found.desk)}; all are there now.")
    return 0


def forget(session: int | None, *, everything: bool, yes: bool) -> int:
    """Deletes one session or all, after asking.

    Raises:
        UsageError: neither a session nor ``everything`` was given, or both; or there is no terminal
            to ask in.
        RecordError: there is no such session, or it is still running.
    """
    if everything == (session is not None):
        raise UsageError("Name one session's number, or add --all.")
    with opened() as store:
        found = [s for s in store.sessions() if everything or s.id == session]
        if not found and not everything:
            raise _missing(session)
        what = (
            f"all {len(found)} sessions, your own ranges and your days at the desk"
            if everything
            else f"session {session} of {found[0].started.astimezone():%Y-%m-%d %H:%M}"
        )
        if not yes and not _sure(f"Delete {what} for good? Type yes: "):
            print("Nothing was deleted.")
            return 0
        done = store.forget(session)
    rest = ", and your own ranges and days at the desk" if everything else ""
    print(f"{counted(done, 'session')} deleted{rest}.")
    return 0


def _sure(question: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here; add --yes to delete without asking.")
    try:
        return ask(question).strip().lower() in ("yes", "y")
    except EOFError:
        return False


def write_private(path: Path, text: str) -> None:
    """Writes a file that only the user may read, or nothing.

    Raises:
        RecordError: the file cannot be written.
    """
    try:
        private(path, text)
    except OSError as error:
        raise RecordError(
            f"{path} cannot be written ({reason(error)}); choose another place with --out."
        ) from error
