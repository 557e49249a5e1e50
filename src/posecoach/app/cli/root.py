"""The root of the command line, the options that several commands share, and the way to the app."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from posecoach import __version__, nativelog
from posecoach.errors import DisplayError
from posecoach.sinks.screen.textsize import TEXT_SIZES

if TYPE_CHECKING:  # each command imports what it needs, so that the window comes at once
    from types import ModuleType

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
        from posecoach.app.run import choices

        own, remark = choices.begin()
        raise typer.Exit(desktop().home(own, choices.options(own, remark)))


def desktop() -> "ModuleType":
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


Names = Annotated[
    list[str] | None, typer.Argument(help="Stretch ids or files; your routine by default.")
]
Headless = Annotated[bool, typer.Option("--headless", help="No window: print the cues.")]
Windowed = Annotated[bool, typer.Option("--windowed", help="A window, not full screen.")]
ModelFile = Annotated[Path | None, typer.Option(help="A pose model file.")]
ThemeOption = Annotated[
    Literal["normal", "contrast"] | None, typer.Option(help="Colours of the screen.")
]
Source = Annotated[
    str | None, typer.Option(help="Camera number or name, video file, stream address, or tape.")
]
RoutineName = Annotated[
    str | None,
    typer.Option(
        help="default, five_minutes, chair, floor, a plan of yours, or a .toml file of your own."
    ),
]
TextSize = Annotated[
    float | None,
    typer.Option(min=TEXT_SIZES[0], max=TEXT_SIZES[1], help="Of the screen's words; 1 is usual."),
]
SaveVideo = Annotated[
    Path | None, typer.Option(help="Keep a video of the screen: your picture is stored.")
]
MirroredOption = Annotated[
    bool, typer.Option("--mirrored-input", help="The picture that comes in is mirrored.")
]
ModelSizeOption = Annotated[
    Literal["lite", "full", "heavy", "auto"] | None,
    typer.Option(help="Pose model; auto takes a smaller one on a slow machine."),
]
RecordingSize = Annotated[
    Literal["lite", "full", "heavy"],
    typer.Option("--model-size", help="Pose model; rules were measured with full."),
]
