"""What a double click must not do: answer what was not yet read, or say yes twice."""

import contextlib

from PySide6.QtWidgets import QPushButton

from posecoach.clock import Clock
from posecoach.language import mark as _
from posecoach.language import tr

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
    """Asks on a button itself: "Sure? Press once more"; one button of a page at a time."""

    def __init__(self, clock: Clock) -> None:
        self._shown = Shown(clock)
        self._button: QPushButton | None = None
        self._before = ("", "")

    def means(self, button: QPushButton) -> bool:
        """Whether a press means it: the first asks, and the rest of a double click says nothing.

        Args:
            button: that was pressed.
        """
        if button is self._button:
            return self._shown.settled
        self.forget()
        words, name = button.text(), button.accessibleName()
        self._button, self._before = button, (words, name)
        sure = tr(_("Sure? Press once more"))
        button.setText(words.replace(words.strip(), sure))
        button.setAccessibleName(name.replace(words.strip(), sure))
        self._shown.anew()
        return False

    def forget(self) -> None:
        """Nothing was asked: the button has its own words again."""
        button, self._button = self._button, None
        if button is not None:
            with contextlib.suppress(RuntimeError):  # its page was built anew meanwhile
                button.setText(self._before[0])
                button.setAccessibleName(self._before[1])
