"""Asks for discomfort, 0 to 10, over the picture: digit keys answer, walking on skips it."""

from dataclasses import dataclass

from posecoach.clock import Clock
from posecoach.cues.words import DISCOMFORT_ASK, DISCOMFORT_KEYS
from posecoach.language import tr
from posecoach.sinks.screen import text
from posecoach.sinks.screen.theme import THEME
from posecoach.sources.frame import Image

_ASKED_S = 8.0
COUNSEL_S = 8.0
_TEN_S = 0.8  # a 1 waits this long for the 0 of a 10


@dataclass
class Question:
    """One question: draws itself, takes keys, and is over when answered, skipped or too old.

    Attributes:
        when: before or after the session.
        over: nothing is asked any more.
        answer: 0 to 10, or None where it was skipped.
    """

    when: str
    clock: Clock
    over: bool = False
    answer: int | None = None
    _since: float | None = None
    _one_at: float | None = None

    @property
    def open(self) -> bool:
        """It can still be answered."""
        return not self.over

    def key(self, key: str | None) -> bool:
        """Takes a key; gives whether it was meant for the question.

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
        """The user walked on: what was not answered is not asked any more."""
        if self._one_at is not None:
            self._answer(1)
        self.over = True

    def draw(self, canvas: Image) -> None:
        """Puts the question over the upper part of a canvas while it lasts."""
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
    """What to make of an answer, over the upper part of the picture for a while; any key ends it.

    Attributes:
        title: the answer.
        words: of the advice.
        until: seconds of the clock.
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
    band[:] = THEME.panel  # over whatever is shown there
    fit = int(width * 0.94)
    text.draw(
        canvas, title, (width // 2, top + size // 3), size, THEME.ink,
        align="centre", weight=700, fit=fit,
    )  # fmt: skip
    text.draw(
        canvas, line, (width // 2, top + 2 * size), int(size * 0.8), THEME.soft,
        align="centre", fit=fit,
    )  # fmt: skip
