"""What a terminal is told: talk and progress, and the model's fetching and loading."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.landmarks import facemodel, model
from posecoach.landmarks.protocol import Landmarker

if TYPE_CHECKING:  # rich takes a tenth of a second, and most runs never talk
    from rich.console import Console


@contextmanager
def bar(console: "Console", *, bytes_: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on a terminal, nothing in a pipe."""
    if not console.is_terminal:
        yield model.silent
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
    ) as progress:
        tasks: dict[str, TaskID] = {}

        def told(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total or None)
            progress.update(tasks[what], completed=done)

        yield told


def talk() -> "Console":
    """Where talk goes: standard error."""
    from rich.console import Console

    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def get_model(explicit: Path | None, size: model.ModelSize = "full") -> Path:
    """The checked model file, fetched with a progress bar where there is none yet.

    Raises:
        ModelError: there is none and none can be had, or it is damaged.
    """
    found = model.find(explicit, size)
    if found is not None:
        return found
    console = talk()
    console.print(f"The pose model '{size}' is fetched once.")
    with bar(console, bytes_=True) as told:
        path = model.fetch(size, told)
        facemodel.find_or_fetch(told)
        return path


def load_landmarker(path: Path, *, mirrored_input: bool) -> Landmarker:
    """Loads mediapipe and the model: it takes a while, so it is not done before it is needed."""
    from posecoach.landmarks.landmarker import MediaPipeLandmarker

    return MediaPipeLandmarker(path, mirrored_input=mirrored_input, face_model=facemodel.find())
