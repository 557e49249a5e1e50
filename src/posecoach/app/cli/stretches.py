"""Commands about stretch files."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from posecoach.app.cli.root import app
from posecoach.errors import UsageError

stretches_app = typer.Typer(help="Lists, explains and checks stretch files.")
app.add_typer(stretches_app, name="stretches")


@stretches_app.callback(invoke_without_command=True)
def stretches_default(context: typer.Context) -> None:
    """Without a command: the list."""
    if context.invoked_subcommand is None:
        stretches_list()


@stretches_app.command("list")
def stretches_list() -> None:
    """The stretches that posecoach knows: those that ship with it, and yours."""
    from rich.console import Console
    from rich.table import Table

    from posecoach.spec.load import added, stretches

    own = added()
    table = Table(box=None, pad_edge=False)
    for column in ("id", "name", "modes", "view", "source", "judgement tried on"):
        table.add_column(column)
    for s in stretches().values():
        source = "yours" if s.id in own.stretches else "posecoach"
        table.add_row(s.id, s.name, ", ".join(s.modes), s.view, source, s.evidence or "not said")
    Console().print(table)
    for sentence in own.wrong.values():
        print(sentence, file=sys.stderr)


@stretches_app.command("show")
def stretches_show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A stretch id, or a .toml file.")],
) -> None:
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


@stretches_app.command("add")
def stretches_add(file: Annotated[Path, typer.Argument(help="A stretch file.")]) -> None:
    """Keeps a stretch file among your stretches: in the app, and wherever an id is taken."""
    from posecoach.spec import own

    s = own.add(file)
    print(f"Added: {s.name}. 'posecoach coach {s.id}' coaches it.")


@stretches_app.command("remove")
def stretches_remove(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a stretch you added.")],
) -> None:
    """Takes a stretch that you added away again; its sessions stay in your record."""
    from posecoach.spec import own

    own.remove(name)
    print(f"Removed: {name}. Its sessions stay in your record.")
