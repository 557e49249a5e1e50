"""Whether anybody else is in a picture: a second landmarker, loaded when it is needed."""

import logging
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from posecoach import memory
from posecoach.errors import ModelError
from posecoach.landmarks import loading
from posecoach.landmarks.people import scores
from posecoach.landmarks.people.choose import Person, person_of
from posecoach.sources.frame import Image

log = logging.getLogger("posecoach")


class Second:
    """Finds people in single pictures, with as little memory as it can.

    A detector looks first; once it has found somebody, the landmarker is loaded in its place.
    """

    def __init__(self, model: Path, file: BinaryIO) -> None:
        """Loads the detector.

        Args:
            model: the checked bundle that the landmarker is loaded from.
            file: the same file, open.
        """
        self._model, self._file = model, file
        self._scores: Any = None
        self._landmarker: Any = None
        self._lost = False  # the landmarker could not be loaded
        with memory.loading():
            try:
                self._scores = loading.scores(scores.detector(model))
                self._somebody(np.zeros((2, 2, 3), np.uint8))
            except (ModelError, OSError) as error:
                log.warning("the landmarker alone looks for others: %s", error)

    def _somebody(self, picture: Image) -> bool:
        if self._scores is None:
            return True
        seen = loading.wrapped(scores.square(picture))
        return scores.somebody(self._scores.embed(seen).embeddings[0].embedding)

    def people(self, picture: Image) -> list[Person]:
        """The people in an RGB picture, at most two."""
        if self._lost or not self._somebody(picture):
            return []
        seen = loading.wrapped(picture)
        if self._landmarker is not None:
            result = self._landmarker.detect(seen)
        else:
            with memory.loading():
                try:
                    made = loading.poses(self._model, self._file, 2)
                except ModelError as error:  # coaching goes on with the person followed so far
                    log.warning("nobody else is looked for: %s", error)
                    self._lost = True
                    return []
                self._landmarker = made
                result = made.detect(seen)
                if self._scores is not None:
                    self._scores.close()
                    self._scores = None
        return [p for i in range(len(result.pose_landmarks)) if (p := person_of(result, i))]

    def close(self) -> None:
        for made in (self._scores, self._landmarker):
            if made is not None:
                made.close()
