"""The demo: the real program on clips that ship with it.

For each stretch one done right, and one with a fault, so that a correction is seen and heard
too.
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from posecoach.app.closing import done_line, set_lines
from posecoach.app.compose import play, printed
from posecoach.app.console import get_model, load_landmarker, talk
from posecoach.app.desktop.window import LiveOptions, LiveWindow
from posecoach.app.options import RunOptions
from posecoach.app.signals import StopSignal
from posecoach.clock import SystemClock
from posecoach.cues.words import SAFETY_LINE
from posecoach.errors import PosecoachError
from posecoach.language import current, tr
from posecoach.paths import resource
from posecoach.pipeline.live import CoachThread, raise_if_failed
from posecoach.pose import Pose
from posecoach.records.store import Store
from posecoach.session.session import Session, SessionMoment, SetPlan
from posecoach.sinks.background import Beside
from posecoach.sinks.recorder import Recorder
from posecoach.sinks.screen import display as displays
from posecoach.sinks.screen.overlay import Screen
from posecoach.sinks.sinks import Sinks
from posecoach.sinks.video import VideoOut
from posecoach.sinks.voice.speaker import Level, SpeechLog, system_speaker
from posecoach.sources.file import VideoFile
from posecoach.sources.frame import Frame
from posecoach.sources.newest import NewestFrame, Paced
from posecoach.spec.load import stretch, stretches


def clips(names: list[str]) -> list[tuple[SetPlan, Path]]:
    """Each clip with the set that it shows, in the article's order."""
    folder = resource("demo")
    out = []
    for name in names or list(stretches()):
        found = stretch(name)
        for file in (f"demo_{name}.mp4", f"demo_{name}_fault.mp4"):
            path = folder / file
            if not path.is_file():
                raise PosecoachError(f"The demo clip {file} is missing; install posecoach again.")
            out.append((SetPlan(found, "mobilizer"), path))
    return out


def run(
    names: list[str],
    *,
    headless: bool,
    windowed: bool,
    voice: Level,
    save_video: Path | None,
    model: Path | None,
) -> int:
    """Plays the clips through the whole program; gives the exit code."""
    chosen = clips(names)
    path = get_model(model)
    show = not headless and displays.available()
    if not show and save_video is None:
        save_video = Path(tempfile.mkdtemp(prefix="posecoach-demo-")) / "demo.mp4"
    store = Store(patient=True)
    talk().print(tr(SAFETY_LINE))
    speaker = SpeechLog() if voice == "off" or not show else system_speaker(current())
    settings = {"voice": voice}
    record = Beside(
        lambda: Recorder(store, kind="demo", source="demo", settings=settings, model=path.name)
    )
    sinks = Sinks(speaker, voice, record)
    options = RunOptions(save_video=None, model=model)
    window = None
    how, seen, judged = "done", 0.0, 0.0
    try:
        if show:
            window = displays.Window(full_screen=not windowed)
        else:
            sinks.told = lambda cue, now: print(printed(cue, now), flush=True)
        stop = StopSignal()
        out = VideoOut(save_video, 30.0) if save_video else None
        screen = Screen()
        with stop.watching():
            for position, (plan, clip) in enumerate(chosen):
                session = Session([plan])
                shifted = _Shifted(sinks, position)
                if window is not None:
                    how = _in_window(window, screen, clip, path, session, shifted, stop, out)
                else:
                    print(f"{plan.stretch.name}: {clip.name}", flush=True)
                    how = play(
                        VideoFile(clip),
                        lambda: load_landmarker(path, mirrored_input=False),
                        session,
                        shifted,
                        stop,
                        options,
                        [],
                        _writer(screen, out),
                    )
                seen, judged = seen + session.seen_s, judged + session.judged_s
                if how == "ended":
                    break
        record.end("ended" if how == "ended" else "done", seen_s=seen, judged_s=judged)
        if out is not None:
            out.close()
            print(f"Annotated video: {save_video}")
        if not record.complete:
            raise PosecoachError(f"The session could not be written to {store.path}.")
        if not record.begun:
            print("Nothing was done, and nothing recorded.")
            return 0
        last = next(s for s in store.sessions() if s.id == record.session)
        print(f"Session {last.id} saved. " + done_line(set_lines(last.sets)))
        return 0
    finally:
        speaker.close()
        if window is not None:
            window.close()
        store.close()


class _Shifted(Sinks):
    """Sinks of one clip: each clip is a set of the one demo session."""

    def __init__(self, sinks: Sinks, position: int) -> None:
        super().__init__(sinks.speaker, sinks.level, sinks.record, sinks.told, sinks.muted)
        self._position = position

    def take(self, now: SessionMoment) -> None:
        super().take(replace(now, position=self._position))


def _writer(
    screen: Screen, out: VideoOut | None
) -> Callable[[Frame, Pose, SessionMoment], None] | None:
    if out is None:
        return None
    return lambda frame, pose, moment: out.write(screen.coaching(frame.image, pose, moment))


def _in_window(
    window: displays.Window,
    screen: Screen,
    clip: Path,
    model: Path,
    session: Session,
    sinks: Sinks,
    stop: StopSignal,
    out: VideoOut | None,
) -> str:
    """One clip at its own speed in the window, through the live line."""
    clock = SystemClock()
    film = VideoFile(clip)
    frames = NewestFrame(lambda: Paced(film, clock), clock)
    coach = CoachThread(
        frames, lambda: load_landmarker(model, mirrored_input=False), session, sinks, clock
    )
    coach.start()
    chosen = LiveOptions(on_canvas=out.write if out else None)
    try:
        how = LiveWindow(coach, frames, window, screen, sinks, clock, stop, chosen).run()
    finally:
        coach.end()
        frames.end()
    raise_if_failed(coach)
    return how
