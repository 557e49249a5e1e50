"""The loop of a prompted recording, for the window and the terminal alike."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from posecoach.errors import SourceError
from posecoach.landmarks.protocol import Landmarker
from posecoach.language import mark as _
from posecoach.language import tr
from posecoach.sources.frame import Frame
from posecoach.sources.health import Trouble

if TYPE_CHECKING:  # loading it would delay the app's first page
    from posecoach.draft.prompted import Prompt, PromptedRecording

_WAIT_S = 0.5


class Frames(Protocol):
    """The newest frame of a camera, as ``NewestFrame`` gives it."""

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with the picture now."""
        ...

    @property
    def ended(self) -> bool:
        """No more frames will come."""
        ...

    @property
    def error(self) -> Exception | None:
        """Why there are none."""
        ...

    def newest(self, after: int, timeout: float) -> tuple[int, Frame | None]:
        """The newest frame's number, and the frame, or None if there is none after ``after``."""
        ...

    def end(self) -> None:
        """Releases the camera."""
        ...


def record(
    frames: Frames,
    landmarker: Landmarker,
    recording: "PromptedRecording",
    say: Callable[[Sequence["Prompt"]], None],
    go_on: Callable[[], bool],
) -> None:
    """Records until the user rests; what was shown until the camera ended is kept.

    Args:
        say: is given what is to be said now.
        go_on: asked before each picture; false ends the recording.

    Raises:
        SourceError: the camera ended before the movement began.
    """
    serial = 0
    while recording.stage != "done" and go_on():
        number, frame = frames.newest(serial, _WAIT_S)
        if frame is not None:
            serial = number
            say(recording.update(landmarker.detect(frame)))
        elif frames.ended:
            if recording.stage != "move":
                ended = tr(_("The camera ended before all was recorded."))
                raise SourceError(str(frames.error or "") or ended)
            recording.finish()
