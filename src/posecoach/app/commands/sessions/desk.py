"""The ``desk`` command without a window: over a recording, or in the terminal."""

import contextlib
import json
from pathlib import Path

from posecoach.app.commands.output import write
from posecoach.app.console import bar, messages
from posecoach.app.desk import recording
from posecoach.app.run.options import RunOptions
from posecoach.app.settings import Settings
from posecoach.app.unexpected import as_error
from posecoach.desk import words
from posecoach.desk.desk import Wishes
from posecoach.desk.events import DeskEvent, Notified


def over(
    path: Path,
    wishes: Wishes,
    *,
    json_file: str | None,
    model: Path | None,
    mirrored_input: bool = False,
) -> int:
    """Follows a recording or tape; prints what it held, or writes it as JSON.

    Raises:
        PosecoachError: it cannot be read, or the JSON cannot be written.
    """
    console = messages()
    with (
        recording.opened(path, model, mirrored_input=mirrored_input) as (poses, video),
        bar(console, bytes_=False) as progress,
    ):
        total = video.info.frames or 0 if video is not None else 0
        fps = (video.info.fps or 0.0) if video is not None else 0.0
        found = recording.watch(
            poses, wishes, lambda t: progress(path.name, min(total, round(t * fps)), total)
        )
        remark = video.broken_off if video is not None else None
    if remark is not None:
        console.print(remark)
    if not found.learnt:
        console.print(words.not_learnt())
    if json_file is not None:
        write(json_file, json.dumps(found.as_json(), indent=1))
    if json_file != "-":
        for line in words.transcript(found.events):
            print(line)
    return 0


def in_terminal(own: Settings, options: RunOptions) -> int:
    """Watches through the camera and prints what happens, until Ctrl-C.

    Raises:
        PosecoachError: there is no model, or the camera's thread failed.
    """
    from posecoach.app.desk import make
    from posecoach.app.signals import StopSignal

    if options.remark:
        messages().print(options.remark)
    with contextlib.closing(make.alone()), StopSignal().watching() as stop:
        live = make.live(own, options)

        def say(events: list[DeskEvent]) -> None:
            for line in words.transcript(events, begun=True):
                print(line, flush=True)
            if any(isinstance(e, Notified) for e in events):
                print(f"          {words.offer_in_terminal()}", flush=True)

        live.told = say
        cost = make.Cost()
        live.start()
        while live.is_alive() and not stop.ended:
            live.join(0.2)
        live.end()
        if live.error is not None:
            raise as_error(live.error)
        messages().print(words.cost(live.looks, cost.share, cost.megabytes))
    return 0
