"""Commands about stretch files."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from posecoach.app.cli.root import (
    MirroredOption,
    ModeChoice,
    ModelFile,
    SideChoice,
    VoiceChoice,
    app,
)
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
    for column in ("id", "name", "modes", "view", "tried on"):  # fits 80 columns by words
        table.add_column(column, no_wrap=column in ("id", "view"))
    for s in stretches().values():
        tried = s.evidence or "not said"
        if s.id in own.stretches:
            tried = f"yours; {tried}"
        table.add_row(s.id, s.name, ", ".join(s.modes), s.view, tried)
    Console().print(table)
    print("\n'posecoach stretches show ID' tells more of one.")
    for sentence in own.wrong.values():
        print(sentence, file=sys.stderr)


@stretches_app.command("show")
def stretches_show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A stretch id, or a .toml file.")],
) -> None:
    """Explains one stretch."""
    from posecoach.app.console import counted
    from posecoach.cues.words import fill, watched
    from posecoach.spec.load import stretch

    s = stretch(name)
    print(f"{s.name} ({s.id})\n\n{s.summary}\n")
    for i, line in enumerate(s.instructions, start=1):
        print(f"  {i}. {fill(line, 'left')}")
    print(f"\nCamera: {s.view} view. Sides: {s.sides}.")
    for mode in s.modes:
        dose = s.dose[mode]
        reps = counted(dose.reps_per_side or 0, "rep")
        amount = reps if mode == "mobilizer" else f"{dose.seconds:g} s"
        each = "" if s.sides == "together" else " a side"
        times = f", {dose.sets} times" if dose.sets > 1 else ""
        print(f"Dose as {mode}: {amount}{each}{times}.")
    print(f"\nWatched: {watched(s)}. Tried on: {s.evidence or 'not told'}.")
    checked = [r for r in s.rules if not r.hint]
    advice = [r for r in s.rules if r.hint]
    for title, rules in (("What is checked", checked), ("Advice", advice)):
        if rules:
            print(f"\n{title}:")
        for rule in rules:
            print(f"  {rule.id:<20} {fill(rule.cue.show, 'left')}")
    told = (("Instead", s.alternatives), ("Ask first, or leave it out", s.not_for))
    for title, lines in (*told, ("Sources", s.sources)):
        if lines:
            print(f"\n{title}:\n" + "\n".join(f"  {line}" for line in lines))
    print("\n" + " ".join(s.safety))


@stretches_app.command("check")
def stretches_check(
    file: Annotated[Path | None, typer.Argument(help="A stretch file.")] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema for editors.")
    ] = False,
) -> None:
    """Checks a stretch file, and says what is wrong with it."""
    from posecoach.app.console import counted
    from posecoach.spec.load import load
    from posecoach.spec.schema import Stretch

    if schema:
        print(json.dumps(Stretch.model_json_schema(), indent=2))
        return
    if file is None:
        raise UsageError("Name a stretch file, or add --schema.")
    s = load(file)
    parts = f"{counted(len(s.measures), 'measure')}, {counted(len(s.rules), 'rule')}"
    print(f"{file}: right. {s.name}: {parts}.")


@stretches_app.command("add")
def stretches_add(
    file: Annotated[Path, typer.Argument(help="A stretch file.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="In place of the one of its id that you have.")
    ] = False,
) -> None:
    """Keeps a stretch file among your stretches: in the app, and wherever an id is taken."""
    from posecoach.spec import own

    s = own.add(file, replace=replace)
    print(f"Added: {s.name}. 'posecoach coach {s.id}' coaches it.")


@stretches_app.command("remove")
def stretches_remove(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a stretch you added.")],
) -> None:
    """Takes a stretch that you added away again; its sessions stay in your record."""
    from posecoach.spec import plans

    plans.remove_stretch(name)
    print(f"Removed: {name}. Its sessions stay in your record.")


@stretches_app.command("record")
def stretches_record(
    name: Annotated[str, typer.Argument(help="What the stretch is called.")],
    source: Annotated[
        str | None, typer.Option(help="Camera, video or landmark tape; your camera by default.")
    ] = None,
    side: Annotated[SideChoice, typer.Option(help="The side that is shown.")] = "both",
    out: Annotated[
        Path | None, typer.Option(help="The file to write; NAME.toml by default.")
    ] = None,
    mistake: Annotated[
        list[str] | None,
        typer.Option(metavar="SAY=FILE", help="A recording of a mistake, and what to say of it."),
    ] = None,
    mode: Annotated[ModeChoice | None, typer.Option(help="Told from the recording.")] = None,
    view: Annotated[
        Literal["side", "front"] | None, typer.Option(help="Told from the recording.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing, and replace a file that is there.")
    ] = False,
    voice: Annotated[VoiceChoice | None, typer.Option(help="'off': no sound.")] = None,
    mirrored_input: MirroredOption = False,
    model: ModelFile = None,
) -> None:
    """Drafts a stretch file from you doing it once: at least three repetitions, or a hold."""
    from posecoach import language
    from posecoach.app.commands import record_stretch as command
    from posecoach.app.run import choices
    from posecoach.app.run.sources import is_file

    own, _ = choices.begin()
    chosen = source or own.camera
    level, speaker = voice or own.voice, None
    if not is_file(chosen) and level != "off":
        from posecoach.sinks.voice.speaker import system_speaker

        speaker = system_speaker(language.current())
    wish = command.Wish(
        name, chosen, side, mode, view, command.parsed(mistake or []), out, model,
        mirrored_input or own.mirrored_input, overwrite=yes,
    )  # fmt: skip
    ask = None if yes else command.asked_on_terminal()
    raise typer.Exit(command.run(wish, ask, speaker))
