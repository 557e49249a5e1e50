"""The day at a desk: quietly from the tray, in the terminal, or over a recording."""

from pathlib import Path
from typing import Annotated

import typer

from posecoach.app.cli.root import Headless, MirroredOption, ModelFile, Source, app, desktop
from posecoach.errors import UsageError


@app.command()
def desk(
    source: Source = None,
    headless: Headless = False,
    json_file: Annotated[
        str | None,
        typer.Option("--json", help="Of a recording: write it as JSON; - is standard output."),
    ] = None,
    calibrate: Annotated[
        float | None,
        typer.Option(min=2, max=3600, help="Of a recording: seconds of its upright beginning."),
    ] = None,
    after: Annotated[
        float | None,
        typer.Option(min=5, max=36000, help="Of a recording: seconds of a slump until told."),
    ] = None,
    still: Annotated[
        float | None,
        typer.Option(min=5, max=36000, help="Of a recording: seconds without moving until told."),
    ] = None,
    sitting: Annotated[
        float | None,
        typer.Option(min=5, max=36000, help="Of a recording: seconds of sitting until told."),
    ] = None,
    mirrored_input: MirroredOption = False,
    model: ModelFile = None,
) -> None:
    """Watches how long you sit, slump or keep still at your desk, and tells you kindly."""
    from posecoach.app.commands.sessions import desk as command
    from posecoach.app.desk import wishes
    from posecoach.app.run import choices
    from posecoach.app.run.sources import is_file

    own, remark = choices.begin()
    where = own.camera if source is None else source
    if is_file(where):
        asked = wishes.of_recording(
            own, calibrate=calibrate, after=after, still=still, sitting=sitting
        )
        mirrored = mirrored_input or own.mirrored_input
        raise typer.Exit(
            command.over(
                Path(where), asked, json_file=json_file, model=model, mirrored_input=mirrored
            )
        )
    if any(option is not None for option in (json_file, calibrate, after, still, sitting)):
        raise UsageError(
            "--json, --calibrate, --after, --still and --sitting are for a recording, which "
            "--source names; for the camera, the settings say when you are told."
        )
    options = choices.options(
        own, remark, source=source, mirrored_input=mirrored_input or None, model=model
    )
    from posecoach.app.desktop.display import available

    if headless or not available():
        raise typer.Exit(command.in_terminal(own, options))
    desktop()  # says what is missing where the window cannot be loaded
    from posecoach.app.desktop.tray import app as tray

    raise typer.Exit(tray.run(own, options))
