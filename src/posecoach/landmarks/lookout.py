"""Looks now and then, in the background, for a person nearer than the one that is followed.

A look costs an inference, and one more for each person that it finds. It runs in a thread of its
own, and its answer is taken at a time of the pictures, never of the clock: the same poses come out
however fast the machine is.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from posecoach.landmarks.choose import Person, same, user

P = TypeVar("P")

# Often at first, when people step into the picture, then every few seconds.
_EARLY_S, _LOOK_EARLY_S, _LOOK_S = 4.0, 1.0, 5.0
_ANSWER_S = 0.25  # after the picture that was looked at
_CONFIRM_S = 0.3
_MOST_HIDDEN = 15  # pictures: who is not found by then is left alone until the next look


class Lookout(Generic[P]):
    """Decides whether somebody else should be followed.

    Attributes:
        wanted: who is to be followed instead: all else is to be hidden from the model until
            they are; None as a rule.
    """

    def __init__(self, look: Callable[[P, Person], list[Person]]) -> None:
        """Begins.

        Args:
            look: finds the people in a picture beside the one who is followed; called in another
                thread, one call at a time.
        """
        self.wanted: Person | None = None
        self._look = look
        self._pool: ThreadPoolExecutor | None = None
        self._asked: tuple[float, Person, Future[list[Person]]] | None = None
        self._began: float | None = None
        self._look_at = 0.0
        self._hidden = 0
        self._suspected: Person | None = None

    def update(self, t: float, picture: P, followed: Callable[[], Person | None]) -> None:
        """Takes the next picture and who was found in it; ``followed`` is called when needed."""
        if self.wanted is not None:
            self._hidden += 1
            now = followed()
            if (now is not None and same(now, self.wanted)) or self._hidden >= _MOST_HIDDEN:
                self.wanted = None
            return
        if self._began is None:
            self._began = self._look_at = t
        if self._asked is not None:
            if t >= self._asked[0] + _ANSWER_S:
                self._take(t)
            return
        if t < self._look_at:
            return
        now = followed()
        if now is None:
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="lookout")
        self._asked = t, now, self._pool.submit(self._look, picture, now)

    def _take(self, t: float) -> None:
        assert self._asked is not None
        assert self._began is not None
        asked, followed, answer = self._asked
        self._asked = None
        early = t - self._began < _EARLY_S
        self._look_at = asked + (_LOOK_EARLY_S if early else _LOOK_S)
        others = answer.result()
        nearest = user([followed, *others]) if others else None
        if nearest is None or same(nearest, followed):
            self._suspected = None
            return
        # Only twice in a row: a plant taken for a person once must not replace the user.
        if self._suspected is not None and same(nearest, self._suspected):
            self.wanted, self._hidden, self._suspected = nearest, 0, None
        else:
            self._suspected, self._look_at = nearest, t + _CONFIRM_S - _ANSWER_S

    def close(self) -> None:
        """Waits for a look that is under way."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
