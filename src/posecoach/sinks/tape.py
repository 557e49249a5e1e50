"""Collects the poses of a run, and writes them as a landmark tape at the end."""

from pathlib import Path

from posecoach.landmarks import tape
from posecoach.pipeline.sink import EndState, Step
from posecoach.pose import Pose
from posecoach.session.session import Session


class Tape:
    """Writes a landmark tape when the run ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._poses: list[Pose] = []

    def take(self, step: Step) -> None:
        if step.pose is not None:
            self._poses.append(step.pose)

    def end(self, _state: EndState, _session: Session) -> None:
        """Writes the tape.

        Raises:
            TapeError: the file cannot be written.
        """
        tape.save(self._path, self._poses)
