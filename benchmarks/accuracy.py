"""How well counts, holds, corrections and directions agree with labelled clips.

    uv run python benchmarks/accuracy.py DIR… [--json FILE] [--write FILE] [--tapes DIR] [--jobs N]
        [--model full|lite|heavy] [--every]

Rendered clips bring their ground truth (``NAME.mp4`` with ``NAME.json``, as in tests/clips); a
folder of footage has its ``labels.tsv``; a file of ``posecoach feedback`` (``*.npz``) says itself
what it was; what other real ones show stands in real.toml beside this
file. Each clip goes through the real model and the
shipped program twice: every frame (``analyze``), and by the live line on a fake clock, where a
seeded schedule of slow and fast inferences decides which frames are dropped. What is of another
movement is coached as each of the stretches. Exits with 1 where a target is missed.

``--matrix`` coaches every clip as every stretch of the library instead: none may count another's
movement.

``--tapes`` keeps the poses, so that a later run need not find them again. The fingerprint printed
at the end is of everything that was found: two runs over the same clips print the same one.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import footage
import labels
import matrix
import peer
import reported
import scores
import sources
from labels import Clip
from rich.console import Console
from rich.progress import track
from rich.table import Table
from schedule import FakeCamera, newest
from scores import Run, Totals

import posecoach.nativelog as nativelog
from posecoach.app.commands.sessions.recording import analyze_poses
from posecoach.errors import PosecoachError
from posecoach.events import Cue, Fault, HoldSpan, Rep
from posecoach.landmarks import facemodel, model, tape
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.landmarks.landmarker import MediaPipeLandmarker
from posecoach.landmarks.protocol import adapt
from posecoach.landmarks.replay import TapeLandmarker
from posecoach.pipeline.overlap import poses
from posecoach.pipeline.pacing import Newest
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.rate import PoseRate
from posecoach.pipeline.sink import EndState, Step
from posecoach.pose import Pose
from posecoach.session.plan import SetPlan
from posecoach.session.session import MOST_STEP_S, Session
from posecoach.sources.file import VideoFile
from posecoach.spec.library import ARTICLE
from posecoach.spec.load import stretch
from posecoach.spec.rules import Mode

WAYS = {"every": "every frame (analyze)", "live": "live, with frames dropped"}


class Tally:
    """A sink that keeps a run's events, faults with the time at which they were told."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def take(self, step: Step) -> None:
        now = self.run.duration_s if step.pose is None else step.now.t
        if step.pose is not None and step.pose.found and self.run.first_pose is None:
            self.run.first_pose = step.pose.t
        for event in step.now.events:
            match event:
                case Rep():
                    self.run.reps.append((event.t, event.side, event.complete))
                case Fault(rule, side, since, end):
                    known = any(f[0] == rule and f[2] == since for f in self.run.faults)
                    if not (known and end is not None):
                        self.run.faults.append((rule, side, since, now))
                case HoldSpan(side, start, end, _):
                    self.run.holds.append((side, start, end))
                case Cue() if step.pose is not None:  # nobody hears what comes after the end
                    self.run.cues.append((event.t, event.kind, event.id))

    def end(self, state: EndState, session: Session) -> None:
        pass


def every_frame(found: list[Pose], name: str, mode: Mode | None = None) -> Run:
    """Coaches all poses of a clip, as ``analyze`` does."""
    run = Run(name, duration_s=_duration(found))
    analysis = analyze_poses(found, name, stretch(name), mode, sinks=(Tally(run),))
    run.frames, run.duration_s = analysis.frames, analysis.duration_s
    if analysis.result is not None:
        run.seen_s, run.judged_s = analysis.result.seen_s, analysis.result.judged_s
    return run


def _duration(found: list[Pose]) -> float:
    """Until the last frame is over, which is shown for as long as the one before."""
    if len(found) < 2:
        return found[-1].t + 1 / 30 if found else 0.0
    return found[-1].t + min(found[-1].t - found[-2].t, MOST_STEP_S)


def live(found: list[Pose], name: str, mode: Mode | None = None) -> Run:
    """Coaches the poses of the frames that were not dropped, as a live run does.

    It takes fewer of them while nothing moves, by the same rule as the program.
    """
    spec = stretch(name)
    run = Run(name, duration_s=found[-1].t if found else 0.0, frames=len(found))
    run.first_pose = next((p.t for p in found if p.found), None)
    session = Session([SetPlan(spec, mode or spec.modes[0])])
    camera = FakeCamera([p.t for p in found], found[0] if found else None)
    Pipeline(
        camera, lambda: TapeLandmarker(found), session, [Tally(run)], Newest(), rate=PoseRate()
    ).run()
    run.seen_s, run.judged_s = session.seen_s, session.judged_s
    return run


def poses_of(clip: Clip, way: str, kept: Path | None, size: ModelSize = "full") -> list[Pose]:
    """The poses that the real model of that size finds, or a tape of them."""
    if clip.path.suffix == tape.SUFFIX:
        return tape.load(clip.path)
    digest = hashlib.sha256(clip.path.read_bytes()).hexdigest()[:12]
    by = way if size == "full" else f"{way}-{size}"
    file = kept / f"{clip.path.stem}-{digest}-{by}{tape.SUFFIX}" if kept else None
    if file is not None and file.exists():
        return tape.load(file)
    source = VideoFile(clip.path)
    try:
        with MediaPipeLandmarker(
            model.find_or_fetch(None, size),
            mirrored_input=clip.mirrored,
            face_model=facemodel.find(),
        ) as landmarker:
            known = stretch(clip.stretch) if clip.stretch else None
            adapt(
                landmarker,
                faces=known is None or known.asks_face,
                floor=known is not None and known.level == "floor",
            )
            if way == "every":
                found = [pose for _, pose in poses(source, landmarker)]
            else:
                frames = newest(iter(source.read, None), seed=clip.path.stem)
                found = [landmarker.detect(frame) for frame in frames]
    finally:
        source.close()
    if file is not None:
        tape.save(file, found)
    return found


def judge(clip: Clip, ways: list[str], size: ModelSize, kept: Path | None) -> dict[str, list[Run]]:
    """All runs over one clip, for each of the ways."""
    nativelog.turn_to_log()
    coaches: dict[str, Callable[..., Run]] = {"every": every_frame, "live": live}
    out: dict[str, list[Run]] = {}
    for way in ways:
        coach = coaches[way]
        found = poses_of(clip, way, kept, size)
        names = [clip.stretch] if clip.stretch else list(ARTICLE)
        runs = [coach(found, name) for name in names]
        for run in runs:
            run.peer = {str(s): n for s, n in peer.count(found, run.stretch).items()}
        if (clip.holds or clip.hold) and clip.stretch:
            runs[0].holds = coach(found, clip.stretch, "hold").holds
        out[way] = runs
    return out


def show(title: str, pairs: list[tuple[Clip, Run]], console: Console) -> Totals:
    """Prints what one way gave."""
    totals = Totals()
    for clip, run in pairs:
        scores.add(totals, clip, run)
    mark = {True: "met", False: "MISSED", None: ""}
    head = Table(title=title, title_justify="left", box=None)
    for column in ("", "", "target"):
        head.add_column(column)
    for what, value, met in scores.table(totals):
        head.add_row(what, value, mark[met])
    console.print(head)
    rules = Table(box=None)
    for column in ("rule", "planted", "recall", "precision", "told after", "target"):
        rules.add_column(column)
    for *cells, met in scores.rule_table(totals):
        none = "none" if cells[0] in scores.NO_TARGET else mark[met]
        rules.add_row(*[str(c) for c in cells], none)
    console.print(rules)
    parts = Table(box=None)
    for column in ("of which", "", "clips", "exact", "faults found", "false said", "judged"):
        parts.add_column(column)
    for group, values in scores.breakdown(pairs).items():
        for value, t in sorted(values.items()):
            if t.clips:
                found = sum(n for r, n in t.found.items() if r not in scores.NO_TARGET)
                planted = sum(n for r, n in t.planted.items() if r not in scores.NO_TARGET)
                parts.add_row(
                    group,
                    value,
                    str(t.clips),
                    str(t.exact),
                    f"{found} of {planted}",
                    str(t.false_cues),
                    f"{t.judged_min / max(1e-9, t.seen_min):.0%}",
                )
    console.print(parts)
    for note in totals.notes:
        console.print(f"  {note}", highlight=False)
    return totals


def by_source(pairs: list[tuple[Clip, Run]], console: Console) -> None:
    """Prints the table by source, and each person who was not counted as shown."""
    found = sources.summed(pairs)
    table = Table(box=None)
    for column in sources.COLUMNS:
        table.add_column(column)
    for row in sources.rows(found):
        table.add_row(*row)
    console.print(table)
    for source, sums in found.items():
        for note in sums.notes:
            console.print(f"  {source}: {note}", highlight=False)


def _row(clip: Clip, kept: Path | None) -> dict[str, matrix.Cell]:
    nativelog.turn_to_log()
    return matrix.row(clip, poses_of(clip, "every", kept))


def all_against_all(found: list[Clip], chosen: argparse.Namespace) -> int:
    """Prints the matrix of all stretches against all clips; returns the exit code."""
    with ProcessPoolExecutor(chosen.jobs) as pool:
        waiting = [pool.submit(_row, clip, chosen.tapes) for clip in found]
        rows = [w.result() for w in track(waiting, "clips", console=Console(stderr=True))]
    out = Console(width=220, record=True)
    ok = matrix.show(found, rows, out)
    if chosen.write:
        lines = (line.rstrip() for line in out.export_text().splitlines())
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if ok else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--json", type=Path, help="save all that was found")
    parser.add_argument("--tapes", type=Path, help="keep the poses here, and use those kept")
    parser.add_argument("--write", type=Path, help="write the tables here too, as text")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", action="store_true", help="only every frame, not live too")
    parser.add_argument("--model", choices=get_args(ModelSize), default="full", help="which size")
    parser.add_argument("--matrix", action="store_true", help="every stretch against every clip")
    chosen = parser.parse_args()
    found = [
        clip
        for folder in chosen.folder
        for clip in [*(footage.clips(folder) or labels.clips(folder)), *reported.clips(folder)]
    ]
    if not found:
        print("No labelled clip was found.", file=sys.stderr)
        return 1
    if chosen.tapes:
        chosen.tapes.mkdir(parents=True, exist_ok=True)
    model.find_or_fetch(None, chosen.model)
    if chosen.matrix:
        return all_against_all(found, chosen)
    ways = ["every"] if chosen.every else list(WAYS)
    with ProcessPoolExecutor(chosen.jobs) as pool:
        waiting = [pool.submit(judge, clip, ways, chosen.model, chosen.tapes) for clip in found]
        console = Console(stderr=True)
        try:
            results = [w.result() for w in track(waiting, "clips", console=console)]
        except PosecoachError as error:
            pool.shutdown(cancel_futures=True)
            print(error, file=sys.stderr)
            return 1
    out = Console(width=130, record=True)
    ok = True
    saved: dict[str, object] = {}
    for way in ways:
        title = WAYS[way]
        pairs = [
            (clip, run) for clip, runs in zip(found, results, strict=True) for run in runs[way]
        ]
        totals = show(title, pairs, out)
        by_source(pairs, out)
        ok = scores.met(totals) and ok
        saved[way] = [{"clip": clip.path.stem, **asdict(run)} for clip, run in pairs]
        out.print()
    text = json.dumps(saved, indent=1, sort_keys=True)
    print_of = f"fingerprint {hashlib.sha256(text.encode()).hexdigest()[:16]}"
    out.print(print_of, highlight=False)
    if chosen.write:
        lines = (line.rstrip() for line in out.export_text().splitlines())
        chosen.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if chosen.json:
        chosen.json.write_text(text, encoding="utf-8")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
