"""Commands that coach: live, on bundled clips, and over recordings."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posecoach.app.cli.root import (
    FirstSide,
    Headless,
    MirroredOption,
    ModeChoice,
    ModelFile,
    ModelSizeOption,
    Names,
    RecordingSize,
    RoutineName,
    SaveVideo,
    SideChoice,
    Source,
    TextSize,
    ThemeOption,
    VoiceChoice,
    Windowed,
    app,
    desktop,
)
from posecoach.errors import UsageError
from posecoach.spec.limits import HOLD_S, REPS

if TYPE_CHECKING:
    from posecoach.session.sets import SetPlan


@app.command("coach")
def coach_command(
    stretch: Names = None,
    source: Source = None,
    routine: RoutineName = None,
    mode: Annotated[ModeChoice | None, typer.Option(help="How the stretches are done.")] = None,
    reps: Annotated[
        int | None, typer.Option(min=REPS[0], max=REPS[1], help="Repetitions a side.")
    ] = None,
    hold: Annotated[
        float | None, typer.Option(min=HOLD_S[0], max=HOLD_S[1], help="Seconds a side.")
    ] = None,
    side: Annotated[SideChoice, typer.Option(help="One side only, or both.")] = "both",
    first: Annotated[FirstSide | None, typer.Option(help="The side to begin with.")] = None,
    voice: Annotated[
        VoiceChoice | None, typer.Option(help="How much is said aloud; full by default.")
    ] = None,
    windowed: Windowed = False,
    headless: Headless = False,
    theme: ThemeOption = None,
    text_size: TextSize = None,
    tape: Annotated[Path | None, typer.Option(help="Keep the landmarks in this file.")] = None,
    save_video: SaveVideo = None,
    mirrored_input: MirroredOption = False,
    model: ModelFile = None,
    accept_safety: Annotated[
        bool, typer.Option("--accept-safety", help="The safety pages have been read.")
    ] = False,
    stats: Annotated[bool, typer.Option("--stats", help="Show speeds on the screen.")] = False,
    model_size: ModelSizeOption = None,
) -> None:
    """Coaches from the webcam, a video, or a stream."""
    from posecoach.app.run import choices

    own, remark = choices.begin()
    options = choices.options(
        own, remark, source=source, voice=voice, windowed=windowed or None, headless=headless,
        mirrored_input=mirrored_input or None, model=model, model_size=model_size, theme=theme,
        text_size=text_size, tape=tape, save_video=save_video, accept_safety=accept_safety,
        stats=stats,
    )  # fmt: skip

    def sets() -> "tuple[list[SetPlan], float]":
        return choices.sets(
            own, stretch, routine=routine, mode=mode, reps=reps, hold=hold, side=side, first=first
        )

    if headless:
        from posecoach.app.commands.sessions import coach

        raise typer.Exit(coach.run_headless(*sets(), options))
    raise typer.Exit(desktop().coach(sets, own, options))


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
    from posecoach.app.run import choices

    own, remark = choices.begin()
    chosen = stretch or []
    if not headless:
        from posecoach.app.desktop.display import available

        if available():
            options = choices.options(own, remark, windowed=windowed or None)
            options.save_video, options.model = save_video, model
            raise typer.Exit(desktop().demo(chosen, voice, own, options))
    from posecoach.app.commands.sessions import demo as command

    raise typer.Exit(
        command.run(chosen, headless=headless, voice=voice, save_video=save_video, model=model)
    )


@app.command()
def analyze(
    stretch: Annotated[str, typer.Option(help="The stretch that they show: an id, or a file.")],
    video: Annotated[
        list[str] | None,
        typer.Argument(help="Videos, landmark tapes, folders of them, patterns, or addresses."),
    ] = None,
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
    model_size: RecordingSize = "full",
    why: Annotated[
        bool, typer.Option("--why", help="Say what was counted and what not, and why.")
    ] = False,
    listed: Annotated[
        Path | None, typer.Option("--list", help="A text file with a recording a line.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(help="Write one table of all, .csv or .parquet; goes on where it was cut."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=512, help="How many at once; one a core by default.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Analyse on a Dask cluster.")
    ] = None,
) -> None:
    """Coaches recordings."""
    from posecoach.app.commands.sessions import analyze as command
    from posecoach.app.commands.sessions.recording import Job
    from posecoach.spec.load import stretch as find

    found = find(stretch)
    if mode is not None and mode not in found.modes:
        raise UsageError(
            f"The stretch '{found.id}' has no mode '{mode}'; it has: {', '.join(found.modes)}."
        )
    job = Job(Path(), found, mode, model, annotate, mirrored_input, why=why)
    wanted = command.Wanted(json_file, table, dask, jobs)
    raise typer.Exit(command.run(video or [], job, wanted, listed=listed, size=model_size))
