"""The command for a short break."""

from typing import Annotated

import typer

from posecoach.app.cli.root import (
    Headless,
    MirroredOption,
    ModelFile,
    ModelSizeOption,
    Source,
    TextSize,
    ThemeOption,
    VoiceChoice,
    Windowed,
    app,
    desktop,
)
from posecoach.errors import DisplayError

_SHORTEST_S, _LONGEST_S = 60, 180
_LONGEST_LATER_MIN = 24 * 60


@app.command("break")
def break_command(
    seconds: Annotated[
        float | None,
        typer.Option(
            min=_SHORTEST_S, max=_LONGEST_S, help="How long; from the settings by default."
        ),
    ] = None,
    later: Annotated[
        int | None,
        typer.Option(min=1, max=_LONGEST_LATER_MIN, help="Put off: begin in so many minutes."),
    ] = None,
    no_wait: Annotated[
        bool,
        typer.Option("--no-wait", help="Put off in the window: end with code 11, do not wait."),
    ] = False,
    source: Source = None,
    voice: Annotated[VoiceChoice | None, typer.Option(help="How much is said aloud.")] = None,
    windowed: Windowed = False,
    headless: Headless = False,
    theme: ThemeOption = None,
    text_size: TextSize = None,
    mirrored_input: MirroredOption = False,
    model: ModelFile = None,
    accept_safety: Annotated[
        bool, typer.Option("--accept-safety", help="The safety pages have been read.")
    ] = False,
    model_size: ModelSizeOption = None,
) -> None:
    """A short break: one standing or seated stretch, which ends by itself.

    Exit codes: 0 done, 10 skipped, 11 put off, 12 nobody came, 13 no camera or it is in use,
    14 a session runs already; see docs/breaks.md.
    """
    from posecoach.app import breaks
    from posecoach.app.commands.sessions import breaks as command
    from posecoach.app.desktop.display import NONE, available
    from posecoach.app.run import choices

    own, remark = choices.begin()
    options = choices.options(
        own, remark, source=source, voice=voice, windowed=windowed or None, headless=headless,
        theme=theme, text_size=text_size, mirrored_input=mirrored_input or None, model=model,
        accept_safety=accept_safety, model_size=model_size,
    )  # fmt: skip
    length_s = breaks.seconds(own, seconds)

    def make() -> breaks.Break:
        return breaks.Break(own, length_s)

    def in_window() -> breaks.BreakEnd:
        return desktop().short_break(make, own, options)()  # type: ignore[no-any-return]

    if not headless and not available():
        raise DisplayError(NONE)
    begin = command.headless(make, options) if headless else in_window
    raise typer.Exit(command.run(begin, later=later, waits=not no_wait))
