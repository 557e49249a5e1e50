"""What a double click must not do: answer what was not yet read, or say yes twice."""

from posecoach.clock import Clock

#: Seconds after which a press was meant: a double click, also a slow one, is over by then.
MEANT_S = 0.8


class Shown:
    """When something was last shown, and whether a press on it can be meant yet."""

    def __init__(self, clock: Clock, wait_s: float = MEANT_S) -> None:
        """Begins as shown now.

        Args:
            clock: of the window.
            wait_s: no press counts in so many seconds.
        """
        self._clock, self._wait_s = clock, wait_s
        self._at = clock.now()

    def anew(self) -> None:
        """It is shown now."""
        self._at = self._clock.now()

    @property
    def settled(self) -> bool:
        """Whether it has been there long enough for a press to be meant."""
        return self._clock.now() - self._at >= self._wait_s


class Sure:
    """A question on a button itself: "Sure? Press once more".

    Attributes:
        of: what was asked about; empty if nothing was.
    """

    def __init__(self, clock: Clock) -> None:
        self.of = ""
        self._shown = Shown(clock)

    def means(self, what: str) -> bool:
        """Whether this press means it; the first asks, and the other half of a double click waits.

        Args:
            what: is to be done; another thing than the last time is asked about anew.
        """
        if self.of != what:
            self.of = what
            self._shown.anew()
            return False
        return self._shown.settled

    def forget(self) -> None:
        """Nothing was asked."""
        self.of = ""
