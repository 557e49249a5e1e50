"""Records somebody before the camera in a thread, prompted by sentences. It knows no window."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from posecoach.app.run.prompted import Frames, record
from posecoach.errors import PosecoachError, told
from posecoach.landmarks.protocol import Landmarker
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.pose import Pose

if TYPE_CHECKING:  # loading it would delay the first page
    from posecoach.draft.prompted import Prompt

log = logging.getLogger("posecoach")


class RecordingThread(threading.Thread):
    """Finds the poses of one recording, and says what to do.

    Attributes:
        done: it is over: recorded, failed or ended.
        error: why it failed, a sentence; empty if it did not.
    """

    def __init__(self, frames: Frames, load: Callable[[], Landmarker], what: str) -> None:
        """Starts recording.

        Args:
            frames: the camera; released by ``end``.
            load: loads the landmarker, called in the thread since it takes a while.
            what: what is to be shown, said when it begins.
        """
        from posecoach.draft.prompted import PromptedRecording

        super().__init__(name="recorder", daemon=True)
        self._frames, self._load, self._recording = frames, load, PromptedRecording(what)
        self._said: deque[Prompt] = deque()
        self._ending, self._enough = threading.Event(), threading.Event()
        self.done = threading.Event()
        self.error = ""
        self.start()

    def run(self) -> None:
        try:
            landmarker = self._load()
            try:
                self._record(landmarker)
            finally:
                landmarker.close()
        except PosecoachError as error:
            self.error = told(error)
        except Exception as error:  # it would end unseen in the thread
            log.exception("while recording")
            self.error = f"{tr(_('That did not work:'))} {type(error).__name__}: {error}"
        finally:
            self.done.set()

    def _record(self, landmarker: Landmarker) -> None:
        record(self._frames, landmarker, self._recording, self._said.extend, self._go_on)

    def _go_on(self) -> bool:
        if self._enough.is_set() and self.moving:
            self._recording.finish()
        return not (self._ending.is_set() or self._recording.stage == "done")

    @property
    def moving(self) -> bool:
        """Whether the movement is being recorded now."""
        return self._recording.stage == "move"

    @property
    def poses(self) -> list[Pose]:
        """What was recorded; look when it is done."""
        return self._recording.recorded

    def new_prompts(self) -> "list[Prompt]":
        """What is to be said since the last call."""
        out = []
        while self._said:
            out.append(self._said.popleft())
        return out

    def enough(self) -> None:
        """Stops recording and uses what there is."""
        self._enough.set()

    def end(self) -> None:
        """Ends it and releases the camera."""
        self._ending.set()
        self._frames.end()
