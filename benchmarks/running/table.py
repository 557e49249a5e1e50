"""One figure of a benchmark's table, with its limit and its noise."""

import math
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure of the table, with its limit; ``values`` are its repeats."""

    what: str
    values: list[float]
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def value(self) -> float:
        return statistics.median(self.values)

    @property
    def noise(self) -> float:
        """Half the span of the repeats."""
        return (max(self.values) - min(self.values)) / 2

    @property
    def missed(self) -> bool:
        if math.isinf(self.value):  # it never came
            return True
        over = self.most is not None and self.value - self.noise > self.most
        under = self.least is not None and self.value + self.noise < self.least
        return over or under

    def line(self) -> str:
        limit = f"≤ {self.most:g}" if self.most is not None else ""
        limit = f"≥ {self.least:g}" if self.least is not None else limit
        mark = "" if not limit else "MISSED" if self.missed else "held"
        spread = f"± {self.noise:.3f}" if len(self.values) > 1 else ""
        return f"| {self.what} | {self.value:.3f} {self.unit} | {spread} | {limit} | {mark} |"
