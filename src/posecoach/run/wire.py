"""Puts the parts of a run together: source, landmarker, session, sinks, screen."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from posecoach import words as room
from posecoach.capture.camera import Camera, NewestFrame, Paced, is_stream
from posecoach.capture.file import VideoFile
from posecoach.capture.frame import Frame, FrameSource, Image, SourceInfo
from posecoach.clock import SystemClock
from posecoach.coach.moment import Cue
from posecoach.coach.session import Session, SessionMoment, SetPlan
from posecoach.errors import DisplayError, PosecoachError, SourceError
from posecoach.landmarks import model, tape
from posecoach.pose import Pose
from posecoach.records.discomfort import advice
from posecoach.records.history import amount
from posecoach.records.recorder import Recorder
from posecoach.records.store import SetSummary, Store
from posecoach.run.asking import AskingDisplay
from posecoach.run.live import (
    CoachThread,
    LiveOptions,
    Sinks,
    StopSignal,
    raise_if_failed,
    run_headless,
    run_window,
)
from posecoach.run.stream import poses
from posecoach.screen import display as displays
from posecoach.screen.overlay import Screen
from posecoach.voice.speaker import Level, SpeechLog, system_speaker

if TYPE_CHECKING:  # importing mediapipe takes a second: that is left to the coaching thread
    from posecoach.landmarks.landmarker import Landmarker

SAFETY_KEY = "safety_accepted"


@dataclass
class RunOptions:
    """All choices of ``coach`` and ``demo``."""

    source: str = "0"
    voice: Level = "cues"
    windowed: bool = False
    headless: bool = False
    mirrored_input: bool = False
    model: Path | None = None
    tape: Path | None = None
    save_video: Path | None = None
    accept_safety: bool = False
    stats: bool = False
    kind: str = "live"
    record: bool = True


# ---------------------------------------------------------------------- progress


@contextmanager
def bar(console: Console, *, bytes_: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on a terminal, nothing in a pipe."""
    if not console.is_terminal:
        yield model.silent
        return
    middle = [DownloadColumn()] if bytes_ else [TextColumn("{task.completed:.0f} frames")]
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *middle,
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as progress:
        tasks: dict[str, int] = {}

        def told(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total or None)
            progress.update(tasks[what], completed=done)  # type: ignore[arg-type]

        yield told


def talk() -> Console:
    """Where talk goes: standard error."""
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
    console.print("The pose model is fetched once (9 MB kept).")
    with bar(console, bytes_=True) as told:
        return model.fetch(size, told)


def load_landmarker(path: Path, *, mirrored_input: bool) -> "Landmarker":
    """Loads mediapipe and the model: about two seconds, so not done before it is needed."""
    from posecoach.landmarks.landmarker import MediaPipeLandmarker

    return MediaPipeLandmarker(path, mirrored_input=mirrored_input)


# ---------------------------------------------------------------------- sources


class TapeFrames:
    """A landmark tape as a source: black pictures at the tape's times."""

    def __init__(self, recorded: list[Pose], name: str) -> None:
        self.info = SourceInfo(name=name, live=False, frames=len(recorded))
        self._poses = iter(recorded)

    def read(self) -> Frame | None:
        pose = next(self._poses, None)
        if pose is None:
            return None
        return Frame(np.zeros((pose.height, pose.width, 3), np.uint8), pose.t)

    def close(self) -> None:
        pass


class TapeLandmarker:
    """Gives back the pose that a tape holds for a frame's time."""

    def __init__(self, recorded: list[Pose]) -> None:
        self._by_time = {round(p.t, 6): p for p in recorded}

    def detect(self, frame: Frame) -> Pose:
        height, width = frame.image.shape[:2]
        return self._by_time.get(round(frame.t, 6), Pose(frame.t, width, height))

    def close(self) -> None:
        pass


def is_file(source: str) -> bool:
    """Whether a source is meant as a file: it is there, or looks like a path."""
    if is_stream(source):
        return False
    path = Path(source)
    return path.exists() or path.suffix != "" or os.sep in source


# ---------------------------------------------------------------------- a run


class VideoOut:
    """Writes canvases to a video file."""

    def __init__(self, path: Path, fps: float) -> None:
        self._path, self._fps = path, fps
        self._writer: cv2.VideoWriter | None = None

    def write(self, canvas: Image) -> None:
        if self._writer is None:
            height, width = canvas.shape[:2]
            self._writer = cv2.VideoWriter(
                str(self._path), cv2.VideoWriter.fourcc(*"mp4v"), self._fps, (width, height)
            )
            if not self._writer.isOpened():
                raise SourceError(
                    f"The video {self._path} cannot be written; check the folder and its space."
                )
        self._writer.write(canvas)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.release()


def accept_safety(store: Store, options: RunOptions, display: displays.Display | None) -> None:
    """The safety page, once: acknowledged with Enter, and kept.

    Raises:
        PosecoachError: it was not acknowledged.
    """
    if store.setting(SAFETY_KEY):
        return
    if not options.accept_safety:
        title, foot = "Before you start", "Enter: I have read this     q: not now"
        if display is not None:
            _safety_page(display, title, foot)
        elif sys.stdin.isatty():
            talk().print(f"\n{title}\n\n" + "\n".join(room.SAFETY) + "\n")
            talk().print("Press Enter when you have read this, or Ctrl-C to stop.")
            try:
                input()
            except (EOFError, KeyboardInterrupt) as error:
                raise PosecoachError(
                    "Not started: the safety page was not acknowledged."
                ) from error
        else:
            raise PosecoachError(
                "The safety page must be acknowledged once: run in a terminal or with a window, "
                "or add --accept-safety. It says: " + " ".join(room.SAFETY)
            )
    store.set_setting(SAFETY_KEY, "yes")


def _safety_page(display: displays.Display, title: str, foot: str) -> None:
    screen = Screen()
    while True:
        screen.size = display.size()
        key = display.show(screen.page(title, room.SAFETY, foot))
        if key in ("enter", "space"):
            return
        if key in ("q", "esc", "closed"):
            raise PosecoachError("Not started: the safety page was not acknowledged.")
        time.sleep(0.02)


def printed(cue: Cue, now: SessionMoment) -> str:
    """A cue as a line of text."""
    said = room.words(cue, now.plan.stretch)
    side = f" ({cue.side})" if cue.side and cue.kind in ("count", "correction") else ""
    return f"{cue.t:7.1f} s  {cue.kind:<10}  {said.say or said.show}{side}"


def open_live(options: RunOptions, clock: SystemClock) -> tuple[FrameSource, str | None]:
    """The live source, and the name under which it can be opened again.

    Raises:
        SourceError: it cannot be opened.
    """
    if is_file(options.source):
        if Path(options.source).suffix == tape.SUFFIX:
            recorded = tape.load(Path(options.source))
            return Paced(TapeFrames(recorded, Path(options.source).name), clock), None
        return Paced(VideoFile(Path(options.source)), clock), None
    return Camera(options.source, clock), options.source


def run(sets: list[SetPlan], options: RunOptions) -> int:
    """Coaches a routine live from one source; gives the exit code.

    Raises:
        PosecoachError: it cannot start, or it broke off.
    """
    show = not options.headless
    if show and not displays.available():
        raise DisplayError(
            "There is no display for a window; add --headless to coach without one "
            "(what would be said is printed)."
        )
    clock = SystemClock()
    store = Store(patient=True)
    if store.remark:
        talk().print(store.remark)
    window: displays.Window | None = None
    frames: NewestFrame | None = None
    source: FrameSource | None = None
    try:
        if show:
            window = displays.Window(full_screen=not options.windowed)
        accept_safety(store, options, window)
        is_tape = Path(options.source).suffix == tape.SUFFIX and is_file(options.source)
        path = None if is_tape else get_model(options.model)
        source, reopen = open_live(options, clock)
        if options.headless and not is_stream(options.source) and is_file(options.source):
            source.close()
            return _run_file(sets, options, store, path)
        sinks, session, stop = (
            _sinks(sets, options, store, path),
            _session(sets, store),
            StopSignal(),
        )
        frames = NewestFrame(source, reopen, clock)
        kept: list[Pose] = []
        loader = _loader(options, path)
        with stop.watching():
            coach = CoachThread(
                frames, loader, session, sinks, clock, kept.append if options.tape else None
            )
            coach.start()
            try:
                how = _show(window, coach, frames, sinks, clock, stop, options)
            finally:
                coach.end()
                frames.end()
        return _close(options, store, session, sinks, how, kept, coach)
    finally:
        if frames is None and source is not None:
            source.close()
        if window is not None:
            window.close()
        store.close()


def _show(
    window: displays.Window | None,
    coach: CoachThread,
    frames: NewestFrame,
    sinks: Sinks,
    clock: SystemClock,
    stop: StopSignal,
    options: RunOptions,
) -> str:
    if window is None:
        return run_headless(coach, stop)
    out = VideoOut(options.save_video, 20.0) if options.save_video else None
    screen = Screen(mirrored=not options.mirrored_input)
    chosen = LiveOptions(options.windowed, options.stats, (lambda c: out.write(c)) if out else None)
    try:
        return run_window(
            coach, frames, asking(window, coach, sinks, clock), screen, sinks, clock, stop, chosen
        )
    finally:
        if out is not None:
            out.close()


def asking(
    window: displays.Display, coach: CoachThread, sinks: Sinks, clock: SystemClock
) -> displays.Display:
    """The window, with the discomfort questions of a live session over what it shows."""
    recorder = sinks.recorder
    return window if recorder is None else AskingDisplay(window, coach, recorder, clock)


def _loader(options: RunOptions, path: Path | None) -> Callable[[], "Landmarker"]:
    if path is None:
        recorded = tape.load(Path(options.source))
        return lambda: TapeLandmarker(recorded)
    return lambda: load_landmarker(path, mirrored_input=options.mirrored_input)


def _session(sets: list[SetPlan], store: Store) -> Session:
    return Session(sets, {s.stretch.id: store.ranges(s.stretch.id) for s in sets})


def _sinks(sets: list[SetPlan], options: RunOptions, store: Store, path: Path | None) -> Sinks:
    speaker = SpeechLog(name="off") if options.voice == "off" else system_speaker()
    if options.voice != "off" and speaker.name in ("none", "chimes"):
        talk().print(
            "There is no voice on this machine"
            + ("; chimes take its place." if speaker.name == "chimes" else ", nor a sound device.")
            + " Install speech-dispatcher or espeak-ng for one."
        )
    recorder = Recorder(
        store,
        kind=options.kind,
        source=recorded_name(options.source),
        settings={"voice": options.voice, "sets": [s.stretch.id for s in sets]},
        model=None if path is None else path.name,
    )
    sinks = Sinks(speaker, options.voice, recorder)
    if options.headless:
        sinks.told = lambda cue, now: print(printed(cue, now), flush=True)
    return sinks


def recorded_name(source: str) -> str:
    """A source's name for the record: no passwords, no folders."""
    from posecoach.capture.camera import shown_name

    return Path(source).name if is_file(source) else shown_name(source)


def _run_file(sets: list[SetPlan], options: RunOptions, store: Store, path: Path | None) -> int:
    """A recording without a window: every frame, as fast as they come."""
    source: FrameSource = (
        VideoFile(Path(options.source))
        if path is not None
        else TapeFrames(tape.load(Path(options.source)), Path(options.source).name)
    )
    session, stop = _session(sets, store), StopSignal()
    sinks = _sinks(sets, options, store, path)
    kept: list[Pose] = []
    how = "source"
    with stop.watching():
        how = play(source, _loader(options, path), session, sinks, stop, options, kept)
    return _close(options, store, session, sinks, how, kept, None)


def play(
    source: FrameSource,
    load: Callable[[], "Landmarker"],
    session: Session,
    sinks: Sinks,
    stop: StopSignal,
    options: RunOptions,
    kept: list[Pose],
    on: Callable[[Frame, Pose, SessionMoment], None] | None = None,
) -> str:
    """Runs a session over every frame of a file; gives how it ended."""
    how = "source"
    landmarker = load()
    out = VideoOut(options.save_video, source.info.fps or 30.0) if options.save_video else None
    screen = Screen(mirrored=not options.mirrored_input)
    try:
        for frame, pose in poses(source, landmarker):
            if options.tape:
                kept.append(pose)
            moment = session.update(pose)
            sinks.take(moment)
            if out is not None:
                out.write(screen.coaching(frame.image, pose, moment))
            if on is not None:
                on(frame, pose, moment)
            if stop.caught is not None:
                how = "ended"
                break
            if session.finished:
                how = "done"
                break
        sinks.rest(session.finish())
    finally:
        landmarker.close()
        source.close()
        if out is not None:
            out.close()
    return how


def _close(
    options: RunOptions,
    store: Store,
    session: Session,
    sinks: Sinks,
    how: str,
    kept: list[Pose],
    coach: CoachThread | None,
) -> int:
    """Closes the session in the record, and prints what was done."""
    recorder = sinks.recorder
    assert recorder is not None
    state = {"done": "done", "ended": "ended", "source": "done"}[how]
    if coach is not None and coach.error is not None:
        state = "interrupted"
    for stretch, ranges in session.learnt.items():
        recorder.remember(stretch, ranges)
    recorder.end(state, seen_s=session.seen_s, judged_s=session.judged_s)
    sinks.speaker.close()
    if options.tape:
        tape.save(options.tape, kept)
    if coach is not None:
        raise_if_failed(coach)
    if not recorder.complete:
        raise PosecoachError(
            f"The session could not be written to {store.path}; free some space or change its "
            "permissions. What was done: " + done_line(session.summary())
        )
    if recorder.failed:
        talk().print("The record could not be written for a while; now all of it is.")
    last = next(s for s in store.sessions() if s.id == recorder.session)
    print(f"Session {last.id} saved. " + done_line(set_lines(last.sets)))
    if comfort := advised(store, last.id):
        print(comfort)
    return 0


def advised(store: Store, session: int) -> str:
    """What to make of the discomfort that was told; empty where nothing was."""
    answers = store.discomforts()
    own = next(((b, a) for id_, b, a in answers if id_ == session), (None, None))
    found = advice(*own, [(b, a) for id_, b, a in answers if id_ < session])
    return "" if found is None else room.DISCOMFORT[found]


def set_lines(sets: Iterable[SetSummary]) -> list[str]:
    """What was done in each set, in words."""
    return [f"{s.stretch}: left {amount(s, 'left')}, right {amount(s, 'right')}" for s in sets]


def done_line(lines: Iterable[str]) -> str:
    """What was done, in one line."""
    return "; ".join(lines) or "nothing was done."
