"""Commands about the record of sessions."""

from pathlib import Path
from typing import Annotated

import typer

from posecoach.app.cli.root import app
from posecoach.errors import UsageError


@app.command()
def history(
    path: Annotated[bool, typer.Option("--path", help="Show where the record is.")] = False,
    stretch: Annotated[str | None, typer.Option(help="Only this stretch.")] = None,
    since: Annotated[str | None, typer.Option(help="From this day on, as 2025-03-31.")] = None,
) -> None:
    """Past sessions, with reps and held seconds for each stretch and side."""
    from posecoach.app.commands import records
    from posecoach.records.file import database_path

    if path:
        print(database_path())
        return
    records.show_history(stretch, records.day(since))


@app.command()
def report(
    session: Annotated[int | None, typer.Argument(help="Its number in the history.")] = None,
    last: Annotated[bool, typer.Option("--last", help="The last session; the default.")] = False,
    since: Annotated[str | None, typer.Option(help="From this day on, as 2025-03-31.")] = None,
    for_clinician: Annotated[
        bool, typer.Option("--for-clinician", help="Two pages to print for a clinician.")
    ] = False,
    with_desk: Annotated[
        bool, typer.Option("--with-desk", help="In the clinician's pages: your days at the desk.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Write the page here.")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
) -> None:
    """How it goes, as one page in the browser."""
    from posecoach.app.commands import records

    raise typer.Exit(
        records.report(
            session,
            last=last,
            since=records.day(since),
            clinician=for_clinician,
            with_desk=with_desk,
            out=out,
            show=not no_open,
        )
    )


@app.command()
def export(
    csv: Annotated[bool, typer.Option("--csv", help="One row a repetition; the default.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="All that is kept; 'import' reads it back.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="A file, not standard output.")] = None,
) -> None:
    """Your data, for a spreadsheet or another machine."""
    from posecoach.app.commands import records

    if csv and as_json:
        raise UsageError("Choose one of --csv and --json.")
    raise typer.Exit(records.export("json" if as_json else "csv", out))


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="Made with 'posecoach export --json'.")],
) -> None:
    """Reads exported sessions back; those that are there already stay as they are."""
    from posecoach.app.commands import records

    raise typer.Exit(records.take_in(file))


@app.command()
def feedback(
    set_: Annotated[
        int | None, typer.Option("--set", min=1, help="Which set of the last session.")
    ] = None,
    left: Annotated[
        float | None, typer.Option(min=0, help="What it was on the left: repetitions, or seconds.")
    ] = None,
    right: Annotated[float | None, typer.Option(min=0, help="And on the right.")] = None,
    wrong: Annotated[
        list[str] | None, typer.Option(help="The id of a correction that was not true.")
    ] = None,
    note: Annotated[str, typer.Option(help="In your own words.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where the file goes.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """A count of the last session was wrong: makes one file to send, without a picture."""
    from posecoach.app.commands import feedback as command

    given = command.Given(set_, left, right, tuple(wrong or ()), note)
    raise typer.Exit(command.run(given, out, ask=not yes))


@app.command()
def forget(
    session: Annotated[int | None, typer.Argument(help="Its number in the history.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All sessions, your own ranges and days at the desk.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Deletes one session, or the whole record, for good; asks first."""
    from posecoach.app.commands import records

    raise typer.Exit(records.forget(session, everything=everything, yes=yes))
