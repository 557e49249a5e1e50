"""Commands about plans: routines of one's own, and those of others."""

from pathlib import Path
from typing import Annotated

import typer

from posecoach.app.cli.root import app

plan_app = typer.Typer(help="Routines of your own for the days of the week, and those of others.")
app.add_typer(plan_app, name="plan")

Name = Annotated[str, typer.Argument(metavar="ID", help="Which plan; 'plan list' shows them.")]


def _begin() -> None:
    from posecoach.app.run import choices

    choices.begin()


@plan_app.callback(invoke_without_command=True)
def plan_default(context: typer.Context) -> None:
    """Without a command: the list."""
    if context.invoked_subcommand is None:
        plan_list()


@plan_app.command("list")
def plan_list() -> None:
    """The plans that you have."""
    from posecoach.app.commands import plans as command

    _begin()
    command.list_all()


@plan_app.command("show")
def plan_show(
    name: Annotated[str, typer.Argument(metavar="ID|FILE", help="One of yours, or a file.")],
) -> None:
    """What a plan holds."""
    from posecoach.app.commands import plans as command

    _begin()
    command.show(name)


@plan_app.command("open")
def plan_open(
    file: Annotated[Path, typer.Argument(help="A plan that you were given.")],
    yes: Annotated[bool, typer.Option("--yes", help="Keep it without asking.")] = False,
) -> None:
    """Shows what a plan file holds, and asks whether to keep it; nothing in it is run."""
    from posecoach.app.commands import plans as command

    _begin()
    raise typer.Exit(command.open_file(file, yes=yes))


@plan_app.command("save")
def plan_save(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="The file; by default ID.toml here.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file there.")] = False,
) -> None:
    """Writes a plan as one file, to hand over, with your own stretches in it."""
    from posecoach.app.commands import plans as command

    _begin()
    command.save(name, out, force=force)


@plan_app.command("remove")
def plan_remove(name: Name) -> None:
    """Removes a plan; its stretches stay."""
    from posecoach.app.commands import plans as command

    _begin()
    command.remove(name)
