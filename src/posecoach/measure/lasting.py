"""How long a state has lasted."""

from dataclasses import dataclass


@dataclass
class Lasting:
    """Follows one state; ``since``: when it began, None while it is off."""

    since: float | None = None

    def update(self, t: float, now: bool) -> float:
        """Takes whether the state is on ``now``; gives the seconds for which it has been."""
        if not now:
            self.since = None
            return 0.0
        self.since = t if self.since is None else self.since
        return t - self.since
