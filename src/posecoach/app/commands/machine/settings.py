"""The commands settings and tips."""

import click
from rich.console import Console
from rich.table import Table

from posecoach.app import settings
from posecoach.cues.tips import TIPS
from posecoach.errors import UsageError
from posecoach.language import tr


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def show_settings(*, where_only: bool) -> None:
    """Prints every setting, with the default beside those that differ from it.

    Raises:
        UsageError: the settings file is wrong.
    """
    if where_only:
        print(settings.path())
        return
    now, usual = settings.load(), settings.Settings()
    table = Table(box=None, pad_edge=False)
    for column in ("setting", "value", "usually"):
        table.add_column(column)
    for name in settings.names():
        value, default = now.value(name), usual.value(name)
        table.add_row(name, _shown(value), _shown(default) if value != default else "")
    Console().print(table)
    print(f"\nKept in {settings.path()}; change one with 'posecoach settings set NAME VALUE'.")


def change(name: str, value: str) -> None:
    """Changes one setting.

    Raises:
        UsageError: there is no such setting or value, or it cannot be written.
    """
    if name == "leave_out":
        from posecoach.spec.load import stretch

        for one in settings.checked(name, value):
            stretch(one)
    if name == "routine":
        from posecoach.spec.routine import routine

        routine(value)
    now = settings.keep(**{name: value})
    print(f"{name} = {_shown(now.value(name))}")


def edit() -> int:
    """Opens the file in the user's editor and checks it afterwards; returns the exit code.

    Raises:
        UsageError: the edited file is wrong, or there is no editor.
    """
    if not settings.path().exists():
        usual = settings.Settings()
        settings.keep(**{name: usual.value(name) for name in settings.names()})
    try:
        click.edit(filename=str(settings.path()))
    except click.ClickException as error:
        raise UsageError(
            f"No editor could be opened ({error.message}); the file is {settings.path()}."
        ) from error
    settings.load()
    print("The settings are right.")
    return 0


def show_tips() -> None:
    """Prints all tips."""
    for kind in TIPS:
        print(tr(kind.title))
        for line in kind.lines:
            print(f"  - {tr(line)}")
        print()
