"""The ``demo`` command: runs the program on clips that ship with it.

Each stretch has one correct clip and one with a fault, to show a correction too.
"""

import contextlib
import tempfile
from pathlib import Path

from posecoach.app.console import get_model, load_landmarker, messages
from posecoach.app.run.closing import close
from posecoach.app.run.compose import Sinks, make_record
from posecoach.app.signals import StopSignal
from posecoach.cues import safety
from posecoach.errors import PosecoachError
from posecoach.landmarks.protocol import Landmarker
from posecoach.language import current, tr
from posecoach.paths import resource
from posecoach.pipeline.pacing import EveryFrame
from posecoach.pipeline.pipeline import Pipeline
from posecoach.pipeline.sink import EndState
from posecoach.records.store import Store
from posecoach.session.session import Session
from posecoach.session.sets import SetPlan
from posecoach.sinks.latest import Latest
from posecoach.sinks.screen.screen import Screen
from posecoach.sinks.terminal import Terminal
from posecoach.sinks.video import Video, VideoOut
from posecoach.sinks.voice.sink import Voice
from posecoach.sinks.voice.speaker import SpeechLog, VoiceLevel, system_speaker
from posecoach.sources.file import VideoFile
from posecoach.spec.library import ARTICLE
from posecoach.spec.load import stretch

_FPS = 30.0  # of the annotated video


def clips(names: list[str]) -> list[tuple[SetPlan, Path]]:
    """Each clip with its set; the article's stretches if ``names`` is empty."""
    folder = resource("demo")
    out = []
    for name in names or ARTICLE:
        found = stretch(name)
        if name not in ARTICLE:
            raise PosecoachError(f"There is no demo clip of '{found.name}'.")
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
    voice: VoiceLevel,
    save_video: Path | None,
    model: Path | None,
) -> int:
    """Runs the clips without a window; returns the exit code.

    Raises:
        PosecoachError: a clip or the model is missing, or the session cannot be recorded.
    """
    chosen = clips(names)
    if not headless and save_video is None:
        save_video = Path(tempfile.mkdtemp(prefix="posecoach-demo-")) / "demo.mp4"
    with contextlib.closing(Demo(voice=voice, save_video=save_video, model=model)) as demo:
        try:
            demo.play(chosen)
        except BaseException:
            demo.state = "interrupted"
            with contextlib.suppress(PosecoachError):
                demo.finish()
            raise
        return demo.finish()


class Demo:
    """The demo's record, voice and video; each clip is one set of the same recorded session.

    Attributes:
        sinks: of all clips.
        out: the annotated video; None for none.
        state: how the last clip ended.
    """

    def __init__(
        self, *, voice: VoiceLevel, save_video: Path | None, model: Path | None, shown: bool = False
    ) -> None:
        """Opens the record.

        Args:
            voice: how much is said aloud, in a window; without one it is printed.
            save_video: where the annotated video goes; None for none.
            model: a pose model file; None for the usual one.
            shown: it is shown in a window.

        Raises:
            PosecoachError: the model is missing, or the record cannot be opened.
        """
        self._path = get_model(model)
        self._save_video = save_video
        self.store = Store(patient=True)
        messages().print(tr(safety.LINE))
        speaker = SpeechLog() if voice == "off" or not shown else system_speaker(current())
        record = make_record(self.store, "demo", "demo", {"voice": voice}, self._path.name)
        others = () if shown else (Terminal(),)
        self.sinks = Sinks(record, Voice(speaker, voice), Latest(), others)
        self.out = VideoOut(save_video, _FPS) if save_video else None
        self.state: EndState = "done"
        self._seen_s = self._judged_s = 0.0
        self._done: list[str] = []

    def load(self) -> Landmarker:
        """Loads the landmarker of a clip."""
        return load_landmarker(self._path, mirrored_input=False)

    def took(self, session: Session, state: EndState) -> None:
        """A clip is over."""
        self.state = state
        self._seen_s += session.seen_s
        self._judged_s += session.judged_s
        self._done += session.summary()

    def play(self, chosen: list[tuple[SetPlan, Path]]) -> None:
        """Runs every frame of the clips, as fast as poses are found, until the user quits."""
        screen = Screen()
        sinks = self.sinks.all
        if self.out is not None:
            sinks = (*sinks, Video(self.out, screen))
        with StopSignal().watching() as stop:
            for position, (plan, clip) in enumerate(chosen):
                session = Session([plan], first_position=position)
                print(f"{plan.stretch.name}: {clip.name}", flush=True)
                with contextlib.closing(VideoFile(clip)) as source:
                    how = Pipeline(
                        source, self.load, session, sinks, EveryFrame(),
                        stopped=lambda: stop.ended,
                    ).run()  # fmt: skip
                self.took(session, "ended" if how == "ended" else "done")
                if how == "ended":
                    break

    def finish(self) -> int:
        """Ends all, and prints what was done; returns the exit code.

        Raises:
            PosecoachError: the session could not be written.
        """
        record = self.sinks.record
        if self.out is not None:
            self.out.close()
        self.sinks.voice.speaker.close()
        record.close(self.state, seen_s=self._seen_s, judged_s=self._judged_s)
        if self._save_video is not None:
            print(f"Annotated video: {self._save_video}")
        return close(self.store, record, self._done)

    def close(self) -> None:
        """Closes the record."""
        self.store.close()
