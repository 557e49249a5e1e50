"""The question for discomfort, 0 to 10: going on without an answer skips it."""

from dataclasses import dataclass
from typing import Literal

from posecoach.clock import Clock

ASKED_S = 8.0
_TEN_S = 0.8  # after a '1', how long to wait for the '0' of a 10


@dataclass
class Question:
    """One question, until it is answered, skipped, or its time is over.

    Attributes:
        when: 'before' or 'after' the session.
        clock: for its time.
        longest_s: the question ends by itself after so many seconds; None for never.
        over: it need no longer be shown.
        answer: 0 to 10; None if it was skipped.
    """

    when: Literal["before", "after"]
    clock: Clock
    longest_s: float | None = ASKED_S
    over: bool = False
    answer: int | None = None
    _since: float | None = None
    _one_at: float | None = None

    def key(self, key: str) -> bool:
        """Takes a key; returns whether it was meant for the question.

        Any digit answers; '1' waits a moment for '0', which makes it 10. 's' skips.
        """
        if self.over:
            return False
        if self._one_at is not None:
            self.choose(10 if key == "0" else 1)
            return key == "0"
        if key == "s":
            self.over = True
            return True
        if len(key) != 1 or key not in "0123456789":
            return False
        if key == "1":
            self._one_at = self.clock.now()
        else:
            self.choose(int(key))
        return True

    def choose(self, value: int) -> None:
        """Answers it, 0 to 10."""
        self.answer, self.over = value, True

    def skip(self) -> None:
        """Ends the question without an answer; a '1' that waits for a '0' counts as 1."""
        if self._one_at is not None:
            self.choose(1)
        self.over = True

    def wait(self) -> None:
        """Looks at the time; call it often."""
        if self.over:
            return
        now = self.clock.now()
        self._since = now if self._since is None else self._since
        if self._one_at is not None and now - self._one_at >= _TEN_S:
            self.choose(1)
        if self.longest_s is not None and now - self._since >= self.longest_s:
            self.skip()
