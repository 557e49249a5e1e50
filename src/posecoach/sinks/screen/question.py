"""Asks for discomfort, 0 to 10, over the picture; going on without an answer skips it."""

from dataclasses import dataclass
from typing import Literal

from posecoach.clock import Clock
from posecoach.cues.words import DISCOMFORT_ASK, DISCOMFORT_KEYS
from posecoach.language import tr
from posecoach.sinks.screen import text
from posecoach.sinks.screen.theme import THEME
from posecoach.sources.frame import Image

_ASKED_S = 8.0
COUNSEL_S = 8.0
_TEN_S = 0.8  # after a '1', how long to wait for the '0' of a 10


@dataclass
class Question:
    """One question, until it is answered, skipped, or eight seconds old.

    Attributes:
        when: 'before' or 'after' the session.
        over: the question is no longer shown.
        answer: 0 to 10; None if it was skipped.
    """

    when: Literal["before", "after"]
    clock: Clock
    over: bool = False
    answer: int | None = None
    _since: float | None = None
    _one_at: float | None = None

    def key(self, key: str | None) -> bool:
        """Takes a key; returns whether it was meant for the question.

        Any digit answers; '1' waits a moment for '0', which makes it 10. 's' skips.
        """
        if self.over or key is None:
            return False
        if self._one_at is not None:
            self._answer(10 if key == "0" else 1)
            return key == "0"
        if key == "s":
            self.over = True
            return True
        if len(key) != 1 or key not in "0123456789":
            return False
        if key == "1":
            self._one_at = self.clock.now()
        else:
            self._answer(int(key))
        return True

    def _answer(self, value: int) -> None:
        self.answer, self.over = value, True

    def skip(self) -> None:
        """Ends the question without an answer; a '1' that waits for a '0' counts as 1."""
        if self._one_at is not None:
            self._answer(1)
        self.over = True

    def draw(self, canvas: Image) -> None:
        """Draws the question over the upper part of the canvas, until it is over."""
        now = self.clock.now()
        self._since = now if self._since is None else self._since
        if self._one_at is not None and now - self._one_at >= _TEN_S:
            self._answer(1)
        if now - self._since >= _ASKED_S:
            self.skip()
        if self.over:
            return
        _panel(canvas, tr(DISCOMFORT_ASK[self.when]), tr(DISCOMFORT_KEYS))


@dataclass
class Counsel:
    """Advice on an answer, shown over the upper part of the picture for a while.

    Attributes:
        title: the answer.
        words: the advice.
        until: when it disappears, seconds of the clock.
    """

    title: str
    words: str
    until: float

    def draw(self, canvas: Image) -> None:
        _panel(canvas, self.title, self.words)


def _panel(canvas: Image, title: str, line: str) -> None:
    height, width = canvas.shape[:2]
    size = max(10, int(min(height, width * 0.75) * THEME.normal))
    top, tall = int(size * 2.2), int(size * 3.9)
    band = canvas[top : top + tall]
    band[:] = THEME.panel
    fit = int(width * 0.94)
    text.draw(
        canvas, title, (width // 2, top + size // 3), size, THEME.ink,
        align="centre", weight=700, fit=fit,
    )  # fmt: skip
    text.draw(
        canvas, line, (width // 2, top + 2 * size), int(size * 0.8), THEME.soft,
        align="centre", fit=fit,
    )  # fmt: skip
