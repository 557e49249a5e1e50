"""How long something has been so."""

from dataclasses import dataclass


@dataclass
class Lasting:
    """Since when something has been so."""

    since: float | None = None

    def update(self, t: float, now: bool) -> float:
        """Seconds for which it has lasted."""
        if not now:
            self.since = None
            return 0.0
        self.since = t if self.since is None else self.since
        return t - self.since
