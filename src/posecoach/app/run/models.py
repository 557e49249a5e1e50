"""Loads the landmarker that the options of a run ask for."""

from pathlib import Path

from posecoach.app.console import get_model, load_landmarker
from posecoach.app.run.options import RunOptions
from posecoach.app.run.sources import is_tape
from posecoach.clock import Clock
from posecoach.landmarks import model, tape
from posecoach.landmarks.auto import AutoLandmarker
from posecoach.landmarks.fetching.manifest import ModelSize
from posecoach.landmarks.protocol import Landmarker
from posecoach.landmarks.replay import TapeLandmarker


class Models:
    """Finds the model of a run and loads its landmarker."""

    def __init__(self, options: RunOptions, clock: Clock) -> None:
        """Finds the model, or fetches it; reads the tape if the source is one.

        Raises:
            PosecoachError: there is no model, or the tape cannot be read.
        """
        self._options, self._clock = options, clock
        self._auto: AutoLandmarker | None = None
        #: The poses of the source if it is a tape; None for other sources.
        self.recorded = tape.load(Path(options.source)) if is_tape(options.source) else None
        self._path: Path | None = None
        if self.recorded is None:
            size = options.model_size
            self._path = get_model(options.model, "full" if size == "auto" else size)

    def load(self) -> Landmarker:
        """Loads the landmarker; called in the coaching thread."""
        if self.recorded is not None:
            return TapeLandmarker(self.recorded)
        if self._options.model_size == "auto" and self._options.model is None:
            self._auto = AutoLandmarker(self._sized, self._clock)
            return self._auto
        assert self._path is not None
        return load_landmarker(self._path, mirrored_input=self._options.mirrored_input)

    def _sized(self, size: ModelSize) -> Landmarker:
        path = model.find_or_fetch(None, size)
        return load_landmarker(path, mirrored_input=self._options.mirrored_input)

    def remark(self) -> str | None:
        """A message if the model size has changed; each is returned once."""
        return self._auto.remark() if self._auto is not None else None
