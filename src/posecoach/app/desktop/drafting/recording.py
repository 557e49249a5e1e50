"""A stretch that is being recorded: from its name to the file. It outlives its pages."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from posecoach.app.desktop.drafting.thread import RecordingThread
from posecoach.app.desktop.task import Task
from posecoach.app.run.prompted import Frames
from posecoach.cues.words import most_wait_s
from posecoach.draft.prompted import RIGHT_WAY, WRONG_WAY
from posecoach.errors import RecordError
from posecoach.landmarks.protocol import Landmarker
from posecoach.language import current, tr
from posecoach.language import mark as _
from posecoach.pose import Pose
from posecoach.sinks.voice.speaker import Speaker

if TYPE_CHECKING:
    from posecoach.app.desktop.window import Window
    from posecoach.draft.make import Draft

RecordStep = Literal["name", "looking", "refused", "found", "kept"]
SideShown = Literal["left", "right", "both"]


class Recording(QObject):
    """What is recorded in the window, one at a time.

    Attributes:
        step: which step is shown.
        name: of the stretch.
        side: which side is shown, where it is only one.
        mistake: what is said of the deliberate mistake that is recorded; empty for the right way.
        found: the draft; None before there is one.
        trouble: why there is none, or why the mistake is not in it; a sentence.
        kept: the file, once it is among the user's stretches.
        changed: a signal: another step is to be shown.
        source: opens the camera.
        load: loads the landmarker, in a thread.
        make_speaker: opens the voice.
    """

    changed = Signal()

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self.source: Callable[[], Frames] = self._camera
        self.load: Callable[[], Landmarker] = self._landmarker
        self.make_speaker: Callable[[], Speaker] = _system_speaker
        self._speaker: Speaker | None = None
        self._asked = 0
        self.throw_away()

    @staticmethod
    def of(window: "Window") -> "Recording":
        """The one of a window."""
        found = window.findChild(Recording)
        return found if isinstance(found, Recording) else Recording(window)

    def throw_away(self) -> None:
        """Begins anew; nothing is kept."""
        self._asked += 1  # what is still being looked at is forgotten
        self.step: RecordStep = "name"
        self.name, self.mistake, self.trouble = "", "", ""
        self.side: SideShown = "both"
        self.found: Draft | None = None
        self.kept: Path | None = None
        self._poses: list[Pose] = []
        self._mistakes: dict[str, list[Pose]] = {}

    def again(self) -> None:
        """Back to the name, which stays: it is recorded once more."""
        name, side = self.name, self.side
        self.throw_away()
        self.name, self.side = name, side

    # ------------------------------------------------------------------ recording

    def taken(self) -> str:
        """Why the name cannot be used; empty if it can."""
        from posecoach.draft.content.compose import of_name
        from posecoach.spec.load import shipped

        other = of_name(self.name)
        if other is None or other.id not in shipped():  # one's own may be recorded anew
            return ""
        said = tr(_("There is a stretch “{name}” already; give yours another name."))
        return said.format(name=tr(other.name))

    @property
    def replaced(self) -> str:
        """The name of the user's own stretch that this one is to replace; empty for none."""
        from posecoach.draft.content.compose import of_name

        other = of_name(self.name)
        return "" if other is None or self.taken() else other.name

    @property
    def what(self) -> str:
        """What is to be shown, as it is said."""
        if self.mistake:
            return tr(WRONG_WAY)
        return tr(RIGHT_WAY)

    def begin(self) -> tuple[Frames, RecordingThread]:
        """Opens the camera and begins to record; raises PosecoachError."""
        frames = self.source()
        return frames, RecordingThread(frames, self.load, self.what)

    def take(self, poses: list[Pose]) -> None:
        """Takes what was recorded, and looks at it in a thread."""
        if self.mistake:
            wrong = {**self._mistakes, self.mistake: poses}
        else:
            self._poses, wrong = poses, {}
        self._asked += 1
        asked, right, name, side = self._asked, self._poses, self.name.strip(), self.side
        self.step, self.trouble = "looking", ""

        def work() -> "Draft":
            from posecoach.draft.content.compose import unused_id
            from posecoach.draft.make import draft

            return draft(right, name, id=unused_id(name), side=side, mistakes=wrong)

        def done(found: "Draft") -> None:
            if asked == self._asked:
                self.found, self._mistakes, self.mistake = found, wrong, ""
                self._show("found")

        Task(self._window, work, done, lambda sentence: self.refuse(sentence, asked))

    def refuse(self, sentence: str, asked: int | None = None) -> None:
        """It could not be recorded or drafted; a draft from before, without the mistake, stays."""
        if asked in (None, self._asked):
            self.trouble, self.mistake = sentence, ""
            self._show("found" if self.found is not None else "refused")

    def _show(self, step: RecordStep) -> None:
        self.step = step
        self.changed.emit()

    # ------------------------------------------------------------------ keeping

    def keep(self) -> None:
        """Keeps the draft among the user's stretches.

        Raises:
            PosecoachError: it cannot be kept.
        """
        from posecoach.files import private
        from posecoach.paths import reason
        from posecoach.spec import own
        from posecoach.spec.load import own_folder

        assert self.found is not None
        name = f"{self.found.stretch.id}.toml"
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / name
                private(path, self.found.text)
                own.add(path, replace=bool(self.replaced))
        except OSError as error:
            raise RecordError(
                tr(_("It cannot be written ({reason}).")).format(reason=reason(error))
            ) from error
        self.kept, self.step = own_folder() / name, "kept"

    def remove(self) -> None:
        """Takes it out of the user's stretches again; raises PosecoachError."""
        from posecoach.spec import own

        assert self.found is not None
        own.remove(self.found.stretch.id)
        self.throw_away()

    # ------------------------------------------------------------------ aloud

    def say(self, text: str, t: float = 0.0) -> None:
        """Says a sentence, if the voice is on."""
        if self._window.context.options.voice == "off" or not text:
            return
        if self._speaker is None:
            self._speaker = self.make_speaker()
        self._speaker.say(text, t=t, keep_s=most_wait_s(text))

    def quiet(self) -> None:
        """Ends the voice, also in the middle of a sentence."""
        if self._speaker is not None:
            self._speaker.hush()
            self._speaker.close()
            self._speaker = None

    # ------------------------------------------------------------------ the real edges

    def _camera(self) -> Frames:
        """The camera whose picture was shown beside the name."""
        from posecoach.app.run.sources import opener
        from posecoach.clock import SystemClock
        from posecoach.sources.newest import NewestFrame

        clock = SystemClock()
        open_source, again = opener(self._window.context.own.camera, clock)
        return NewestFrame(open_source, clock, again=again)

    def _landmarker(self) -> Landmarker:
        from posecoach.app.console import load_landmarker
        from posecoach.landmarks import model

        context = self._window.context
        path = model.find(context.options.model) or model.find_or_fetch()
        return load_landmarker(path, mirrored_input=context.own.mirrored_input)


def _system_speaker() -> Speaker:
    from posecoach.sinks.voice.speaker import system_speaker

    return system_speaker(current())
