"""Learns the user's neutral: their own value of each measure in the start position."""

from collections import deque
from statistics import median

from posecoach.measure.body import Body
from posecoach.measure.measures import Measure, depends_on_side
from posecoach.measure.reading import Neutrals, Reading
from posecoach.pose import SIDES, Side

_WINDOW_S = 2.0

NeutralRow = dict[tuple[str, Side | None], float]


class NeutralLearner:
    """Collects moments in the start position; their medians are the neutral.

    Args:
        sided: each side has its own neutral, of which only the side in work is learnt.
        names: the measures to learn; all by default.
        window_s: only the last moments of this long are kept.
    """

    def __init__(
        self,
        measures: dict[str, Measure],
        neutrals: Neutrals,
        *,
        sided: bool,
        names: frozenset[str] | None = None,
        window_s: float = _WINDOW_S,
    ) -> None:
        self._measures = measures
        self._neutrals = neutrals
        self._sided = sided
        chosen = [n for n in neutrals.names if names is None or n in names]
        self._sides: dict[str, tuple[Side | None, ...]] = {
            n: SIDES if depends_on_side(n, measures) else (None,) for n in chosen
        }
        self._window_s = window_s
        self._rows: deque[tuple[float, NeutralRow]] = deque()

    def restart(self) -> None:
        """Forgets what was collected: it was not the start position."""
        self._rows.clear()

    def add(self, body: Body, side: Side | None) -> float:
        """Takes a moment in the start position; gives the seconds collected so far."""
        row: NeutralRow = {}
        readings = {
            s: Reading(self._measures, self._neutrals, body, s) for s in (side, *SIDES, None)
        }
        for name, sides in self._sides.items():
            for s in (side,) if self._sided else sides:
                raw = readings[s].raw(name)
                if raw is not None:
                    row[name, s] = raw
        self._rows.append((body.t, row))
        while body.t - self._rows[0][0] > self._window_s:
            self._rows.popleft()
        return body.t - self._rows[0][0]

    def learn(self, *, only_new: bool = False) -> None:
        """Takes the medians as the neutral; ``only_new``: where none is known yet."""
        for name, side in {key for _, row in self._rows for key in row}:
            values = [row[name, side] for _, row in self._rows if (name, side) in row]
            if len(values) * 2 < len(self._rows):
                continue
            # A measure is kept for each value of the side under which it will be asked for.
            for s in (side,) if self._sided or side is not None else (None, *SIDES):
                if not (only_new and self._neutrals.knows(name, s)):
                    self._neutrals.learn(name, s, median(values))
