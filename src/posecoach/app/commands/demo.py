"""The ``demo`` command: runs the program on clips that ship with it.

Each stretch has one correct clip and one with a fault, to show a correction too.
"""

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from posecoach.app.closing import tell_saved
from posecoach.app.compose import Sinks, make_record
from posecoach.app.console import get_model, load_landmarker, messages
from posecoach.app.desktop.window import LiveOptions, LiveWindow
from posecoach.app.signals import StopSignal
from posecoach.clock import SystemClock
from posecoach.cues.words import SAFETY_LINE
from posecoach.errors import PosecoachError
from posecoach.landmarks.protocol import Landmarker
from posecoach.language import current, tr
from posecoach.paths import resource
from posecoach.pipeline.background import Background, raise_if_failed
from posecoach.pipeline.pacing import EveryFrame
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.sink import State
from posecoach.records.store import Store
from posecoach.session.plan import SetPlan
from posecoach.session.session import Session
from posecoach.sinks.latest import Latest
from posecoach.sinks.screen import display as displays
from posecoach.sinks.screen.overlay import Screen
from posecoach.sinks.terminal import Terminal
from posecoach.sinks.video import Video, VideoOut
from posecoach.sinks.voice.sink import Voice
from posecoach.sinks.voice.speaker import Level, SpeechLog, system_speaker
from posecoach.sources.file import VideoFile
from posecoach.sources.newest import NewestFrame, Paced
from posecoach.spec.load import stretch, stretches

_FPS = 30.0  # of the annotated video


def clips(names: list[str]) -> list[tuple[SetPlan, Path]]:
    """Each clip with its set; all stretches in their usual order if ``names`` is empty."""
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
    """Runs the clips through the whole program; returns the exit code.

    Raises:
        PosecoachError: a clip or the model is missing, or the session cannot be recorded.
    """
    chosen = clips(names)
    path = get_model(model)
    show = not headless and displays.available()
    if not show and save_video is None:
        save_video = Path(tempfile.mkdtemp(prefix="posecoach-demo-")) / "demo.mp4"
    with contextlib.closing(Store(patient=True)) as store, contextlib.ExitStack() as stack:
        messages().print(tr(SAFETY_LINE))
        speaker = SpeechLog() if voice == "off" or not show else system_speaker(current())
        stack.callback(speaker.close)
        record = make_record(store, "demo", "demo", {"voice": voice}, path.name)
        sinks = Sinks(record, Voice(speaker, voice), Latest(), () if show else (Terminal(),))
        window = displays.Window(full_screen=not windowed) if show else None
        if window is not None:
            stack.callback(window.close)
        out = VideoOut(save_video, _FPS) if save_video else None
        demo = Demo(path, sinks, window, out)
        try:
            demo.play(chosen)
        except BaseException:
            demo.state = "interrupted"
            raise
        finally:  # an interrupted demo keeps what was recorded so far
            if out is not None:
                out.close()
            record.close(demo.state, seen_s=demo.seen_s, judged_s=demo.judged_s)
        if out is not None:
            print(f"Annotated video: {save_video}")
        if not record.complete:
            raise PosecoachError(f"The session could not be written to {store.path}.")
        if not record.begun:
            print("Nothing was done, and nothing recorded.")
            return 0
        tell_saved(store, record.session)
        return 0


@dataclass
class Demo:
    """Runs clips one after the other; each is one set of the same recorded session.

    Attributes:
        state: how the last clip ended.
        seen_s, judged_s: sums over the clips, as in ``Session``.
    """

    model: Path
    sinks: Sinks
    window: displays.Window | None
    out: VideoOut | None
    state: State = "done"
    seen_s: float = 0.0
    judged_s: float = 0.0

    def play(self, chosen: list[tuple[SetPlan, Path]]) -> None:
        """Runs the clips, until the user quits."""
        screen = Screen()
        with StopSignal().watching() as stop:
            for position, (plan, clip) in enumerate(chosen):
                session = Session([plan], first_position=position)
                if self.window is not None:
                    self.state = self._in_window(self.window, screen, clip, session, stop)
                else:
                    print(f"{plan.stretch.name}: {clip.name}", flush=True)
                    self.state = self._without_window(screen, clip, session, stop)
                self.seen_s += session.seen_s
                self.judged_s += session.judged_s
                if self.state == "ended":
                    break

    def _load(self) -> Landmarker:
        return load_landmarker(self.model, mirrored_input=False)

    def _without_window(
        self, screen: Screen, clip: Path, session: Session, stop: StopSignal
    ) -> State:
        """Runs every frame of one clip, as fast as poses are found."""
        sinks = self.sinks.all
        if self.out is not None:
            sinks = (*sinks, Video(self.out, screen))
        with contextlib.closing(VideoFile(clip)) as source:
            how = Pipeline(
                source, self._load, session, sinks, EveryFrame(), stopped=lambda: stop.ended
            ).run()
        return "ended" if how == "ended" else "done"

    def _in_window(
        self,
        window: displays.Window,
        screen: Screen,
        clip: Path,
        session: Session,
        stop: StopSignal,
    ) -> State:
        """Plays one clip in the window at its own speed, as if it were live."""
        clock = SystemClock()
        video = VideoFile(clip)
        frames = NewestFrame(lambda: Paced(video, clock), clock)
        coach = Background(frames, self._load, session, self.sinks.all, clock)
        coach.start()
        chosen = LiveOptions(on_canvas=self.out.write if self.out else None)
        try:
            how = LiveWindow(coach, frames, window, screen, self.sinks, clock, stop, chosen).run()
        finally:
            coach.end()
            frames.end()
        raise_if_failed(coach)
        return how
