"""Commands about this machine: tips, settings, what works, and the pose model."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from posecoach.app.cli.root import app

model_app = typer.Typer(help="The pose model.")
settings_app = typer.Typer(help="Shows and changes your settings.")
app.add_typer(model_app, name="model")
app.add_typer(settings_app, name="settings")


@app.command()
def tips() -> None:
    """Stretching and release tips, and posture for sitting, standing, lying and sleeping."""
    from posecoach.app.commands.machine import settings as personal
    from posecoach.app.run import choices

    choices.begin()
    personal.show_tips()


@app.command()
def lessons(
    name: Annotated[str | None, typer.Argument(metavar="[ID]", help="Which lesson.")] = None,
) -> None:
    """Lying, getting up, lifting, standing and sitting, step by step."""
    from posecoach.app.commands import lessons as command
    from posecoach.app.run import choices

    choices.begin()
    command.show(name)


@settings_app.callback(invoke_without_command=True)
def settings_default(
    context: typer.Context,
    path: Annotated[bool, typer.Option("--path", help="Show where they are kept.")] = False,
) -> None:
    """Without a command: shows them."""
    from posecoach.app.commands.machine import settings as personal

    if context.invoked_subcommand is None:
        personal.show_settings(where_only=path)


@settings_app.command("set")
def settings_set(
    name: Annotated[str, typer.Argument(help="Which setting.")],
    value: Annotated[str, typer.Argument(help="Its new value; lists with commas.")],
) -> None:
    """Changes one."""
    from posecoach.app.commands.machine import settings as personal

    personal.change(name, value)


@settings_app.command("edit")
def settings_edit() -> None:
    """Opens them in your editor, and checks them afterwards."""
    from posecoach.app.commands.machine import settings as personal

    raise typer.Exit(personal.edit())


@app.command()
def doctor(
    say: Annotated[str | None, typer.Option(help="Say this aloud, to try the voice.")] = None,
    bundle: Annotated[
        Path | None, typer.Option(help="Show, then write, a report for a bug: nothing personal.")
    ] = None,
) -> None:
    """What works on this machine, what does not, and what to do."""
    from posecoach.app.commands.machine.doctor import run

    if bundle is not None:
        from posecoach.app.commands.machine import bug_report as reports

        raise typer.Exit(reports.write(bundle))
    raise typer.Exit(run(say))


@app.command("install-menu")
def install_menu(
    remove: Annotated[bool, typer.Option("--remove", help="Take it out again.")] = False,
) -> None:
    """Puts posecoach into your system's menu, with its icon."""
    from posecoach.app.commands.machine import menu

    raise typer.Exit(menu.install(remove=remove))


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
