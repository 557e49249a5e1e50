"""Prints messages and progress bars; fetches and loads the model."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.landmarks import facemodel, model
from posecoach.landmarks.fetching.download import silent
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.landmarks.protocol import Landmarker

if TYPE_CHECKING:  # importing rich takes 0.1 s, and most runs print no message
    from rich.console import Console


@contextmanager
def bar(console: "Console", *, bytes_: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress callback that draws a bar on a terminal, and nothing elsewhere."""
    if not console.is_terminal:
        yield silent
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    middle = [DownloadColumn()] if bytes_ else [TextColumn("{task.completed:.0f} frames")]
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *middle,
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total or None)
            bars.update(tasks[what], completed=done)

        yield progress


def messages() -> "Console":
    """The console for messages: standard error."""
    from rich.console import Console

    return Console(file=sys.stderr, highlight=False, markup=False, soft_wrap=True)


def get_model(explicit: Path | None, size: ModelSize = "full") -> Path:
    """The checked model file, fetched with a progress bar if it is missing.

    Raises:
        ModelError: it is damaged, or missing and cannot be fetched.
    """
    found = model.find(explicit, size)
    if found is not None:
        return found
    console = messages()
    console.print(f"The pose model '{size}' is fetched once.")
    with bar(console, bytes_=True) as progress:
        path = model.fetch(size, progress)
        facemodel.find_or_fetch(progress)
        return path


def load_landmarker(path: Path, *, mirrored_input: bool, remember_s: float = 0.0) -> Landmarker:
    """Loads mediapipe and the model, about a second's work; ``remember_s`` as ``Lookout``'s."""
    from posecoach.landmarks.landmarker import MediaPipeLandmarker

    return MediaPipeLandmarker(
        path,
        mirrored_input=mirrored_input,
        face_model=facemodel.find(),
        remember_s=remember_s,
    )


def ask(question: str) -> str:
    """Asks on the terminal; returns the line that is typed.

    ``input`` alone would write the question to the descriptor of standard error, which goes to the
    log: the user would see none, and nothing would seem to happen.

    Raises:
        EOFError: the input has ended.
    """
    sys.stdout.flush()
    sys.stderr.write(question)
    sys.stderr.flush()
    return input()


def counted(number: int, what: str) -> str:
    """A number of things in English: '1 rule', '2 rules'."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
