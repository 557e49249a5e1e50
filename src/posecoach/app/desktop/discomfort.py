"""A display that asks for discomfort before and after a session, over the coaching screen."""

from collections.abc import Callable
from typing import Literal

from posecoach.clock import Clock
from posecoach.sinks.screen.display import Display
from posecoach.sinks.screen.question import COUNSEL_S, Counsel, Question
from posecoach.sources.frame import Image

#: Returns advice on discomfort before and after a session; empty for none.
Advise = Callable[[int | None, int | None], str]
#: Called with an answer, 0 to 10.
Answer = Callable[[Literal["before", "after"], int], None]


class AskingDisplay:
    """Passes canvases on to a display, with a question or advice drawn over them.

    The first question ends when it is answered, after eight seconds, or when judging begins, so it
    never delays a session. The second comes when all sets are done, while the window is still open.
    Advice on the answer follows at once. Coaching goes on all the time.
    """

    def __init__(
        self,
        display: Display,
        answer: Answer,
        clock: Clock,
        *,
        judging: Callable[[], bool],
        finished: Callable[[], bool],
        advise: Advise = lambda _before, _after: "",
    ) -> None:
        """Begins with the question before the session.

        Args:
            display: shows the canvases.
            answer: called with each answer.
            clock: for the time limits.
            judging: whether the user is in the start position or moving.
            finished: whether all sets are done.
            advise: returns advice on the answers so far.
        """
        self._advise = advise
        self._before: int | None = None
        self._counsel: Counsel | None = None
        self._display, self._answer = display, answer
        self._judging, self._finished = judging, finished
        self._clock = clock
        self._question = Question("before", clock)

    def show(self, canvas: Image) -> str | None:
        q = self._question
        if q.when == "before" and self._finished():
            self._question = q = Question("after", self._clock)
        if not q.over:
            if q.when == "before" and self._judging():
                q.skip()
            canvas = canvas.copy()  # the caller uses it again, without the question
            q.draw(canvas)
        elif self._counsel is not None:
            canvas = canvas.copy()
            self._counsel.draw(canvas)
        key = self._display.show(canvas)
        if self._counsel is not None and (key or self._clock.now() >= self._counsel.until):
            self._counsel = None
        if q.over:
            self._keep(q)
            return key
        taken = q.key(key)
        self._keep(q)
        return None if taken else key

    def _keep(self, q: Question) -> None:
        answer, q.answer = q.answer, None
        if answer is None:
            return
        before = q.when == "before"
        self._answer(q.when, answer)
        if before:
            self._before = answer
        words = self._advise(self._before, None if before else answer)
        if words:
            self._counsel = Counsel(str(answer), words, self._clock.now() + COUNSEL_S)

    def size(self) -> tuple[int, int]:
        return self._display.size()

    def toggle_full_screen(self) -> None:
        self._display.toggle_full_screen()

    def close(self) -> None:
        self._display.close()
