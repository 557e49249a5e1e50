"""Whether a camera's picture will do: light, and somebody whole at the right distance."""

import contextlib
import threading
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from posecoach.sources.newest import NewestFrame

_JUDGE_S = 0.25
_SEEN_FROM_FRONT = "lateral_line"  # a stretch that asks for all of the user, facing the camera
_LIGHT = 45.0  # mean brightness, 0 to 255; asked for beforehand, judging needs less


class Watcher(threading.Thread):
    """Looks a few times a second whether the picture will do, with the real pose model."""

    def __init__(self, frames: "NewestFrame") -> None:
        super().__init__(name="camera check", daemon=True)
        self._frames = frames
        self.checks: dict[str, bool | None] = {}
        self.ending = threading.Event()
        self.start()

    def run(self) -> None:
        from posecoach.app.console import load_landmarker
        from posecoach.errors import PosecoachError
        from posecoach.judge.coach import Coach
        from posecoach.landmarks import model
        from posecoach.spec.load import stretch

        landmarker = None
        # Without a model light alone can be checked; the session itself says what is wrong.
        with contextlib.suppress(PosecoachError):
            landmarker = load_landmarker(model.find_or_fetch(), mirrored_input=False)
        coach, serial = Coach(stretch(_SEEN_FROM_FRONT), "mobilizer"), 0
        while not self.ending.wait(_JUDGE_S):
            serial, frame = self._frames.newest(serial, 0.2)
            if frame is None:
                continue
            found: dict[str, bool | None] = {"light": float(frame.image.mean()) >= _LIGHT}
            if landmarker is not None:
                pose = landmarker.detect(frame)
                framing = coach.update(pose).framing
                found |= cast("dict[str, bool | None]", dict(framing.checks))
            self.checks = found
        if landmarker is not None:
            landmarker.close()
