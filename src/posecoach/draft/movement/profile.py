"""How the measures change in a movement: where each starts and ends, and how much it varies."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from posecoach.draft.movement.repetitions import Repetitions
from posecoach.draft.movement.series import MeasuredRecording

_NEAR_START = 0.2  # of the way: closer is in the start position
_LEAST = 3  # moments


@dataclass(frozen=True)
class MeasureStats:
    """One measure over the repetitions.

    Attributes:
        start: its median in the start position.
        sway: how much it varies there, one standard deviation.
        change: the median of its change from there to the end position.
        differs: how much that change differs between repetitions, one standard deviation.
        low, high: the 1st and 99th percentile while the stretch is done.
        seen: share of the time in which it is known.
    """

    start: float
    sway: float
    change: float
    differs: float
    low: float
    high: float
    seen: float


class MovementProfile:
    """All measures of a recording, once its repetitions are known.

    Args:
        signal: the measure that the repetitions were found in.
    """

    def __init__(self, recording: MeasuredRecording, signal: str, repetitions: Repetitions) -> None:
        self.recording = recording
        self.repetitions = repetitions
        self.signal = recording.smooth(signal)
        away = np.abs(self.signal - repetitions.base) / repetitions.way
        first, last = repetitions.all[0].first, repetitions.all[-1].last
        inside = np.zeros(len(recording.t), dtype=np.bool_)
        inside[first : last + 1] = True
        self.working = np.flatnonzero(inside & recording.found)
        rest = np.flatnonzero(inside & (away <= _NEAR_START) & recording.found)
        early = np.flatnonzero(
            (away <= _NEAR_START) & recording.found & (recording.t <= recording.t[first])
        )
        self.resting = np.concatenate([early[-30:], rest])
        if len(self.resting) < _LEAST:
            self.resting = self.working[np.argsort(away[self.working])[:_LEAST]]
        self.ends = [self._far(s.far) for s in repetitions.all]
        self._known: dict[str, MeasureStats | None] = {}

    def _far(self, far: tuple[int, int]) -> list[int]:
        return [i for i in range(far[0], far[1] + 1) if self.recording.found[i]]

    def of(self, name: str) -> MeasureStats | None:
        """One measure; None where it is hardly ever seen."""
        if name not in self._known:
            self._known[name] = self._stats(name)
        return self._known[name]

    def _stats(self, name: str) -> MeasureStats | None:
        raw = self.recording.raw[name]
        rest, work = _known(raw[self.resting]), _known(raw[self.working])
        changes = self.changes(name)
        if len(rest) < _LEAST or len(work) < _LEAST or not changes:
            return None
        low, high = np.percentile(work, (1, 99))
        return MeasureStats(
            start=float(np.median(rest)),
            sway=float(1.48 * np.median(np.abs(rest - np.median(rest)))),
            change=float(np.median(changes)),
            differs=float(np.std(changes)),
            low=float(low),
            high=float(high),
            seen=len(work) / len(self.working),
        )

    def changes(self, name: str) -> list[float]:
        """The change of each repetition from the start; without sign, if sides differ in it."""
        raw = self.recording.raw[name]
        if self.recording.parity[name] < 0:
            raw = np.abs(raw)
        rest = _known(raw[self.resting])
        if len(rest) < _LEAST:
            return []
        usual = float(np.median(rest))
        ends = [_known(raw[end]) for end in self.ends]
        return [float(np.median(end)) - usual for end in ends if len(end)]

    def moves(self, name: str) -> list[float]:
        """How far each repetition goes from the start: by size alone, if sides differ in its sign.

        Unlike ``changes``, it is what a measure of the change from a neutral gives.
        """
        raw = self.recording.raw[name]
        rest = _known(raw[self.resting])
        ends = [_known(raw[end]) for end in self.ends]
        moved = [float(np.median(end) - np.median(rest)) for end in ends if len(end)]
        return [abs(m) for m in moved] if self.recording.parity[name] < 0 else moved

    def least_change(self, name: str) -> float:
        """The change from the start on the side on which it is smaller; 0 where the signs differ.

        Of a measure that changes its sign with the side it is how far it goes either way, 0 or
        more: somebody who is turned a little starts away from 0, so that its size may even fall.
        """
        raw = self.recording.raw[name]
        rest = _known(raw[self.resting])
        if len(rest) < _LEAST:
            return 0.0
        usual, mirrored = float(np.median(rest)), self.recording.parity[name] < 0
        by_side: dict[int, list[float]] = {}
        for repetition, end in zip(self.repetitions.all, self.ends, strict=True):
            if len(known := _known(raw[end])):
                change = float(np.median(known)) - usual
                by_side.setdefault(repetition.sign, []).append(change)
        sides = [float(np.median(changes)) for changes in by_side.values()]
        if mirrored:
            sides = [abs(change) for change in sides]
        if not sides or (min(sides) < 0 < max(sides)):
            return 0.0
        return min(sides, key=abs)


def _known(values: np.ndarray | Sequence[float]) -> np.ndarray:
    found = np.asarray(values, np.float64)
    return found[np.isfinite(found)]
