"""A display that asks for discomfort before and after a session, over whatever it shows."""

from collections.abc import Callable
from typing import Literal

from posecoach.clock import Clock
from posecoach.sinks.screen.display import Display
from posecoach.sinks.screen.question import COUNSEL_S, Counsel, Question
from posecoach.sources.frame import Image

#: Words for discomfort before and after a session; empty where there is nothing to say.
Advise = Callable[[int | None, int | None], str]


#: Takes an answer, 0 to 10.
Answer = Callable[[Literal["before", "after"], int], None]


class AskingDisplay:
    """Shows a display's canvases with a question over them while one is open.

    An answer is met with advice, at once and where the user is looking: from 6 on to stop and
    rest. The first question is over when it is answered, too old, or when judging begins: it never
    delays a session. The second comes when all sets are done, while the window is still open.
    Coaching goes on beneath both.
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
            display: is asked to show the canvases.
            answer: takes the answers.
            clock: the time.
            judging: somebody is in the start position or at work: no question may be in the way.
            finished: all sets are done: time for the question after the session.
            advise: words for the answers so far.
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
        if q.open:
            if q.when == "before" and self._judging():
                q.skip()
            canvas = canvas.copy()  # the caller shows and stores it again without the question
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
        self._answer("before" if before else "after", answer)
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
