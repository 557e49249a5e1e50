"""The command line: parses options and calls the modules in ``commands``."""

import errno
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from posecoach import __version__, memory, nativelog
from posecoach.app.signals import stoppable
from posecoach.errors import DisplayError, PosecoachError, UsageError

if TYPE_CHECKING:  # each command imports what it needs, so that the window comes at once
    from types import ModuleType

    from posecoach.session.plan import SetPlan

ModeChoice = Literal["mobilizer", "hold"]
SideChoice = Literal["left", "right", "both"]
VoiceChoice = Literal["off", "cues", "full"]
FirstSide = Literal["left", "right"]

app = typer.Typer(
    name="posecoach",
    help="Coaches hip and lower-back stretches through a webcam; nothing leaves your machine.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
stretches_app = typer.Typer(help="Lists, explains and checks stretch files.")
model_app = typer.Typer(help="The pose model.")
settings_app = typer.Typer(help="Shows and changes your settings.")
app.add_typer(stretches_app, name="stretches")
app.add_typer(model_app, name="model")
app.add_typer(settings_app, name="settings")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"posecoach {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def default(
    context: typer.Context,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print what goes to the log, and more of it.")
    ] = False,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Without a command: opens the app at its home page."""
    if verbose:
        nativelog.verbose()
    if context.invoked_subcommand is None:
        from posecoach.app import choices

        own, remark = choices.begin()
        raise typer.Exit(_desktop().home(own, choices.options(own, remark)))


def _desktop() -> "ModuleType":
    """The desktop app.

    Raises:
        DisplayError: there is no display, or a library of the window is missing.
    """
    from posecoach.app.desktop.display import MISSING, NONE, available

    if not available():
        raise DisplayError(NONE)
    try:
        from posecoach.app.desktop import app as desktop
    except ImportError as error:
        raise DisplayError(MISSING.format(what=error)) from error
    return desktop


Names = Annotated[list[str] | None, typer.Argument(help="Stretch ids; your routine by default.")]
Headless = Annotated[bool, typer.Option("--headless", help="No window: print the cues.")]
Windowed = Annotated[bool, typer.Option("--windowed", help="A window, not full screen.")]
ModelFile = Annotated[Path | None, typer.Option(help="A pose model file.")]
Theme = Annotated[Literal["normal", "contrast"] | None, typer.Option(help="Colours of the screen.")]
Source = Annotated[
    str | None, typer.Option(help="Camera number or name, video file, stream address, or tape.")
]
RoutineName = Annotated[
    str | None, typer.Option(help="default, five_minutes, or a .toml file of your own.")
]
TextSize = Annotated[
    float | None, typer.Option(min=0.8, max=1.4, help="Of the screen's words; 1 is usual.")
]
SaveVideo = Annotated[
    Path | None, typer.Option(help="Keep a video of the screen: your picture is stored.")
]
Mirrored = Annotated[
    bool, typer.Option("--mirrored-input", help="The picture that comes in is mirrored.")
]
ModelSize = Annotated[
    Literal["lite", "full", "heavy", "auto"] | None,
    typer.Option(help="Pose model; auto takes a smaller one on a slow machine."),
]


@app.command("coach")
def coach_command(
    stretch: Names = None,
    source: Source = None,
    routine: RoutineName = None,
    mode: Annotated[ModeChoice | None, typer.Option(help="How the stretches are done.")] = None,
    reps: Annotated[int | None, typer.Option(min=1, max=100, help="Repetitions a side.")] = None,
    hold: Annotated[float | None, typer.Option(min=3, max=600, help="Seconds a side.")] = None,
    side: Annotated[SideChoice, typer.Option(help="One side only, or both.")] = "both",
    first: Annotated[FirstSide | None, typer.Option(help="The side to begin with.")] = None,
    voice: Annotated[
        VoiceChoice | None, typer.Option(help="How much is said aloud; full by default.")
    ] = None,
    windowed: Windowed = False,
    headless: Headless = False,
    theme: Theme = None,
    text_size: TextSize = None,
    tape: Annotated[Path | None, typer.Option(help="Keep the landmarks in this file.")] = None,
    save_video: SaveVideo = None,
    mirrored_input: Mirrored = False,
    model: ModelFile = None,
    accept_safety: Annotated[
        bool, typer.Option("--accept-safety", help="The safety pages have been read.")
    ] = False,
    stats: Annotated[bool, typer.Option("--stats", help="Show speeds on the screen.")] = False,
    model_size: ModelSize = None,
) -> None:
    """Coaches from the webcam, a video, or a stream."""
    from posecoach.app import choices

    own, remark = choices.begin()
    options = choices.options(
        own, remark, source=source, voice=voice, windowed=windowed or None, headless=headless,
        mirrored_input=mirrored_input or None, model=model, model_size=model_size, theme=theme,
        text_size=text_size, tape=tape, save_video=save_video, accept_safety=accept_safety,
        stats=stats,
    )  # fmt: skip

    def plans() -> "tuple[list[SetPlan], float]":
        return choices.plans(
            own, stretch, routine=routine, mode=mode, reps=reps, hold=hold, side=side, first=first
        )

    if headless:
        from posecoach.app.commands import coach

        raise typer.Exit(coach.run_headless(*plans(), options))
    raise typer.Exit(_desktop().coach(plans, own, options))


@app.command()
def demo(
    stretch: Annotated[
        list[str] | None, typer.Argument(help="Stretch ids; all by default.")
    ] = None,
    headless: Headless = False,
    windowed: Windowed = False,
    voice: Annotated[VoiceChoice, typer.Option(help="How much is said aloud.")] = "full",
    save_video: Annotated[Path | None, typer.Option(help="Where the annotated video goes.")] = None,
    model: ModelFile = None,
) -> None:
    """The real program on bundled clips: no camera needed."""
    from posecoach.app import choices

    own, remark = choices.begin()
    chosen = stretch or []
    if not headless:
        from posecoach.app.desktop.display import available

        if available():
            options = choices.options(own, remark, windowed=windowed or None)
            options.save_video, options.model = save_video, model
            raise typer.Exit(_desktop().demo(chosen, voice, own, options))
    from posecoach.app.commands import demo as command

    raise typer.Exit(
        command.run(chosen, headless=headless, voice=voice, save_video=save_video, model=model)
    )


@app.command()
def analyze(
    video: Annotated[list[Path], typer.Argument(help="Videos or landmark tapes.")],
    stretch: Annotated[str, typer.Option(help="The stretch that they show.")],
    mode: Annotated[ModeChoice | None, typer.Option(help="How it is done.")] = None,
    json_file: Annotated[
        str | None, typer.Option("--json", help="Write the result as JSON; - is standard output.")
    ] = None,
    annotate: Annotated[
        Path | None, typer.Option(help="Write an annotated video; a folder for several.")
    ] = None,
    mirrored_input: Annotated[
        bool, typer.Option("--mirrored-input", help="The videos are mirrored.")
    ] = False,
    model: ModelFile = None,
    why: Annotated[
        bool, typer.Option("--why", help="Say what was counted and what not, and why.")
    ] = False,
) -> None:
    """Coaches recordings."""
    from posecoach.app.commands import analyze as command
    from posecoach.app.commands.recording import Job
    from posecoach.spec.load import stretch as find

    found = find(stretch)
    if mode is not None and mode not in found.modes:
        raise UsageError(
            f"The stretch '{found.id}' has no mode '{mode}'; it has: {', '.join(found.modes)}."
        )
    wanted = Job(Path(), found, mode, model, annotate, mirrored_input, why=why)
    raise typer.Exit(command.run(video, wanted, json_file=json_file))


@stretches_app.callback(invoke_without_command=True)
def stretches_default(context: typer.Context) -> None:
    """Without a command: the list."""
    if context.invoked_subcommand is None:
        stretches_list()


@stretches_app.command("list")
def stretches_list() -> None:
    """The stretches that posecoach knows."""
    from rich.console import Console
    from rich.table import Table

    from posecoach.spec.load import stretches

    table = Table(box=None, pad_edge=False)
    for column in ("id", "name", "modes", "view"):
        table.add_column(column)
    for s in stretches().values():
        table.add_row(s.id, s.name, ", ".join(s.modes), s.view)
    Console().print(table)


@stretches_app.command("show")
def stretches_show(name: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Explains one stretch."""
    from posecoach.cues.words import fill
    from posecoach.spec.load import stretch

    s = stretch(name)
    print(f"{s.name} ({s.id})\n\n{s.summary}\n")
    for i, line in enumerate(s.instructions, start=1):
        print(f"  {i}. {fill(line, 'left')}")
    print(f"\nCamera: {s.view} view. Sides: {s.sides}.")
    for mode in s.modes:
        dose = s.dose[mode]
        amount = f"{dose.reps_per_side} reps" if mode == "mobilizer" else f"{dose.seconds:g} s"
        print(f"Dose as {mode}: {amount} a side.")
    print("\nWhat is checked:")
    for rule in s.rules:
        print(f"  {rule.id:<20} {fill(rule.cue.show, 'left')}")
    print("\n" + " ".join(s.safety))


@stretches_app.command("check")
def stretches_check(
    file: Annotated[Path | None, typer.Argument(help="A stretch file.")] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema for editors.")
    ] = False,
) -> None:
    """Checks a stretch file, and says what is wrong with it."""
    from posecoach.spec.load import load
    from posecoach.spec.schema import Stretch

    if schema:
        print(json.dumps(Stretch.model_json_schema(), indent=2))
        return
    if file is None:
        raise UsageError("Name a stretch file, or add --schema.")
    s = load(file)
    print(f"{file}: right. {s.name}: {len(s.measures)} measures, {len(s.rules)} rules.")


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
def forget(
    session: Annotated[int | None, typer.Argument(help="Its number in the history.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All sessions.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Deletes one session, or all, for good; asks first."""
    from posecoach.app.commands import records

    raise typer.Exit(records.forget(session, everything=everything, yes=yes))


@app.command()
def tips() -> None:
    """Stretching and release tips, and posture for sitting, standing, lying and sleeping."""
    from posecoach.app import choices
    from posecoach.app.commands import settings as personal

    choices.begin()
    personal.show_tips()


@settings_app.callback(invoke_without_command=True)
def settings_default(
    context: typer.Context,
    path: Annotated[bool, typer.Option("--path", help="Show where they are kept.")] = False,
) -> None:
    """Without a command: shows them."""
    from posecoach.app.commands import settings as personal

    if context.invoked_subcommand is None:
        personal.show_settings(where_only=path)


@settings_app.command("set")
def settings_set(
    name: Annotated[str, typer.Argument(help="Which setting.")],
    value: Annotated[str, typer.Argument(help="Its new value; lists with commas.")],
) -> None:
    """Changes one."""
    from posecoach.app.commands import settings as personal

    personal.change(name, value)


@settings_app.command("edit")
def settings_edit() -> None:
    """Opens them in your editor, and checks them afterwards."""
    from posecoach.app.commands import settings as personal

    raise typer.Exit(personal.edit())


@app.command()
def doctor(
    say: Annotated[str | None, typer.Option(help="Say this aloud, to try the voice.")] = None,
    bundle: Annotated[
        Path | None, typer.Option(help="Show, then write, a report for a bug: nothing personal.")
    ] = None,
) -> None:
    """What works on this machine, what does not, and what to do."""
    from posecoach.app.commands.doctor import run

    if bundle is not None:
        from posecoach.app.commands import bug_report as reports

        raise typer.Exit(reports.write(bundle))
    raise typer.Exit(run(say))


@model_app.command("fetch")
def model_fetch(
    size: Annotated[Literal["full", "lite", "heavy"], typer.Option(help="Which model.")] = "full",
) -> None:
    """Gets the pose model, and the face detector beside it, ahead of time."""
    from posecoach.app.console import bar, messages
    from posecoach.landmarks import facemodel, model

    found = model.find(None, size)
    with bar(messages(), bytes_=True) as progress:
        if found is None:
            print(f"The pose model is there now: {model.fetch(size, progress)}")
        else:
            print(f"The pose model is there: {found}")
        face = facemodel.find_or_fetch(progress)
    if face is not None:
        print(f"The face detector is there: {face}")


def main() -> None:
    """Runs the command line; every expected failure is one sentence and an exit code."""
    memory.share_arenas()
    nativelog.turn_to_log()
    stoppable()
    try:
        app()
    except PosecoachError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        logging.getLogger("posecoach").exception("ended")
        print(_unexpected(error), file=sys.stderr)
        sys.exit(1)


def _unexpected(error: Exception) -> str:
    """The message for an unexpected error; its traceback is in the log."""
    if type(error).__module__ == "sqlite3":
        return (
            f"The record of sessions cannot be read or written ({error}); 'posecoach history "
            "--path' tells where it is: move it away to start a new one."
        )
    if isinstance(error, MemoryError):
        return "There is not enough memory for this; close other programs and try again."
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full; free some space and try again."
    return (
        f"posecoach stopped by an internal mistake ({type(error).__name__}: {error}); "
        "please report it with 'posecoach doctor --bundle FILE'."
    )


if __name__ == "__main__":
    main()
