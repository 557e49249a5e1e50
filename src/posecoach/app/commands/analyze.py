"""The ``analyze`` command: coaches recordings, writes JSON and annotated copies."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from posecoach.app.commands.output import write
from posecoach.app.commands.recording import Job, analyze_one, is_tape
from posecoach.app.commands.workers import Failure, analyze_all, names_of
from posecoach.app.console import bar, get_model, messages
from posecoach.cues.words import SAFETY_LINE
from posecoach.errors import PosecoachError, SourceError
from posecoach.paths import reason
from posecoach.sinks.json import Analysis


def run(
    videos: list[Path],
    wanted: Job,
    *,
    json_file: str | None,
) -> int:
    """Analyses each recording; returns the exit code.

    If one of several recordings cannot be read, a sentence says so and the exit code is 1; the
    others are analysed and are in the JSON.

    Args:
        videos: the recordings.
        wanted: what to do with each. Its ``video`` is ignored, its ``model`` may be None, and with
            several recordings its ``annotate`` is a folder.
        json_file: where the results go as JSON; '-' is standard output.

    Raises:
        PosecoachError: the only recording cannot be read, or a result cannot be written.
    """
    jobs = _jobs(videos, wanted)
    console = messages()
    quiet = json_file == "-"
    results: list[Analysis] = []
    failed: list[str] = []

    def on_result(result: Analysis | Failure) -> None:
        if isinstance(result, Failure):
            failed.append(result.sentence)
            console.print(result.sentence)
            return
        results.append(result)
        if not quiet:
            print(_summary(result), flush=True)
            for entry in result.why.entries() if result.why is not None else ():
                print(f"  {entry}", flush=True)
        if result.remark is not None:
            console.print(result.remark)

    with bar(console, bytes_=False) as progress:
        if len(jobs) == 1:
            on_result(analyze_one(jobs[0], progress))
        else:
            analyze_all(jobs, progress, on_result)
    if not quiet:
        console.print(SAFETY_LINE)
    if json_file is not None and (results or len(videos) > 1):
        data: Any = [r.as_json() for r in results]
        write(json_file, json.dumps(data[0] if len(videos) == 1 else data, indent=1))
    return 1 if failed else 0


def _jobs(videos: list[Path], wanted: Job) -> list[Job]:
    several, annotate = len(videos) > 1, wanted.annotate
    if annotate is not None and several:
        try:
            annotate.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SourceError(f"The folder {annotate} cannot be made ({reason(error)}).") from error
    if len(videos) == 1 and not videos[0].exists():
        raise SourceError(f"There is no file {videos[0]}; check the path.")
    path = None if all(is_tape(v) for v in videos) else get_model(wanted.model)
    out = []
    for video, name in zip(videos, names_of(videos), strict=True):
        copy = annotate
        if annotate is not None and (several or annotate.is_dir()):
            copy = annotate / f"{name}.mp4"
        if copy is not None and copy.exists() and video.exists() and copy.samefile(video):
            raise PosecoachError(f"The copy would replace {video} itself; name another file.")
        out.append(replace(wanted, video=video, model=path, annotate=copy, alone=not several))
    return out


def _summary(found: Analysis) -> str:
    data = found.as_json()["summary"]
    if found.mode == "hold":
        done = ", ".join(f"{s} {v:.1f} s held" for s, v in data["held_s"].items())
    else:
        done = ", ".join(f"{s} {v} reps" for s, v in data["reps"].items())
        partial = sum(data["partial_reps"].values())
        done += f", {partial} almost" if partial else ""
    faults = sorted({f.rule for f in found.faults if f.rule != "partial"})
    return f"{found.name}: {found.stretch.name}: {done}. " + (
        f"To work on: {', '.join(faults)}." if faults else "No corrections."
    )
